import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Config } from './config.ts';
import { planAll, type PlannedRun } from './core/plan-all.ts';
import { flatMap } from './data/list.ts';
import { configure, type Options } from './inject/configure.ts';
import type { Input, Refused, Text } from './inject/input.ts';
import {
  type FilesOutcome,
  type LeftOutKind,
  type Outcome,
  refuse,
  report,
  type Said,
  unconfigured,
} from './inject/outcome.ts';
import type { Told } from './inject/places.ts';
import { readAll } from './inject/read-all.ts';
import { type Revision, textSurface } from './inject/surface.ts';
import { write } from './inject/write.ts';
import { toResult } from './result.ts';

export type { Options } from './inject/configure.ts';
export type { FilesOutcome, Outcome } from './inject/outcome.ts';

/**
 * Gives every pod in a text a `/dev/shm` of the right size and returns the text with only its own lines changed.
 * @param text a ResourceList, or any other stream of YAML or JSON documents
 * @returns what to write and how to exit; errors are in it, nothing is thrown
 */
export const inject = (text: string, options: Options = {}): Outcome => {
  const { texts, stderr, results, exitCode } = injectFiles([{ file: options.file, text }], options);
  return { stdout: texts.join(''), stderr, results, exitCode };
};

/** The same for texts that belong together, each a stream of documents: they are planned as one input. */
export const injectFiles = (files: readonly Text[], options: Options = {}): FilesOutcome => {
  const { input, refused } = readAll(files);
  if (input.texts.length === 0) return refuse(refused);
  const outcome = injectInto(input, options);
  return refused.length === 0 ? outcome : refuse(refused, outcome);
};

/** The same, where a text that cannot be read keeps none of the others from being planned. */
export const injectReadable = (
  files: readonly Text[],
  options: Options = {},
): { readonly outcome: FilesOutcome; readonly unread: FilesOutcome } => {
  const { input, refused } = readAll(files);
  return {
    outcome: input.texts.length === 0 ? refuse([]) : injectInto(input, options),
    unread: refuse(refused),
  };
};

const injectInto = (input: Input, options: Options): FilesOutcome =>
  pipe(
    configure(input, options),
    E.matchW(
      (problems) => unconfigured(input, problems),
      (config) => carryOut(config, input, options),
    ),
  );

const carryOut = (config: Config, input: Input, options: Options): FilesOutcome =>
  pipe(
    planAll(input.items, textSurface(config, input.list !== undefined, options.keepsNames)),
    (run) => writeAll(input, run, options),
    E.getOrElse(refuse),
  );

const writeAll = (
  input: Input,
  run: PlannedRun<Revision>,
  options: Options,
): E.Either<readonly Refused[], FilesOutcome> => {
  const told = toldOf(run);
  const results = told.map(({ result }) => result);
  return pipe(
    write(input, run.finished, results),
    E.bimap(
      (refusal) => input.texts.map((of) => ({ of, refusal })),
      (written) => report(input, written, { told, ...saidOf(run) }, options),
    ),
  );
};

/** Everything there is to say; infos only when something changes, or in `check`. */
const toldOf = ({ general, finished, leftOut, explains }: PlannedRun<Revision>) => {
  const told: readonly Told[] = [
    ...general.map((each) => ({ result: toResult(each) })),
    ...flatMap(finished, (each) => each.told),
    ...flatMap(leftOut, ([each]) => each.told),
  ];
  return explains ? told : told.filter(({ result }) => result.severity !== 'info');
};

/** The kinds that hold pods and are left alone, each with how many objects there are. */
const leftOutOf = ({ leftOut }: PlannedRun<Revision>): readonly LeftOutKind[] =>
  flatMap(leftOut, ([{ told }, count]) => told.map(({ result }) => ({ result, count })));

const saidOf = (run: PlannedRun<Revision>): Omit<Said, 'told'> => ({
  leftOut: leftOutOf(run),
  seen: run.seen,
  counts: {
    workloads: run.workloads,
    changed: run.finished.filter(({ changes }) => changes).length,
  },
});
