import { isDeepStrictEqual } from 'node:util';
import { createTwoFilesPatch } from 'diff';
import fc from 'fast-check';
import { type Outcome, inject } from '../src/inject.ts';
import { type Case, itemsOf, show } from './arbitrary/case.ts';
import type { Flags } from './arbitrary/flags.ts';
import { read } from './arbitrary/read.ts';
import { withoutResults } from './arbitrary/results.ts';
import type { Value } from './arbitrary/value.ts';
import { isShort, type Spec } from './spec.ts';

const env = process.env;
export { withoutResults } from './arbitrary/results.ts';

/** A tenth of the cases on the short road. LAWS_SEED=random LAWS_CASES=50000 for a long run; LAWS_PATH replays one case of a seed. */
const seed =
  env['LAWS_SEED'] === 'random' ? Date.now() & 0x7fffffff : Number(env['LAWS_SEED'] ?? 20240229);
const CASES = Number(env['LAWS_CASES'] ?? (isShort ? 50 : 1000));
const path = env['LAWS_PATH'];

export interface Said {
  readonly name: string;
  /** How many of the cases the law says something about, at least; guards against laws that are empty. */
  readonly share?: number;
  /** How many times the usual number of cases. */
  readonly times?: number;
}

/** One property test. `holds` throws where the law is broken and tells whether it had anything to say. */
export const law = <A>(
  test: Spec,
  { name, share = 0.1, times = 1 }: Said,
  arbitrary: fc.Arbitrary<A>,
  holds: (found: A) => boolean,
  aloud: (found: A) => string = String,
): void =>
  test(name, () => {
    const numRuns = CASES * times;
    let said = 0;
    const property = fc.property(arbitrary, (found) => {
      if (holds(found)) said++;
    });
    const report = fc.check(property, { seed, numRuns, ...(path === undefined ? {} : { path }) });
    if (report.failed) throw failure(name, report, aloud);
    if (path === undefined && said < numRuns * share)
      throw new Error(`${name}: only ${said} of ${numRuns} cases say anything`);
  });

const failure = <A>(
  name: string,
  report: fc.RunDetails<[A]>,
  aloud: (found: A) => string,
): Error => {
  const [found] = report.counterexample ?? [];
  const thrown = report.errorInstance;
  const message = [
    `${name}\nLAWS_SEED=${report.seed} LAWS_PATH=${report.counterexamplePath ?? ''}`,
    ...(found === undefined ? [] : [aloud(found)]),
    thrown instanceof Error ? thrown.message : String(thrown),
  ].join('\n');
  // The stack is the same for all cases, and uvu would print the message again with it.
  return Object.assign(new Error(message), { stack: 'Error' });
};

/** Says how what came out differs from what was wanted. */
export const same = (found: unknown, wanted: unknown): void => {
  if (isDeepStrictEqual(found, wanted)) return;
  const aloud = (value: unknown) =>
    typeof value === 'string' ? value : JSON.stringify(value, sorted, 1);
  throw new Error(createTwoFilesPatch('wanted', 'came out', aloud(wanted), aloud(found)));
};

const sorted = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** A property over generated cases. */
export const caseLaw = (
  test: Spec,
  said: Said,
  arbitrary: fc.Arbitrary<Case>,
  holds: (found: Case) => boolean,
): void => law(test, said, arbitrary, holds, show);

export const run = (text: string, flags: Flags): Outcome => {
  const outcome = inject(text, { flags });
  if (outcome.exitCode > 1) throw new Error(`exit code ${outcome.exitCode}: ${outcome.stderr}`);
  return outcome;
};

/** The text that comes out, less the results that a ResourceList carries. */
export const textAfter = (text: string, flags: Flags): string =>
  withoutResults(run(text, flags).stdout);

export const items = (text: string): readonly Value[] => itemsOf(read(text));
