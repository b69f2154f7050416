// What TypeScript sources export, for scripts: bundled to a file that is imported and removed.
import { mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';

/** @param {string} name of the script, so that two at a time do not meet @param {string} contents exports */
export const sources = async (name, contents) => {
  const outfile = resolve(`.test-build/${name}-${process.pid}.mjs`);
  mkdirSync('.test-build', { recursive: true });
  await build({
    stdin: { contents, resolveDir: resolve('.'), loader: 'ts' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
    outfile,
  });
  try {
    return await import(outfile);
  } finally {
    rmSync(outfile);
  }
};
