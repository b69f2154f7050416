// The table of docs/performance.md, between its marks.
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** @typedef {{ readonly count: number, readonly name: string, readonly time: number, readonly ratio: number, readonly peak: number }} Line */
/** @typedef {{ readonly what: string, readonly found: number, readonly wanted: string, readonly isMet: boolean }} Verdict */

const file = new URL('../docs/performance.md', import.meta.url);
const marks = /(<!-- table -->\n)[^]*(<!-- end of the table -->)/;

/** @param {number} value @param {number} digits @param {string} [unit] */
const shown = (value, digits, unit = '') =>
  Number.isNaN(value) ? '–' : `${value.toFixed(digits)}${unit}`;

/** @param {readonly (readonly string[])[]} rows */
const table = ([head = [], ...rows]) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** Writes what was found into the docs. @param {readonly Line[]} lines @param {readonly Verdict[]} verdicts */
export const document = (lines, verdicts) => {
  const text = `Node ${process.version}, ${availableParallelism()} cores; medians of one run.

${table([
  ['what', 'found', 'goal', ''],
  ...verdicts.map(({ what, found, wanted, isMet }) => [
    what,
    shown(found, 2),
    wanted,
    isMet ? 'met' : 'missed',
  ]),
])}

${table([
  ['resources', 'who', 'time', '÷ floor', 'peak memory'],
  ...lines.map(({ count, name, time, ratio, peak }) => [
    count.toLocaleString('en'),
    name,
    shown(time, 0, ' ms'),
    shown(ratio, 2),
    shown(peak, 0, ' MiB'),
  ]),
])}
`;
  const before = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    before.replace(marks, (_, start, end) => `${start}\n${text}\n${end}`),
  );
};
