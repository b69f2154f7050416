import { drop, keepItems, mapItems, put } from '../data/change.ts';
import { equal, type Fields, isEmpty, isList, isMap, type Value } from '../data/value.ts';
import { type Container, containerField, containersOf, emptyDirField, memoryDir } from './pod.ts';
import type { Parent, PodRecord } from './record.ts';
import { below, eachContainer, mountOf, sizePath, volumeOf } from './written.ts';

/** A pod without what was ours, and what somebody else has changed since. */
export interface TakenBack {
  readonly pod: Fields;
  /** What of the record was still as it was written. */
  readonly owned: PodRecord;
  /** Volumes that were changed, or whose mounts were: they are no longer ours. */
  readonly releasedVolumes: readonly string[];
  /** The volume of which not all was there any more: the rest goes. */
  readonly leftover: string | undefined;
  /** Injected limits of containers that are not there any more. */
  readonly lostLimits: readonly (readonly [container: string, limit: string])[];
  /** Containers whose injected limit was changed. */
  readonly releasedLimits: readonly string[];
}

const listOf = (value: Value): readonly Value[] => (isList(value) ? value : []);
const isNamed = (item: Value, name: string): item is Fields => isMap(item) && item['name'] === name;
const isOurMount = (mount: Value, volume: string): boolean => equal(mount, mountOf(volume));

const mountsOfVolume = ({ value }: Container, volume: string): readonly Value[] =>
  listOf(containerField(value, 'volumeMounts')).filter((mount) => isNamed(mount, volume));

const sizeNow = (pod: Fields, volume: string): Value => {
  const found = listOf(pod['volumes']).find((each) => isNamed(each, volume));
  return emptyDirField(memoryDir(isMap(found) ? found : undefined), 'sizeLimit');
};

/**
 * `whole`: volume and mounts are as they were written. `remains`: of the volume or of the mounts nothing is left, and
 * the rest is as it was written. `changed`: it is somebody else's now. `none`: there was no such unit.
 */
type UnitState = 'none' | 'whole' | 'remains' | 'changed';

const stateOf = (pod: Fields, { unit }: PodRecord): UnitState => {
  if (unit === undefined) return 'none';
  const { volume, size, adopted, mounts } = unit;
  const found = listOf(pod['volumes']).filter((each) => isNamed(each, volume));
  const isOurs = (each: Value) =>
    adopted === true ? sizeNow(pod, volume) === size : equal(each, volumeOf(volume, size));
  const all = containersOf(pod).map((container) => ({
    mounts: mountsOfVolume(container, volume),
    isRecorded: mounts.includes(container.name),
  }));
  if (!all.every((each) => each.mounts.every((mount) => isOurMount(mount, volume))))
    return 'changed';
  if (found.length === 0) return 'remains';
  if (found.length > 1 || !isOurs(found[0])) return 'changed';
  if (all.every((each) => each.mounts.length === 0)) return 'remains';
  return all.every((each) => each.mounts.length > 0 || !each.isRecorded) ? 'whole' : 'changed';
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
  const memory = `${path}.resources.limits.memory`;
  const isMade = [...(record.created ?? []), ...(record.null ?? [])].includes(`${path}.resources`);
  const limits = restore(resources['limits'], 'memory', memory, record.was);
  const rest = put(resources, 'limits', limits);
  const pruned =
    isMade && isEmpty(limits)
      ? drop(rest, 'limits')
      : prune(rest, 'limits', `${path}.resources.limits`, record);
  return prune(put(container, 'resources', pruned), 'resources', `${path}.resources`, record);
};

/** The container's injected limit, as the record has it. */
const limitIn = ({ limits }: PodRecord, { role, name }: Container): string | undefined =>
  role === 'container' && limits !== undefined && Object.hasOwn(limits, name)
    ? limits[name]
    : undefined;

const takeFrom = (container: Container, record: PodRecord, volume: string | undefined): Fields => {
  const path = `${container.list}[${container.name}]`;
  const limit = limitIn(record, container);
  const isOurs = limit !== undefined && container.limit === limit;
  const free = isOurs ? unlimit(container.value, path, record) : container.value;
  if (volume === undefined || !Object.hasOwn(free, 'volumeMounts')) return free;
  const mounts = keepItems(free['volumeMounts'], (mount) => !isOurMount(mount, volume));
  if (mounts === free['volumeMounts']) return free;
  // Of a container that was renamed or copied since, the record does not say how its list was.
  const isUnknown = record.unit?.mounts.includes(container.name) !== true;
  return isUnknown && isEmpty(mounts)
    ? drop(free, 'volumeMounts')
    : prune(put(free, 'volumeMounts', mounts), 'volumeMounts', `${path}.volumeMounts`, record);
};

const dropVolume = (pod: Fields, name: string, record: PodRecord): Fields => {
  if (!Object.hasOwn(pod, 'volumes')) return pod;
  const volumes = keepItems(pod['volumes'], (volume) => !isNamed(volume, name));
  return volumes === pod['volumes']
    ? pod
    : prune(put(pod, 'volumes', volumes), 'volumes', 'volumes', record);
};

const unsize = (pod: Fields, name: string, { was }: PodRecord): Fields => {
  if (!Object.hasOwn(pod, 'volumes')) return pod;
  const volumes = mapItems(pod['volumes'], (volume) =>
    isNamed(volume, name) && isMap(volume['emptyDir'])
      ? below(volume, 'emptyDir', (dir) => restore(dir, 'sizeLimit', sizePath(name), was))
      : volume,
  );
  return put(pod, 'volumes', volumes);
};

const takeVolumes = (
  pod: Fields,
  record: PodRecord,
  volume: string | undefined,
  completed: readonly string[],
): Fields => {
  const ours =
    volume !== undefined && record.unit?.adopted !== true ? dropVolume(pod, volume, record) : pod;
  const sized = [
    ...completed,
    ...(volume !== undefined && record.unit?.adopted === true ? [volume] : []),
  ];
  return sized.reduce((fields, name) => unsize(fields, name, record), ours);
};

const ownedOf = (
  record: PodRecord,
  isWhole: boolean,
  completed: readonly string[],
  limited: readonly string[],
): PodRecord => {
  const { unit, limits = {}, completed: all = {} } = record;
  const pick = (from: Readonly<Record<string, string>>, names: readonly string[]) =>
    Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));
  return {
    ...(isWhole && unit !== undefined ? { unit } : {}),
    completed: pick(all, completed),
    limits: pick(limits, limited),
  };
};

/** Injected limits whose container is gone, while one that the record does not know has the same: it was renamed. */
const lostIn = (
  containers: readonly Container[],
  { limits = {} }: PodRecord,
): TakenBack['lostLimits'] => {
  const own = containers.filter(({ role }) => role === 'container');
  return Object.entries(limits).filter(
    ([name, limit]) =>
      !own.some((each) => each.name === name) &&
      own.some((each) => each.limit === limit && !Object.hasOwn(limits, each.name)),
  );
};

/**
 * Takes back what a record says was written, as far as it still is as it was written. Whatever the record says, only
 * volumes, their mounts at the path, memory limits and `sizeLimit`s can go.
 */
export const takeBack = (pod: Fields, record: PodRecord): TakenBack => {
  const state = stateOf(pod, record);
  const name = record.unit?.volume;
  const volume = state === 'whole' || state === 'remains' ? name : undefined;
  const isThere = (of: string) => listOf(pod['volumes']).some((each) => isNamed(each, of));
  const sizes = Object.entries(record.completed ?? {}).filter(([of]) => isThere(of));
  const completed = sizes.filter(([of, size]) => sizeNow(pod, of) === size).map(([of]) => of);
  const containers = containersOf(pod);
  const free = eachContainer(pod, containers, (each) => takeFrom(each, record, volume));
  const limited = containers.filter((each) => limitIn(record, each) !== undefined);
  const ours = limited.filter((each) => each.limit === limitIn(record, each));
  const nameOf = (container: Container) => container.name;
  const rest = takeVolumes(free, record, volume, completed);
  return {
    pod: rest,
    leftover: state === 'remains' && rest !== pod ? volume : undefined,
    owned: ownedOf(record, state === 'whole', completed, ours.map(nameOf)),
    releasedVolumes: [
      ...(state === 'changed' && name !== undefined ? [name] : []),
      ...sizes.map(([of]) => of).filter((of) => !completed.includes(of)),
    ],
    lostLimits: lostIn(containers, record),
    releasedLimits: limited.filter((each) => !ours.includes(each)).map(nameOf),
  };
};
