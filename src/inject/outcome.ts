import * as E from 'fp-ts/lib/Either.js';
import { type Seen, seenTogether } from '../core/seen.ts';
import type { Finding } from '../plan/findings.ts';
import { toResult, type Result } from '../result.ts';
import type { TextEdit } from '../yaml/node.ts';
import { fold, hiddenLines } from '../result/fold.ts';
import { printable, toLine } from '../result/line.ts';
import { isKustomize, type Options } from './configure.ts';
import { placesOf, type Place, type Told } from './places.ts';
import type { Input, Refused } from './input.ts';
import { locator } from './locate.ts';
import { write, type Written } from './write.ts';

/** What a run gives: exit 0 done, 1 error results, 2 unusable input, 3 broken config. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly results: readonly Result[];
  readonly exitCode: 0 | 1 | 2 | 3;
}

/** How many workloads were looked at, and how many of them change. */
export interface WorkloadCounts {
  readonly workloads: number;
  readonly changed: number;
}

const noWorkloads: WorkloadCounts = { workloads: 0, changed: 0 };
const nobody: Seen = seenTogether([]);

/** What a run over several texts gives. */
export interface FilesOutcome extends Omit<Outcome, 'stdout'> {
  /** The texts as they are to be, in the order given; none at all where nothing is to be written. */
  readonly texts: readonly string[];
  /** The edits that made each text what it is, in its order; offsets are those of the text as given. */
  readonly edits: readonly (readonly TextEdit[])[];
  readonly counts: WorkloadCounts;
  /** What all that was met is called; nothing unless `keepsNames`. */
  readonly seen: Seen;
  /** The texts that cannot be read. */
  readonly refused: readonly Refused[];
  /** Where a result's field stands in its file, or the nearest that is there. */
  readonly placeOf: (result: Result) => Place | undefined;
}

const nowhere = (): undefined => undefined;
const nothing: Written = { texts: [], edits: [] };

/** What many objects share is one line for all of them. */
const together: ReadonlySet<string> = new Set(['immutable-template']);

const shared = (results: readonly Result[], first: Result): string => {
  const more = results.filter(({ tags }) => tags.code === first.tags.code).length - 1;
  const others = `; the same holds for ${more} more`;
  return more === 0 ? first.message : first.message + others;
};

/** Results, those that many objects share once. */
const sharing = (results: readonly Result[]): readonly Result[] => {
  const told = new Set<string>();
  return results.flatMap((result) => {
    const { code } = result.tags;
    if (!together.has(code)) return [result];
    if (told.has(code)) return [];
    told.add(code);
    return [{ ...result, message: shared(results, result) }];
  });
};

/** Warnings and errors as lines for people. */
const lines = (
  results: readonly Result[],
  placeOf: FilesOutcome['placeOf'],
  verbosity: Options['verbosity'],
): string => {
  const isShown = ({ severity }: Result): boolean =>
    severity === 'error' || (severity === 'warning' && verbosity !== 'quiet');
  const found = sharing(results.filter(isShown));
  const folded = fold(found, codedOf, verbosity !== 'usual');
  return [
    ...folded.shown.map((result) => `${toLine(result, placeOf(result))}\n`),
    ...hiddenLines(folded),
  ].join('');
};

const codedOf = ({ severity, tags }: Result) => ({ severity, code: tags.code });

const hintOf = (text: string, offset: number, isFile: boolean): string => {
  if (isFile && text.includes('{{'))
    return ' (a template? render it first, or name it in .krmignore)';
  return offset >= text.trimEnd().length ? ' (the input ends here; is it cut off?)' : '';
};

/** Where and why a text cannot be read, with the line that it is about. */
const refusalText = ({ of, refusal }: Refused): string => {
  const { text, file = 'stdin' } = of;
  const { offset, message } = refusal;
  if (text.trim() === '') return `${printable(file)}: error: ${message}\n`;
  const { line, column, shown } = locator(text)(offset);
  const hint = hintOf(text, offset, of.file !== undefined);
  const excerpt = shown.split('\n').map(printable).join('\n');
  return `${printable(file)}:${line}:${column}: error: ${printable(message)}${hint}\n${excerpt}\n`;
};

/** Input of which something cannot be read: nothing is to be written. */
export const refuse = (refused: readonly Refused[], outcome?: FilesOutcome): FilesOutcome => ({
  texts: [],
  edits: [],
  stderr: refused.map(refusalText).join(''),
  results: outcome?.results ?? [],
  refused,
  counts: outcome?.counts ?? noWorkloads,
  seen: nobody,
  placeOf: outcome?.placeOf ?? nowhere,
  exitCode: 2,
});

/** A broken config: a ResourceList comes back unchanged with the errors, a stream does not. */
export const unconfigured = (input: Input, findings: readonly Finding[]): FilesOutcome => {
  const results = findings.map((each) => toResult(each));
  const written = write(input, [], results);
  const { texts, edits } = input.list === undefined || E.isLeft(written) ? nothing : written.right;
  const stderr = lines(results, nowhere, undefined);
  const none = { counts: noWorkloads, seen: nobody, refused: [], placeOf: nowhere };
  return { texts, edits, stderr, results, ...none, exitCode: 3 };
};

/** A kind that holds pods and is left alone. */
export interface LeftOutKind {
  readonly result: Result;
  /** How many objects of it there are. */
  readonly count: number;
}

/** One line on what was left out: in a pipe nobody sees the results. */
export const leftOutLine = (kinds: readonly LeftOutKind[]): string => {
  const infos = kinds.filter(({ result }) => result.severity === 'info');
  const names = infos.map(({ result, count }) => `${result.resourceRef?.kind ?? ''} (${count})`);
  return names.length === 0
    ? ''
    : `inject-shm: note: left alone, though there are pods in it: ${names.map(printable).join(', ')}; \`--check\` says why\n`;
};

/** What there is to say of a run, and what was left out of it. */
export interface Said {
  readonly told: readonly Told[];
  readonly leftOut: readonly LeftOutKind[];
  readonly counts: WorkloadCounts;
  readonly seen: Seen;
}

/** A run that went through, with or without error results. */
export const report = (
  input: Input,
  { texts, edits }: Written,
  { told, leftOut, counts, seen }: Said,
  { env = {}, verbosity }: Options,
): FilesOutcome => {
  const results = told.map(({ result }) => result);
  const placeOf = placesOf(told);
  const failed = results.some(({ severity }) => severity === 'error');
  const isAsked = (env['LOG_TO_STDERR'] ?? '') !== '' || isKustomize(input);
  const isFunction = input.list !== undefined;
  const isShown = failed || !isFunction || isAsked;
  const isStream = !isFunction && !results.some(({ tags }) => tags.code === 'would-change');
  const stderr =
    // Who calls it as a function has no flag to see the rest with.
    (isShown
      ? lines(results, placeOf, isFunction && verbosity === 'usual' ? 'verbose' : verbosity)
      : '') + (isStream && verbosity !== 'quiet' ? leftOutLine(leftOut) : '');
  const exitCode = failed ? 1 : 0;
  return { texts, edits, stderr, results, counts, seen, refused: [], placeOf, exitCode };
};
