import { isEmpty, isMap, type Fields, type Value } from '../data/value.ts';
import { isTemplate, knownMemory } from '../plan/memory.ts';
import {
  containersOf,
  emptyDirField,
  isShm,
  isTrue,
  memoryDir,
  occupies,
  podField,
  volumeField,
  volumesOf,
} from '../plan/pod.ts';
import { lookUp, type PodRecord } from '../plan/record.ts';
import type { ShmFacts } from './facts.ts';

/**
 * What a PodSpec has at `/dev/shm`. Where its containers have different volumes there, the one that says most: without
 * a bound, else in memory, the largest.
 * @param record what inject owns in it
 */
export const shmOf = (pod: Fields, record: PodRecord | undefined): ShmFacts => {
  const containers = containersOf(pod);
  const mounts = containers.flatMap((each) => each.mounts).filter(({ path }) => isShm(path));
  const names = [...new Set(mounts.map(({ volume }) => volume))];
  const volumes = volumesOf(pod);
  const found = names.map((name) => volumeOf(name, volumes.get(name), record)).sort(byWeight);
  if (found[0] !== undefined) return found[0];
  if (containers.some(occupies)) return { state: 'other', what: 'a device' };
  return isTrue(podField(pod, 'hostIPC')) ? { state: 'host', by: 'hostIPC' } : { state: 'runtime' };
};

const volumeOf = (
  volume: string,
  value: Fields | undefined,
  record: PodRecord | undefined,
): ShmFacts => {
  const dir = memoryDir(value);
  if (dir !== undefined) return memoryOf(volume, emptyDirField(dir, 'sizeLimit'), record);
  if (value === undefined) return { state: 'other', what: `a claim "${volume}"` };
  if (!isEmpty(volumeField(value, 'hostPath'))) return { state: 'host', by: 'hostPath' };
  if (!Object.hasOwn(value, 'emptyDir'))
    return { state: 'other', what: Object.keys(value).find((key) => key !== 'name') ?? 'nothing' };
  const medium = emptyDirField(volumeField(value, 'emptyDir'), 'medium');
  return typeof medium === 'string' && medium !== ''
    ? { state: 'other', what: medium }
    : { state: 'disk', volume };
};

const memoryOf = (volume: string, limit: Value, record: PodRecord | undefined): ShmFacts => {
  if (isTemplate(limit) || isMap(limit))
    return { state: 'other', what: 'memory of a size that is not rendered yet' };
  const size = knownMemory(limit);
  if (size === undefined) return { state: 'unbounded', volume };
  const isOurs = record?.unit?.volume === volume || lookUp(record?.completed, volume) !== undefined;
  return { state: 'memory', volume, size, owner: isOurs ? 'inject-shm' : 'author' };
};

const weights = { unbounded: 0, memory: 1, host: 2, disk: 3, other: 4, runtime: 5 } as const;

const byWeight = (a: ShmFacts, b: ShmFacts): number =>
  weights[a.state] - weights[b.state] ||
  (a.state === 'memory' && b.state === 'memory' ? (b.size.nano > a.size.nano ? 1 : -1) : 0);
