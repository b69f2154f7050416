import * as E from 'fp-ts/lib/Either.js';
import type { Config } from '../config.ts';
import { compareQuantity, type Quantity } from '../quantity.ts';
import { finding, type Finding, type LimitOrigin } from './findings.ts';
import { shownName } from './messages.ts';
import type { Fields, Value } from '../data/value.ts';
import type { Range } from './context.ts';
import { defaultLimit, isGuarded } from './default-limit.ts';
import {
  knownMemory,
  limitPath,
  podMemory,
  podTemplateOf,
  readMemory,
  templateOf,
} from './memory.ts';
import type { Container } from './pod.ts';

/** The memory limit of a container that counts, as far as it is known. */
export interface Limit {
  readonly container: Container;
  readonly limit: Quantity | undefined;
  /** Who says so. */
  readonly origin: LimitOrigin | undefined;
  /** The limit has to be written, because it is a default. */
  readonly injected: boolean;
  /** The template that stands where the limit is or would be: its renderer will say what it is. */
  readonly template: Value;
}

/** The limits of the containers that count, with what was found on the way. */
export interface Limits {
  /** The path of the PodSpec, for results. */
  readonly place: string;
  readonly each: readonly Limit[];
  readonly findings: readonly Finding[];
}

const broken = (
  pod: Fields,
  place: string,
  containers: readonly Container[],
): readonly Finding[] => {
  const isBroken = ({ limit, request }: Container) =>
    E.isLeft(readMemory(limit)) || E.isLeft(readMemory(request));
  const check = (value: Value, path: string, whose: string): readonly Finding[] => {
    const read = readMemory(value);
    const field = { path: `${place}.${path}`, currentValue: value };
    return E.isRight(read)
      ? []
      : [finding({ code: 'invalid-quantity', whose, why: read.left }, { field })];
  };
  return [
    ...check(podMemory(pod), 'resources.limits.memory', 'memory limit of the pod'),
    ...containers.filter(isBroken).flatMap((container) => {
      const at = `${container.list}[${container.index}].resources`;
      const name = `of container ${shownName(container)}`;
      return [
        ...check(container.limit, `${at}.limits.memory`, `memory limit ${name}`),
        ...check(container.request, `${at}.requests.memory`, `memory request ${name}`),
      ];
    }),
  ];
};

/** The limit that is known without injecting one: the container's, the pod's, or what a LimitRange will fill in. */
const presentLimit = (
  range: Range,
  pod: Fields,
  pods: Quantity | undefined,
  container: Container,
): Limit => {
  const known = (
    limit: Quantity | undefined,
    origin: LimitOrigin | undefined,
    template?: Value,
  ): Limit => ({
    container,
    limit,
    origin,
    injected: false,
    template,
  });
  const own = knownMemory(container.limit);
  if (own !== undefined && (pods === undefined || compareQuantity(own, pods) <= 0))
    return known(own, { from: 'container', container: container.name });
  if (pods !== undefined) return known(pods, { from: 'pod' });
  const template = templateOf(container) ?? podTemplateOf(pod);
  if (range.default === undefined || template !== undefined)
    return known(undefined, undefined, template);
  return known(range.default, { from: 'limit-range', container: container.name });
};

const guarded = (place: string, container: Container): Finding =>
  finding(
    { code: 'accelerator-limit', container: container.name },
    { field: { path: limitPath(place, container) } },
  );

/** The defaults for containers without a limit; none where one of them asks for an accelerator and is not named. */
const withDefaults = (
  config: Config,
  range: Range,
  place: string,
  present: readonly Limit[],
): Limits => {
  const missing = present.filter(
    ({ limit, template }) => limit === undefined && template === undefined,
  );
  if (missing.length === 0) return { place, each: present, findings: [] };
  const counting = present.map(({ container }) => container);
  const chosen = new Map(
    missing.map(
      ({ container }) => [container, defaultLimit(config, range, container, counting)] as const,
    ),
  );
  const kept = missing
    .map(({ container }) => container)
    .filter((each) => chosen.get(each) !== undefined && isGuarded(config, each));
  if (kept.length > 0)
    return { place, each: present, findings: kept.map((each) => guarded(place, each)) };
  return {
    place,
    each: present.map((each) => {
      const given = chosen.get(each.container);
      return given?.limit === undefined
        ? each
        : { ...each, limit: given.limit, origin: given.origin, injected: true };
    }),
    findings: [...chosen.values()].flatMap((given) => given?.findings ?? []),
  };
};

/**
 * The limits of the containers that count: their own, else the pod's, else a LimitRange's, else the default.
 * @param others containers that do not count, of which the quantities are checked all the same
 * @returns the broken quantities, if there are any
 */
export const limitsOf = (
  config: Config,
  range: Range,
  place: string,
  pod: Fields,
  counting: readonly Container[],
  others: readonly Container[] = [],
): E.Either<readonly Finding[], Limits> => {
  const errors = broken(pod, place, [...counting, ...others]);
  if (errors.length > 0) return E.left(errors);
  const pods = knownMemory(podMemory(pod));
  const present = counting.map((container) => presentLimit(range, pod, pods, container));
  return E.right(withDefaults(config, range, place, present));
};
