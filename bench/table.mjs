// The tables of docs/performance.md, between their marks.
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { titleOf as titleOfCase } from './cases.mjs';
import { isQuiet } from './statistics.mjs';

/** @typedef {import('./goals.mjs').Goal} Goal */
/** @typedef {import('./statistics.mjs').Spread} Spread */
/** @typedef {{ readonly name: string, readonly who: string, readonly wall?: number | undefined, readonly cpu?: number | undefined, readonly peak?: number | undefined, readonly ratio: number, readonly others: number }} Line */
/** @typedef {{ readonly goal: Goal, readonly found: Spread, readonly cpu: Spread, readonly verdict: import('./statistics.mjs').Verdict }} Judged */

const file = new URL('../docs/performance.md', import.meta.url);
const marks = /(<!-- table -->\n)[^]*(<!-- end of the table -->)/;

/** @param {number | undefined} value @param {number} digits @param {string} [unit] */
export const shown = (value = NaN, digits, unit = '') =>
  Number.isFinite(value) ? `${value.toFixed(digits)}${unit}` : '–';

/** @param {Goal} goal */
export const titleOf = ({ in: name, of, to, metric, atMost, atLeast }) =>
  `${titleOfCase(name)}: ${of} ÷ ${to}${metric === 'peak' ? ', peak memory' : ''} ${atMost === undefined ? `≥ ${atLeast}` : `≤ ${atMost}`}`;

/** @param {readonly (readonly string[])[]} rows */
const table = ([head = [], ...rows]) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** @param {Judged} judged */
const verdictRow = ({ goal, found: { low, median, high }, cpu, verdict }) => [
  titleOf(goal),
  shown(median, 2),
  `${shown(low, 2)} to ${shown(high, 2)}`,
  goal.metric === 'peak' ? '' : shown(cpu.median, 2),
  verdict,
];

/** @param {Line} line */
const row = ({ name, who, wall, cpu, ratio, peak, others }) => [
  `${titleOfCase(name)}${isQuiet(others) ? '' : ' *'}`,
  who,
  shown(wall, (wall ?? 0) < 100 ? 1 : 0, ' ms'),
  shown(cpu, (cpu ?? 0) < 100 ? 1 : 0, ' ms'),
  shown(ratio, 2),
  shown(peak, 0, ' MiB'),
];

/** Writes what was found into the docs. @param {readonly Line[]} lines @param {readonly Judged[]} judged */
export const document = (lines, judged) => {
  const text = `Node ${process.version}, ${availableParallelism()} cores.

${table([['goal', 'median', 'quartiles', 'processor time', ''], ...judged.map(verdictRow)])}

${table([['input', 'who', 'time', 'processor time', '÷ floor', 'peak memory'], ...lines.map(row)])}
${lines.some(({ others }) => !isQuiet(others)) ? '\n\\* other programs took more than a tenth of the machine meanwhile.\n' : ''}`;
  const before = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    before.replace(marks, (_, start, end) => `${start}\n${text}\n${end}`),
  );
};
