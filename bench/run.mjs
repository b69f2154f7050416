// npm run bench [-- --smoke | --docs | --cases 1,100,kpt]: every contender as a whole process, in turn, in one run. What is
// measured is kept until the program is another, so that `--docs` can write what several runs found.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cases } from './cases.mjs';
import { contenders } from './contenders.mjs';
import { goals } from './goals.mjs';
import { keep, kept } from './kept.mjs';
import { measurer } from './measure.mjs';
import { isQuiet, ratio, spread, verdictOf } from './statistics.mjs';
import { document, shown, titleOf } from './table.mjs';

/** @typedef {import('./measure.mjs').Measured} Measured */

const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    docs: { type: 'boolean', default: false },
    cases: { type: 'string' },
  },
});

const asked = values.smoke ? ['1', '100', '1000'] : values.cases?.split(',');
const unknown = asked?.find((name) => !cases.some((each) => each.name === name));
if (unknown !== undefined)
  throw new Error(`no case ${unknown}; there are ${cases.map(({ name }) => name).join(', ')}`);

/** @param {string} name @param {Measured} measured */
const linesOf = (name, { rows, others }) =>
  rows.map((row) => {
    const floor = rows.find((each) => ['floor', 'reading'].includes(each.name));
    const [wall, cpu, peak] = /** @type {const} */ (['wall', 'cpu', 'peak']).map(
      (metric) => spread(row.runs.map((run) => run[metric])).median,
    );
    const toFloor = floor && ratio(row.runs, floor.runs, 'wall').median;
    return { name, who: row.name, wall, cpu, peak, ratio: toFloor ?? NaN, others };
  });

/** @param {ReturnType<typeof linesOf>[number]} line */
const print = ({ name, who, wall, cpu, peak, ratio: toFloor }) =>
  console.log(
    [
      name.padEnd(18),
      who.padEnd(19),
      shown(wall, 1, ' ms').padStart(10),
      `cpu ${shown(cpu, 1, ' ms')}`.padStart(14),
      shown(toFloor, 2).padStart(6),
      shown(peak, 0, ' MiB').padStart(9),
    ].join(' '),
  );

/** @param {Readonly<Record<string, Measured>>} measured */
const judge = (measured) =>
  goals.flatMap((goal) => {
    const { rows = [], others = 0 } = measured[goal.in] ?? {};
    const [of, to] = [goal.of, goal.to].map((who) => rows.find(({ name }) => name === who)?.runs);
    if (of === undefined || to === undefined) return [];
    const found = ratio(of, to, goal.metric ?? 'wall');
    if (Number.isNaN(found.median)) return [];
    return [{ goal, found, cpu: ratio(of, to, 'cpu'), verdict: verdictOf(found, goal, others) }];
  });

/** @param {ReturnType<typeof judge>[number]} judged */
const verdictLine = ({ goal, found: { low, median, high }, cpu, verdict }) => {
  const range = `${median.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)}; cpu ${shown(cpu.median, 2)})`;
  return `${verdict.padEnd(8)}  ${range.padEnd(34)} ${titleOf(goal)}`;
};

/** @param {ReturnType<typeof judge>} judged */
const isMissedWithMargin = (judged) =>
  judged.some(({ goal: { smoke, atLeast }, found: { median } }) =>
    smoke === undefined ? false : atLeast === undefined ? median > smoke : median < smoke,
  );

const folder = mkdtempSync(join(tmpdir(), 'inject-shm-bench-'));
try {
  const all = await contenders(folder, values.smoke);
  const measure = measurer(folder);
  console.log(`Node ${process.version}, ${availableParallelism()} cores; medians`);
  const measured = values.smoke ? {} : kept();
  for (const { name, rounds, text, who } of cases.filter(
    (each) => asked?.includes(each.name) ?? true,
  )) {
    const everyone = all.filter((each) => who.includes(each.name));
    if (everyone.length < 2) continue;
    const found = measure(everyone, text(), values.smoke ? 5 : rounds);
    measured[name] = found;
    linesOf(name, found).forEach(print);
    if (!isQuiet(found.others))
      console.log(`  others took ${shown(found.others * 100, 0)} % of the machine meanwhile`);
    if (!values.smoke) keep(measured);
  }
  const judged = judge(measured);
  console.log();
  judged.map(verdictLine).forEach((line) => console.log(line));
  const inOrder = cases.flatMap(({ name }) =>
    measured[name] === undefined ? [] : linesOf(name, measured[name]),
  );
  if (values.docs) document(inOrder, judged);
  if (values.smoke && isMissedWithMargin(judged)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
