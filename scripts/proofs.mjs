// npm run proofs: tries on this machine's kernel what the size of /dev/shm does, and writes docs/proofs.json and what
// `npm run docs` makes of it, the table and the picture. `npm run proofs -- --check` only tries, and says whether all came out.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { machine, release, totalmem } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { watchAll } from './proofs/courses.mjs';
import { version as cgroups } from './proofs/cgroup.mjs';
import { experiments } from './proofs/experiments.mjs';
import { obstacle, withPod } from './proofs/machine.mjs';
import { planOf } from './proofs/manifest.mjs';

/**
 * @typedef {object} Proofs
 * @property {string} where
 * @property {readonly { readonly tried: string, readonly limits: readonly (number | null)[],
 *   readonly shm: number | string, readonly happened: string }[]} rows sizes in Mi
 * @property {readonly import('./proofs/courses.mjs').Course[]} courses
 */

const MI = 2 ** 20;

/** In Mi. @param {number} bytes */
const shown = (bytes) => (bytes > totalmem() / 2 ? 'all' : +(bytes / MI).toFixed(2));

/** @param {import('./proofs/experiments.mjs').Experiment} experiment */
const prove = async ({ tried, manifest, expected, run }) => {
  const plan = planOf(manifest);
  const { verdict, happened } = await withPod(plan, run);
  const isProved = isDeepStrictEqual(verdict, expected);
  console.log(`${isProved ? 'proved' : 'NOT SO'}: ${tried}: ${verdict.join('; ')}`);
  if (!isProved) process.exitCode = 1;
  const limits = plan.containers.map(({ limit }) => (limit === undefined ? null : limit / MI));
  return { tried, limits, shm: shown(plan.shm), happened };
};

const proveAll = async () => {
  const rows = [];
  for (const experiment of experiments) rows.push(await prove(experiment));
  return rows;
};

const podman = () => execFileSync('podman', ['--version'], { encoding: 'utf8' }).trim();

const main = async () => {
  const rows = await proveAll();
  if (process.argv.includes('--check') || process.exitCode === 1) return;
  const where = `Linux ${release().split('-')[0]} (${machine()}, cgroups of version ${cgroups}), ${podman()}`;
  const found = { where, rows, courses: await watchAll() };
  writeFileSync('docs/proofs.json', `${JSON.stringify(found)}\n`);
  await import('./docs.mjs');
};

const why = obstacle();
if (why === undefined) await main();
else {
  console.error(`the experiments cannot run here: ${why}`);
  process.exitCode = 3;
}
