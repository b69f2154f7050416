// npm test [-- part-of-a-file-name ...]: compiles the test files, runs them in one process and sums them up.
// Without names it takes a short road: fewer generated cases, without what takes long, in two processes; it says what it leaves out.
// `--all` takes none, and tells what the tests do not reach. `--e2e` runs those of test/e2e instead, which need kpt and kustomize.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { build } from 'esbuild';

// A folder of its own, so that two runs at a time do not disturb each other.
const out = `.test-build/${process.pid}`;
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

/** What is measured or covered runs alone. */
const shares = isShort ? Math.min(2, availableParallelism()) : 1;

/**
 * Runs a share of the files in a process of its own; what the first prints is seen at once, that of another at its end.
 * @param {number} share
 * @returns {Promise<{ passed: number, failed: number, skipped: number }>}
 */
const run = async (share) => {
  const tests = files
    .filter((_, at) => at % shares === share)
    .map((file) => join(out, 'test', file.replace(/\.ts$/, '.js')));
  const tallyFile = join(out, `tally-${share}.json`);
  // Coverage of a part of the tests would only mislead.
  const before = isAll && wanted.length === 0 && !isEndToEnd ? c8 : [];
  const args = [...before, '--enable-source-maps', 'scripts/run-tests.mjs', ...tests];
  const env = { ...process.env, SPEC_TALLY: tallyFile, TEST_SHORT: isShort ? '1' : '0' };
  const said = share === 0 ? 'inherit' : 'pipe';
  const child = spawn(process.execPath, args, { stdio: ['inherit', said, said], env });
  /** @type {Buffer[]} */
  const chunks = [];
  [child.stdout, child.stderr].forEach((stream) =>
    stream?.on('data', (chunk) => chunks.push(chunk)),
  );
  const [status] = await once(child, 'close');
  later.push(Buffer.concat(chunks));
  const sum = tally(tallyFile);
  // A crash outside a test counts as one failure.
  return status === 0 || sum.failed > 0 ? sum : { ...sum, failed: 1 };
};

/** What is printed when all have ended. @type {Buffer[]} */
const later = [];

/** @param {string} file @returns {{ passed: number, failed: number, skipped: number }} */
const tally = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
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
  const tallies = await Promise.all(Array.from({ length: shares }, (_, share) => run(share)));
  process.stdout.write(Buffer.concat(later));
  /** @param {'passed' | 'failed' | 'skipped'} of */
  const sum = (of) => tallies.reduce((total, each) => total + each[of], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
};

const { passed, failed, skipped } = await main().catch((error) => {
  console.error(error);
  return { passed: 0, failed: 1, skipped: 0 };
});
rmSync(out, { recursive: true, force: true });
process.exitCode = failed === 0 ? 0 : 1;
console.log(`${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`);
