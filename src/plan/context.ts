import * as E from 'fp-ts/lib/Either.js';
import { filterMap } from '../data/list.ts';
import type { Fields, Value } from '../data/value.ts';
import { maxQuantity, minQuantity, parseQuantity, type Quantity } from '../quantity.ts';
import { field, maps } from './pod.ts';

/** What the LimitRanges of a namespace say about memory: of several the strictest. */
export interface Range {
  /** The limit that a container without one gets from the API server. */
  readonly default: Quantity | undefined;
  readonly container: Bounds;
  readonly pod: Bounds;
}

/** What the memory of a container, or the sum of a pod's, must keep to. */
export interface Bounds {
  readonly min: Quantity | undefined;
  readonly max: Quantity | undefined;
  /** How many times its request a limit may be. */
  readonly maxRatio: Quantity | undefined;
}

/** A ResourceQuota that counts memory. */
export interface Quota {
  readonly name: string;
  readonly limits: Quantity;
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

/** What holds for a workload besides itself: its neighbours in the input, and where it is planned. */
export interface Context {
  /** `render`: a manifest on its way to a cluster. `admission`: a pod that is being created, whoever owns it. */
  readonly at: 'render' | 'admission';
  /** Whoever applies it leaves out what is marked `config.kubernetes.io/local-config`. */
  readonly honoursLocalConfig: boolean;
  /** It has a directive of a strategic merge patch in it: it is no whole object. */
  readonly isPatch: boolean;
  readonly range: Range;
  readonly quotas: readonly Quota[];
  readonly autoscalers: readonly Autoscaler[];
  /** What the label on its Namespace says. */
  readonly namespaceSays: 'enabled' | 'disabled' | undefined;
}

/** A resource that says something about others, and the folder that it is in; `''` for a stream. */
export interface Neighbour {
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly object: Fields;
  readonly folder: string;
}

/** Where a workload is, for what counts there. */
export interface Whereabouts {
  readonly namespace: string | undefined;
  readonly folder: string;
}

const core = new Set(['LimitRange', 'Namespace', 'ResourceQuota']);

/** Whether a kind says something about others. */
export const isContext = (group: string, kind: string): boolean =>
  (group === '' && core.has(kind)) ||
  (group === 'autoscaling.k8s.io' && kind === 'VerticalPodAutoscaler');

/** The label on a Namespace that has pods injected or leaves them out. */
const INJECT_LABEL = 'inject-shm.dev/inject';

const quantity = (value: Value): Quantity | undefined => {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const parsed = parseQuantity(value);
  return E.isRight(parsed) && parsed.right.nano > 0n ? parsed.right : undefined;
};

const strictest = (
  values: readonly (Quantity | undefined)[],
  of: (a: Quantity, b: Quantity) => Quantity,
): Quantity | undefined =>
  values.reduce((a, b) => (a === undefined || b === undefined ? (a ?? b) : of(a, b)), undefined);

const memory = (limit: Fields, name: string) => quantity(field(field(limit, name), 'memory'));

const boundsOf = (limits: readonly Fields[]): Bounds => {
  const all = (name: string) => limits.map((limit) => memory(limit, name));
  return {
    min: strictest(all('min'), maxQuantity),
    max: strictest(all('max'), minQuantity),
    maxRatio: strictest(all('maxLimitRequestRatio'), minQuantity),
  };
};

const rangeOf = (ranges: readonly Fields[]): Range => {
  const limits = ranges.flatMap((object) => maps(field(field(object, 'spec'), 'limits')));
  const ofType = (type: string) => limits.filter((limit) => field(limit, 'type') === type);
  const containers = ofType('Container');
  return {
    default: strictest(
      containers.map((limit) => memory(limit, 'default') ?? memory(limit, 'max')),
      minQuantity,
    ),
    container: boundsOf(containers),
    pod: boundsOf(ofType('Pod')),
  };
};

const quotaOf = ({ object, name }: Neighbour): Quota | undefined => {
  const hard = field(field(object, 'spec'), 'hard');
  const limits = quantity(field(hard, 'limits.memory'));
  return limits && { name: name ?? '', limits };
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

const labelOf = ({ object }: Neighbour): Context['namespaceSays'] => {
  const label = field(field(field(object, 'metadata'), 'labels'), INJECT_LABEL);
  return label === 'enabled' || label === 'disabled' ? label : undefined;
};

const isBelow = (folder: string, top: string): boolean =>
  top === '' || top === '.' || folder === top || folder.startsWith(`${top}/`);

/**
 * Those of a kind that count for a workload: in its stream, or in its folder and above it. One that is alone in the tree
 * with its namespace counts for all of that namespace.
 */
const counting = (
  neighbours: readonly Neighbour[],
  { namespace, folder }: Whereabouts,
): readonly Neighbour[] => {
  const same = neighbours.filter((each) => each.namespace === namespace);
  const isAlone = namespace !== undefined && new Set(same.map((each) => each.folder)).size === 1;
  return isAlone ? same : same.filter((each) => isBelow(folder, each.folder));
};

const namespaceOf = (
  namespaces: readonly Neighbour[],
  { namespace, folder }: Whereabouts,
): Context['namespaceSays'] => {
  const own = namespaces.map((each) => ({ ...each, namespace: each.name }));
  const [found] =
    namespace === undefined ? [] : filterMap(counting(own, { namespace, folder }), labelOf);
  return found;
};

type Surroundings = Omit<Context, 'at' | 'honoursLocalConfig' | 'isPatch'>;

/** Gathers what the neighbours in an input say, and tells what of it counts for a workload. */
export const surroundingsOf = (
  neighbours: readonly Neighbour[],
): ((where: Whereabouts) => Surroundings) => {
  const of = (kind: string) => neighbours.filter((each) => each.kind === kind);
  const [ranges, quotas, namespaces] = [of('LimitRange'), of('ResourceQuota'), of('Namespace')];
  const autoscalers = filterMap(of('VerticalPodAutoscaler'), autoscalerOf);
  const known = new Map<string, Surroundings>();
  return (where) => {
    const key = JSON.stringify([where.namespace ?? null, where.folder]);
    const found = known.get(key) ?? {
      range: rangeOf(counting(ranges, where).map(({ object }) => object)),
      quotas: filterMap(counting(quotas, where), quotaOf),
      autoscalers,
      namespaceSays: namespaceOf(namespaces, where),
    };
    known.set(key, found);
    return found;
  };
};
