import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { isMap, isScalar, parseAllDocuments } from 'yaml';
import { type Outcome, inject } from '../src/inject.ts';
import { type Case, itemsOf, show } from './arbitrary/case.ts';
import type { Flags } from './arbitrary/flags.ts';
import { read } from './arbitrary/read.ts';
import type { Value } from './arbitrary/value.ts';
import type { Spec } from './spec.ts';

const env = process.env;
/** LAWS_SEED=random LAWS_CASES=50000 for a long run; LAWS_PATH replays one case of a seed. */
const seed =
  env['LAWS_SEED'] === 'random' ? Date.now() & 0x7fffffff : Number(env['LAWS_SEED'] ?? 20240229);
const numRuns = Number(env['LAWS_CASES'] ?? 1000);
const path = env['LAWS_PATH'];

export interface Said {
  readonly name: string;
  /** How many of the cases the law says something about, at least; guards against laws that are empty. */
  readonly share?: number;
}

/** One property test. `holds` throws where the law is broken and tells whether it had anything to say. */
export const law = <A>(
  test: Spec,
  { name, share = 0.1 }: Said,
  arbitrary: fc.Arbitrary<A>,
  holds: (found: A) => boolean,
  aloud: (found: A) => string = String,
): void =>
  test(name, () => {
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

/** What came out where something else was wanted. */
export const same = (found: unknown, wanted: unknown, what = 'what came out'): void => {
  if (isDeepStrictEqual(found, wanted)) return;
  const aloud = (value: unknown) =>
    typeof value === 'string' ? value : JSON.stringify(value, null, 1);
  throw new Error(`${what}:\n${aloud(found)}\nwanted:\n${aloud(wanted)}`);
};

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

/** A ResourceList as the orchestrator takes it: `results` are not part of what goes on. */
export const withoutResults = (text: string): string => {
  if (!/results["']?\s*:/.test(text)) return text;
  const documents = parseAllDocuments(text, { schema: 'failsafe', logLevel: 'error' });
  const found = [...documents].find((document) => document.get('kind') === 'ResourceList');
  const contents = found?.contents;
  if (!isMap(contents)) return text;
  const index = contents.items.findIndex(({ key }) => isScalar(key) && key.value === 'results');
  const pair = contents.items[index];
  if (pair === undefined) return text;
  const start =
    contents.flow === true ? rangeOf(contents.items[index - 1]?.value)[1] : rangeOf(pair.key)[0];
  const end = rangeOf(pair.value)[1];
  if (contents.flow === true) return text.slice(0, start) + text.slice(end);
  const line = text.lastIndexOf('\n', start) + 1;
  const next = text[end - 1] === '\n' ? end : text.indexOf('\n', end) + 1 || text.length;
  return joined(text.slice(0, line), text.slice(next), text.endsWith('\n'));
};

/** Without the line break that came in front of the results, or an empty line below a comment. */
const joined = (head: string, tail: string, ends: boolean): string => {
  const before = head.replace(/(\n[ \t]*#[^\n]*\n)\r?\n$/, '$1');
  return ends ? before + tail : (before + tail).replace(/\r?\n$/, '');
};

const rangeOf = (node: unknown): readonly [number, number] => {
  const range: unknown =
    typeof node === 'object' && node !== null ? Reflect.get(node, 'range') : undefined;
  const [start, end] = Array.isArray(range) ? range : [];
  return [Number(start ?? 0), Number(end ?? 0)];
};
