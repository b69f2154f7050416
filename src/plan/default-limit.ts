import type { Config } from '../config.ts';
import {
  ceilMi,
  compareQuantity,
  fromMi,
  minQuantity,
  type Quantity,
  unscale,
} from '../quantity.ts';
import { type Facts, finding, type Finding, type LimitOrigin } from './findings.ts';
import type { Range } from './context.ts';
import { knownMemory } from './memory.ts';
import { type Container, containerField, field } from './pod.ts';

/** A limit to inject, who says so, and what was found. */
export interface DefaultLimit {
  /** None where what is allowed does not do. */
  readonly limit: Quantity | undefined;
  readonly origin: LimitOrigin | undefined;
  readonly findings: readonly Finding[];
}

/** A byte; a limit of parts of one is rounded up to a whole Mi. */
const WHOLE = 1_000_000_000n;

/** Extended resources are named with a domain that is not Kubernetes' own: `nvidia.com/gpu`. */
const hasAccelerator = ({ value }: Container): boolean => {
  const resources = containerField(value, 'resources');
  const names = (['limits', 'requests'] as const).flatMap((kind) =>
    Object.keys(field(resources, kind) ?? {}),
  );
  return names.some((name) => name.includes('/') && !/(^|\.)kubernetes\.io\//.test(name));
};

const isAnnotated = (
  { limitByAnnotation, defaultMemoryLimit }: Config,
  { name }: Container,
): boolean => limitByAnnotation || defaultMemoryLimit.byContainer.has(name);

/** Whether a container asks for an accelerator, so that a default limit for all is not meant for it. */
export const isGuarded = (config: Config, container: Container): boolean =>
  hasAccelerator(container) && !isAnnotated(config, container);

/** `fromSize`: the limit of which the wanted size is the ratio, for the one container that it can be meant for. */
const limitFromSize = (
  config: Config,
  { name }: Container,
  counting: readonly Container[],
): Quantity | undefined => {
  const { size, minSize, maxSize, sizeFrom, ratio } = config;
  const wanted = size ?? minSize;
  if (wanted === undefined || (counting.length > 1 && name !== sizeFrom)) return undefined;
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

const refused = (clamped: Facts['limit-clamped']): DefaultLimit => ({
  limit: undefined,
  origin: undefined,
  findings: [finding({ code: 'limit-clamped', ...clamped }, { severity: 'warning' })],
});

/** Whether the size is computed from a container's limit: only then is a default injected. */
const isUsed = ({ size, sizeFrom, defaultMemoryLimit }: Config, { name }: Container): boolean =>
  (sizeFrom === 'max' || sizeFrom === 'min' || sizeFrom === name) &&
  (size === undefined || defaultMemoryLimit.all === 'fromSize');

/** The most that may be injected, and who says so. */
const ceilingOf = ({ maxMemoryLimit: own }: Config, { max }: Range) =>
  max === undefined || (own !== undefined && compareQuantity(own, max) <= 0)
    ? ({ max: own, by: 'config' } as const)
    : ({ max, by: 'limit-range' } as const);

/** The limit that a container without one gets: at least its memory request, at most what the ceilings allow. */
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
  if (max !== undefined && request !== undefined && compareQuantity(request, max) > 0)
    return refused({ container: name, by, max, case: 'request', wanted: request });
  const isClamped = max !== undefined && compareQuantity(given, max) > 0;
  if (isClamped && config.defaultMemoryLimit.all === 'fromSize')
    return refused({ container: name, by, max, case: 'size', wanted: given });
  const allowed = isClamped ? max : given;
  const isRaised = request !== undefined && compareQuantity(request, allowed) > 0;
  const from = isAnnotated(config, container) ? 'annotation' : 'config';
  const clamped = { container: name, by, max: allowed, case: 'lowered', wanted: given } as const;
  return {
    limit: isRaised ? request : allowed,
    origin: isRaised
      ? { from: 'raised', container: name, above: allowed }
      : { from, container: name },
    findings: isClamped ? [finding({ code: 'limit-clamped', ...clamped })] : [],
  };
};
