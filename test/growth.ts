/** Milliseconds of computing below which a time says nothing. */
const SHORTEST = 3;

/** How long this process computes, in milliseconds: waiting for a busy machine adds nothing to it. */
const timeOf = (work: () => void): number => {
  const start = process.cpuUsage();
  work();
  return process.cpuUsage(start).user / 1000;
};

/** The best of some runs: what else happens in between only ever adds to a time. */
const bestOf = (runs: number, work: () => void): number =>
  Math.min(...Array.from({ length: runs }, () => timeOf(work)));

/**
 * Does eight times the input take eight times the time? Twenty-four are allowed, because a busy machine has slower
 * caches; what is quadratic takes sixty-four.
 */
export const isInLine = (size: number, work: (size: number) => void): boolean => {
  work(size); // compiled before it is measured
  const small = Math.max(
    bestOf(3, () => work(size)),
    SHORTEST,
  );
  const growth = () => timeOf(() => work(size * 8)) / small;
  return growth() <= 24 || growth() <= 24;
};
