// npm run exe: dist/inject-shm, one executable for this machine that needs no Node.
// `npm run exe -- linux-arm64 darwin-x64` makes dist/inject-shm-linux-arm64 and so on; Bun downloads what it needs.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { program } from './bundle.mjs';

const options = [
  '--compile',
  '--minify',
  '--bytecode',
  // Starts without a compiler to speak of, whose threads are in the way of a short run; src/process/engine.ts goes on from there.
  '--compile-jit-policy=32',
  // Otherwise it would obey, and run, what lies in the folder it is called in.
  '--no-compile-autoload-dotenv',
  '--no-compile-autoload-bunfig',
  '--no-compile-autoload-tsconfig',
  '--no-compile-autoload-package-json',
];

/** @param {string} source @param {string | undefined} target */
const compile = (source, target) =>
  execFileSync(
    'node_modules/.bin/bun',
    [
      'build',
      ...options,
      ...(target === undefined ? [] : [`--target=bun-${target}`]),
      `--outfile=dist/inject-shm${target === undefined ? '' : `-${target}`}`,
      source,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );

mkdirSync('dist', { recursive: true });
mkdirSync('.test-build', { recursive: true });
const folder = mkdtempSync('.test-build/exe-');
try {
  await program(folder);
  const source = join(folder, 'stream.cjs');
  const targets = process.argv.slice(2);
  (targets.length === 0 ? [undefined] : targets).forEach((target) => compile(source, target));
} finally {
  rmSync(folder, { recursive: true });
}
