import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Config } from './config.ts';
import { cautions, configure, type Options } from './inject/configure.ts';
import { contextOf } from './plan/context.ts';
import { refuse, report, unconfigured, type Outcome } from './inject/outcome.ts';
import { read, type Input } from './inject/read.ts';
import { judge, toResult, type Result } from './result.ts';
import { revise, type Revision } from './inject/revise.ts';
import { summarise, uncovered } from './inject/summary.ts';
import { neighbourOf } from './inject/workload.ts';
import { write } from './inject/write.ts';

export type { Options } from './inject/configure.ts';
export type { Outcome } from './inject/outcome.ts';

/**
 * Gives every pod in a text a `/dev/shm` of the right size and returns the text with only its own lines changed.
 * @param text a ResourceList, or any other stream of YAML or JSON documents
 * @returns what to write and how to exit; errors are in it, nothing is thrown
 */
export const inject = (text: string, options: Options = {}): Outcome =>
  pipe(
    read(text),
    E.matchW(
      (refusal) => refuse(text, refusal, options),
      (input) => injectInto(input, options),
    ),
  );

const injectInto = (input: Input, options: Options): Outcome =>
  pipe(
    configure(input, options),
    E.matchW(
      (problems) => unconfigured(input, problems),
      (config) => carryOut(config, input, options),
    ),
  );

const carryOut = (config: Config, input: Input, options: Options): Outcome => {
  const context = contextOf(input.items.flatMap(neighbourOf));
  const revisions = revise(config, context, input.items, options.file);
  const results = resultsOf(config, input, revisions);
  return pipe(
    write(input, revisions, results),
    E.matchW(
      (refusal) => refuse(input.text, refusal, options),
      (stdout) => report(input, stdout, results, options),
    ),
  );
};

/** Everything there is to say; infos only when something changes, or in `check`. The summary is first: kpt cuts long lists. */
const resultsOf = (
  config: Config,
  input: Input,
  revisions: readonly Revision[],
): readonly Result[] => {
  const general = (findings: Parameters<typeof judge>[0]) =>
    judge(findings, config.severity).map((each) => toResult(each));
  const isTold = config.mode === 'check' || revisions.some(({ changes }) => changes);
  const told = [...general(cautions(config)), ...revisions.flatMap(({ results }) => results)];
  if (!isTold) return told.filter(({ severity }) => severity !== 'info');
  return [...general(summarise(config, revisions)), ...told, ...uncovered(config, input.items)];
};
