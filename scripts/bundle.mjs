import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
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

/** A variable of js-yaml's that is computed, by a constructor, a call or from another. */
const COMPUTED =
  /^(var [\w$]+ = )((?:new |define|YAML11|\{\n\t\.{3})(?:.*(?=;$)|[^]*?^[\]}]\)?(?=;$)));/gm;

/**
 * Makes of js-yaml what a short run can use. The state of its parser becomes an object of one shape: built with a spread it
 * is not, and on Node 20 the parser then becomes two to five times slower from about its tenth call on. And the schemas, with
 * their tags and patterns, are left out: only events are used. The build fails where js-yaml no longer has these lines.
 * @type {import('esbuild').Plugin}
 */
const leanParser = {
  name: 'lean-parser',
  setup: (bundler) =>
    bundler.onLoad({ filter: /js-yaml\.mjs$/ }, ({ path }) => {
      const [before, after, ...rest] = readFileSync(path, 'utf8')
        .replaceAll(COMPUTED, '$1/* @__PURE__ */ (() => ($2))();')
        .split('...DEFAULT_PARSER_OPTIONS,\n\t\t...options,\n\t\tinput:');
      if (after === undefined || rest.length > 0)
        throw new Error('js-yaml builds the state of its parser in another way: see leanParser');
      const named = ['filename', 'maxDepth'].map(
        (name) => `${name}: options.${name} ?? DEFAULT_PARSER_OPTIONS.${name},\n\t\t`,
      );
      return { contents: `${before}${named.join('')}input:${after}` };
    }),
};

/** What only some runs need: all that the program imports dynamically. */
const OTHERS = './commands.cjs';

/**
 * Leaves what is imported dynamically to a file of its own, so that a run over a stream, as orchestrators start it, loads
 * nothing else.
 * @param {Set<string>} found the modules that are left to it
 * @returns {import('esbuild').Plugin}
 */
const apart = (found) => ({
  name: 'apart',
  setup: (bundler) => {
    bundler.onResolve({ filter: /\.ts$/ }, ({ kind, path, resolveDir }) =>
      kind === 'dynamic-import'
        ? { path: relative('.', resolve(resolveDir, path)), namespace: 'apart' }
        : undefined,
    );
    bundler.onResolve({ filter: /^\.\/commands\.cjs$/ }, () => ({ path: OTHERS, external: true }));
    bundler.onLoad({ filter: /./, namespace: 'apart' }, ({ path }) => {
      found.add(path);
      return { contents: `module.exports = require('${OTHERS}')['${path}']();` };
    });
  },
});

/** @type {import('esbuild').BuildOptions} */
const ofProgram = { ...common, format: 'cjs', minify: true, metafile: true };

/**
 * Bundles the program into a folder: `stream.cjs` is where it starts, and `commands.cjs` is beside it.
 * @param {string} folder
 * @returns the files that went into it
 */
export const program = async (folder) => {
  /** @type {Set<string>} */
  const found = new Set();
  const { metafile } = await build({
    ...ofProgram,
    entryPoints: { stream: 'src/main.ts' },
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    plugins: [leanParser, apart(found)],
  });
  const contents = [...found]
    .sort()
    .map((path) => `exports['${path}'] = () => require('./${path}');`);
  const others = await build({
    ...ofProgram,
    stdin: { contents: contents.join('\n'), resolveDir: '.' },
    outfile: join(folder, OTHERS),
    plugins: [leanParser],
  });
  return Object.keys({ ...metafile?.inputs, ...others.metafile?.inputs });
};
