import { mapItems, put } from '../data/change.ts';
import { type Fields, isList, isMap, type Value } from '../data/value.ts';
import type { Derivation } from './derivation.ts';
import { type Container, volumeField } from './pod.ts';
import type { Parent, PodRecord } from './record.ts';
import { below, eachContainer, mountOf, placeOf, sizePath, volumeOf } from './written.ts';

/** A size that is to be written, and how it came about. */
export interface SizeWithReason {
  readonly size: string;
  readonly why: Derivation | undefined;
}

/** What is to be written into a pod. */
export interface Injection {
  readonly volume?: {
    readonly name: string;
    readonly size: string;
    /** It is there already, and nobody mounts it. */
    readonly adopted: boolean;
    readonly why: Derivation | undefined;
  };
  /** Containers that get the mount. */
  readonly mounts: readonly Container[];
  /** Memory limits by container name. */
  readonly limits: ReadonlyMap<string, string>;
  /** Existing memory volumes that get a `sizeLimit`. */
  readonly completed: ReadonlyMap<string, SizeWithReason>;
}

/** Nothing to write but, where given, limits. */
export const onlyLimits = (limits: ReadonlyMap<string, string> = new Map()): Injection => ({
  mounts: [],
  limits,
  completed: new Map(),
});

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
  if (Object.hasOwn(map, name)) {
    const was = map[name];
    notes.was[path] =
      was === undefined ? '' : typeof was === 'number' || was === null ? was : String(was);
  }
  return put(map, name, value);
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
        ? below(volume, 'emptyDir', (dir) => replace(dir, 'sizeLimit', sizePath(name), size, notes))
        : volume,
    ),
  );

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
  if (volume === undefined && completed.size === 0 && limits.size === 0) return undefined;
  const sizes = [...completed].map(([name, { size }]) => [name, size] as const);
  return {
    unit: volume && {
      volume: volume.name,
      size: volume.size,
      adopted: volume.adopted ? true : undefined,
      mounts: names(mounts),
    },
    completed: sizes.length === 0 ? undefined : Object.fromEntries(sizes),
    limits: limits.size === 0 ? undefined : Object.fromEntries(limits),
    created: notes.created.length === 0 ? undefined : [...new Set(notes.created)],
    null: notes.null.length === 0 ? undefined : [...new Set(notes.null)],
    was: Object.keys(notes.was).length === 0 ? undefined : notes.was,
  };
};

/** Writes an injection into a pod that has nothing of ours. The inverse of `takeBack`. */
export const apply = (
  pod: Fields,
  containers: readonly Container[],
  injection: Injection,
): Applied => {
  const notes: Notes = { created: [], null: [], was: {} };
  const mounted = new Set(injection.mounts.map(placeOf));
  let changed = eachContainer(pod, containers, (container) =>
    changeContainer(container, injection, mounted, notes),
  );
  const { volume, completed } = injection;
  if (volume?.adopted === false)
    changed = append(changed, 'volumes', 'volumes', volumeOf(volume.name, volume.size), notes);
  if (volume?.adopted === true) changed = setSize(changed, volume.name, volume.size, notes);
  for (const [name, { size }] of completed) changed = setSize(changed, name, size, notes);
  return { pod: changed, record: recordOf(injection, notes) };
};
