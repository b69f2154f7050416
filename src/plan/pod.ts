import { posix } from 'node:path';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IEmptyDirVolumeSource } from 'kubernetes-models/v1/EmptyDirVolumeSource';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import { filterMap } from '../data/list.ts';
import { inheritedOf } from '../kinds/shape.ts';
import { isList, isMap, type Fields, type Value } from '../data/value.ts';

/** Where shared memory is mounted. */
export const SHM = '/dev/shm';

// Manifests may hold anything: values are read as `unknown`, but the names of fields are checked against the API's types.
type Reader<T> = (value: Value, field: keyof T & string) => Value;

/** A field of a map; what every object has, like `constructor`, is none. */
const read = (value: Value, name: string): Value => {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = (value as Fields)[name];
  return found === undefined || (isMap(value) && Object.hasOwn(value, name)) ? found : undefined;
};

/** A field of a PodSpec. */
export const podField: Reader<IPodSpec> = read;
/** A field of a Container. */
export const containerField: Reader<IContainer> = read;
/** A field of a Volume. */
export const volumeField: Reader<IVolume> = read;
/** A field of an emptyDir. */
export const emptyDirField: Reader<IEmptyDirVolumeSource> = read;
const mountField: Reader<IVolumeMount> = read;

/** A field of anything else. */
export const field: Reader<Fields> = read;

const none: readonly never[] = [];

/** The items of a list that are maps; none of anything else. */
export const maps = (value: Value): readonly Fields[] =>
  isList(value) ? value.filter(isMap) : none;

/** A mount of a container. */
export interface Mount {
  readonly volume: string;
  readonly path: Value;
  readonly sub: boolean;
}

/** A container of a pod; a sidecar is a restartable init container. */
export interface Container {
  readonly name: string;
  readonly role: 'container' | 'sidecar' | 'init';
  readonly list: 'containers' | 'initContainers';
  readonly index: number;
  readonly value: Fields;
  readonly mounts: readonly Mount[];
  /** What stands as its memory limit and its memory request. */
  readonly limit: Value;
  readonly request: Value;
  /** What sets its memory limit, whatever stands there. */
  readonly override: string | undefined;
  /** It gets the mounts of the main container from its controller. */
  readonly mirrors: boolean;
}

const mountOf = (mount: Fields): Mount => ({
  volume: String(mountField(mount, 'name') ?? ''),
  path: mountField(mount, 'mountPath'),
  sub: Boolean(mountField(mount, 'subPath') ?? mountField(mount, 'subPathExpr')),
});

const containerOf = (list: Container['list'], index: number, value: Fields): Container => {
  const isSidecar =
    list === 'initContainers' && containerField(value, 'restartPolicy') === 'Always';
  const mounts = containerField(value, 'volumeMounts');
  const resources = containerField(value, 'resources');
  const inherited = inheritedOf(value);
  const own = isList(mounts) && mounts.length > 0 ? maps(mounts).map(mountOf) : none;
  return {
    name: String(containerField(value, 'name') ?? ''),
    role: list === 'containers' ? 'container' : isSidecar ? 'sidecar' : 'init',
    list,
    index,
    value,
    mounts: inherited === undefined ? own : [...own, ...maps(inherited.volumeMounts).map(mountOf)],
    limit: field(field(resources, 'limits'), 'memory') ?? inherited?.limit,
    request: field(field(resources, 'requests'), 'memory') ?? inherited?.request,
    override: inherited?.override,
    mirrors: inherited?.mirrors === true,
  };
};

const listOf = (pod: Fields, list: Container['list']): readonly Container[] => {
  const items = podField(pod, list);
  return isList(items)
    ? filterMap(items, (value, at) => (isMap(value) ? containerOf(list, at, value) : undefined))
    : none;
};

/** Whether a container is whole: a part of one, in a patch or in what an operator completes, has no image. */
export const hasImage = ({ value }: Container): boolean =>
  (containerField(value, 'image') ?? '') !== '';

/** The containers of a pod in order, its init containers last. Ephemeral ones are never ours. */
export const containersOf = (pod: Fields): readonly Container[] => {
  const containers = listOf(pod, 'containers');
  const init = listOf(pod, 'initContainers');
  return init.length === 0 ? containers : [...containers, ...init];
};

/** Whether a path is `/dev/shm`, however it is spelt. */
export const isShm = (path: Value): boolean =>
  typeof path === 'string' &&
  path.includes('shm') &&
  posix.normalize(`/${path}`).replace(/\/$/, '') === SHM;

/** Whether a container has something of its author's at `/dev/shm`. */
export const occupies = (container: Container): boolean =>
  container.mounts.some(({ path }) => isShm(path)) ||
  maps(containerField(container.value, 'volumeDevices')).some((device) =>
    isShm(field(device, 'devicePath')),
  );

/** A pod's volumes by name, the last of a name; its own over those that it has from elsewhere. */
export const volumesOf = (pod: Fields): ReadonlyMap<string, Fields> => {
  const own = maps(podField(pod, 'volumes'));
  const inherited = maps(inheritedOf(pod)?.volumes);
  const all = inherited.length === 0 ? own : [...inherited, ...own];
  return new Map(all.map((volume) => [String(volumeField(volume, 'name') ?? ''), volume] as const));
};

/** The emptyDir of a memory-backed volume. */
export const memoryDir = (volume: Fields | undefined): Fields | undefined => {
  const dir = volumeField(volume, 'emptyDir');
  return isMap(dir) && emptyDirField(dir, 'medium') === 'Memory' ? dir : undefined;
};

/** True as YAML 1.1 readers have it too. */
export const isTrue = (value: Value): boolean =>
  value === true || (typeof value === 'string' && /^(y|yes|on|true)$/i.test(value));
