import * as E from 'fp-ts/lib/Either.js';
import type { Config } from '../config.ts';
import type { Range } from './context.ts';
import { containerField, containerNames, field, podField, type Container } from './pod.ts';
import {
  compareQuantity,
  formatQuantity,
  fromMi,
  ceilMi,
  maxQuantity,
  minQuantity,
  parseQuantity,
  unscale,
  type Quantity,
} from '../quantity.ts';
import { finding, type Finding } from '../result.ts';
import type { Fields, Value } from '../yaml/index.ts';

/** The memory limit of a container that counts, as far as it is known. */
export interface Limit {
  readonly container: Container;
  readonly limit: Quantity | undefined;
  /** Who says so, for messages. */
  readonly origin: string;
  /** The limit has to be written, because it is a default. */
  readonly injected: boolean;
  /** A finding already says why it is unknown. */
  readonly told: boolean;
}

/** The limits of the containers that count, with what was found on the way. */
export interface Limits {
  readonly each: readonly Limit[];
  readonly findings: readonly Finding[];
}

type Memory = E.Either<string, Quantity | undefined>;

/** A value with a template in it: its renderer will say what it is. */
export const isTemplate = (value: Value): boolean =>
  typeof value === 'string' && /\{\{|\$\{|\$\(/.test(value);

/** Reads a memory quantity; no limit, `0` and templates are `undefined`. Left says what is wrong. */
export const readMemory = (value: Value): Memory => {
  if (value === null || value === undefined) return E.right(undefined);
  if (isTemplate(value)) return E.right(undefined);
  if (typeof value !== 'string' && typeof value !== 'number')
    return E.left(`${JSON.stringify(value)} is not a Quantity`);
  const parsed = parseQuantity(value);
  if (E.isRight(parsed) && parsed.right.nano < 0n)
    return E.left(`"${value}" is negative; a memory quantity must be above 0`);
  return E.isRight(parsed) && parsed.right.nano === 0n ? E.right(undefined) : parsed;
};

const memoryOf = (value: Fields, kind: 'limits' | 'requests'): Value =>
  field(field(containerField(value, 'resources'), kind), 'memory');

/** What a container has as its memory limit. */
export const limitOf = ({ value }: Container): Value => memoryOf(value, 'limits');

/** The memory request of a container; a broken one is reported by `limitsOf`. */
export const requestOf = ({ value }: Container): Quantity | undefined => {
  const read = readMemory(memoryOf(value, 'requests'));
  return E.isRight(read) ? read.right : undefined;
};

const podLimit = (pod: Fields): Memory =>
  readMemory(field(field(podField(pod, 'resources'), 'limits'), 'memory'));

const broken = (
  pod: Fields,
  place: string,
  containers: readonly Container[],
): readonly Finding[] => {
  const check = (path: string, value: Value): readonly Finding[] => {
    const read = readMemory(value);
    if (E.isRight(read)) return [];
    return [
      finding('invalid-quantity', `${path}: ${read.left}`, {
        field: { path: `${place}.${path}`, currentValue: value },
      }),
    ];
  };
  const ofPod = check(
    'resources.limits.memory',
    field(field(podField(pod, 'resources'), 'limits'), 'memory'),
  );
  return [
    ...ofPod,
    ...containers.flatMap(({ value, list, index }) =>
      (['limits', 'requests'] as const).flatMap((kind) =>
        check(`${list}[${index}].resources.${kind}.memory`, memoryOf(value, kind)),
      ),
    ),
  ];
};

/** Extended resources are named with a domain that is not Kubernetes' own: `nvidia.com/gpu`. */
const hasAccelerator = ({ value }: Container): boolean => {
  const resources = containerField(value, 'resources');
  const names = (['limits', 'requests'] as const).flatMap((kind) =>
    Object.keys(field(resources, kind) ?? {}),
  );
  return names.some((name) => name.includes('/') && !/(^|\.)kubernetes\.io\//.test(name));
};

const sizeWanted = ({ size, minSize, maxSize }: Config): Quantity | undefined => {
  const wanted = size ?? minSize;
  return wanted !== undefined && maxSize !== undefined ? minQuantity(wanted, maxSize) : wanted;
};

/** `fromSize`: the limit of which the wanted size is the ratio, for the one container that it can be meant for. */
const limitFromSize = (
  config: Config,
  container: Container,
  counting: readonly Container[],
): Quantity | undefined => {
  const wanted = sizeWanted(config);
  const isMeant = counting.length === 1 || container.name === config.sizeFrom;
  return wanted !== undefined && isMeant
    ? fromMi(ceilMi(unscale(wanted, config.ratio)))
    : undefined;
};

const defaultOf = (
  config: Config,
  container: Container,
  counting: readonly Container[],
): Quantity | undefined => {
  const given =
    config.defaultMemoryLimit.byContainer.get(container.name) ?? config.defaultMemoryLimit.all;
  return given === 'fromSize' ? limitFromSize(config, container, counting) : given;
};

const withDefault = (
  config: Config,
  range: Range,
  container: Container,
  counting: readonly Container[],
): readonly [Limit, readonly Finding[]] => {
  const unknown: Limit = { container, limit: undefined, origin: '', injected: false, told: false };
  const given = defaultOf(config, container, counting);
  if (given === undefined) return [unknown, []];
  const isAnnotated =
    config.limitByAnnotation || config.defaultMemoryLimit.byContainer.has(container.name);
  if (hasAccelerator(container) && !isAnnotated) {
    const message = `container "${container.name}" asks for an accelerator and has no memory limit; \`defaultMemoryLimit\` is not meant for it: set \`resources.limits.memory\`, or the annotation inject-shm.dev/memory-limit`;
    return [{ ...unknown, told: true }, [finding('accelerator-limit', message)]];
  }
  const clamped = range.max === undefined ? given : minQuantity(given, range.max);
  const limit = maxQuantity(clamped, requestOf(container) ?? clamped);
  const message = `the memory limit of container "${container.name}" is ${formatQuantity(clamped)}, not ${formatQuantity(given)}: a LimitRange allows no more`;
  const found = compareQuantity(clamped, given) < 0 ? [finding('limit-clamped', message)] : [];
  return [
    {
      container,
      limit,
      origin: `\`defaultMemoryLimit\` for container "${container.name}"`,
      injected: true,
      told: false,
    },
    found,
  ];
};

const knownLimit = (
  config: Config,
  range: Range,
  pod: Fields,
  container: Container,
  counting: readonly Container[],
): readonly [Limit, readonly Finding[]] => {
  const known = (limit: Quantity, origin: string): readonly [Limit, readonly Finding[]] => [
    { container, limit, origin, injected: false, told: false },
    [],
  ];
  const own = readMemory(limitOf(container));
  const ofPod = podLimit(pod);
  const pods = E.isRight(ofPod) ? ofPod.right : undefined;
  if (E.isRight(own) && own.right !== undefined)
    return pods !== undefined && compareQuantity(pods, own.right) < 0
      ? known(pods, 'limit of the pod')
      : known(own.right, `limit of ${containerNames([container.name])}`);
  if (pods !== undefined) return known(pods, 'limit of the pod');
  const resources = containerField(container.value, 'resources');
  if ([resources, field(resources, 'limits'), limitOf(container)].some(isTemplate))
    return [{ container, limit: undefined, origin: '', injected: false, told: false }, []];
  if (range.default !== undefined)
    return known(range.default, `LimitRange default of ${containerNames([container.name])}`);
  return withDefault(config, range, container, counting);
};

/**
 * The limits of the containers that count: their own, else the pod's, else a LimitRange's, else the default.
 * @returns the broken quantities, if there are any
 */
export const limitsOf = (
  config: Config,
  range: Range,
  place: string,
  pod: Fields,
  counting: readonly Container[],
): E.Either<readonly Finding[], Limits> => {
  const errors = broken(pod, place, counting);
  if (errors.length > 0) return E.left(errors);
  const limits = counting.map((container) => knownLimit(config, range, pod, container, counting));
  return E.right({
    each: limits.map(([limit]) => limit),
    findings: limits.flatMap(([, findings]) => findings),
  });
};
