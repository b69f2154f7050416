import type { Fields } from '../data/value.ts';
import type { Quantity } from '../quantity.ts';
import type { LimitOrigin as Origin } from '../plan/derivation.ts';
import type { Limit } from '../plan/limits.ts';
import { knownMemory, templateOf } from '../plan/memory.ts';
import { type Container, containersOf, isShm } from '../plan/pod.ts';
import type { ContainerFacts, LimitOrigin } from './facts.ts';

/** The containers of a pod, before and after. */
export const containersIn = (
  before: Fields,
  after: Fields,
  limits: readonly Limit[],
): readonly ContainerFacts[] => {
  const present = containersOf(before);
  return containersOf(after).map((container) => {
    const limit = limits.find((each) => isSame(each.container, container));
    const was = present.find((each) => isSame(each, container));
    return {
      name: container.name,
      role: container.role,
      counts: limit !== undefined,
      mounts: container.mounts.some(({ path }) => isShm(path)),
      limit: {
        before: was && limitIn(was, limit),
        after: limitIn(container, limit),
        origin: originIn(container, limit),
      },
    };
  });
};

const isSame = (a: Container, b: Container): boolean => a.list === b.list && a.index === b.index;

/** Its own limit, or the one that the API server gives it. */
const limitIn = (container: Container, limit: Limit | undefined): Quantity | undefined =>
  knownMemory(container.limit) ?? (limit?.origin?.from === 'limit-range' ? limit.limit : undefined);

const originIn = (container: Container, limit: Limit | undefined): LimitOrigin => {
  const from = limit?.origin?.from;
  if (from !== undefined && from !== 'request') return origins[from];
  if (templateOf(container) !== undefined) return 'template';
  return knownMemory(container.limit) === undefined ? 'none' : 'container';
};

/** Where a limit is from, in the report's words. */
export const origins: Readonly<Record<Exclude<Origin['from'], 'request'>, LimitOrigin>> = {
  container: 'container',
  pod: 'pod',
  'limit-range': 'limit-range',
  config: 'default',
  annotation: 'annotation',
  raised: 'default',
};
