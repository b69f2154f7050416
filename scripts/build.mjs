// Builds dist/: the executable, the library in both module formats, its types, and the licences of what is bundled.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { common, program } from './bundle.mjs';
import { launch } from './launcher.mjs';
import { imported } from './names.mjs';
import { types } from './types.mjs';

/** @param {'esm' | 'cjs'} format @param {string} outfile */
const library = (format, outfile) =>
  build({
    ...common,
    entryPoints: ['src/index.ts'],
    outfile,
    format,
    // Of the SDK only its class of errors, which must be the caller's: the rest is a few names.
    external: [...imported, 'kpt-functions/dist/src/errors.js'],
  });

/** @param {string} name */
const licence = (name) => {
  const folder = join('node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
};

const PACKAGE = /node_modules\/((?:@[^/]+\/)?[^/]+)\//;

/** @param {readonly string[]} inputs */
const licences = (inputs) =>
  [...new Set(inputs.flatMap((file) => PACKAGE.exec(file)?.[1] ?? []))]
    .sort()
    .map(licence)
    .join(`\n${'-'.repeat(80)}\n\n`);

rmSync('dist', { recursive: true, force: true });
const inputs = await program('dist/program');
launch('dist/inject-shm.cjs', 'dist/program');
writeFileSync('dist/THIRD-PARTY-LICENSES.txt', licences(inputs));
await Promise.all([library('esm', 'dist/index.js'), library('cjs', 'dist/index.cjs')]);
types('dist');
