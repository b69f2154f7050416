// npm run bench [-- --smoke | --docs | --sizes 1,100 | --rounds 9]: every contender as a whole process, in turn, in one run.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { contenders } from './contenders.mjs';
import { goals } from './goals.mjs';
import { median, peak, time } from './measure.mjs';
import { resourceList } from './resources.mjs';
import { document } from './table.mjs';

/** @typedef {import('./contenders.mjs').Contender} Contender */
/** @typedef {{ readonly name: string, readonly time: readonly number[], readonly peak: readonly number[] }} Row */

const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    docs: { type: 'boolean', default: false },
    sizes: { type: 'string' },
    rounds: { type: 'string' },
  },
});
const sizes = (values.sizes ?? (values.smoke ? '1,100,1000' : '1,100,1000,2000,10000,50000'))
  .split(',')
  .map(Number);

/** Small inputs take little time, and noise is the larger part of it. @param {number} count */
const roundsFor = (count) =>
  Number(
    values.rounds ??
      (values.smoke ? 5 : count <= 100 ? 21 : count <= 1000 || count === 10_000 ? 11 : 3),
  );

/**
 * Rounds in which each contender has its turn: what disturbs the machine for a while disturbs all of them.
 * @param {readonly Contender[]} everyone
 * @param {(contender: Contender) => number} measure
 * @param {number} rounds
 */
const inTurn = (everyone, measure, rounds) => {
  /** @type {number[][]} */
  const found = everyone.map(() => []);
  for (let round = 0; round < rounds; round++)
    for (const [at, each] of everyone.entries()) found[at]?.push(measure(each));
  return found;
};

/** @param {readonly Contender[]} all @param {number} count @param {string} folder @returns {readonly Row[]} */
const measureAll = (all, count, folder) => {
  const input = { count, text: resourceList(count) };
  const everyone = all.filter(
    ({ upTo, only }) => count <= upTo && (only === undefined || only.includes(count)),
  );
  everyone.forEach(({ prepare }) => prepare?.(count));
  const peaks = inTurn(everyone, (each) => peak(each, input, folder), values.smoke ? 1 : 3);
  const times = inTurn(everyone, (each) => time(each, input), roundsFor(count));
  return everyone.map(({ name }, at) => ({ name, time: times[at] ?? [], peak: peaks[at] ?? [] }));
};

/** The median of the rounds' ratios. @param {readonly number[]} of @param {readonly number[]} to */
const ratio = (of, to) => median(of.map((value, round) => value / (to[round] ?? NaN)));

/** @param {number} count @param {readonly Row[]} rows */
const linesOf = (count, rows) => {
  const floor = rows.find(({ name }) => name === 'floor');
  return rows.map((row) => ({
    count,
    name: row.name,
    time: median(row.time),
    ratio: ratio(row.time, floor?.time ?? []),
    peak: median(row.peak),
  }));
};

/** @param {ReturnType<typeof linesOf>[number]} line */
const print = ({ count, name, time: milliseconds, ratio: toFloor, peak: memory }) =>
  console.log(
    [
      String(count).padStart(9),
      name.padEnd(16),
      `${milliseconds.toFixed(0)} ms`.padStart(9),
      toFloor.toFixed(2).padStart(7),
      (Number.isNaN(memory) ? '–' : `${memory.toFixed(0)} MiB`).padStart(9),
    ].join('  '),
  );

/** @param {ReadonlyMap<number, readonly Row[]>} rows @param {readonly [string, number]} whose @param {'time' | 'peak'} metric */
const valuesOf = (rows, [name, count], metric) =>
  rows.get(count)?.find((row) => row.name === name)?.[metric];

/** @param {ReadonlyMap<number, readonly Row[]>} rows */
const judge = (rows) =>
  goals.flatMap(({ what, metric, of, to, each, atMost, atLeast, smoke }) => {
    const [a, b] = [of, to].map((whose) => valuesOf(rows, whose, metric));
    const goal = values.smoke ? smoke : (atMost ?? atLeast);
    if (a === undefined || b === undefined || goal === undefined) return [];
    const isPaired = of[1] === to[1];
    const found = isPaired ? ratio(a, b) : median(a) / median(b) / (each ? of[1] / to[1] : 1);
    const isMet = atMost === undefined ? found >= goal : found <= goal;
    return [{ what, found, wanted: `${atMost === undefined ? '≥' : '≤'} ${goal}`, isMet }];
  });

const folder = mkdtempSync(join(tmpdir(), 'inject-shm-bench-'));
try {
  const all = await contenders(folder, values.smoke);
  console.log(
    `Node ${process.version}, ${availableParallelism()} cores; medians, ratios to the floor`,
  );
  /** @type {Map<number, readonly Row[]>} */
  const rows = new Map();
  const lines = sizes.flatMap((count) => {
    rows.set(count, measureAll(all, count, folder));
    const found = linesOf(count, rows.get(count) ?? []);
    found.forEach(print);
    return found;
  });
  const verdicts = judge(rows);
  console.log();
  for (const { what, found, wanted, isMet } of verdicts)
    console.log(`${isMet ? 'ok    ' : 'MISSED'}  ${found.toFixed(2)} ${wanted}  ${what}`);
  if (values.docs) document(lines, verdicts);
  if (values.smoke && verdicts.some(({ isMet }) => !isMet)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
