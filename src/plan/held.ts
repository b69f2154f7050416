import { compareQuantity, formatQuantity, parseQuantity } from '../quantity.ts';
import * as E from 'fp-ts/lib/Either.js';
import type { Fields } from '../data/value.ts';
import type { Injection } from './apply.ts';
import { knownMemory } from './memory.ts';
import { containersOf } from './pod.ts';
import { lookUp, type PodRecord } from './record.ts';
import { below, eachContainer } from './written.ts';

/** Injected limits that stay, those raised that a request has outgrown since: the API server would refuse the pod. */
export const heldLimits = (pod: Fields, { limits }: PodRecord): ReadonlyMap<string, string> => {
  const requests = new Map(
    containersOf(pod).map((each) => [each.name, knownMemory(each.request)] as const),
  );
  return new Map(
    Object.entries(limits ?? {}).map(([name, limit]) => {
      const request = requests.get(name);
      const now = parseQuantity(limit);
      const isOutgrown =
        request !== undefined && E.isRight(now) && compareQuantity(request, now.right) > 0;
      return [name, isOutgrown ? formatQuantity(request) : limit];
    }),
  );
};

/** What a pod that is held has of ours, as if it were injected now. */
export const heldInjection = (owned: PodRecord, limits: ReadonlyMap<string, string>): Injection => {
  const { unit, completed = {} } = owned;
  const as = (held: string) => ({ size: held, why: undefined });
  return {
    ...(unit === undefined
      ? {}
      : { volume: { name: unit.volume, adopted: unit.adopted === true, ...as(unit.size) } }),
    mounts: [],
    limits,
    completed: new Map(Object.entries(completed).map(([name, held]) => [name, as(held)])),
  };
};

/** A pod with its injected limits as they are to be. */
export const withLimits = (pod: Fields, limits: ReadonlyMap<string, string>): Fields =>
  eachContainer(pod, containersOf(pod), ({ role, name, value }) => {
    const limit = role === 'container' ? limits.get(name) : undefined;
    if (limit === undefined) return value;
    return below(value, 'resources', (resources) =>
      below(resources, 'limits', (fields) =>
        fields['memory'] === limit ? fields : { ...fields, memory: limit },
      ),
    );
  });

/** The record of a pod that is held, with its limits as they are. */
export const heldRecord = (record: PodRecord, limits: ReadonlyMap<string, string>): PodRecord => ({
  ...record,
  limits: Object.fromEntries(
    Object.keys(record.limits ?? {}).map((name) => [
      name,
      limits.get(name) ?? lookUp(record.limits, name) ?? '',
    ]),
  ),
});
