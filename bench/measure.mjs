// One process at a time, from its start to its last byte.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @typedef {import('./contenders.mjs').Contender} Contender */
/** @typedef {{ readonly count: number, readonly text: string }} Input */

const preload = fileURLToPath(new URL('peak.cjs', import.meta.url));

/** Without the store of certificates that some machines have each Node read first: 20 ms that are nobody's here. */
const { NODE_EXTRA_CA_CERTS: _, ...environment } = process.env;

/** @param {Contender} contender @param {Input} input @param {NodeJS.ProcessEnv} [env] */
const run = ({ command: [file = '', ...args], name }, input, env = environment) => {
  const start = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(file, args, {
    input: input.text,
    env,
    maxBuffer: Infinity,
  });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`${name}: exit code ${status}\n${stderr.toString()}`);
  return { milliseconds, output: stdout };
};

/** The time that a contender needs, in ms. @param {Contender} contender @param {Input} input */
export const time = (contender, input) => run(contender, input).milliseconds;

/**
 * The most memory that a contender has at a time, in MiB; its output is checked on the way. NaN where the system does
 * not tell.
 * @param {Contender} contender
 * @param {Input} input
 * @param {string} folder
 */
export const peak = (contender, input, folder) => {
  if (!existsSync('/proc/self/status')) return NaN;
  const file = join(folder, 'peak');
  const options = `${process.env['NODE_OPTIONS'] ?? ''} --require=${preload}`;
  const { output } = run(contender, input, {
    ...environment,
    NODE_OPTIONS: options,
    PEAK_FILE: file,
  });
  if (!contender.isRight(output.toString(), input.text, input.count))
    throw new Error(`${contender.name}: wrong output for ${input.count} resources`);
  // Only Node obeys the preload.
  if (!existsSync(file)) return NaN;
  const found = Number(readFileSync(file, 'utf8')) / 1024;
  rmSync(file);
  return found;
};

/** @param {readonly number[]} values */
export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const low = sorted[Math.ceil(half) - 1] ?? NaN;
  return (low + (sorted[Math.floor(half)] ?? NaN)) / 2;
};
