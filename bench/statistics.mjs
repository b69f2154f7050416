// Medians of rounds, and whether they tell anything.

/** @typedef {import('./measure.mjs').Figures} Figures */
/** @typedef {import('./measure.mjs').Measured} Measured */
/** @typedef {{ readonly low: number, readonly median: number, readonly high: number }} Spread the quartiles */
/** @typedef {'met' | 'missed' | 'not told'} Verdict */

/** Others may take so much of the machine, and half of the rounds be so far apart, before a run tells nothing. */
const MOST_OTHERS = 0.1;
const MOST_SPREAD = 0.2;

/** @param {readonly number[]} sorted @param {number} part */
const quantile = (sorted, part) => {
  const at = part * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? NaN;
  return low + ((sorted[Math.ceil(at)] ?? NaN) - low) * (at % 1);
};

/** @param {readonly number[]} values @returns {Spread} */
export const spread = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    low: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    high: quantile(sorted, 0.75),
  };
};

/** @param {readonly number[]} values */
export const median = (values) => spread(values).median;

/** The ratios round by round. @param {readonly Figures[]} of @param {readonly Figures[]} to @param {keyof Figures} metric */
export const ratio = (of, to, metric) => {
  const rounds = Math.min(of.length, to.length);
  return spread(
    of.slice(0, rounds).map((each, round) => each[metric] / (to[round]?.[metric] ?? NaN)),
  );
};

/** @param {Spread} found */
export const isCalm = (found) => (found.high - found.low) / found.median <= MOST_SPREAD;

/** @param {number} others */
export const isQuiet = (others) => !(others > MOST_OTHERS);

/**
 * On a busy machine only what most rounds agree on is told, and no miss: its noise is not ours.
 * @param {Spread} found @param {import('./goals.mjs').Goal} goal @param {number} others @returns {Verdict}
 */
export const verdictOf = (found, { atMost = Infinity, atLeast = -Infinity }, others) => {
  /** @param {number} value */
  const isWithin = (value) => value <= atMost && value >= atLeast;
  if (isWithin(found.low) && isWithin(found.high)) return 'met';
  if (!isQuiet(others) || !isCalm(found)) return 'not told';
  return isWithin(found.median) ? 'met' : 'missed';
};
