// How Bun makes an executable of a bundle.
import { execFileSync } from 'node:child_process';

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

/** @param {string} source @param {string} outfile @param {string} [target] */
export const compile = (source, outfile, target) =>
  execFileSync(
    'node_modules/.bin/bun',
    [
      'build',
      ...options,
      ...(target === undefined ? [] : [`--target=bun-${target}`]),
      `--outfile=${outfile}`,
      source,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
