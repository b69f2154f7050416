// npm run docs: writes the tables of docs/ from the code and from docs/proofs.json, and the picture.
// `--check` only compares.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { picture } from './picture.mjs';
import { sources } from './sources.mjs';

const { acceleratorsTable, configTable, codeTable, kindRows, needsTable, oppositesTable } =
  await sources(
    'docs',
    `
export { configTable } from './src/config.ts';
export { kindRows } from './src/kinds.ts';
export { acceleratorsTable, needsTable, oppositesTable } from './src/needs.ts';
export { codeTable } from './src/result.ts';`,
  );
/** @type {import('./proofs.mjs').Proofs} */
const proofs = JSON.parse(readFileSync('docs/proofs.json', 'utf8'));

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
  needs: needsTable(),
  opposites: oppositesTable(),
  accelerators: acceleratorsTable(),
  proofs: `${proofs.where}; sizes are in Mi.\n\n${table(
    ['what is tried', 'limit', '`/dev/shm`', 'what happens'],
    proofs.rows.map(({ tried, limits, shm, happened }) => [
      tried,
      limits.map((limit) => limit ?? 'none').join(', '),
      String(shm),
      happened,
    ]),
  )}`,
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

/** @param {string} file @param {string} after */
const settle = (file, after) => {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (!process.argv.includes('--check')) writeFileSync(file, after);
  else if (before !== after) {
    console.error(`${file} is not what the code says; run \`npm run docs\``);
    process.exitCode = 1;
  }
};

for (const name of ['config', 'kinds', 'needs', 'proofs', 'results'])
  settle(`docs/${name}.md`, filled(readFileSync(`docs/${name}.md`, 'utf8')));
settle('docs/dev-shm.svg', picture(proofs.courses));
