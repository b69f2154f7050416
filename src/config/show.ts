const longest = 60;

/** A value as a message shows it: text in double quotes, on one line, not too long. */
export const show = (value: unknown): string => {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(clip(value));
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : 'a map';
};

/** Whether the words differ in case, hyphens and the like at most. */
export const isSpelling = (word: string, other: string): boolean => plain(word) === plain(other);

/**
 * The candidate that was probably meant: the same but for its spelling or a letter or two, else the only one that is
 * longer or shorter (`warning` for `warn`, `size` for `sizeLimit`).
 */
export const closest = (word: string, candidates: readonly string[]): string | undefined => {
  const [near] = candidates
    .map((candidate) => ({ candidate, steps: distance(plain(word), plain(candidate), 2) }))
    .filter(({ candidate, steps }) => steps <= Math.floor(candidate.length / 3))
    .sort((a, b) => a.steps - b.steps);
  const [only, ...others] = candidates.filter((candidate) =>
    isLonger(plain(word), plain(candidate)),
  );
  return near?.candidate ?? (others.length === 0 ? only : undefined);
};

const isLonger = (a: string, b: string): boolean =>
  Math.min(a.length, b.length) >= 3 && (a.startsWith(b) || b.startsWith(a));

/** ` (did you mean "x"?)`, or nothing. */
export const didYouMean = (meant: string | undefined): string =>
  meant === undefined ? '' : ` (did you mean "${meant}"?)`;

/** The beginning of a long text. */
export const clip = (text: string): string =>
  text.length > longest ? `${text.slice(0, longest)}…` : text;

const plain = (word: string): string =>
  word
    .slice(0, longest)
    .toLowerCase()
    .replaceAll(/[-_.\s]/g, '');

/** How many insertions, deletions, replacements and swaps of neighbours make one word the other; infinite above `most`. */
const distance = (a: string, b: string, most: number): number => {
  if (a === b) return 0;
  if (most === 0 || Math.abs(a.length - b.length) > most) return Infinity;
  if (a[0] === b[0]) return distance(a.slice(1), b.slice(1), most);
  const isSwap = a[0] === b[1] && a[1] === b[0];
  const rests = [
    [a.slice(1), b],
    [a, b.slice(1)],
    isSwap ? [a.slice(2), b.slice(2)] : [a.slice(1), b.slice(1)],
  ];
  return 1 + Math.min(...rests.map(([left = '', right = '']) => distance(left, right, most - 1)));
};
