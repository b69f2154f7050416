/** The best of some runs: what else the machine does only ever adds to a time. */
const bestOf = (runs: number, work: () => void): number =>
  Math.min(
    ...Array.from({ length: runs }, () => {
      const start = performance.now();
      work();
      return performance.now() - start;
    }),
  );

/** Milliseconds below which a time says nothing. */
const SHORTEST = 3;

/**
 * Does eight times the input take eight times the time? Twenty-four are allowed, as the times are those of a machine
 * that does other things as well; what is quadratic takes sixty-four.
 */
export const isInLine = (size: number, work: (size: number) => void): boolean => {
  work(size); // compiled before it is measured
  const small = Math.max(
    bestOf(5, () => work(size)),
    SHORTEST,
  );
  const growth = () => bestOf(2, () => work(size * 8)) / small;
  return growth() <= 24 || growth() <= 24;
};
