// npm run docs: writes the tables of the README and of docs/ from the code. `--check` only compares.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';

const out = '.test-build/docs.mjs';
await build({
  stdin: {
    contents: `
export { configTable } from './src/config.ts';
export { kindRows } from './src/kinds.ts';
export { codeTable } from './src/result.ts';`,
    resolveDir: resolve('.'),
    loader: 'ts',
  },
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  outfile: out,
});
const { configTable, codeTable, kindRows } = await import(resolve(out));
rmSync(out);

/** @typedef {import('../src/kinds.ts').KindRow} KindRow */

/** @param {readonly string[]} head @param {readonly (readonly string[])[]} lines */
const table = (head, lines) =>
  [head, head.map(() => '---'), ...lines]
    .map((cells) => (cells[0] === '---' ? `|${cells.join('|')}|` : `| ${cells.join(' | ')} |`))
    .join('\n');

/** @type {Readonly<Record<string, { readonly word: string, readonly does: string }>>} */
const lives = {
  rolls: { word: 'rolls', does: 'The controller replaces the pods, by its update strategy.' },
  next: { word: 'new pods', does: 'Pods that run stay as they are; those made later have it.' },
  immutable: {
    word: 'refused',
    does: 'The API server refuses the change of an object that exists; a new one has it.',
  },
  'second-cluster': {
    word: 'second cluster',
    does: 'The operator starts a second cluster, moves over, and removes the first.',
  },
};

/** @param {string} text */
const code = (text) => `\`${text}\``;

/** Kinds that differ by nothing but their name share a line. @param {readonly KindRow[]} rows */
const joined = (rows) => {
  /** @type {Map<string, readonly KindRow[]>} */
  const found = new Map();
  for (const row of rows) {
    const key = JSON.stringify([row.group, row.paths, row.live, row.optIn, row.never]);
    found.set(key, [...(found.get(key) ?? []), row]);
  }
  return [...found.values()];
};

/** @param {readonly KindRow[]} rows @param {(row: KindRow) => readonly string[]} rest */
const kindLines = (rows, rest) =>
  joined(rows).flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const names = group.map(({ kind }) => code(kind)).join(', ');
    return [[first.group === '' ? 'core' : code(first.group), names, ...rest(first)]];
  });

/** @param {KindRow} row */
const places = ({ paths, live }) => [paths.map(code).join('<br>'), lives[live]?.word ?? live];

/** @type {readonly KindRow[]} */
const rows = kindRows;

const tables = {
  config: configTable(),
  codes: table(
    ['code', 'severity', 'what it says', 'remedy'],
    Object.entries(codeTable).map(([name, { severity, meaning, remedy }]) => [
      code(name),
      severity,
      meaning,
      remedy,
    ]),
  ),
  kinds: table(
    ['group', 'kinds', 'PodSpecs', 'a change'],
    kindLines(
      rows.filter((row) => row.optIn === undefined && row.never === undefined),
      places,
    ),
  ),
  live: table(
    ['a change', 'what it does'],
    Object.values(lives).map(({ word, does }) => [word, does]),
  ),
  'asked-for': table(
    ['group', 'kinds', 'PodSpecs', 'a change', 'why it must be asked for'],
    kindLines(
      rows.filter((row) => row.optIn !== undefined),
      (row) => [...places(row), row.optIn ?? ''],
    ),
  ),
  never: table(
    ['group', 'kinds', 'the operator’s own'],
    kindLines(
      rows.filter((row) => row.never !== undefined),
      (row) => [row.never ?? ''],
    ),
  ),
};

/** @param {string} text */
const filled = (text) =>
  Object.entries(tables).reduce(
    (before, [name, lines]) =>
      before.replace(
        new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`),
        (_, open, close) => `${open}\n${lines.trim()}\n\n${close}`,
      ),
    text,
  );

for (const file of ['README.md', 'docs/kinds.md']) {
  const before = readFileSync(file, 'utf8');
  const after = filled(before);
  if (!process.argv.includes('--check')) writeFileSync(file, after);
  else if (before !== after) {
    console.error(`the tables of ${file} are not those of the code; run \`npm run docs\``);
    process.exitCode = 1;
  }
}
