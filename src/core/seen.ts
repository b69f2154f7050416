import type { Config } from '../config.ts';
import { type KindRow, podsOf } from '../kinds.ts';
import { containersOf } from '../plan/pod.ts';
import { isAsked } from '../select.ts';
import type { Resource } from './resource.ts';

/** What workloads that a run met are called, selected or not. */
export interface Seen {
  readonly names: readonly string[];
  readonly namespaces: readonly string[];
  readonly containers: readonly string[];
}

/** What a workload is called, where it is, and what its containers are called. */
export const seenIn = (
  config: Config,
  { object, name, namespace }: Resource,
  row: KindRow | undefined,
): Seen => ({
  names: name === undefined ? [] : [name],
  namespaces: namespace === undefined ? [] : [namespace],
  containers: podsOf(object, row ?? { paths: [] }, isAsked(config)).flatMap(({ pod }) =>
    containersOf(pod).map((container) => container.name),
  ),
});

/** What several have together, each name once. */
export const seenTogether = (all: readonly Seen[]): Seen => {
  const distinct = (of: keyof Seen) => [...new Set(all.flatMap((each) => each[of]))];
  return {
    names: distinct('names'),
    namespaces: distinct('namespaces'),
    containers: distinct('containers'),
  };
};
