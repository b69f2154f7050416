import { type PodAt, podsOf } from './pods.ts';
import type { Flags } from './flags.ts';
import { milli } from './quantity.ts';
import { type Fields, type Value, at, change, fields, isFields, list } from './value.ts';

/**
 * The everyday rule once more, written as plainly as it can be said, for inputs in the `plain` range: one volume,
 * mounted everywhere, floor(ratio × largest limit) in whole Mi and more than 64Mi; limits from the default where none
 * that is there says anything of the pod.
 */
export const everyday = (item: Value, flags: Flags, after: Value): Value =>
  podsOf(item).reduce((whole, place) => injected(whole, place, flags, after), item);

const MI = 1000n * 2n ** 20n;

const injected = (whole: Value, { path, pod }: PodAt, flags: Flags, after: Value): Value => {
  const limits = limitsOf(list(pod['containers']), flags);
  const known = limits.flatMap((limit) => (limit === undefined ? [] : [limit]));
  const basis = known.reduce((a, b) => (a > b ? a : b), 0n);
  const [num, den] = ratioOf(flags['ratio'] ?? '0.5');
  const size = (basis * num) / (den * MI);
  if (size <= 64n) return whole;
  const name = freeName(
    flags['volume-name'] ?? 'dshm',
    list(pod['volumes']).map((volume) => fields(volume)['name']),
  );
  const volume = { name, emptyDir: { medium: 'Memory', sizeLimit: written(size) } };
  return change(whole, path, () => ({
    ...pod,
    ...containersOf(pod, 'initContainers', (container) =>
      isSidecar(container) || flags['init-containers'] !== 'false'
        ? mounted(container, name)
        : container,
    ),
    ...containersOf(pod, 'containers', (container, i) =>
      limited(mounted(container, name), limits[i], at(after, ...path, 'containers', String(i))),
    ),
    volumes: [...list(pod['volumes']), volume],
  }));
};

/** A default of parts of a byte is rounded up to a whole Mi. */
const wholeBytes = (amount: bigint | undefined): bigint | undefined =>
  amount === undefined || amount % 1000n === 0n ? amount : ((amount + MI - 1n) / MI) * MI;

const amountOf = (container: Value, kind: 'limits' | 'requests'): bigint =>
  milli(at(container, 'resources', kind, 'memory')) ?? 0n;

/** What the size may come from, in thousandths of a byte; nothing where a container without a limit outgrows those that have one. */
const limitsOf = (containers: readonly Value[], flags: Flags): readonly (bigint | undefined)[] => {
  const own = containers.map((container) => amountOf(container, 'limits'));
  const largest = own.reduce((a, b) => (a > b ? a : b), 0n);
  const isKnown =
    largest > 0n &&
    containers.every((each, i) => (own[i] ?? 0n) > 0n || amountOf(each, 'requests') <= largest);
  if (isKnown) return own.map((limit) => (limit > 0n ? limit : undefined));
  if (flags['default-memory-limit'] === undefined) return [];
  return containers.map((container) => limitOf(container, flags));
};

/** A limit of its own, else the default, raised to the request. */
const limitOf = (container: Value, flags: Flags): bigint | undefined => {
  const own = amountOf(container, 'limits');
  if (own > 0n) return own;
  const given = wholeBytes(milli(flags['default-memory-limit']));
  const request = amountOf(container, 'requests');
  return given === undefined || given > request ? given : request;
};

/** The ratio as a fraction. */
export const ratioOf = (text: string): readonly [bigint, bigint] => {
  const digits = text.replace('%', '');
  const [whole = '0', part = ''] = digits.split('.');
  return [BigInt(whole + part), 10n ** BigInt(part.length) * (text === digits ? 1n : 100n)];
};

const freeName = (wanted: string, taken: readonly (Value | undefined)[]): string =>
  [wanted, ...Array.from({ length: taken.length }, (_, i) => `${wanted}-${i + 2}`)].find(
    (name) => !taken.includes(name),
  ) ?? wanted;

const written = (mi: bigint): string =>
  mi % 1024n === 0n && mi > 0n
    ? written(mi / 1024n).replace(/.i$/, (unit) => ({ Mi: 'Gi', Gi: 'Ti', Ti: 'Pi' })[unit] ?? unit)
    : `${mi}Mi`;

const isSidecar = (container: Value): boolean => fields(container)['restartPolicy'] === 'Always';

const containersOf = (
  pod: Fields,
  key: string,
  f: (container: Value, index: number) => Value,
): Fields => (list(pod[key]).length > 0 ? { [key]: list(pod[key]).map(f) } : {});

const mounted = (container: Value, name: string): Value =>
  change(container, ['volumeMounts'], (mounts) => [
    ...list(mounts),
    { name, mountPath: '/dev/shm' },
  ]);

/** The spelling of an injected limit is the function's affair, its amount is not. */
const limited = (container: Value, limit: bigint | undefined, after: Value | undefined): Value => {
  if (amountOf(container, 'limits') > 0n || limit === undefined) return container;
  const memory = at(after, 'resources', 'limits', 'memory');
  const spelt =
    milli(memory) === limit && memory !== undefined ? memory : `${limit} thousandths of a byte`;
  return change(container, ['resources', 'limits', 'memory'], () => spelt);
};

/** Extended resources keep a default limit away, which this rule does not know. */
export const isEveryday = (item: Value): boolean =>
  podsOf(item).every(({ pod }) =>
    list(pod['containers']).every((container) => {
      const limits = at(container, 'resources', 'limits');
      return !isFields(limits) || !Object.keys(limits).some((key) => key.includes('/'));
    }),
  );
