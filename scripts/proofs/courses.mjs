// The same program under four manifests, watched: it has 48 Mi of its own, fills /dev/shm in small steps, and where that
// ends without its end, takes 64 Mi more for itself.
import { setTimeout } from 'node:timers/promises';
import { withPod } from './machine.mjs';
import { injected, planOf, podWith } from './manifest.mjs';

const MI = 2 ** 20;
const EVERY = 20;

const program = `exec perl -e '
  $| = 1; my $mi = "x" x (1 << 20); my $own = ""; $own .= $mi for 1 .. 48;
  sub rest { select(undef, undef, undef, $_[0]) } rest(0.2);
  open(F, ">", "/dev/shm/" . $$ . time);
  while (syswrite(F, $mi) == 1 << 20) { rest(0.004) }
  rest(0.4); $own .= $mi for 1 .. 64; rest(0.8)'`;

const one = { app: '256Mi' };

/** Those that are killed are started twice. `note`: what the picture says below. */
const courses = [
  { name: '64 MB', note: 'No space left on device', manifest: podWith(one), starts: 1 },
  {
    name: 'unbounded',
    note: 'and each restart adds to it',
    manifest: podWith({ ...one, other: undefined }, 'none'),
    starts: 2,
  },
  {
    name: 'as large as the limit',
    note: 'and again as it starts',
    manifest: injected(podWith(one), { ratio: '1' }),
    starts: 2,
  },
  {
    name: 'half of the limit',
    note: 'the rest is for the process',
    manifest: injected(podWith(one)),
    starts: 1,
  },
];

/**
 * @typedef {readonly [ms: number, shm: number, all: number]} Sample of the pod, sizes in Mi
 *
 * @typedef {object} Course
 * @property {string} name
 * @property {string} note what the picture says of it
 * @property {number} limit of the container, in Mi
 * @property {readonly Sample[]} samples
 * @property {readonly number[]} killed when, in ms
 */

/** @param {import('./machine.mjs').Pod} pod @param {number} starts @returns {Promise<Pick<Course, 'samples' | 'killed'>>} */
const watch = async (pod, starts) => {
  /** @type {Sample[]} */
  const samples = [];
  /** @type {number[]} */
  const killed = [];
  const began = performance.now();
  const now = () => Math.round(performance.now() - began);
  const work = async () => {
    for (let start = 0; start < starts; start++) {
      const [outcome] = await pod.run('app', program);
      if (outcome?.ending === 'OOM-killed') killed.push(now());
      await setTimeout(300);
    }
  };
  const done = work().then(() => true);
  do {
    const { shm, all } = pod.memory();
    samples.push([now(), Math.round(shm / MI), Math.round(all / MI)]);
  } while (!(await Promise.race([done, setTimeout(EVERY, false)])));
  return { samples, killed };
};

/** @returns {Promise<readonly Course[]>} */
export const watchAll = async () => {
  const found = [];
  for (const { name, note, manifest, starts } of courses) {
    const plan = planOf(manifest);
    const seen = await withPod(plan, (pod) => watch(pod, starts));
    found.push({ name, note, limit: (plan.containers[0]?.limit ?? 0) / MI, ...seen });
  }
  return found;
};
