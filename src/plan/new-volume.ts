import * as E from 'fp-ts/lib/Either.js';
import { filterMap, flatMap } from '../data/list.ts';
import type { Fields } from '../data/value.ts';
import type { Config } from '../config.ts';
import { namedBySizeFrom } from '../config/values.ts';
import { formatQuantity } from '../quantity.ts';
import type { Injection } from './apply.ts';
import type { Range } from './context.ts';
import { type Decision, isSelected, type Subject } from './decision.ts';
import { limitsOf } from './injected-limits.ts';
import { isTemplate, readMemory } from './memory.ts';
import { type Container, emptyDirField, memoryDir, volumesOf } from './pod.ts';
import { type Sized, sizeOf } from './sizing.ts';

/** A memory volume that nobody mounts, of no size or one that can be written back. */
const adoptable = (
  volumes: ReadonlyMap<string, Fields>,
  name: string,
  mounted: readonly string[],
): boolean => {
  const dir = memoryDir(volumes.get(name));
  const size = emptyDirField(dir, 'sizeLimit');
  return (
    dir !== undefined && !mounted.includes(name) && !isTemplate(size) && E.isRight(readMemory(size))
  );
};

const volumeFor = (
  { volumeName }: Config,
  { pod, containers, recorded, claims }: Subject,
): { readonly name: string; readonly adopted: boolean } => {
  const volumes = volumesOf(pod);
  const mounted = flatMap(containers, ({ mounts }) => mounts).map(({ volume }) => volume);
  if (!claims.includes(volumeName) && adoptable(volumes, volumeName, mounted))
    return { name: volumeName, adopted: true };
  // A name that is mounted and not there is taken too: the volume may come from elsewhere.
  const taken = new Set([...volumes.keys(), ...mounted, ...claims]);
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
  { size, why, limits }: Sized,
): Injection => ({
  volume: { ...volumeFor(config, subject), size, why },
  completed: new Map(),
  mounts,
  limits: new Map(
    filterMap(limits, ({ container, limit, injected }) =>
      injected && limit ? [container.name, formatQuantity(limit)] : undefined,
    ),
  ),
});

/** A pod with nothing at `/dev/shm`: the volume, its mounts and the limits that it needs. */
export const decideNewVolume = (config: Config, range: Range, subject: Subject): Decision => {
  const selected = subject.containers.filter((container) => isSelected(config, container));
  const counting = selected.filter(({ role }) => role === 'container');
  const mounts = selected.filter(
    ({ role, mirrors }) => !mirrors && (role !== 'init' || config.initContainers),
  );
  if (counting.length === 0) return { outcome: 'leave', findings: [] };
  const measured = namedBySizeFrom(config.sizeFrom);
  const named = selected.filter(({ role, name }) => role === 'sidecar' && name === measured);
  const limits = limitsOf(config, range, {
    pod: subject.pod,
    place: subject.place,
    containers: subject.containers,
    counting: named.length === 0 ? counting : [...counting, ...named],
    others: selected.filter((each) => each.role === 'sidecar' && !named.includes(each)),
    mayInject: true,
    isCompleted: subject.isCompleted,
  });
  if (E.isLeft(limits)) return { outcome: 'hold', findings: limits.left };
  const sizing = sizeOf(config, limits.right);
  const { findings } = sizing;
  const known = limits.right.each;
  if (sizing.outcome !== 'sized')
    return { outcome: sizing.outcome === 'small' ? 'leave' : 'hold', findings, limits: known };
  const injection = injectionOf(config, subject, mounts, sizing);
  return { outcome: 'inject', injection, sized: sizing, findings, limits: known };
};
