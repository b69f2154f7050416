import * as E from 'fp-ts/lib/Either.js';
import { filterMap, flatMap } from '../data/list.ts';
import type { Fields, Value } from '../data/value.ts';
import { acceleratorsOf } from '../needs/accelerators.ts';
import { compareQuantity, type Quantity } from '../quantity.ts';
import type { Range } from './context.ts';
import type { LimitOrigin } from './derivation.ts';
import { finding, type Finding } from './findings.ts';
import {
  knownMemory,
  limitPath,
  podMemory,
  podTemplateOf,
  readMemory,
  templateOf,
} from './memory.ts';
import { shownName } from './phrases.ts';
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
  /** The container asks for an accelerator: its memory is not that of its neighbours. */
  readonly accelerated: boolean;
}

/** The limits of the containers that count, with what was found on the way. */
export interface Limits {
  /** The path of the PodSpec, for results. */
  readonly place: string;
  readonly each: readonly Limit[];
  readonly findings: readonly Finding[];
}

/** The containers that limits are asked of. */
export interface Counting {
  readonly pod: Fields;
  readonly place: string;
  /** All of the pod's. */
  readonly containers: readonly Container[];
  readonly counting: readonly Container[];
  /** Those that do not count, of which the quantities are checked all the same. */
  readonly others: readonly Container[];
  /** Whether limits may be injected at all. */
  readonly mayInject: boolean;
  /** Whether a container without an image is a part, which something completes. */
  readonly isCompleted: boolean;
}

const broken = ({ pod, place, counting, others }: Counting): readonly Finding[] => {
  const containers = others.length === 0 ? counting : [...counting, ...others];
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
    ...flatMap(containers.filter(isBroken), (container) => {
      const at = `${container.list}[${container.index}].resources`;
      const name = `of container ${shownName(container)}`;
      return [
        ...check(container.limit, `${at}.limits.memory`, `memory limit ${name}`),
        ...check(container.request, `${at}.requests.memory`, `memory request ${name}`),
      ];
    }),
  ];
};

/** Whether a request is above a LimitRange's default: the API server would refuse the pod. */
const outgrows = ({ request }: Container, limit: Quantity): boolean => {
  const known = knownMemory(request);
  return known !== undefined && compareQuantity(known, limit) > 0;
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
    accelerated: limit === undefined && acceleratorsOf(pod, container).length > 0,
  });
  if (container.override !== undefined) return known(undefined, undefined, container.override);
  const own = knownMemory(container.limit);
  if (own !== undefined && (pods === undefined || compareQuantity(own, pods) <= 0))
    return known(own, { from: 'container', container: container.name });
  if (pods !== undefined) return known(pods, { from: 'pod' });
  const template = templateOf(container) ?? podTemplateOf(pod);
  const filled = range.default;
  if (filled === undefined || template !== undefined || outgrows(container, filled))
    return known(undefined, undefined, template);
  return known(filled, { from: 'limit-range', container: container.name });
};

/** A LimitRange would give a container less than it requests: the API server refuses such a pod. */
const conflicts = (
  { default: filled }: Range,
  place: string,
  each: readonly Limit[],
): readonly Finding[] =>
  filled === undefined
    ? []
    : filterMap(each, ({ container, limit, template }) =>
        limit === undefined && template === undefined && outgrows(container, filled)
          ? finding(
              { code: 'limit-range-conflict', container: container.name, limit: filled },
              { field: { path: limitPath(place, container) } },
            )
          : undefined,
      );

/**
 * The limits of the containers that count as far as they are known: their own, else the pod's, else a LimitRange's.
 * @returns the broken quantities, if there are any
 */
export const presentLimits = (range: Range, of: Counting): E.Either<readonly Finding[], Limits> => {
  const errors = broken(of);
  if (errors.length > 0) return E.left(errors);
  const { pod, place, counting } = of;
  const pods = knownMemory(podMemory(pod));
  const each = counting.map((container) => presentLimit(range, pod, pods, container));
  if (each.every(({ limit }) => limit !== undefined)) return E.right({ place, each, findings: [] });
  return E.right({ place, each, findings: conflicts(range, place, each) });
};
