import * as E from 'fp-ts/lib/Either.js';
import type { Config } from '../config.ts';
import { drop, keepItems, put } from '../data/change.ts';
import { filterMap } from '../data/list.ts';
import { equal, type Fields, isEmpty, isList } from '../data/value.ts';
import { isSelected } from '../plan/decision.ts';
import {
  type Container,
  containersOf,
  emptyDirField,
  field,
  isShm,
  memoryDir,
  occupies,
  volumesOf,
} from '../plan/pod.ts';
import { below, eachContainer, mountOf } from '../plan/written.ts';
import { parseQuantity } from '../quantity.ts';
import type { Admitted } from './admitted.ts';

/** The volume at `/dev/shm`. */
export const shmVolume = (pod: Fields): string | undefined =>
  containersOf(pod)
    .flatMap(({ mounts }) => mounts)
    .find(({ path }) => isShm(path))?.volume;

/** The `sizeLimit` of the memory volume at `/dev/shm`. */
export const sizeAt = (pod: Fields): string | undefined => {
  const name = shmVolume(pod);
  const dir = name === undefined ? undefined : memoryDir(volumesOf(pod).get(name));
  const size = emptyDirField(dir, 'sizeLimit');
  return typeof size === 'string' ? size : undefined;
};

/** Names of containers that have something at `/dev/shm` in the one and not in the other. */
export const newlyMounted = (before: Fields, after: Fields): readonly string[] => {
  const had = new Set(
    filterMap(containersOf(before), (each) => (occupies(each) ? each.name : undefined)),
  );
  return filterMap(containersOf(after), (each) =>
    occupies(each) && !had.has(each.name) ? each.name : undefined,
  );
};

const withoutEmpty = (map: Fields, name: string): Fields =>
  isEmpty(map[name]) ? drop(map, name) : map;

/** The pod without the volume and its mounts. */
const withoutVolume = (pod: Fields, volume: string): Fields => {
  const rest = keepItems(pod['volumes'], (each) => field(each, 'name') !== volume);
  return eachContainer(
    withoutEmpty(put(pod, 'volumes', rest), 'volumes'),
    containersOf(pod),
    ({ value }) => {
      const mounts = keepItems(value['volumeMounts'], (each) => field(each, 'name') !== volume);
      return mounts === value['volumeMounts']
        ? value
        : withoutEmpty(put(value, 'volumeMounts', mounts), 'volumeMounts');
    },
  );
};

const isLate = ({ counted }: Admitted, { list, name }: Container): boolean =>
  list === 'containers' && !counted.includes(name);

/** Whether all mounts of the volume are as we write them. */
const isOurs = (pod: Fields, volume: string): boolean =>
  containersOf(pod).every(({ value, mounts }) =>
    mounts.every(
      (mount, at) =>
        mount.volume !== volume ||
        equal((value['volumeMounts'] as readonly unknown[])[at], mountOf(volume)),
    ),
  );

/**
 * The pod without what the first call gave it. Undefined where what is at `/dev/shm` is not what the first call has put
 * there: it is somebody else's now.
 */
export const takenBack = (pod: Fields, { size }: Admitted): Fields | undefined => {
  const volume = shmVolume(pod);
  if (volume === undefined) return containersOf(pod).some(occupies) ? undefined : pod;
  if (size === undefined || sizeAt(pod) !== size || !isOurs(pod, volume)) return undefined;
  return withoutVolume(pod, volume);
};

/** The pod without containers that did not count at the first call. */
export const withoutLate = (pod: Fields, admitted: Admitted): Fields => {
  const late = new Set(
    filterMap(containersOf(pod), (each) => (isLate(admitted, each) ? each.value : undefined)),
  );
  return put(
    pod,
    'containers',
    keepItems(pod['containers'], (each) => !late.has(each as Fields)),
  );
};

const mounted = (value: Fields, volume: string): Fields => {
  const mounts = value['volumeMounts'];
  return put(value, 'volumeMounts', [...(isList(mounts) ? mounts : []), mountOf(volume)]);
};

/** A planned pod with the containers that did not count in their places: they get the mount that the others have. */
export const withLate = (
  config: Config,
  pod: Fields,
  planned: Fields,
  admitted: Admitted,
): Fields => {
  const volume = shmVolume(planned);
  const own = new Map(containersOf(planned).map((each) => [each.name, each.value] as const));
  const given = (each: Container): Fields =>
    volume !== undefined && !occupies(each) && isSelected(config, each)
      ? mounted(each.value, volume)
      : each.value;
  const all = containersOf(pod)
    .filter(({ list }) => list === 'containers')
    .map((each) => (isLate(admitted, each) ? given(each) : (own.get(each.name) ?? each.value)));
  return put(planned, 'containers', all);
};

const isZero = (value: unknown): boolean => {
  const parsed =
    typeof value === 'string' || typeof value === 'number' ? parseQuantity(value) : E.left('');
  return E.isRight(parsed) && parsed.right.nano === 0n;
};

/**
 * A container with a limit of `0` has got a request of `0` from the API server, which an injected limit would not
 * replace any more: it gets the limit as its request, as it would have if it had come with the limit.
 */
export const withRequests = (before: Fields, after: Fields): Fields => {
  const old = new Map(containersOf(before).map((each) => [each.name, each.limit] as const));
  return eachContainer(after, containersOf(after), ({ name, value, limit, request }) =>
    limit === old.get(name) || !isZero(request)
      ? value
      : below(value, 'resources', (resources) =>
          below(resources, 'requests', (requests) => put(requests, 'memory', limit)),
        ),
  );
};
