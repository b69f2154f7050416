import * as E from 'fp-ts/lib/Either.js';
import { field, maps } from './pod.ts';
import { minQuantity, parseQuantity, type Quantity } from '../quantity.ts';
import type { Fields, Value } from '../data/value.ts';

/** What the LimitRanges of a namespace say about memory limits. */
export interface Range {
  /** The limit that a container without one gets from the API server. */
  readonly default: Quantity | undefined;
  /** The highest limit that a container may have. */
  readonly max: Quantity | undefined;
}

/** A VerticalPodAutoscaler that moves limits together with requests. */
export interface Autoscaler {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly kind: string;
  readonly target: string;
  /** Whether it moves the memory limit of a container. */
  readonly moves: (container: string) => boolean;
}

/** What other resources of the same input say about a workload. */
export interface Context {
  readonly rangeOf: (namespace: string | undefined) => Range;
  readonly autoscalers: readonly Autoscaler[];
}

/** A resource that the context is taken from. */
export interface Neighbour {
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly object: Fields;
}

/** Whether a kind says something about others. */
export const isContext = (group: string, kind: string): boolean =>
  (group === '' && kind === 'LimitRange') ||
  (group === 'autoscaling.k8s.io' && kind === 'VerticalPodAutoscaler');

const quantity = (value: Value): Quantity | undefined => {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const parsed = parseQuantity(value);
  return E.isRight(parsed) && parsed.right.nano > 0n ? parsed.right : undefined;
};

const smallest = (values: readonly (Quantity | undefined)[]): Quantity | undefined =>
  values.reduce(
    (a, b) => (a === undefined || b === undefined ? (a ?? b) : minQuantity(a, b)),
    undefined,
  );

const rangeOf = (ranges: readonly Fields[]): Range => {
  const limits = ranges.flatMap((object) => maps(field(field(object, 'spec'), 'limits')));
  const memory = (limit: Fields, name: string) => quantity(field(field(limit, name), 'memory'));
  const containers = limits.filter((limit) => field(limit, 'type') === 'Container');
  const pods = limits.filter((limit) => field(limit, 'type') === 'Pod');
  return {
    default: smallest(containers.map((limit) => memory(limit, 'default') ?? memory(limit, 'max'))),
    max: smallest([...containers, ...pods].map((limit) => memory(limit, 'max'))),
  };
};

const movesLimit = (policy: Fields | undefined): boolean => {
  const resources = field(policy, 'controlledResources');
  const isKept =
    field(policy, 'controlledValues') === 'RequestsOnly' || field(policy, 'mode') === 'Off';
  return !isKept && (!Array.isArray(resources) || resources.includes('memory'));
};

const autoscalerOf = ({ object, name, namespace }: Neighbour): Autoscaler | undefined => {
  const spec = field(object, 'spec');
  const target = field(spec, 'targetRef');
  const policies = maps(field(field(spec, 'resourcePolicy'), 'containerPolicies'));
  const policyOf = (container: string) =>
    policies.find((policy) => field(policy, 'containerName') === container) ??
    policies.find((policy) => field(policy, 'containerName') === '*');
  if (field(field(spec, 'updatePolicy'), 'updateMode') === 'Off') return undefined;
  return {
    name: name ?? '',
    namespace,
    kind: String(field(target, 'kind') ?? ''),
    target: String(field(target, 'name') ?? ''),
    moves: (container) => movesLimit(policyOf(container)),
  };
};

/** Gathers what the LimitRanges and VerticalPodAutoscalers of an input say. */
export const contextOf = (neighbours: readonly Neighbour[]): Context => {
  const ranges = neighbours.filter(({ kind }) => kind === 'LimitRange');
  const known = new Map<string | undefined, Range>();
  return {
    rangeOf: (namespace) => {
      const found =
        known.get(namespace) ??
        rangeOf(ranges.filter((each) => each.namespace === namespace).map(({ object }) => object));
      known.set(namespace, found);
      return found;
    },
    autoscalers: neighbours
      .filter(({ kind }) => kind === 'VerticalPodAutoscaler')
      .flatMap((each) => autoscalerOf(each) ?? []),
  };
};
