import * as E from 'fp-ts/lib/Either.js';
import { meanings } from './quantity/slips.ts';
import type { Ratio } from './quantity/ratio.ts';

export { parseRatio, type Ratio } from './quantity/ratio.ts';

/** A Kubernetes `resource.Quantity`, exact. */
export interface Quantity {
  /** The amount in 10^-9 units (of bytes, for memory); what is finer was rounded away from zero. */
  readonly nano: bigint;
  readonly format: 'BinarySI' | 'DecimalSI' | 'DecimalExponent';
}

/**
 * Reads what the API server reads: `512Mi`, `1.5Gi`, `129e6`, `1k`, `400m`.
 * Left: a sentence with the source in it and, for the usual slips, with what was probably meant.
 */
export const parseQuantity = (source: string | number): E.Either<string, Quantity> => {
  const text = String(source).trim();
  const quantity = text.length <= LONGEST ? read(text) : undefined;
  return quantity === undefined ? E.left(notAQuantity(text)) : E.right(quantity);
};

/** The canonical form, which the API server gives back unchanged: `1024Mi` is `1Gi`, `1.5Gi` is `1536Mi`. */
export const formatQuantity = ({ nano, format }: Quantity): string => {
  if (nano === 0n) return '0';
  if (format === 'BinarySI' && nano % UNIT === 0n && magnitude(nano) >= 1024n * UNIT) {
    const [amount, power] = strip(nano / UNIT, 1024n, BINARY.length - 1);
    return `${amount}${BINARY[power]}`;
  }
  const [amount, power] = strip(
    nano,
    1000n,
    format === 'DecimalExponent' ? 100 : DECIMAL.length - 1,
  );
  if (format !== 'DecimalExponent') return `${amount}${DECIMAL[power]}`;
  return power === 3 ? `${amount}` : `${amount}e${power * 3 - 9}`;
};

export const compareQuantity = (a: Quantity, b: Quantity): -1 | 0 | 1 =>
  a.nano < b.nano ? -1 : a.nano > b.nano ? 1 : 0;

export const minQuantity = (a: Quantity, b: Quantity): Quantity => (b.nano < a.nano ? b : a);

export const maxQuantity = (a: Quantity, b: Quantity): Quantity => (b.nano > a.nano ? b : a);

/** `q × ratio`, rounded down to 10^-9. */
export const scale = (q: Quantity, ratio: Ratio): Quantity => ({
  ...q,
  nano: floorDiv(q.nano * ratio.num, ratio.den),
});

/** `q ÷ ratio`, rounded up to 10^-9. */
export const unscale = (q: Quantity, ratio: Ratio): Quantity => ({
  ...q,
  nano: ceilDiv(q.nano * ratio.den, ratio.num),
});

/** Whole Mi, rounded down. */
export const floorMi = (q: Quantity): bigint => floorDiv(q.nano, MI);

/** Whole Mi, rounded up. */
export const ceilMi = (q: Quantity): bigint => ceilDiv(q.nano, MI);

/** That many Mi, or the most that the API server keeps of a binary Quantity. */
export const fromMi = (mi: bigint): Quantity => ({
  nano: (mi < MOST_MI ? mi : MOST_MI) * MI,
  format: 'BinarySI',
});

const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
/** The suffix at index i stands for 1000^i nano. */
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const UNIT = 10n ** 9n;
const MI = UNIT * 2n ** 20n;
const MOST = UNIT * (2n ** 63n - 1n);
const MOST_MI = MOST / MI;
/** Bounds what BigInt has to do for a hostile text. */
const LONGEST = 100;
const LARGEST_EXPONENT = 99;

type Unit = { readonly format: Quantity['format']; readonly mul: bigint; readonly div: bigint };

const unitOf = (suffix: string): Unit | undefined => {
  const decimalPower = DECIMAL.indexOf(suffix);
  if (decimalPower >= 0)
    return { format: 'DecimalSI', mul: 1000n ** BigInt(decimalPower), div: 1n };
  const binaryPower = BINARY.indexOf(suffix);
  if (binaryPower > 0)
    return { format: 'BinarySI', mul: UNIT << BigInt(10 * binaryPower), div: 1n };
  const exponent = Number(/^[eE]([+-]?\d+)$/.exec(suffix)?.[1]);
  // NaN fails the comparison too.
  if (!(Math.abs(exponent) <= LARGEST_EXPONENT)) return undefined;
  const power = 10n ** BigInt(Math.abs(exponent));
  return exponent < 0
    ? { format: 'DecimalExponent', mul: UNIT, div: power }
    : { format: 'DecimalExponent', mul: UNIT * power, div: 1n };
};

const read = (text: string): Quantity | undefined => {
  const [, sign, whole = '', fraction = '', suffix = ''] =
    /^([+-]?)(\d*)\.?(\d*)(.*)$/s.exec(text) ?? [];
  const unit = unitOf(suffix);
  if (unit === undefined || whole + fraction === '') return undefined;
  const amount = ceilDiv(
    BigInt(whole + fraction) * unit.mul,
    unit.div * 10n ** BigInt(fraction.length),
  );
  const capped = unit.format === 'BinarySI' && amount > MOST ? MOST : amount;
  const format = unit.format === 'BinarySI' && amount < UNIT ? 'DecimalSI' : unit.format;
  return { nano: sign === '-' ? -capped : capped, format };
};

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

const floorDiv = (a: bigint, b: bigint): bigint => (a % b < 0n ? a / b - 1n : a / b);

const ceilDiv = (a: bigint, b: bigint): bigint => (a % b > 0n ? a / b + 1n : a / b);

/** Divides by `base` while that is exact, at most `most` times. */
const strip = (value: bigint, base: bigint, most: number, power = 0): readonly [bigint, number] =>
  power < most && value % base === 0n ? strip(value / base, base, most, power + 1) : [value, power];

const notAQuantity = (text: string): string => {
  if (text.length > LONGEST)
    return `${JSON.stringify(`${text.slice(0, LONGEST)}…`)} is not a Quantity`;
  const meant = meanings(text)
    .filter((guess) => read(guess) !== undefined)
    .map((guess) => `"${guess}"`);
  return meant.length === 0
    ? `${JSON.stringify(text)} is not a Quantity such as "512Mi" or "2Gi"`
    : `${JSON.stringify(text)} is not a Quantity (did you mean ${meant.join(' or ')}?)`;
};
