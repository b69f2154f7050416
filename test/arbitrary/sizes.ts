import { type PodAt, podsOf } from './pods.ts';
import type { Flags } from './flags.ts';
import { milli } from './quantity.ts';
import { type Value, at, change, list } from './value.ts';

const memory = (owner: Value | undefined, key: string): bigint =>
  milli(at(owner, 'resources', key, 'memory')) ?? 0n;

/** Thousandths of a byte in a Mi. */
export const MI = 1000n * 2n ** 20n;

/** The most that any basis can be: the largest limit or request in the pod, or the pod's own. */
export const largest = ({ pod }: PodAt): bigint =>
  [pod, ...list(pod['containers']), ...list(pod['initContainers'])]
    .flatMap((owner) => [memory(owner, 'limits'), memory(owner, 'requests')])
    .reduce((a, b) => (a > b ? a : b), 0n);

/** `sizeLimit`s that the text after has and the text before has not, with their pods as they are after. */
export const newSizes = (
  before: Value,
  after: Value,
): readonly { readonly size: string; readonly pod: PodAt }[] => {
  const old = podsOf(before);
  return podsOf(after).flatMap((pod, i) => {
    const known = sizesOf(old[i]);
    return sizesOf(pod)
      .filter((size) => !known.includes(size))
      .map((size) => ({ size, pod }));
  });
};

const sizesOf = (pod: PodAt | undefined): readonly string[] =>
  list(pod?.pod['volumes']).flatMap((volume) => {
    const size = at(volume, 'emptyDir', 'sizeLimit');
    return typeof size === 'string' ? [size] : [];
  });

/** What `/dev/shm` holds: its volume's `sizeLimit`, else the runtime's 64Mi; unknown where it has no limit. */
export const shmSize = ({ pod }: PodAt): bigint | undefined => {
  const mounts = list(pod['containers']).flatMap((container) =>
    list(at(container, 'volumeMounts')),
  );
  const mount = mounts.find((found) => at(found, 'mountPath') === '/dev/shm');
  if (mount === undefined) return 64n * MI;
  const volume = list(pod['volumes']).find((found) => at(found, 'name') === at(mount, 'name'));
  return milli(at(volume, 'emptyDir', 'sizeLimit'));
};

/** The item with one container's known limit raised by so many Mi; the same item where there is none. */
export const raised = (item: Value, index: number, mi: number): Value =>
  podsOf(item).reduce((whole, { path, pod }) => {
    const containers = list(pod['containers']);
    const nth = String(index % containers.length);
    const limit = memory(at(pod, 'containers', nth), 'limits');
    const more = String(limit / 1000n + BigInt(mi) * 2n ** 20n);
    const where = [...path, 'containers', nth, 'resources', 'limits', 'memory'];
    return limit > 0n ? change(whole, where, () => more) : whole;
  }, item);

/** Whether the flags or an annotation may lift a size above ratio × basis. */
export const isLifted = (flags: Flags, items: readonly Value[]): boolean =>
  flags['size'] !== undefined ||
  flags['min-size'] !== undefined ||
  /LimitRange|inject-shm\.dev\/(?:size|ratio)/.test(JSON.stringify(items));
