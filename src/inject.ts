import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { flatMap } from './data/list.ts';
import type { Config } from './config.ts';
import { cautions, configure, type Options } from './inject/configure.ts';
import { contextOf } from './plan/context.ts';
import { refuse, report, unconfigured, type FilesOutcome, type Outcome } from './inject/outcome.ts';
import type { Told } from './inject/places.ts';
import { readAll } from './inject/read-all.ts';
import type { Input, Refused, Text } from './inject/input.ts';
import { judge, toResult } from './result.ts';
import { revise, type Revision } from './inject/revise.ts';
import { summarise, uncovered } from './inject/summary.ts';
import { neighboursIn } from './inject/workload.ts';
import { write } from './inject/write.ts';

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
    neighboursIn(input.items),
    E.map(contextOf),
    E.flatMap((context) => revise(config, context, input.items)),
    E.mapLeft((refused) => [refused]),
    E.flatMap((revisions) => writeAll(config, input, revisions, options)),
    E.getOrElse(refuse),
  );

const writeAll = (
  config: Config,
  input: Input,
  revisions: readonly Revision[],
  options: Options,
): E.Either<readonly Refused[], FilesOutcome> => {
  const told = tell(config, input, revisions);
  const results = told.map(({ result }) => result);
  return pipe(
    write(input, revisions, results),
    E.bimap(
      (refusal) => input.texts.map((of) => ({ of, refusal })),
      (texts) => report(input, texts, told, options),
    ),
  );
};

/** Everything there is to say; infos only when something changes, or in `check`. The summary is first: kpt cuts long lists. */
const tell = (config: Config, input: Input, revisions: readonly Revision[]): readonly Told[] => {
  const general = (findings: Parameters<typeof judge>[0]): readonly Told[] =>
    judge(findings, config.severity).map((each) => ({ result: toResult(each) }));
  const isTold = config.mode === 'check' || revisions.some(({ changes }) => changes);
  const own = flatMap(revisions, ({ item, results }) =>
    results.map((result) => ({ result, item })),
  );
  const told = [...general(cautions(config)), ...own];
  if (!isTold) return told.filter(({ result }) => result.severity !== 'info');
  return [...general(summarise(config, revisions)), ...told, ...uncovered(config, input.items)];
};
