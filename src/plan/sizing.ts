import type { Config } from '../config.ts';
import { requestOf, type Limit, type Limits } from './limits.ts';
import { containerNames, type Container } from './pod.ts';
import {
  compareQuantity,
  floorMi,
  formatQuantity,
  fromMi,
  maxQuantity,
  minQuantity,
  scale,
  type Quantity,
} from '../quantity.ts';
import { finding, type Finding, type Severity } from '../result.ts';

/** What every container's own `/dev/shm` holds, in Mi. */
const DEFAULT_MI = 64n;

/** A size and how it came about. */
export interface Sized {
  readonly outcome: 'sized';
  /** Whole Mi in the API server's canonical form. */
  readonly size: string;
  readonly why: string;
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

interface Basis {
  readonly quantity: Quantity;
  readonly origin: string;
  readonly container: string;
}

const requestAsLimit = (container: Container): Basis | undefined => {
  const quantity = requestOf(container);
  return (
    quantity && {
      quantity,
      origin: `memory request of ${containerNames([container.name])}`,
      container: container.name,
    }
  );
};

const limitAsBasis = ({ container, limit, origin }: Limit): Basis | undefined =>
  limit && { quantity: limit, origin, container: container.name };

const pick = (config: Config, known: readonly Basis[]): Basis | undefined => {
  if (config.sizeFrom !== 'max' && config.sizeFrom !== 'min')
    return known.find(({ container }) => container === config.sizeFrom);
  const wins = config.sizeFrom === 'max' ? 1 : -1;
  return known.reduce<Basis | undefined>(
    (best, each) =>
      best === undefined || compareQuantity(each.quantity, best.quantity) === wins ? each : best,
    undefined,
  );
};

const remedy = ({ defaultMemoryLimit }: Config): string =>
  defaultMemoryLimit.all === 'fromSize'
    ? 'set `resources.limits.memory`, or a `size` for `defaultMemoryLimit: fromSize`'
    : 'set `resources.limits.memory`, or `defaultMemoryLimit`';

const missing = (
  config: Config,
  limits: readonly Limit[],
  basis: Basis | undefined,
): readonly Finding[] => {
  const unknown = limits.filter(({ limit }) => limit === undefined);
  const names = unknown.map(({ container }) => container.name);
  const untold = unknown.filter(({ told }) => !told).map(({ container }) => container.name);
  const isPartial = limits.some(({ limit }) => limit !== undefined);
  if (basis === undefined && isPartial) {
    const why = names.includes(config.sizeFrom)
      ? 'has no memory limit'
      : 'is not among the containers that count';
    return [missed(config, `\`sizeFrom\` names container "${config.sizeFrom}", which ${why}`)];
  }
  if (isPartial)
    return untold.length === 0
      ? []
      : [
          finding(
            'no-memory-limit',
            `${containerNames(untold)} mount${untold.length === 1 ? 's' : ''} /dev/shm without a memory limit: ${remedy(config)}`,
          ),
        ];
  if (untold.length === 0 && config.missingLimit === 'warn') return [];
  const effect =
    basis === undefined && config.size === undefined
      ? 'so /dev/shm cannot be sized'
      : 'so nothing bounds what fills it';
  return [
    missed(
      config,
      `no memory limit is known for ${containerNames(names)}, ${effect}: ${remedy(config)}`,
    ),
  ];
};

const missed = (config: Config, message: string): Finding => {
  const severity: Severity = config.missingLimit === 'error' ? 'error' : 'warning';
  return finding('no-memory-limit', message, { severity });
};

const basisOf = (config: Config, limits: readonly Limit[]): Basis | undefined => {
  const known = limits.flatMap((limit) => limitAsBasis(limit) ?? []);
  if (known.length > 0 || config.missingLimit !== 'request') return pick(config, known);
  return pick(
    config,
    limits.flatMap(({ container }) => requestAsLimit(container) ?? []),
  );
};

interface Amount {
  readonly quantity: Quantity;
  readonly why: string;
  readonly findings: readonly Finding[];
}

const raise = ({ minSize }: Config, basis: Basis, amount: Amount): Amount => {
  if (minSize === undefined || compareQuantity(minSize, amount.quantity) <= 0) return amount;
  if (compareQuantity(minSize, basis.quantity) >= 0) {
    const message = `\`minSize\` of ${formatQuantity(minSize)} is not used: it is not below ${formatQuantity(basis.quantity)} (${basis.origin})`;
    return { ...amount, findings: [finding('min-size-ignored', message)] };
  }
  return {
    ...amount,
    quantity: maxQuantity(minSize, amount.quantity),
    why: `\`minSize\`, more than ${amount.why}`,
  };
};

const lower = ({ maxSize }: Config, amount: Amount): Amount =>
  maxSize === undefined || compareQuantity(amount.quantity, maxSize) <= 0
    ? amount
    : {
        ...amount,
        quantity: minQuantity(maxSize, amount.quantity),
        why: `\`maxSize\`, less than ${amount.why}`,
      };

const amountOf = (config: Config, basis: Basis | undefined): Amount | undefined => {
  if (config.size !== undefined)
    return lower(config, { quantity: config.size, why: '`size`', findings: [] });
  if (basis === undefined) return undefined;
  const why = `${config.ratio.text} × ${formatQuantity(basis.quantity)} (${basis.origin})`;
  return lower(
    config,
    raise(config, basis, { quantity: scale(basis.quantity, config.ratio), why, findings: [] }),
  );
};

/** Derives the size of a pod's `/dev/shm` from the limits of its containers that count: `ratio × basis`, whole Mi. */
export const sizeOf = (config: Config, { each, findings }: Limits): Sized | Unsized => {
  const basis = basisOf(config, each);
  const isKnown = each.some(({ limit }) => limit !== undefined);
  const isSilent =
    config.missingLimit === 'ignore' || (config.missingLimit === 'request' && basis !== undefined);
  const isTold = isKnown || !isSilent;
  const found = [...findings, ...(isTold ? missing(config, each, basis) : [])];
  const amount = found.some(({ severity }) => severity === 'error')
    ? undefined
    : amountOf(config, basis);
  if (amount === undefined) return { outcome: 'unknown', findings: found };
  const all = [...found, ...amount.findings];
  const mi = floorMi(amount.quantity);
  if (mi > DEFAULT_MI)
    return {
      outcome: 'sized',
      size: formatQuantity(fromMi(mi)),
      why: amount.why,
      basisOf: basis?.container,
      limits: each,
      findings: all,
    };
  const message = `no /dev/shm is injected: ${mi}Mi (${amount.why}) is no more than the 64Mi that every container has`;
  return { outcome: 'small', findings: [...all, finding('below-default', message)] };
};
