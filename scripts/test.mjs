// npm test [-- part-of-a-file-name ...]: compiles the test files, runs them in one process and sums them up.
// Without names it takes a short road: fewer generated cases, and without what takes long; it says what it leaves out.
// `--all` takes none, and tells what the tests do not reach. `--e2e` runs those of test/e2e instead, which need kpt and kustomize.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { build } from 'esbuild';

// A folder of its own, so that two runs at a time do not disturb each other.
const out = `.test-build/${process.pid}`;
const tallyFile = `${out}/tally.json`;
const isEndToEnd = process.argv.includes('--e2e');
const isAll = process.argv.includes('--all');
const wanted = process.argv.slice(2).filter((part) => part !== '--e2e' && part !== '--all');
const isShort = !isAll && !isEndToEnd && wanted.length === 0;

const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts') && file.startsWith('e2e') === isEndToEnd)
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort();

/**
 * Compiles the files and, round by round, what they import, each to a file of its own: with bundles, coverage would
 * not see functions that are never called.
 * @param {readonly string[]} entries
 * @param {ReadonlySet<string>} [before]
 * @returns {Promise<void>}
 */
const compile = async (entries, before = new Set()) => {
  const known = new Set([...before, ...entries]);
  /** @type {Set<string>} */
  const found = new Set();
  await build({
    entryPoints: [...entries],
    outdir: out,
    outbase: '.',
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: 'linked',
    logLevel: 'warning',
    // Sources may `require` a sibling to load it late.
    banner: {
      js: `import { createRequire as c_ } from 'node:module'; const require = c_(import.meta.url);`,
    },
    plugins: [
      {
        name: 'each-file-apart',
        setup: (plugin) =>
          plugin.onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ path, resolveDir, kind }) => {
            if (kind === 'entry-point') return undefined;
            found.add(relative('.', resolve(resolveDir, path)));
            return { path: path.replace(/\.ts$/, '.js'), external: true };
          }),
      },
    ],
  });
  const fresh = [...found].filter((file) => !known.has(file));
  if (fresh.length > 0) await compile(fresh, known);
};

const c8 = [
  'node_modules/c8/bin/c8.js',
  `--temp-directory=${out}/coverage`,
  `--reporter=${process.env['COVERAGE'] ?? 'text-summary'}`,
  process.execPath,
];

const run = () => {
  const tests = files.map((file) => join(out, 'test', file.replace(/\.ts$/, '.js')));
  // Coverage of a part of the tests would only mislead.
  const before = isAll && wanted.length === 0 && !isEndToEnd ? c8 : [];
  const args = [...before, '--enable-source-maps', 'scripts/run-tests.mjs', ...tests];
  const env = { ...process.env, SPEC_TALLY: tallyFile, TEST_SHORT: isShort ? '1' : '0' };
  return spawnSync(process.execPath, args, { stdio: 'inherit', env }).status ?? 1;
};

/** @returns {{ passed: number, failed: number, skipped: number }} */
const tally = () => {
  try {
    return JSON.parse(readFileSync(tallyFile, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
};

const main = async () => {
  if (files.length === 0) {
    console.error(`no test file matches ${JSON.stringify(wanted)}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  await compile(files.map((file) => join('test', file)));
  const status = run();
  const sum = tally();
  // A crash outside a test counts as one failure.
  return status === 0 || sum.failed > 0 ? sum : { ...sum, failed: 1 };
};

const { passed, failed, skipped } = await main().catch((error) => {
  console.error(error);
  return { passed: 0, failed: 1, skipped: 0 };
});
rmSync(out, { recursive: true, force: true });
process.exitCode = failed === 0 ? 0 : 1;
console.log(`${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`);
