import type { Severity } from './codes.ts';

/** So many warnings of one code are shown one by one. */
const MOST = 10;

/** Something with a code: a result, or an issue. */
interface Coded {
  readonly severity: Severity;
  readonly code: string;
}

/** What is shown of findings, and how many of each code are not. */
export interface Folded<A> {
  readonly shown: readonly A[];
  readonly hidden: ReadonlyMap<string, number>;
}

/** The first findings of each code, unless all are asked for; errors are never left out. */
export const fold = <A>(
  all: readonly A[],
  codedOf: (each: A) => Coded,
  isWhole: boolean,
): Folded<A> => {
  if (isWhole) return { shown: all, hidden: new Map() };
  const counts = new Map<string, number>();
  const shown = all.filter((each) => {
    const { severity, code } = codedOf(each);
    if (severity === 'error') return true;
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    return count <= MOST;
  });
  const hidden = [...counts].flatMap(([code, count]) =>
    count > MOST ? [[code, count - MOST] as const] : [],
  );
  return { shown, hidden: new Map(hidden) };
};

/** A line for each code of which some are not shown. */
export const hiddenLines = ({ hidden }: Pick<Folded<unknown>, 'hidden'>): readonly string[] =>
  [...hidden].map(([code, count]) => `inject-shm: ${count} more [${code}]; --verbose shows all\n`);
