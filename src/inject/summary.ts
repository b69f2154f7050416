import { flatMap } from '../data/list.ts';
import type { Fields } from '../data/value.ts';
import type { Config } from '../config.ts';
import * as E from 'fp-ts/lib/Either.js';
import { textOf, type Item } from './item.ts';
import type { Told } from './places.ts';
import { finding, judge, toResult, type Finding } from '../result.ts';
import type { Revision } from './revise.ts';
import { containersPath } from './uncovered.ts';
import { aboutOf, groupOf, resourcesOf, rowFor, type Resource } from './workload.ts';

type Effect = NonNullable<Revision['live']>;

const effects: Readonly<Record<Effect, (count: number) => string>> = {
  rolls: (count) => `${count} will roll ${count === 1 ? 'its' : 'their'} pods`,
  next: (count) => `${count} ${count === 1 ? 'gets' : 'get'} it in new pods only`,
  recreated: (count) => `${count} will be created anew`,
  immutable: (count) =>
    `${count} cannot be changed where ${count === 1 ? 'it exists' : 'they exist'}`,
  unknown: (count) => `${count} as ${count === 1 ? 'its' : 'their'} controller does`,
  'second-cluster': (count) => `${count} will start a second cluster beside the first`,
};

const order: readonly Effect[] = [
  'rolls',
  'next',
  'recreated',
  'immutable',
  'second-cluster',
  'unknown',
];

/** How many workloads changed and what that does in a cluster. */
export const summarise = (
  { mode }: Config,
  revisions: readonly Pick<Revision, 'changes' | 'live'>[],
): readonly Finding[] => {
  const changed = revisions.filter(({ changes }) => changes);
  if (changed.length === 0) return [];
  const counts = order.map(
    (live) => [live, changed.filter((each) => each.live === live).length] as const,
  );
  const parts = counts
    .filter(([, count]) => count > 0)
    .map(([live, count]) => effects[live](count));
  const verb = mode === 'check' ? 'would change' : 'changed';
  const what = `${verb} ${changed.length} workload${changed.length === 1 ? '' : 's'}`;
  return [finding('summary', parts.length === 0 ? what : `${what}: ${parts.join(', ')}`)];
};

/** Kinds with containers that are merged into others, or that a controller writes. */
const unsuited = new Set([
  '',
  'ConfigMap',
  'CustomResourceDefinition',
  'ClusterPolicy',
  'Policy',
  'SidecarSet',
  'StrimziPodSet',
  'Revision',
]);

/** What there is to say of a kind outside the table that seems to hold a PodSpec. */
export const uncoveredKind = (
  { apiVersion, kind }: Pick<Item, 'apiVersion' | 'kind'>,
  object: Fields,
): Finding | undefined => {
  const path = unsuited.has(kind) ? undefined : containersPath(object);
  return path === undefined
    ? undefined
    : finding(
        'uncovered-kind',
        `kind ${kind} seems to hold a PodSpec and is left alone; to cover it: podSpecs: [{apiGroup: "${groupOf(apiVersion)}", kind: ${kind}, path: "${path}"}]`,
      );
};

/** Kinds outside the table that seem to hold a PodSpec, once each, with the line that would cover them. */
export const uncovered = (config: Config, items: readonly Item[]): readonly Told[] => {
  const seen = new Set<string>();
  return flatMap(items, (item): readonly Told[] => {
    const group = groupOf(item.apiVersion);
    const kind = `${group}/${item.kind}`;
    if (seen.has(kind) || rowFor(config, item) !== undefined || !mayHold(item)) return [];
    const [resource] = E.getOrElse((): readonly Resource[] => [])(resourcesOf([item]));
    const found = resource && uncoveredKind(item, resource.object);
    if (resource === undefined || found === undefined) return [];
    seen.add(kind);
    const about = aboutOf(resource);
    return judge([found], config.severity).map((each) => ({
      result: toResult(each, about),
      item,
    }));
  });
};

const mayHold = (item: Item): boolean =>
  !unsuited.has(item.kind) && textOf(item).includes('containers');
