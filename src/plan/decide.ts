import * as E from 'fp-ts/lib/Either.js';
import type { Injection } from './apply.ts';
import type { Config } from '../config.ts';
import type { Range } from './context.ts';
import { isTemplate, limitsOf, readMemory } from './limits.ts';
import {
  containerField,
  containersOf,
  emptyDirField,
  field,
  isShm,
  isTrue,
  memoryDir,
  mountsOf,
  occupies,
  podField,
  volumeField,
  volumesOf,
  type Container,
} from './pod.ts';
import { formatQuantity } from '../quantity.ts';
import { finding, type Code, type Finding } from '../result.ts';
import { risks } from './risk.ts';
import { anyGlob } from '../select.ts';
import { sizeOf, type Sized, type Unsized } from './sizing.ts';
import { isEmpty, isList, isMap, type Fields, type Value } from '../yaml/index.ts';

/** A pod to decide on, without anything of ours in it. */
export interface Subject {
  readonly pod: Fields;
  /** The field's path, for results. */
  readonly place: string;
  /** The annotations that the pod gets. */
  readonly annotations: Fields;
  /** The volume's name in the record, kept where it is still free. */
  readonly recorded: string | undefined;
}

/**
 * What a pod should have. `leave`: nothing of ours. `hold`: what it has, because it cannot be sized now. `theirs`: its
 * author's own arrangement, untouched.
 */
export type Decision = { readonly findings: readonly Finding[] } & (
  | { readonly outcome: 'leave' | 'hold' | 'theirs' }
  | { readonly outcome: 'inject'; readonly injection: Injection; readonly why: string }
);

const skips: readonly (readonly [Code, string, (pod: Fields, annotations: Fields) => boolean])[] = [
  [
    'host-ipc',
    'no /dev/shm is injected: with `hostIPC` the pod uses that of the host',
    (pod) => isTrue(podField(pod, 'hostIPC')),
  ],
  [
    'windows',
    'no /dev/shm is injected: a Windows pod has none',
    (pod) =>
      field(podField(pod, 'os'), 'name') === 'windows' ||
      field(podField(pod, 'nodeSelector'), 'kubernetes.io/os') === 'windows',
  ],
  [
    'system-critical',
    'no /dev/shm is injected: the pod is critical to the system',
    (pod) => /^system-.*-critical$/.test(String(podField(pod, 'priorityClassName') ?? '')),
  ],
  [
    'crio-shm-size',
    'no /dev/shm is injected: the annotation io.kubernetes.cri-o.ShmSize already sizes it',
    (_, annotations) => Object.hasOwn(annotations, 'io.kubernetes.cri-o.ShmSize'),
  ],
];

const isListOrNone = (value: Value): boolean =>
  value === null || value === undefined || isList(value);
const isMapOrNone = (value: Value): boolean =>
  value === null || value === undefined || isMap(value);

/** A field of a form that the API would refuse and that could not be edited without losing it. */
const malformed = (
  pod: Fields,
  place: string,
  containers: readonly Container[],
): readonly Finding[] => {
  const report = (path: string, what: string, currentValue: Value): Finding =>
    finding('not-editable', `${path} must be a ${what}`, {
      field: { path: `${place}.${path}`, currentValue },
    });
  const volumes = podField(pod, 'volumes');
  const lists = (['containers', 'initContainers'] as const).filter(
    (name) => !isListOrNone(podField(pod, name)),
  );
  const found = lists.map((name) => report(name, 'list', podField(pod, name)));
  if (!isListOrNone(volumes)) found.push(report('volumes', 'list', volumes));
  for (const { value, list, index } of containers) {
    const mounts = containerField(value, 'volumeMounts');
    const resources = containerField(value, 'resources');
    const limits = field(resources, 'limits');
    if (!isListOrNone(mounts)) found.push(report(`${list}[${index}].volumeMounts`, 'list', mounts));
    if (!isMapOrNone(resources) && !isTemplate(resources))
      found.push(report(`${list}[${index}].resources`, 'map', resources));
    if (!isMapOrNone(limits) && !isTemplate(limits))
      found.push(report(`${list}[${index}].resources.limits`, 'map', limits));
  }
  return found;
};

const isSelected = ({ containers, excludeContainers }: Config, { name }: Container): boolean =>
  anyGlob(containers, name) && !anyGlob(excludeContainers, name);

const adoptable = (pod: Fields, name: string): boolean =>
  memoryDir(volumesOf(pod).get(name)) !== undefined &&
  containersOf(pod).every((container) =>
    mountsOf(container).every(({ volume }) => volume !== name),
  );

const volumeFor = (
  { volumeName }: Config,
  { pod, recorded }: Subject,
): { readonly name: string; readonly adopted: boolean } => {
  if (adoptable(pod, volumeName)) return { name: volumeName, adopted: true };
  const taken = volumesOf(pod);
  const isFree = (name: string) => !taken.has(name);
  const isOfName = (name: string) =>
    name === volumeName ||
    (name.startsWith(`${volumeName}-`) && /^\d+$/.test(name.slice(volumeName.length + 1)));
  if (recorded !== undefined && isOfName(recorded) && isFree(recorded))
    return { name: recorded, adopted: false };
  let name = volumeName;
  for (let number = 2; !isFree(name); number++) name = `${volumeName}-${number}`;
  return { name, adopted: false };
};

const injectionOf = (
  config: Config,
  subject: Subject,
  mounts: readonly Container[],
  { size, limits }: Sized,
): Injection => ({
  volume: { ...volumeFor(config, subject), size },
  mounts,
  limits: new Map(
    limits.flatMap(({ container, limit, injected }) =>
      injected && limit ? [[container.name, formatQuantity(limit)]] : [],
    ),
  ),
});

const decideFresh = (
  config: Config,
  range: Range,
  subject: Subject,
  containers: readonly Container[],
): Decision => {
  const selected = containers.filter((container) => isSelected(config, container));
  const counting = selected.filter(({ role }) => role === 'container');
  const mounts = selected.filter(({ role }) => role !== 'init' || config.initContainers);
  if (counting.length === 0) return { outcome: 'leave', findings: [] };
  const limits = limitsOf(config, range, subject.place, subject.pod, counting);
  if (E.isLeft(limits)) return { outcome: 'hold', findings: limits.left };
  const sizing = sizeOf(config, limits.right);
  if (sizing.outcome !== 'sized')
    return { outcome: sizing.outcome === 'small' ? 'leave' : 'hold', findings: sizing.findings };
  const injection = injectionOf(config, subject, mounts, sizing);
  const dangers = risks(subject.pod, injection, sizing);
  return {
    outcome: 'inject',
    injection,
    why: sizing.why,
    findings: [...sizing.findings, ...dangers],
  };
};

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
const decideArranged = (
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

/** Decides what a pod should have at `/dev/shm`, and why. */
export const decide = (config: Config, range: Range, subject: Subject): Decision => {
  const { pod, annotations, place } = subject;
  const containers = containersOf(pod);
  const skip = skips.find(([, , applies]) => applies(pod, annotations));
  if (skip !== undefined) return { outcome: 'leave', findings: [finding(skip[0], skip[1])] };
  const broken = malformed(pod, place, containers);
  if (broken.length > 0) return { outcome: 'hold', findings: broken };
  if (containers.length === 0) return { outcome: 'leave', findings: [] };
  return containers.some(occupies)
    ? decideArranged(config, range, subject, containers)
    : decideFresh(config, range, subject, containers);
};
