// What is tried, in the order of the story.
import { injected, podWith } from './manifest.mjs';
import { as, awaits, charged, fill, map, own, signal, systemV, used } from './programs.mjs';

/**
 * @typedef {import('./machine.mjs').Pod} Pod
 * @typedef {import('./machine.mjs').Outcome} Outcome
 *
 * @typedef {object} Found
 * @property {readonly string[]} verdict
 * @property {string} happened the same as a sentence, with figures that may differ a little from run to run
 *
 * @typedef {object} Experiment
 * @property {string} tried
 * @property {string} manifest of the pod, as it is or as inject-shm gives it
 * @property {readonly string[]} expected the verdict; where another comes out, the sentence is not true
 * @property {(pod: Pod) => Promise<Found>} run
 */

const MI = 2 ** 20;

/** @param {number} bytes */
const mi = (bytes) => `${bytes % MI === 0 ? bytes / MI : `about ${Math.round(bytes / MI)}`} Mi`;

/** @param {Outcome | undefined} outcome */
const endingOf = (outcome) => outcome?.ending ?? 'not run';
/** @param {Outcome | undefined} outcome of `used` or `charged` */
const bytes = (outcome) => Number.parseInt(outcome?.printed ?? '', 10);
/** @param {number} charge in bytes @param {number} size of the file */
const isCharged = (charge, size) => (charge >= size ? 'charged' : 'not charged');

/** @param {Pod} pod */
const fillThenWork = async (pod) => {
  const [full, size, work] = await pod.run('app', fill(), used, own(96));
  return { verdict: [`${endingOf(full)} at ${mi(bytes(size))}`, endingOf(work)], full, size, work };
};

/** Starts the container three times; each fills what it finds. @param {Pod} pod */
const fillThrice = async (pod) => {
  const starts = [];
  for (const file of ['a', 'b', 'c']) {
    const [outcome] = await pod.run('app', fill(file));
    starts.push({ ending: endingOf(outcome), memory: pod.memory().shm });
  }
  return starts;
};

const one = { app: '256Mi' };

/** @type {readonly Experiment[]} */
export const experiments = [
  {
    tried: 'Nothing is mounted: the 64 MB of the container runtime',
    manifest: podWith(one),
    expected: ['No space left on device at 64 Mi', 'done'],
    run: async (pod) => {
      const { verdict, size } = await fillThenWork(pod);
      return {
        verdict,
        happened: `\`No space left on device\` after ${mi(bytes(size))}, though the process may use four times that.`,
      };
    },
  },
  {
    tried: 'A volume without a bound, in a pod of which one container has no limit',
    manifest: podWith({ ...one, other: undefined }, 'none'),
    expected: ['OOM-killed', 'OOM-killed', 'OOM-killed'],
    run: async (pod) => {
      const starts = await fillThrice(pod);
      return {
        verdict: starts.map(({ ending }) => ending),
        happened: `OOM-killed, and again after each of two restarts. What it wrote stays and nothing bounds the sum: ${starts.map(({ memory }) => mi(memory)).join(', ')} of the node's memory.`,
      };
    },
  },
  {
    tried: 'A volume as large as the limit (`ratio: 1`)',
    manifest: injected(podWith(one), { ratio: '1' }),
    expected: ['OOM-killed', 'OOM-killed', 'OOM-killed'],
    run: async (pod) => {
      const starts = await fillThrice(pod);
      const [first] = starts;
      return {
        verdict: starts.map(({ ending }) => ending),
        happened: `OOM-killed after ${mi(first?.memory ?? 0)}, before the volume is full: the process needs memory too. The files stay and count against the pod, so that the restarted container is killed too, as it starts.`,
      };
    },
  },
  {
    tried: 'Half of the limit (inject-shm)',
    manifest: injected(podWith(one)),
    expected: ['No space left on device at 128 Mi', 'done'],
    run: async (pod) => {
      const { verdict, size } = await fillThenWork(pod);
      return {
        verdict,
        happened: `\`No space left on device\` at ${mi(bytes(size))}, the size. The process lives, and then uses 96 Mi of its own.`,
      };
    },
  },
  {
    tried: 'Half of the limit, and the container is restarted',
    manifest: injected(podWith(one)),
    expected: [
      'No space left on device at 128 Mi',
      'pod: charged',
      'container: not charged',
      'done',
    ],
    run: async (pod) => {
      const [full] = await pod.run('app', fill());
      const [size, mine, work] = await pod.run('app', used, charged, own(96));
      const { all } = pod.memory();
      return {
        verdict: [
          `${endingOf(full)} at ${mi(bytes(size))}`,
          `pod: ${isCharged(all, bytes(size))}`,
          `container: ${isCharged(bytes(mine), bytes(size))}`,
          endingOf(work),
        ],
        happened: `The file of ${mi(bytes(size))} is still there. It counts against the pod (${mi(all)}), no longer against the container (${mi(bytes(mine))}), which works on with 96 Mi of its own.`,
      };
    },
  },
  {
    tried: 'Half of the limit, and the file is deleted when it is full',
    manifest: injected(podWith(one)),
    expected: ['No space left on device', 'done'],
    run: async (pod) => {
      const [full, , work] = await pod.run('app', fill(), 'rm /dev/shm/fill', own(224));
      return {
        verdict: [endingOf(full), endingOf(work)],
        happened: `Its memory is free again at once: the process then uses 224 Mi of its own.`,
      };
    },
  },
  {
    tried: 'Half of the limit, written through `mmap`',
    manifest: injected(podWith(one)),
    expected: ['Bus error at 128 Mi'],
    run: async (pod) => {
      const [mapped, size] = await pod.run('app', map, used);
      return {
        verdict: [`${endingOf(mapped)} at ${mi(bytes(size))}`],
        happened: `\`Bus error\` (SIGBUS) at ${mi(bytes(size))}: a page that is mapped has no other way to say that there is no space.`,
      };
    },
  },
  {
    tried: 'Half of the limit, used by two users that are not root',
    manifest: injected(podWith(one)),
    expected: ['done', 'done'],
    run: async (pod) => {
      const commands = [as(1000, signal('mine')), `! ${as(1001, 'rm -f /dev/shm/mine')}`];
      const outcomes = await pod.run('app', ...commands);
      return {
        verdict: outcomes.map(endingOf),
        happened: 'Any user can write, and nobody can delete what is another’s: the mode is 1777.',
      };
    },
  },
  {
    tried: 'A `sizeLimit` that is no whole page: `100000001`',
    manifest: podWith(one, '100000001'),
    expected: ['No space left on device', '100003840 bytes'],
    run: async (pod) => {
      const [full, size] = await pod.run('app', fill(), used);
      return {
        verdict: [endingOf(full), `${bytes(size)} bytes`],
        happened: `The kernel rounds up to a page, and ${bytes(size)} bytes fit. That is more than the \`sizeLimit\`, so the kubelet would evict the pod. inject-shm writes whole Mi.`,
      };
    },
  },
  {
    tried: 'Two containers: one writes 96 Mi, the other reads it',
    manifest: injected(podWith({ writer: '256Mi', reader: '256Mi' })),
    expected: ['charged', 'not charged'],
    run: async (pod) => {
      const write = [
        'dd if=/dev/zero of=/dev/shm/fill bs=1M count=96',
        signal('written'),
        awaits('read'),
      ];
      const read = [awaits('written'), 'cat /dev/shm/fill >/dev/null'];
      const [writer, reader] = await Promise.all([
        pod.run('writer', ...write, charged),
        pod.run('reader', ...read, charged, signal('read')),
      ]);
      const charges = [bytes(writer[3]), bytes(reader[2])];
      const [ofWriter, ofReader] = charges.map(mi);
      return {
        verdict: charges.map((charge) => isCharged(charge, 96 * MI)),
        happened: `Both see the file. The writer is charged with ${ofWriter}, the reader with ${ofReader}.`,
      };
    },
  },
  {
    tried: 'Two containers, 128Mi and 512Mi, and the larger limit counts (`sizeFrom: max`)',
    manifest: injected(podWith({ small: '128Mi', large: '512Mi' })),
    expected: ['OOM-killed', 'No space left on device at 256 Mi'],
    run: async (pod) => {
      const [small] = await pod.run('small', fill('small'));
      const [, large, size] = await pod.run('large', 'rm /dev/shm/*', fill(), used);
      return {
        verdict: [endingOf(small), `${endingOf(large)} at ${mi(bytes(size))}`],
        happened: `The large one fills it: \`No space left on device\` at ${mi(bytes(size))}. The small one is OOM-killed before.`,
      };
    },
  },
  {
    tried: 'The same with `sizeFrom: min`, and a limit of 192Mi for the small one',
    manifest: injected(podWith({ small: '192Mi', large: '512Mi' }), { 'size-from': 'min' }),
    expected: ['No space left on device at 96 Mi'],
    run: async (pod) => {
      const [small, size] = await pod.run('small', fill(), used);
      return {
        verdict: [`${endingOf(small)} at ${mi(bytes(size))}`],
        happened: `The small one may fill it too: \`No space left on device\` at ${mi(bytes(size))}.`,
      };
    },
  },
  {
    tried: 'System V shared memory (`shmget`), with the 64 MB of the runtime',
    manifest: podWith(one),
    expected: ['done', 'OOM-killed'],
    run: async (pod) => {
      const [fits, exceeds] = await pod.run('app', systemV(128), systemV(512));
      return {
        verdict: [endingOf(fits), endingOf(exceeds)],
        happened: `A segment of 128 Mi works: /dev/shm does not bound it. One of 512 Mi is OOM-killed: the memory limit does.`,
      };
    },
  },
];
