// npm run bench [-- --smoke | --sizes 1,100 | --rounds 9]: every contender as a whole process, in turn, in one run.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { contenders } from './contenders.mjs';
import { goals } from './goals.mjs';
import { median, peak, time } from './measure.mjs';
import { resourceList } from './resources.mjs';

/** @typedef {import('./contenders.mjs').Contender} Contender */
/** @typedef {{ readonly name: string, readonly time: readonly number[], readonly peak: readonly number[] }} Row */

const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    sizes: { type: 'string' },
    rounds: { type: 'string' },
  },
});
const sizes = (values.sizes ?? (values.smoke ? '1,100,1000' : '1,100,1000,10000,50000'))
  .split(',')
  .map(Number);

/** Small inputs take little time, and noise is the larger part of it. @param {number} count */
const roundsFor = (count) =>
  Number(values.rounds ?? (values.smoke ? 5 : count <= 1000 ? 21 : count <= 10_000 ? 7 : 3));

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
  const everyone = all.filter(({ upTo }) => count <= upTo);
  const peaks = inTurn(everyone, (each) => peak(each, input, folder), values.smoke ? 1 : 3);
  const times = inTurn(everyone, (each) => time(each, input), roundsFor(count));
  return everyone.map(({ name }, at) => ({ name, time: times[at] ?? [], peak: peaks[at] ?? [] }));
};

/** The median of the rounds' ratios. @param {readonly number[]} of @param {readonly number[]} to */
const ratio = (of, to) => median(of.map((value, round) => value / (to[round] ?? NaN)));

/** @param {number} count @param {readonly Row[]} rows */
const print = (count, rows) => {
  const floor = rows.find(({ name }) => name === 'floor');
  for (const row of rows) {
    const cells = [
      String(count).padStart(9),
      row.name.padEnd(16),
      `${median(row.time).toFixed(0)} ms`.padStart(9),
      ratio(row.time, floor?.time ?? [])
        .toFixed(2)
        .padStart(7),
      `${median(row.peak).toFixed(0)} MiB`.padStart(9),
      ratio(row.peak, floor?.peak ?? [])
        .toFixed(2)
        .padStart(7),
    ];
    console.log(cells.join('  '));
  }
};

/** @param {ReadonlyMap<number, readonly Row[]>} table */
const judge = (table) => {
  let isMet = true;
  for (const { count, metric, of, to, atMost, atLeast, smoke } of goals) {
    const rows = table.get(count);
    const [a, b] = [of, to].map((name) => rows?.find((row) => row.name === name));
    if (a === undefined || b === undefined) continue;
    const found = ratio(a[metric], b[metric]);
    const wanted = values.smoke ? smoke : (atMost ?? atLeast ?? NaN);
    const isGood = atMost === undefined ? found >= wanted : found <= wanted;
    if (!isGood) isMet = false;
    const sign = atMost === undefined ? '≥' : '≤';
    const what = `${count} resources, ${metric}: ${of} ÷ ${to}`;
    console.log(`${isGood ? 'ok    ' : 'MISSED'}  ${found.toFixed(2)} ${sign} ${wanted}  ${what}`);
  }
  return isMet;
};

const folder = mkdtempSync(join(tmpdir(), 'inject-shm-bench-'));
try {
  const all = await contenders(folder);
  console.log(
    `Node ${process.version}, ${availableParallelism()} cores; medians, ratios to the floor`,
  );
  /** @type {Map<number, readonly Row[]>} */
  const table = new Map();
  for (const count of sizes) {
    const rows = measureAll(all, count, folder);
    table.set(count, rows);
    print(count, rows);
  }
  console.log();
  if (!judge(table) && values.smoke) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
