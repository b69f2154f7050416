import * as E from 'fp-ts/lib/Either.js';

/** An exact ratio; `text` is how messages show it (`0.5`). */
export interface Ratio {
  readonly num: bigint;
  readonly den: bigint;
  readonly text: string;
}

/**
 * Reads `0.5` or `50%`, as text or number, in (0, 1].
 * Left: what is allowed, to stand between the field's name and the value.
 */
export const parseRatio = (source: string | number): E.Either<string, Ratio> => {
  const [, whole, fraction = '', percent] =
    /^(?=\.?\d)(\d{0,20})(?:\.(\d{1,20}))?(%?)$/.exec(String(source).trim()) ?? [];
  if (whole === undefined) return E.left('must be in (0, 1], such as 0.5 or 50%');
  const ratio = decimal(
    BigInt(`0${whole}${fraction}`),
    fraction.length + (percent === '%' ? 2 : 0),
  );
  return ratio.num > 0n && ratio.num <= ratio.den ? E.right(ratio) : E.left('must be in (0, 1]');
};

/** digits × 10^-scale, without trailing zeros. */
const decimal = (digits: bigint, places: number): Ratio => {
  if (places > 0 && digits % 10n === 0n) return decimal(digits / 10n, places - 1);
  const padded = String(digits).padStart(places + 1, '0');
  const whole = padded.slice(0, padded.length - places);
  const text = places === 0 ? whole : `${whole}.${padded.slice(padded.length - places)}`;
  return { num: digits, den: 10n ** BigInt(places), text };
};
