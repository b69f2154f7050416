import { formatQuantity, type Quantity } from '../quantity.ts';
import type { BasisFacts, FindingFacts, LimitOrigin, PodFacts, SizingFacts } from './facts.ts';
import type { ReportFinding, ReportPod, Why } from './model.ts';

/** Why a pod has the `/dev/shm` that it has: the arithmetic, and what was found. */
export const whyOf = ({ sizing, findings }: PodFacts): Why => ({
  ...(sizing && { arithmetic: arithmetic(sizing) }),
  findings: findings.map(toFinding),
});

/** `0.5 × 2Gi (limit of db)`, `… = 1Gi, lowered to maxSize 512Mi`, `size 1500M, rounded down to a whole Mi`. */
export const arithmetic = (sizing: SizingFacts): string => {
  const { amount, bounds, size } = sizing;
  const bounded = bounds.map(
    ({ field, quantity }) =>
      `, ${field === 'minSize' ? 'raised' : 'lowered'} to ${field} ${formatQuantity(quantity)}`,
  );
  const last = bounds.at(-1)?.quantity ?? amount;
  return [
    firstAmount(sizing),
    ...(bounds.length > 0 && sizing.by === 'ratio' ? [` = ${amountText(amount)}`] : []),
    ...bounded,
    ...(last.nano === size.nano ? [] : [', rounded down to a whole Mi']),
  ].join('');
};

/** `limit of db`, `memory request of db`. */
export const basisText = ({ container, origin }: BasisFacts): string =>
  origin === 'pod' ? 'limit of the pod' : `${originText[origin]} of ${container}`;

/** Where a limit is from, before `of CONTAINER`. */
export const originText: Readonly<Record<LimitOrigin | 'request', string>> = {
  container: 'limit',
  pod: "pod's limit",
  'limit-range': "LimitRange's default",
  default: 'injected limit',
  annotation: 'annotated limit',
  template: 'unrendered limit',
  none: 'no limit',
  request: 'memory request',
};

/** In one line: the arithmetic, or else what was found worst; a message says what to do. */
export const whyLine = ({ why: { arithmetic: sum, findings }, risk }: ReportPod): string => {
  const told = findings.filter(({ severity }) => severity !== 'info');
  const shown = (told.length > 0 ? told : sum === undefined ? findings : []).slice(0, MOST);
  const more = told.length - shown.length;
  return [
    ...(sum === undefined || risk === 'error' ? [] : [sum]),
    ...shown.map(({ message }) => message),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join('; ');
};

const MOST = 2;

const firstAmount = ({ by, amount, ratio, basis }: SizingFacts): string =>
  by === 'ratio' && basis !== undefined
    ? `${ratio ?? 'ratio'} × ${formatQuantity(basis.quantity)} (${basisText(basis)})`
    : `${by} ${amountText(amount)}`;

/** Tenths of bytes say nothing to people. */
const amountText = (quantity: Quantity): string =>
  formatQuantity(
    quantity.nano % UNIT === 0n ? quantity : { ...quantity, nano: (quantity.nano / UNIT) * UNIT },
  );

const UNIT = 10n ** 9n;

const toFinding = ({ code, severity, message, remedy }: FindingFacts): ReportFinding => ({
  code,
  severity,
  message,
  ...(remedy !== undefined && { remedy }),
});
