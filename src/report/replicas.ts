import type { Fields } from '../data/value.ts';
import { isMap } from '../data/value.ts';
import type { Replicas } from './model.ts';
import { rules } from './replica-rules.ts';
import { at, groupOf, namespaceOf, type Site } from './replica-site.ts';
import type { Scalers } from './scalers.ts';

export interface ReplicaContext {
  /** The autoscalers of the input: `scalersOf`. */
  readonly scalers: Scalers;
  /** How many nodes a DaemonSet runs on, where somebody says so. */
  readonly nodes: number | undefined;
}

/**
 * How many pods of one PodSpec run at most, as far as the input tells.
 * @param steps the way from the object to the PodSpec
 */
export const replicasOf = (
  object: Fields,
  steps: readonly (string | number)[],
  context: ReplicaContext,
): Replicas => {
  const site = siteOf(object, steps, context);
  const group = groupOf(site.object['apiVersion']);
  const rule = rules.find(
    (row) => row.group === group && row.kinds.includes(String(site.object['kind'])),
  );
  const { count, atLeast, from } = (rule?.count ?? unlisted)(site);
  return count > Number.MAX_SAFE_INTEGER
    ? { count: Number.MAX_SAFE_INTEGER, atLeast: true, from }
    : { count, atLeast, from };
};

/** An object of its own kind may stand in another: what counts is the innermost. */
const siteOf = (
  object: Fields,
  steps: readonly (string | number)[],
  { scalers, nodes }: ReplicaContext,
): Site => {
  const ends = steps.map((_, index) => index + 1);
  const inner = ends.findLast((end) => isTyped(at(object, steps.slice(0, end))));
  const innermost = inner === undefined ? object : at(object, steps.slice(0, inner));
  const rest = inner === undefined ? steps : steps.slice(inner);
  return {
    object: isMap(innermost) ? innermost : object,
    steps: rest,
    template: rest.at(-1) === 'spec' ? rest.slice(0, -1) : rest,
    parent:
      rest.at(-1) === 'spec' && rest.at(-2) === 'template' ? rest.slice(0, -2) : rest.slice(0, -1),
    namespace: namespaceOf(isMap(innermost) ? innermost : object) ?? namespaceOf(object),
    scalers,
    nodes,
  };
};

/** A kind that nobody listed: `replicas` beside its template, if that is there; there may be more. */
const unlisted = ({ object, parent }: Site): Replicas => {
  const beside = at(object, [...parent, 'replicas']);
  return typeof beside === 'number' && Number.isSafeInteger(beside) && beside >= 0
    ? { count: beside, atLeast: false, from: [...parent, 'replicas'].join('.') }
    : { count: 1, atLeast: true, from: 'unknown' };
};

const isTyped = (value: unknown): boolean =>
  isMap(value) && typeof value['apiVersion'] === 'string' && typeof value['kind'] === 'string';
