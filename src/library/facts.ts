import type { Fact, Finding } from '../plan/findings.ts';
import { formatQuantity, type Quantity, type Ratio } from '../quantity.ts';

/**
 * Facts as plain data, which is JSON: an amount of memory is a canonical Quantity (`8Gi`), a ratio a decimal (`0.5`), and
 * a count of Mi a number.
 */
export type Plain<A> = A extends Quantity | Ratio
  ? string
  : A extends bigint
    ? number
    : A extends object
      ? { readonly [K in keyof A]: Plain<A[K]> }
      : A;

/** What is known of each code, told apart by `code`: `injected` has a `size`, and `why` it is that. */
export type Facts = Plain<Fact> & {
  /** Which of several pods of an object it is about: the place of its PodSpec. */
  readonly pod?: string;
};

const isQuantity = (value: object): value is Quantity =>
  'nano' in value && typeof value.nano === 'bigint';

const isRatio = (value: object): value is Ratio =>
  'den' in value && typeof value.den === 'bigint' && 'text' in value;

const plain = (value: unknown): unknown => {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (isQuantity(value)) return formatQuantity(value);
  if (isRatio(value)) return value.text;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
};

/** The facts of a finding; its severity and its field stand in the result. */
export const factsOf = (finding: Finding): Facts => {
  const { severity: _severity, field: _field, ...fact } = finding;
  return plain(fact) as Facts;
};
