import { filterMap } from '../data/list.ts';
import type { Config } from '../config.ts';
import { namedBySizeFrom } from '../config/values.ts';
import {
  compareQuantity,
  floorMi,
  formatQuantity,
  fromMi,
  type Quantity,
  scale,
} from '../quantity.ts';
import type { Basis, Derivation } from './derivation.ts';
import { type Finding, finding } from './findings.ts';
import { isUnknown } from './injected-limits.ts';
import type { Limit, Limits } from './limits.ts';
import { knownMemory } from './memory.ts';
import { missing, type SizedBy } from './missing.ts';
import type { Container } from './pod.ts';

/** What every container's own `/dev/shm` holds, in Mi. */
const DEFAULT_MI = 64n;

/** A size and how it came about. */
export interface Sized {
  readonly outcome: 'sized';
  /** Whole Mi in the API server's canonical form. */
  readonly size: string;
  readonly why: Derivation;
  /** The container whose limit the size comes from. */
  readonly basisOf: string | undefined;
  readonly limits: readonly Limit[];
  readonly findings: readonly Finding[];
}

/** `small`: no more than every container has anyway. `unknown`: nothing to derive a size from. */
export interface Unsized {
  readonly outcome: 'small' | 'unknown';
  readonly findings: readonly Finding[];
}

const requestAsLimit = ({ name, request }: Container): Basis | undefined => {
  const quantity = knownMemory(request);
  return quantity && { quantity, origin: { from: 'request', container: name }, container: name };
};

const limitAsBasis = ({ container, limit, origin }: Limit): Basis | undefined =>
  limit && origin && { quantity: limit, origin, container: container.name };

const pick = (config: Config, known: readonly Basis[]): Basis | undefined => {
  const named = namedBySizeFrom(config.sizeFrom);
  if (named !== undefined) return known.find(({ container }) => container === named);
  const wins = config.sizeFrom === 'max' ? 1 : -1;
  return known.reduce<Basis | undefined>(
    (best, each) =>
      best === undefined || compareQuantity(each.quantity, best.quantity) === wins ? each : best,
    undefined,
  );
};

/** Limits, and memory requests where there are none. */
const withRequests = (limits: readonly Limit[]): readonly Basis[] =>
  filterMap(limits, (each) => limitAsBasis(each) ?? requestAsLimit(each.container));

/** What the size is derived from; nothing where the limits that are known say nothing about the pod. */
const basisOf = (config: Config, limits: readonly Limit[]): Basis | undefined => {
  if (!isUnknown(config, limits)) return pick(config, filterMap(limits, limitAsBasis));
  return config.missingLimit === 'request' ? pick(config, withRequests(limits)) : undefined;
};

/** An amount on its way to a size. */
interface Amount {
  readonly quantity: Quantity;
  readonly why: Omit<Derivation, 'rounded'>;
  readonly findings: readonly Finding[];
}

const raise = ({ minSize }: Config, basis: Basis, amount: Amount): Amount => {
  if (minSize === undefined || compareQuantity(minSize, amount.quantity) <= 0) return amount;
  return compareQuantity(minSize, basis.quantity) >= 0
    ? { ...amount, findings: [finding({ code: 'min-size-ignored', minSize, basis })] }
    : { ...amount, quantity: minSize, why: { ...amount.why, raisedTo: minSize } };
};

const lower = ({ maxSize }: Config, amount: Amount): Amount =>
  maxSize === undefined || compareQuantity(amount.quantity, maxSize) <= 0
    ? amount
    : { ...amount, quantity: maxSize, why: { ...amount.why, loweredTo: maxSize } };

/** In this order: `size`, the ratio of a basis, and for a pod of which nothing is known `fallbackSize`. */
const amountOf = (config: Config, basis: Basis | undefined): Amount | undefined => {
  const { size, fallbackSize, minSize, ratio } = config;
  if (size !== undefined)
    return lower(config, { quantity: size, why: { start: { from: 'size', size } }, findings: [] });
  if (basis !== undefined) {
    const why = { start: { from: 'ratio', ratio, basis } } as const;
    const quantity = scale(basis.quantity, ratio);
    return lower(config, raise(config, basis, { quantity, why, findings: [] }));
  }
  if (fallbackSize === undefined) return undefined;
  const start = { from: 'fallback', size: fallbackSize } as const;
  const isRaised = minSize !== undefined && compareQuantity(minSize, fallbackSize) > 0;
  const why = isRaised ? { start, raisedTo: minSize } : { start };
  return lower(config, { quantity: isRaised ? minSize : fallbackSize, why, findings: [] });
};

const sizedBy = (amount: Amount | undefined): SizedBy => {
  if (amount === undefined) return 'nothing';
  const { start } = amount.why;
  if (start.from !== 'ratio') return start.from === 'size' ? 'size' : 'other';
  return start.basis.origin.from === 'request' ? 'other' : 'limits';
};

/**
 * Derives the size of a pod's `/dev/shm` from the limits of its containers that count: `ratio × basis`, whole Mi.
 * @param floor what is there anyway, in Mi: no more than that is `small`, unless it was asked for
 */
export const sizeOf = (config: Config, limits: Limits, floor = DEFAULT_MI): Sized | Unsized => {
  const basis = basisOf(config, limits.each);
  const amount = amountOf(config, basis);
  const found = [...limits.findings, ...missing(config, limits, sizedBy(amount))];
  const isFailed = found.some(({ severity }) => severity === 'error');
  if (amount === undefined || isFailed) return { outcome: 'unknown', findings: found };
  const mi = floorMi(amount.quantity);
  const findings = [...found, ...amount.findings];
  if (mi <= floor) {
    const why = { ...amount.why, rounded: false };
    return {
      outcome: 'small',
      findings: [...findings, finding({ code: 'below-default', mi, why })],
    };
  }
  const size = fromMi(mi);
  return {
    outcome: 'sized',
    size: formatQuantity(size),
    why: { ...amount.why, rounded: compareQuantity(size, amount.quantity) !== 0 },
    basisOf: basis?.container,
    limits: limits.each,
    findings,
  };
};
