import { drop, keepItems, mapItems, put } from './immutable.ts';
import {
  containerField,
  containersOf,
  emptyDirField,
  memoryDir,
  SHM,
  volumeField,
  type Container,
} from './pod.ts';
import type { Parent, PodRecord } from './record.ts';
import { equal, isEmpty, isList, isMap, type Fields, type Value } from '../yaml/index.ts';

/** What is to be written into a pod. */
export interface Injection {
  readonly volume?: { readonly name: string; readonly size: string; readonly adopted: boolean };
  /** Containers that get the mount. */
  readonly mounts: readonly Container[];
  /** Memory limits by container name. */
  readonly limits: ReadonlyMap<string, string>;
  /** An existing memory volume that gets a `sizeLimit`. */
  readonly completed?: { readonly name: string; readonly size: string };
}

/** A pod with what was written into it, and the record of it. */
export interface Applied {
  readonly pod: Fields;
  readonly record: PodRecord | undefined;
}

/** Collects what has to be known to take a change back. */
interface Notes {
  readonly created: Parent[];
  readonly null: Parent[];
  readonly was: Record<string, string | number | null>;
}

/** A collection below a map, made if it is missing. */
const child = (map: Fields, name: string, path: Parent, notes: Notes): Value => {
  if (!Object.hasOwn(map, name)) notes.created.push(path);
  else if (map[name] === null || map[name] === undefined) notes.null.push(path);
  return map[name] ?? undefined;
};

const append = (map: Fields, name: string, path: Parent, item: Value, notes: Notes): Fields => {
  const list = child(map, name, path, notes);
  return put(map, name, [...(isList(list) ? list : []), item]);
};

const replace = (map: Fields, name: string, path: string, value: string, notes: Notes): Fields => {
  if (Object.hasOwn(map, name) && map[name] !== value) {
    const was = map[name];
    notes.was[path] =
      was === undefined ? '' : typeof was === 'number' || was === null ? was : String(was);
  }
  return put(map, name, value);
};

const below = (map: Fields, name: string, change: (value: Fields) => Fields): Fields => {
  const value = map[name];
  return put(map, name, change(isMap(value) ? value : {}));
};

const limit = (container: Fields, path: string, value: string, notes: Notes): Fields => {
  const resources = child(container, 'resources', `${path}.resources`, notes);
  const inner: Notes = isMap(resources) ? notes : { ...notes, created: [], null: [] };
  if (isMap(resources)) child(resources, 'limits', `${path}.resources.limits`, inner);
  return below(container, 'resources', (fields) =>
    below(fields, 'limits', (limits) =>
      replace(limits, 'memory', `${path}.resources.limits.memory`, value, notes),
    ),
  );
};

const setSize = (pod: Fields, name: string, size: string, notes: Notes): Fields =>
  put(
    pod,
    'volumes',
    mapItems(pod['volumes'], (volume) =>
      isMap(volume) && volumeField(volume, 'name') === name
        ? below(volume, 'emptyDir', (dir) =>
            replace(dir, 'sizeLimit', `volumes[${name}].emptyDir.sizeLimit`, size, notes),
          )
        : volume,
    ),
  );

/** The mount as it is written, exactly so spelt: CRI-O compares the raw path. */
const mountOf = (volume: string): Fields => ({ name: volume, mountPath: SHM });

const volumeOf = (name: string, size: string): Fields => ({
  name,
  emptyDir: { medium: 'Memory', sizeLimit: size },
});

/** Identifies a container by its place. */
const placeOf = ({ list, index }: Container): string => `${list}[${index}]`;

/** The pod with each container changed. */
const eachContainer = (pod: Fields, change: (container: Container) => Fields): Fields => {
  const containers = new Map(containersOf(pod).map((each) => [placeOf(each), each] as const));
  return (['containers', 'initContainers'] as const).reduce((fields, list) => {
    if (!Object.hasOwn(fields, list)) return fields;
    const changed = mapItems(fields[list], (item, at) => {
      const container = containers.get(`${list}[${at}]`);
      return container === undefined ? item : change(container);
    });
    return put(fields, list, changed);
  }, pod);
};

const changeContainer = (
  container: Container,
  injection: Injection,
  mounted: ReadonlySet<string>,
  notes: Notes,
): Fields => {
  const path = `${container.list}[${container.name}]`;
  const given = container.role === 'container' ? injection.limits.get(container.name) : undefined;
  const limited =
    given === undefined ? container.value : limit(container.value, path, given, notes);
  return injection.volume !== undefined && mounted.has(placeOf(container))
    ? append(limited, 'volumeMounts', `${path}.volumeMounts`, mountOf(injection.volume.name), notes)
    : limited;
};

const names = (containers: readonly Container[]): readonly string[] => [
  ...new Set(containers.map(({ name }) => name)),
];

const recordOf = (
  { volume, completed, mounts, limits }: Injection,
  notes: Notes,
): PodRecord | undefined => {
  if (volume === undefined && completed === undefined && limits.size === 0) return undefined;
  const size = volume?.size ?? completed?.size;
  return {
    ...(volume === undefined ? {} : { volume: volume.name }),
    ...(completed === undefined ? {} : { completed: completed.name }),
    ...(size === undefined ? {} : { size }),
    ...(volume?.adopted === true ? { adopted: true as const } : {}),
    ...(volume === undefined ? {} : { mounts: names(mounts) }),
    ...(limits.size === 0 ? {} : { limits: Object.fromEntries(limits) }),
    ...(notes.created.length === 0 ? {} : { created: [...new Set(notes.created)] }),
    ...(notes.null.length === 0 ? {} : { null: [...new Set(notes.null)] }),
    ...(Object.keys(notes.was).length === 0 ? {} : { was: notes.was }),
  };
};

/** Writes an injection into a pod that has nothing of ours. The inverse of `takeBack`. */
export const apply = (pod: Fields, injection: Injection): Applied => {
  const notes: Notes = { created: [], null: [], was: {} };
  const mounted = new Set(injection.mounts.map(placeOf));
  let changed = eachContainer(pod, (container) =>
    changeContainer(container, injection, mounted, notes),
  );
  const { volume, completed } = injection;
  if (volume?.adopted === false)
    changed = append(changed, 'volumes', 'volumes', volumeOf(volume.name, volume.size), notes);
  const sized = volume?.adopted === true ? volume : completed;
  if (sized !== undefined) changed = setSize(changed, sized.name, sized.size, notes);
  return { pod: changed, record: recordOf(injection, notes) };
};

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
