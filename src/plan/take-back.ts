import { equal, type Fields, isEmpty, isList, isMap, type Value } from '../yaml/index.ts';
import { drop, keepItems, mapItems, put } from './immutable.ts';
import { type Container, containerField, containersOf, emptyDirField, memoryDir } from './pod.ts';
import type { Parent, PodRecord } from './record.ts';
import { below, eachContainer, mountOf, volumeOf } from './written.ts';

/** A pod without what was ours, and what somebody else has changed since. */
export interface TakenBack {
  readonly pod: Fields;
  /** The unit of volume and mounts is no longer ours. */
  readonly released: boolean;
  /** Containers whose injected limit was changed. */
  readonly releasedLimits: readonly string[];
}

const isOurMount = (mount: Value, volume: string): boolean => equal(mount, mountOf(volume));

const mountsVolume = (mount: Value, volume: string): boolean =>
  isMap(mount) && mount['name'] === volume;

const listOf = (value: Value): readonly Value[] => (isList(value) ? value : []);

/** Whether volume and mounts still are as they were written. */
const isIntact = (
  pod: Fields,
  { volume, completed, size, adopted, mounts }: PodRecord,
): boolean => {
  const name = volume ?? completed;
  if (name === undefined || size === undefined) return false;
  const found = listOf(pod['volumes']).filter((each) => isMap(each) && each['name'] === name);
  const isOurs = (each: Value) =>
    adopted === true || completed !== undefined
      ? emptyDirField(memoryDir(isMap(each) ? each : undefined), 'sizeLimit') === size
      : equal(each, volumeOf(name, size));
  if (found.length !== 1 || !isOurs(found[0])) return false;
  if (completed !== undefined) return true;
  return containersOf(pod).every((container) => {
    const all = listOf(containerField(container.value, 'volumeMounts')).filter((mount) =>
      mountsVolume(mount, name),
    );
    return (
      all.every((mount) => isOurMount(mount, name)) &&
      (all.length > 0 || mounts?.includes(container.name) !== true)
    );
  });
};

const restore = (map: Fields, name: string, path: string, was: PodRecord['was']): Fields => {
  if (was === undefined || !Object.hasOwn(was, path)) return drop(map, name);
  return put(map, name, was[path] === '' ? undefined : was[path]);
};

/** An empty parent goes if it was made, and becomes a null again if it was one. */
const prune = (map: Fields, name: string, path: Parent, record: PodRecord): Fields => {
  if (!Object.hasOwn(map, name) || !isEmpty(map[name])) return map;
  if (record.created?.includes(path) === true) return drop(map, name);
  return record.null?.includes(path) === true ? put(map, name, null) : map;
};

const unlimit = (container: Fields, path: string, record: PodRecord): Fields => {
  const resources = container['resources'];
  if (!isMap(resources) || !isMap(resources['limits'])) return container;
  const isMade = [...(record.created ?? []), ...(record.null ?? [])].includes(`${path}.resources`);
  const limits = restore(
    resources['limits'],
    'memory',
    `${path}.resources.limits.memory`,
    record.was,
  );
  const rest = put(resources, 'limits', limits);
  const pruned =
    isMade && isEmpty(limits)
      ? drop(rest, 'limits')
      : prune(rest, 'limits', `${path}.resources.limits`, record);
  return prune(put(container, 'resources', pruned), 'resources', `${path}.resources`, record);
};

const limitNow = ({ value }: Container): Value => {
  const resources = value['resources'];
  return isMap(resources) && isMap(resources['limits']) ? resources['limits']['memory'] : undefined;
};

const takeFrom = (container: Container, record: PodRecord, unit: boolean): Fields => {
  const path = `${container.list}[${container.name}]`;
  const limits = record.limits ?? {};
  const isOurs =
    container.role === 'container' &&
    Object.hasOwn(limits, container.name) &&
    limitNow(container) === limits[container.name];
  const free = isOurs ? unlimit(container.value, path, record) : container.value;
  const { volume } = record;
  if (!unit || volume === undefined || !Object.hasOwn(free, 'volumeMounts')) return free;
  const mounts = keepItems(free['volumeMounts'], (mount) => !isOurMount(mount, volume));
  return mounts === free['volumeMounts']
    ? free
    : prune(put(free, 'volumeMounts', mounts), 'volumeMounts', `${path}.volumeMounts`, record);
};

const takeVolume = (pod: Fields, record: PodRecord): Fields => {
  const name = record.volume ?? record.completed;
  const isNamed = (volume: Value) => isMap(volume) && volume['name'] === name;
  if (record.completed === undefined && record.adopted !== true)
    return prune(
      put(
        pod,
        'volumes',
        keepItems(pod['volumes'], (volume) => !isNamed(volume)),
      ),
      'volumes',
      'volumes',
      record,
    );
  const path = `volumes[${name}].emptyDir.sizeLimit`;
  const unsize = (volume: Value) =>
    isNamed(volume) && isMap(volume)
      ? below(volume, 'emptyDir', (dir) => restore(dir, 'sizeLimit', path, record.was))
      : volume;
  return put(pod, 'volumes', mapItems(pod['volumes'], unsize));
};

/**
 * Takes back what a record says was written, as far as it still is as it was written. Whatever the record says, only
 * volumes, their mounts at the path, memory limits and `sizeLimit`s can go.
 */
export const takeBack = (pod: Fields, record: PodRecord): TakenBack => {
  const hasUnit = record.volume !== undefined || record.completed !== undefined;
  const unit = hasUnit && isIntact(pod, record);
  const free = eachContainer(pod, (container) => takeFrom(container, record, unit));
  const limits = record.limits ?? {};
  const changed = containersOf(pod).filter(
    (each) =>
      each.role === 'container' &&
      Object.hasOwn(limits, each.name) &&
      limitNow(each) !== limits[each.name],
  );
  return {
    pod: unit ? takeVolume(free, record) : free,
    released: hasUnit && !unit,
    releasedLimits: changed.map(({ name }) => name),
  };
};
