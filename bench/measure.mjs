// One process at a time, from its start to its last byte.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { goProgram } from './go.mjs';

/** @typedef {import('./contenders.mjs').Contender} Contender */
/** @typedef {{ readonly wall: number, readonly cpu: number, readonly peak: number }} Figures ms, ms and MiB; NaN where nothing tells */
/** @typedef {{ readonly name: string, readonly runs: readonly Figures[] }} Row */
/** @typedef {{ readonly rows: readonly Row[], readonly others: number }} Measured `others`: the part of the machine that others took */

/** Without the store of certificates that some machines have each Node read first: 20 ms that are nobody's here. */
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

/** @param {string} name @param {number} status @param {number} [allowed] */
const mustBe = (name, status, allowed = 0) => {
  if (status !== allowed) throw new Error(`${name}: exit code ${status}`);
};

/** @param {string} timed @returns {(contender: Contender, input: string, output: string) => Figures} */
const byKernel =
  (timed) =>
  ({ name, command, exitCode }, input, output) => {
    const said = execFileSync(timed, [input, output, ...command], {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [status = NaN, wall = NaN, cpu = NaN, peak = NaN] = said.split(' ').map(Number);
    mustBe(name, status, exitCode);
    return { wall, cpu, peak: peak / 1024 };
  };

/**
 * The milliseconds from the start of a process to its end, and what it printed.
 * @param {Pick<Contender, 'name' | 'command' | 'exitCode'>} contender
 * @param {{ readonly text: string | Buffer }} input
 */
const run = ({ name, command: [file = '', ...args], exitCode }, { text }) => {
  const start = process.hrtime.bigint();
  const { status, stdout } = spawnSync(file, args, { input: text, env, maxBuffer: Infinity });
  const wall = Number(process.hrtime.bigint() - start) / 1e6;
  mustBe(name, status ?? NaN, exitCode);
  return { wall, stdout };
};

/** @param {Parameters<typeof run>[0]} contender @param {Parameters<typeof run>[1]} input */
export const time = (contender, input) => run(contender, input).wall;

/** Where Go is missing. @type {(contender: Contender, input: string, output: string) => Figures} */
const byClock = (contender, input, output) => {
  const { wall, stdout } = run(contender, { text: readFileSync(input) });
  writeFileSync(output, stdout);
  return { wall, cpu: NaN, peak: NaN };
};

/** Milliseconds that all processors were busy, and that there were. */
const machine = () => {
  const all = cpus().map(({ times }) => times);
  const total = all.reduce((sum, each) => sum + Object.values(each).reduce((a, b) => a + b, 0), 0);
  return { total, busy: total - all.reduce((sum, { idle }) => sum + idle, 0) };
};

/** What this process and its children took. @param {readonly Row[]} rows */
const ownTime = (rows) => {
  const { user, system } = process.cpuUsage();
  const children = rows.flatMap(({ runs }) => runs).reduce((sum, { cpu }) => sum + cpu, 0);
  return (user + system) / 1000 + children;
};

/**
 * Rounds in which each contender has its turn: what disturbs the machine for a while disturbs all of them. Before, each
 * runs once to warm up, and what it gives is checked.
 * @param {string} folder
 */
export const measurer = (folder) => {
  const timed = goProgram('timed', 'timed');
  const figuresOf = timed === undefined ? byClock : byKernel(timed);
  const [input, output] = [join(folder, 'input.yaml'), join(folder, 'output')];
  /** @param {readonly Contender[]} everyone @param {string} text @param {number} rounds @returns {Measured} */
  return (everyone, text, rounds) => {
    writeFileSync(input, text);
    for (const each of everyone) {
      figuresOf(each, input, output);
      if (!each.isRight(readFileSync(output, 'utf8'), text))
        throw new Error(`${each.name}: wrong output`);
    }
    const rows = everyone.map(({ name }) => ({ name, runs: /** @type {Figures[]} */ ([]) }));
    const [before, own] = [machine(), ownTime(rows)];
    for (let round = 0; round < rounds; round++)
      for (const [at, each] of everyone.entries())
        if (round < (each.rounds ?? rounds)) rows[at]?.runs.push(figuresOf(each, input, output));
    const after = machine();
    const busy = after.busy - before.busy - (ownTime(rows) - own);
    return { rows, others: Math.max(0, busy / (after.total - before.total)) };
  };
};
