// The types of the library: what can be reached from src/index.ts, in one file for each module format. With names of
// their own for each, both are found under every `moduleResolution`, and no package is needed to compile against them.
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const quiet = { logLevel: ExtractorLogLevel.None };

/** @param {string} from the declarations of src/index.ts @param {object} made what to make of them */
const extract = (from, made) => {
  const configObject = {
    projectFolder: resolve('.'),
    mainEntryPointFilePath: from,
    compiler: {
      overrideTsconfig: {
        compilerOptions: {
          target: 'es2022',
          lib: ['es2023'],
          module: 'nodenext',
          types: ['node'],
          strict: true,
          skipLibCheck: true,
        },
        files: [from],
      },
    },
    newlineKind: /** @type {const} */ ('lf'),
    apiReport: { enabled: false },
    docModel: { enabled: false },
    dtsRollup: { enabled: false },
    tsdocMetadata: { enabled: false },
    messages: {
      // What has no tag of release is public, and what is not exported is no word of the API.
      extractorMessageReporting: {
        default: { logLevel: ExtractorLogLevel.Warning },
        'ae-forgotten-export': quiet,
        'ae-missing-release-tag': quiet,
      },
      tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.Warning } },
    },
    ...made,
  };
  const { succeeded } = Extractor.invoke(
    ExtractorConfig.prepare({
      configObject,
      configObjectFullPath: undefined,
      packageJsonFullPath: resolve('package.json'),
    }),
    {
      localBuild: true,
      messageCallback: (message) => {
        // The compiler that it brings is older than ours.
        message.handled = [ExtractorLogLevel.Info, ExtractorLogLevel.Verbose].includes(
          message.logLevel,
        );
      },
    },
  );
  if (!succeeded) throw new Error('the types of the library have warnings: see above');
};

/** Compiles the declarations, and removes them again. @param {(index: string) => void} use */
const declared = (use) => {
  mkdirSync('.test-build', { recursive: true });
  const folder = resolve(mkdtempSync('.test-build/types-'));
  try {
    const tsc = 'node_modules/typescript/bin/tsc';
    const args = ['-p', 'tsconfig.build.json', '--outDir', folder];
    execFileSync(process.execPath, [tsc, ...args], { stdio: 'inherit' });
    use(join(folder, 'index.d.ts'));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** Writes the declarations for modules, and the same for CommonJS. @param {string} folder */
export const types = (folder) =>
  declared((index) => {
    const untrimmedFilePath = resolve(folder, 'index.d.ts');
    extract(index, { dtsRollup: { enabled: true, untrimmedFilePath } });
    copyFileSync(untrimmedFilePath, join(folder, 'index.d.cts'));
  });

/** Writes the API as data, for documents. @param {string} apiJsonFilePath */
export const model = (apiJsonFilePath) =>
  declared((index) =>
    extract(index, { docModel: { enabled: true, apiJsonFilePath: resolve(apiJsonFilePath) } }),
  );
