import type { Config } from '../config.ts';
import { namedBySizeFrom } from '../config/values.ts';
import {
  ceilMi,
  compareQuantity,
  fromMi,
  maxQuantity,
  minQuantity,
  type Quantity,
  unscale,
} from '../quantity.ts';
import type { Range } from './context.ts';
import type { LimitOrigin } from './derivation.ts';
import type { Facts } from './facts.ts';
import { finding, type Finding } from './findings.ts';
import { knownMemory } from './memory.ts';
import type { Container } from './pod.ts';

/** A limit to inject, who says so, and what was found. */
export interface DefaultLimit {
  /** None where what is allowed does not do. */
  readonly limit: Quantity | undefined;
  readonly origin: LimitOrigin | undefined;
  readonly findings: readonly Finding[];
}

/** A byte; a limit of parts of one is rounded up to a whole Mi. */
const WHOLE = 1_000_000_000n;

/** Whether the workload's own annotation gives a container a limit. */
export const isAnnotated = (
  { limitByAnnotation, defaultMemoryLimit }: Config,
  { name }: Container,
): boolean => limitByAnnotation || defaultMemoryLimit.byContainer.has(name);

/** `fromSize`: the limit of which the wanted size is the ratio, for the one container that it can be meant for. */
const limitFromSize = (
  config: Config,
  { name }: Container,
  counting: readonly Container[],
): Quantity | undefined => {
  const { size, minSize, maxSize, sizeFrom, ratio } = config;
  const wanted = size ?? minSize;
  if (wanted === undefined || (counting.length > 1 && name !== namedBySizeFrom(sizeFrom)))
    return undefined;
  return fromMi(
    ceilMi(unscale(maxSize === undefined ? wanted : minQuantity(wanted, maxSize), ratio)),
  );
};

const givenFor = (
  config: Config,
  container: Container,
  counting: readonly Container[],
): Quantity | undefined => {
  const given =
    config.defaultMemoryLimit.byContainer.get(container.name) ?? config.defaultMemoryLimit.all;
  if (given === 'fromSize') return limitFromSize(config, container, counting);
  return given === undefined || given.nano % WHOLE === 0n ? given : fromMi(ceilMi(given));
};

const refused = (fact: Facts['limit-refused']): DefaultLimit => ({
  limit: undefined,
  origin: undefined,
  findings: [finding({ code: 'limit-refused', ...fact })],
});

/** Whether the size is computed from a container's limit: only then is a default injected. */
const isUsed = ({ size, sizeFrom, defaultMemoryLimit }: Config, { name }: Container): boolean =>
  (namedBySizeFrom(sizeFrom) ?? name) === name &&
  (size === undefined || defaultMemoryLimit.all === 'fromSize');

/** The most that may be injected, and who says so. */
const ceilingOf = ({ maxMemoryLimit: own }: Config, { container, pod }: Range) => {
  const max =
    container.max === undefined || pod.max === undefined
      ? (container.max ?? pod.max)
      : minQuantity(container.max, pod.max);
  return max === undefined || (own !== undefined && compareQuantity(own, max) <= 0)
    ? ({ max: own, by: 'config' } as const)
    : ({ max, by: 'limit-range' } as const);
};

const exceeds = (a: Quantity | undefined, b: Quantity | undefined): boolean =>
  a !== undefined && b !== undefined && compareQuantity(a, b) > 0;

/** The limit that a container without one gets: at least its memory request and a LimitRange's `min`, at most what the ceilings allow. */
export const defaultLimit = (
  config: Config,
  range: Range,
  container: Container,
  counting: readonly Container[],
): DefaultLimit | undefined => {
  const given = givenFor(config, container, counting);
  if (given === undefined || !(isUsed(config, container) || isAnnotated(config, container)))
    return undefined;
  const { name } = container;
  const request = knownMemory(container.request);
  const { max, by } = ceilingOf(config, range);
  const { min } = range.container;
  if (max !== undefined && request !== undefined && exceeds(request, max))
    return refused({ container: name, reason: 'request', by, bound: max, wanted: request });
  if (max !== undefined && min !== undefined && exceeds(min, max))
    return refused({ container: name, reason: 'min', by, bound: max, wanted: min });
  const isLowered = max !== undefined && exceeds(given, max);
  if (isLowered && config.defaultMemoryLimit.all === 'fromSize')
    return refused({ container: name, reason: 'size', by, bound: max, wanted: given });
  const isLifted = min !== undefined && exceeds(min, given);
  const allowed = isLowered ? max : isLifted ? maxQuantity(min, given) : given;
  const isRaised = request !== undefined && exceeds(request, allowed);
  const from = isAnnotated(config, container) ? 'annotation' : 'config';
  const clamped = { container: name, limit: allowed, wanted: given } as const;
  const bounded = isLowered ? by : 'limit-range-min';
  return {
    limit: isRaised ? request : allowed,
    origin: isRaised
      ? { from: 'raised', container: name, above: allowed }
      : { from, container: name },
    findings:
      isLowered || isLifted ? [finding({ code: 'limit-clamped', by: bounded, ...clamped })] : [],
  };
};
