import { formatQuantity } from '../quantity.ts';
import { bytesOf, shortAmount, shortBytes } from './amount.ts';
import type { PodFacts, ShmFacts } from './facts.ts';
import type { ReportPod } from './model.ts';
import { stateText } from './shm.ts';
import { arithmetic, basisText } from './why.ts';

/** A step of a decision: what it is about, and what was decided, a sentence each. */
export interface Step {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The steps that tell what was decided, and what follows. */
export const decisionSteps = (pod: PodFacts, row: ReportPod): readonly Step[] => [
  { title: 'There now', lines: [there(pod.shm.before)] },
  { title: 'Size', lines: size(pod) },
  { title: 'Written', lines: written(pod, row) },
  {
    title: 'Found',
    lines: row.why.findings.map(({ severity, message }) =>
      `${severity}: ${message}.`.replace(/\.\.$/, '.'),
    ),
  },
  { title: 'Who is killed first', lines: killed(row) },
  { title: 'In a cluster', lines: live(row) },
  { title: 'To do', lines: toDo(row) },
];

const there = (shm: ShmFacts): string => {
  if (shm.state === 'runtime') return 'The 64Mi that every container has; no manifest shows them.';
  if (shm.state === 'memory') {
    const who = shm.owner === 'author' ? 'its author' : 'an earlier run';
    return `A memory volume "${shm.volume}" of ${formatQuantity(shm.size)}, which ${who} wrote.`;
  }
  if (shm.state === 'unbounded')
    return `A memory volume "${shm.volume}" without a size: it grows until the pod's limit is reached, or the node is full.`;
  if (shm.state === 'disk') return `A volume "${shm.volume}" on disk, which is no shared memory.`;
  return shm.state === 'host'
    ? `The node's own (${shm.by}), which the pod shares with all others there.`
    : `Something else: ${shm.what}.`;
};

const size = (pod: PodFacts): readonly string[] => {
  const { sizing, shm } = pod;
  if (sizing === undefined) return shm.after.state === 'runtime' ? [noSize(pod)] : [];
  const { basis } = sizing;
  return [
    ...(basis === undefined
      ? []
      : [`The basis is ${formatQuantity(basis.quantity)}: ${basisText(basis)}.`]),
    `${arithmetic(sizing)} gives ${formatQuantity(sizing.size)}.`,
  ];
};

const noSize = ({ containers, findings, podLimit }: PodFacts): string => {
  const isFailed = findings.some(({ severity }) => severity === 'error');
  // Where nothing counts, the limits were not looked at.
  const isLooked = containers.some(({ counts }) => counts);
  const isKnown =
    podLimit !== undefined ||
    containers.some(({ counts, limit }) => (counts || !isLooked) && limit.after !== undefined);
  if (!isFailed && !isKnown) return 'None: no memory limit is known that it could be derived from.';
  return findings.length === 0 ? 'None is asked for.' : 'None, because of what was found.';
};

const written = (
  { changed, shm: { before, after }, containers }: PodFacts,
  row: ReportPod,
): readonly string[] => {
  if (!changed) return [nothing(after, row)];
  const mounting = containers.filter(({ mounts }) => mounts).map(({ name }) => name);
  const limits = containers.flatMap(({ name, limit }) =>
    limit.before === undefined && limit.after !== undefined
      ? [
          `A memory limit of ${formatQuantity(limit.after)} for ${name}; the API server sets its request to it as well.`,
        ]
      : [],
  );
  if (after.state !== 'memory')
    return [
      `What an earlier run wrote is taken back; what is left is ${stateText(row.shm.after)}.`,
      ...limits,
    ];
  const volume =
    before.state === 'memory' || before.state === 'unbounded'
      ? `The size of the volume "${after.volume}": ${stateText(row.shm.before)} becomes ${formatQuantity(after.size)}.`
      : `A memory volume "${after.volume}" of ${formatQuantity(after.size)}, mounted at /dev/shm in ${mounting.join(', ')}.`;
  return [volume, ...limits];
};

const nothing = (shm: ShmFacts, row: ReportPod): string => {
  if (shm.state === 'memory' && shm.owner === 'inject-shm')
    return `Nothing: ${stateText(row.shm.after)} is there already.`;
  return shm.state === 'memory' || shm.state === 'unbounded' || shm.state === 'disk'
    ? 'Nothing: what its author wrote stays.'
    : 'Nothing.';
};

const killed = ({ killedFirst }: ReportPod): readonly string[] =>
  killedFirst === undefined
    ? []
    : [
        `${killedFirst.container}, whose limit is ${shortAmount(killedFirst.limit)}: what it writes to /dev/shm counts as its memory.`,
      ];

const lives: Readonly<Record<ReportPod['live'], string>> = {
  rolls: 'Its pods are replaced: the change rolls out at once.',
  next: 'Pods that run stay as they are; new ones have it.',
  immutable: 'Where it exists already the API server refuses the change: recreate it.',
  'second-cluster': 'A second cluster is started, and takes over from the first.',
  recreated: 'What applies it makes it anew, and with it its pods.',
  unknown: 'What the change does to pods that run is not known.',
};

const live = (row: ReportPod): readonly string[] => {
  const { replicas, sharedMemory, changed } = row;
  const least = replicas.atLeast ? 'at least ' : '';
  const pods = `${least}${replicas.count} ${replicas.count === 1 ? 'pod' : 'pods'}${because(replicas.from)}`;
  const amount =
    sharedMemory.after === null
      ? 'how much shared memory that may be, nobody knows'
      : bytesOf(sharedMemory.after) === 0n
        ? 'no shared memory beyond the 64Mi of each container'
        : `${least}${shortBytes(bytesOf(sharedMemory.after))} of shared memory in all`;
  const sentence = `${pods}: ${amount}.`;
  return [...(changed ? [lives[row.live]] : []), sentence.replace(/^a/, 'A')];
};

const because = (from: string): string => {
  if (from === 'one pod') return '';
  return from === 'default' ? ' (no number is given)' : ` (${from})`;
};

const toDo = (row: ReportPod): readonly string[] => {
  const remedies = row.why.findings.flatMap(({ remedy, severity }) =>
    remedy === undefined || severity === 'info' ? [] : [remedy],
  );
  const write =
    row.changed && row.risk !== 'error' ? ['Run inject-shm, and apply what it writes.'] : [];
  const isOwned = row.why.findings.some(({ code }) => code === 'controlled-object');
  const owner = isOwned ? ['Look at what controls it: that makes its pods.'] : [];
  const all = [...new Set([...remedies, ...owner, ...write])];
  return all.length === 0 ? ['Nothing.'] : all;
};
