// npm run docs: writes the tables of the README from the code. `--check` only compares.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';

const out = '.test-build/docs.mjs';
await build({
  stdin: {
    contents: `export { configTable } from './src/config.ts'; export { codeTable } from './src/result.ts';`,
    resolveDir: resolve('.'),
    loader: 'ts',
  },
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  outfile: out,
});
const { configTable, codeTable } = await import(resolve(out));
rmSync(out);

const codes = [
  '| code | severity | what it says | remedy |',
  '|---|---|---|---|',
  ...Object.entries(codeTable).map(
    ([code, { severity, meaning, remedy }]) =>
      `| \`${code}\` | ${severity} | ${meaning} | ${remedy} |`,
  ),
].join('\n');

/** @param {string} text @param {string} name @param {string} table */
const fill = (text, name, table) =>
  text.replace(
    new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`),
    (_, open, close) => `${open}\n${table.trim()}\n\n${close}`,
  );

const before = readFileSync('README.md', 'utf8');
const after = fill(fill(before, 'config', configTable()), 'codes', codes);
if (!process.argv.includes('--check')) writeFileSync('README.md', after);
else if (before !== after) {
  console.error('the tables of README.md are not those of the code; run `npm run docs`');
  process.exitCode = 1;
}
