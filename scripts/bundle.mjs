import { build } from 'esbuild';

/** What every bundle has in common. @type {import('esbuild').BuildOptions} */
export const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  legalComments: 'none',
  logLevel: 'warning',
  // The ESM build of fp-ts can be tree-shaken, which start-up feels.
  alias: { 'fp-ts/lib': 'fp-ts/es6' },
};

/**
 * Bundles the program to one CommonJS file: a dynamic `import()` stays lazy in it, as a function that runs on first
 * use.
 * @param {string} outfile
 */
export const program = (outfile) =>
  build({
    ...common,
    entryPoints: ['src/main.ts'],
    outfile,
    format: 'cjs',
    banner: { js: '#!/usr/bin/env node' },
    metafile: true,
  });
