import * as E from 'fp-ts/lib/Either.js';
import type { Config } from '../config.ts';
import { finding, type Finding } from '../result.ts';
import { type Fields, isEmpty } from '../yaml/index.ts';
import type { Injection } from './apply.ts';
import type { Range } from './context.ts';
import { type Decision, isSelected, type Subject } from './decision.ts';
import { isTemplate, limitsOf, readMemory } from './limits.ts';
import {
  type Container,
  emptyDirField,
  isShm,
  memoryDir,
  mountsOf,
  volumeField,
  volumesOf,
} from './pod.ts';
import { risks } from './risk.ts';
import { type Sized, sizeOf, type Unsized } from './sizing.ts';

/** What is mounted at `/dev/shm` by the author: the names of the volumes. */
const arrangedVolumes = (containers: readonly Container[]): readonly string[] => [
  ...new Set(
    containers.flatMap((each) =>
      mountsOf(each)
        .filter(({ path }) => isShm(path))
        .map(({ volume }) => volume),
    ),
  ),
];

const isWholly = (containers: readonly Container[], name: string): boolean =>
  containers.every((each) =>
    mountsOf(each).every(({ volume, path, sub }) => volume !== name || (isShm(path) && !sub)),
  );

type Sizing =
  | Sized
  | Unsized
  | { readonly outcome: 'broken'; readonly findings: readonly Finding[] };

const sizeFor = (
  config: Config,
  range: Range,
  { pod, place }: Subject,
  containers: readonly Container[],
  name: string,
): Sizing => {
  const mounting = containers.filter(
    (each) =>
      each.role === 'container' &&
      isSelected(config, each) &&
      mountsOf(each).some(({ volume }) => volume === name),
  );
  const bare: Config = {
    ...config,
    defaultMemoryLimit: { all: undefined, byContainer: new Map() },
  };
  const limits = limitsOf(bare, range, place, pod, mounting);
  return E.isLeft(limits)
    ? { outcome: 'broken', findings: limits.left }
    : sizeOf(bare, limits.right);
};

const unboundedBy = (name: string, sized: Sized | undefined): Finding =>
  finding(
    'unbounded',
    sized === undefined
      ? `memory volume "${name}" at /dev/shm has no \`sizeLimit\`, and no memory limit is known to derive one from: it may fill the node's memory`
      : `memory volume "${name}" at /dev/shm has no \`sizeLimit\`; the right one is ${sized.size}: ${sized.why}. Set it, or \`existing: complete\``,
  );

const decideMemory = (
  config: Config,
  range: Range,
  subject: Subject,
  containers: readonly Container[],
  name: string,
  dir: Fields,
): Decision => {
  const present = readMemory(emptyDirField(dir, 'sizeLimit'));
  if (E.isLeft(present))
    return {
      outcome: 'hold',
      findings: [finding('invalid-quantity', `sizeLimit of volume "${name}": ${present.left}`)],
    };
  const isOpen = present.right === undefined && !isTemplate(emptyDirField(dir, 'sizeLimit'));
  const isWanted = config.existing === 'enforce' || (config.existing === 'complete' && isOpen);
  if (!isOpen && !isWanted)
    return { outcome: 'theirs', findings: risks(subject.pod, undefined, undefined) };
  const sizing = sizeFor(config, range, subject, containers, name);
  if (sizing.outcome === 'broken') return { outcome: 'hold', findings: sizing.findings };
  const sized: Sized | undefined = sizing.outcome === 'sized' ? sizing : undefined;
  if (!isWanted || sized === undefined || !isWholly(containers, name))
    return {
      outcome: sized === undefined && isWanted ? 'hold' : 'theirs',
      findings: isOpen ? [unboundedBy(name, sized)] : [],
    };
  const injection: Injection = {
    mounts: [],
    limits: new Map(),
    completed: { name, size: sized.size },
  };
  return {
    outcome: 'inject',
    injection,
    why: sized.why,
    findings: [...sized.findings, ...risks(subject.pod, injection, sized)],
  };
};

/** The author's own arrangement at `/dev/shm`: no mounts and no limits are added to it. */
export const decideArranged = (
  config: Config,
  range: Range,
  subject: Subject,
  containers: readonly Container[],
): Decision => {
  const volumes = volumesOf(subject.pod);
  const names = arrangedVolumes(containers);
  const memory = names.filter((name) => memoryDir(volumes.get(name)) !== undefined);
  const disks = names.filter(
    (name) => Object.hasOwn(volumes.get(name) ?? {}, 'emptyDir') && !memory.includes(name),
  );
  const hosts = names.filter((name) => !isEmpty(volumeField(volumes.get(name), 'hostPath')));
  const others: readonly Finding[] = [
    ...disks.map((name) =>
      finding(
        'disk-backed',
        `volume "${name}" at /dev/shm is an emptyDir on disk: add \`medium: Memory\` and a \`sizeLimit\``,
      ),
    ),
    ...hosts.map((name) => finding('host-path', `volume "${name}" at /dev/shm is a hostPath`)),
  ];
  const [name] = memory;
  const dir = memoryDir(volumes.get(name ?? ''));
  if (name === undefined || dir === undefined || memory.length > 1)
    return { outcome: 'theirs', findings: others };
  const decision = decideMemory(config, range, subject, containers, name, dir);
  return { ...decision, findings: [...others, ...decision.findings] };
};
