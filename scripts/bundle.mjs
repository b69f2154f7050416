import { readFileSync } from 'node:fs';
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
 * Makes the parser's state an object of one shape: built with a spread it is not, and on Node 20 the parser then becomes
 * two to five times slower from about its tenth call on. The build fails where js-yaml no longer has these lines.
 * @type {import('esbuild').Plugin}
 */
const steadyParser = {
  name: 'steady-parser',
  setup: (bundler) =>
    bundler.onLoad({ filter: /js-yaml\.mjs$/ }, ({ path }) => {
      const [before, after, ...rest] = readFileSync(path, 'utf8').split(
        '...DEFAULT_PARSER_OPTIONS,\n\t\t...options,\n\t\tinput:',
      );
      if (after === undefined || rest.length > 0)
        throw new Error('js-yaml builds the state of its parser in another way: see steadyParser');
      const named = ['filename', 'maxDepth'].map(
        (name) => `${name}: options.${name} ?? DEFAULT_PARSER_OPTIONS.${name},\n\t\t`,
      );
      return { contents: `${before}${named.join('')}input:${after}` };
    }),
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
    minify: true,
    banner: { js: '#!/usr/bin/env node' },
    plugins: [steadyParser],
    metafile: true,
  });
