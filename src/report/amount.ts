import { formatQuantity, type Quantity } from '../quantity.ts';

/**
 * An amount of memory: as a Quantity in canonical form, and in whole bytes (what is finer is rounded up, as the API
 * server does). Bytes that a JSON number cannot hold exactly, above 2^53 - 1, are a string of digits.
 */
export interface Amount {
  readonly quantity: string;
  readonly bytes: number | string;
}

/** An amount now and once the plan is done. */
export interface Change<A = Amount> {
  readonly before: A;
  readonly after: A;
}

export const amountOf = (quantity: Quantity): Amount => {
  const bytes = wholeBytes(quantity);
  return { quantity: formatQuantity(quantity), bytes: isSafe(bytes) ? Number(bytes) : `${bytes}` };
};

export const amountOfBytes = (bytes: bigint): Amount => amountOf(ofBytes(bytes));

export const bytesOf = ({ bytes }: Amount): bigint => BigInt(bytes);

/** Whole bytes, rounded up. */
export const wholeBytes = ({ nano }: Quantity): bigint => {
  const whole = nano / UNIT;
  return nano % UNIT > 0n ? whole + 1n : whole;
};

export const sum = (amounts: readonly bigint[]): bigint =>
  amounts.reduce((total, each) => total + each, 0n);

/**
 * For people: the Quantity itself where it is short (`1536Mi`), else the nearest tenth of a binary unit (`72.5Gi`).
 */
export const shortAmount = (amount: Amount): string =>
  amount.quantity.length <= SHORT && /[1-9a-zA-Z]$|^0$/.test(amount.quantity)
    ? amount.quantity
    : shortBytes(bytesOf(amount));

/** `72.5Gi`: the nearest tenth of the largest binary unit that is not above the amount. */
export const shortBytes = (bytes: bigint): string => {
  const size = bytes < 0n ? -bytes : bytes;
  const power = UNITS.findLastIndex((_, at) => size >= 1024n ** BigInt(at));
  if (power <= 0) return `${bytes}`;
  const unit = 1024n ** BigInt(power);
  const tenths = (size * 10n + unit / 2n) / unit;
  if (tenths === 10240n && power < UNITS.length - 1) return `${sign(bytes)}1${UNITS[power + 1]}`;
  const rest = tenths % 10n === 0n ? '' : `.${tenths % 10n}`;
  return `${sign(bytes)}${tenths / 10n}${rest}${UNITS[power]}`;
};

/** With a sign in front also where it is more: `+8Gi`, `-512Mi`, `0`. */
export const signedBytes = (bytes: bigint): string =>
  bytes > 0n ? `+${shortBytes(bytes)}` : shortBytes(bytes);

const UNIT = 10n ** 9n;
const UNITS = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const SHORT = 6;

const sign = (bytes: bigint): string => (bytes < 0n ? '-' : '');

const isSafe = (bytes: bigint): boolean =>
  bytes <= BigInt(Number.MAX_SAFE_INTEGER) && bytes >= BigInt(Number.MIN_SAFE_INTEGER);

const ofBytes = (bytes: bigint): Quantity => ({ nano: bytes * UNIT, format: 'BinarySI' });
