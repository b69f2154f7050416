import { type Fields, isEmpty } from '../data/value.ts';
import { compareQuantity, type Quantity } from '../quantity.ts';
import type { Range } from './context.ts';
import type { Facts } from './facts.ts';
import { knownMemory } from './memory.ts';
import { type Container, podField } from './pod.ts';

/** A container with the memory that the API server will see: what it has, or what is injected. */
interface Amounts {
  readonly container: Container;
  readonly limit: Quantity | undefined;
  readonly request: Quantity | undefined;
  readonly isInjected: boolean;
}

const none: Quantity = { nano: 0n, format: 'BinarySI' };

const sum = (all: readonly (Quantity | undefined)[]): Quantity => ({
  ...none,
  nano: all.reduce((total, each) => total + (each?.nano ?? 0n), 0n),
});

/** One, in the 10^-9 units of a Quantity. */
const ONE = 1_000_000_000n;

/** Whether a limit is more times a request than allowed; ratios are Quantities of 10^-9. */
const isAboveRatio = (limit: Quantity, request: Quantity, ratio: Quantity | undefined): boolean =>
  ratio !== undefined && request.nano > 0n && limit.nano * ONE > ratio.nano * request.nano;

type Refusal = Facts['limit-refused'];

const containerRefusal = (
  { container: { name }, limit, request }: Amounts,
  { container: { maxRatio } }: Range,
): Refusal | undefined =>
  limit !== undefined &&
  request !== undefined &&
  maxRatio !== undefined &&
  isAboveRatio(limit, request, maxRatio)
    ? { container: name, reason: 'ratio', by: 'limit-range', bound: maxRatio, wanted: limit }
    : undefined;

const podRefusal = (
  name: string,
  all: readonly Amounts[],
  { pod: { min, max, maxRatio } }: Range,
): Refusal | undefined => {
  const running = all.filter(({ container }) => container.role !== 'init');
  const limits = sum(running.map(({ limit }) => limit));
  const requests = sum(running.map(({ request }) => request));
  const by = 'limit-range' as const;
  if (max !== undefined && compareQuantity(limits, max) > 0)
    return { container: name, reason: 'pod-max', by, bound: max, wanted: limits };
  if (min !== undefined && compareQuantity(requests, min) < 0)
    return { container: name, reason: 'pod-min', by, bound: min, wanted: requests };
  return maxRatio !== undefined && isAboveRatio(limits, requests, maxRatio)
    ? { container: name, reason: 'pod-ratio', by, bound: maxRatio, wanted: limits }
    : undefined;
};

/**
 * Why the API server would refuse a pod with injected memory limits, if it would: an injected limit is the request too
 * where there is none, and both count for LimitRanges and for the pod's own resources.
 */
export const refusalOf = (
  pod: Fields,
  containers: readonly Container[],
  injected: ReadonlyMap<Container, Quantity>,
  range: Range,
): Refusal | undefined => {
  const [first] = injected.keys();
  if (first === undefined) return undefined;
  // The API server fills in pod-level requests from what the containers have, before a limit of ours is seen.
  if (!isEmpty(podField(pod, 'resources'))) return { container: first.name, reason: 'pod-level' };
  const all = containers.map((container): Amounts => {
    const added = injected.get(container);
    const limit = added ?? knownMemory(container.limit) ?? range.default;
    const request = knownMemory(container.request) ?? limit;
    return { container, limit, request, isInjected: added !== undefined };
  });
  const own = all
    .filter(({ isInjected }) => isInjected)
    .map((each) => containerRefusal(each, range))
    .find((each) => each !== undefined);
  return own ?? podRefusal(first.name, all, range);
};
