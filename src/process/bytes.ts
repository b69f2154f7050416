import * as E from 'fp-ts/lib/Either.js';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const isValid = (bytes: Uint8Array): boolean => {
  try {
    decoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
};

/** The first byte that belongs to no UTF-8 character: found by halving, a character's bytes at the cut set aside. */
const firstInvalid = (bytes: Uint8Array): number => {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    const isGood = [0, 1, 2, 3].some(
      (back) => middle - back > good && isValid(bytes.subarray(good, middle - back)),
    );
    if (!isGood) bad = middle;
    else
      good =
        [0, 1, 2, 3]
          .map((back) => middle - back)
          .find((end) => end > good && isValid(bytes.subarray(good, end))) ?? bad;
    if (bad - good <= 8) break;
  }
  for (let at = good; at < bytes.length;) {
    const size = [1, 2, 3, 4].find(
      (length) => isValid(bytes.subarray(at, at + length)) && at + length <= bytes.length,
    );
    if (size === undefined) return at;
    at += size;
  }
  return good;
};

/**
 * Decodes UTF-8, a byte order mark kept.
 * @param what what messages call the bytes
 * @returns what is wrong, with the byte's offset
 */
export const decode = (bytes: Uint8Array, what = 'the input'): E.Either<string, string> => {
  try {
    return E.right(decoder.decode(bytes));
  } catch {
    return E.left(`${what} is not UTF-8: byte ${firstInvalid(bytes)} belongs to no character`);
  }
};
