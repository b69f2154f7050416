import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { existsSync } from 'node:fs';
import type { Run } from '../cli/run.ts';
import { type Ending, failure, warningLine } from '../process/ending.ts';
import { silent } from '../process/terminal.ts';
import { toReport, type ReportOptions } from '../report.ts';
import { build } from './build.ts';
import { commitOf, withCommit } from './git.ts';
import type { Report } from './model.ts';

/** The report to compare with, and what there is to say of it. */
export interface Base {
  readonly report: Report;
  readonly said: string;
}

type Options = Pick<ReportOptions, 'nodes' | 'samples'>;

const isPath = (base: string): boolean => /^(?:\.{0,2}\/|\.{1,2}$|[A-Za-z]:\\)/.test(base);

const warned = (message: string, { verbosity }: Run): string =>
  verbosity === 'quiet' ? '' : warningLine(message);

const incomplete = (base: string, run: Run): string =>
  warned(`not all of ${base} can be read; what is missing there counts as new`, run);

const built = (base: string, run: Run, options: Options): E.Either<Ending, Base> =>
  E.map(({ report, isComplete }: { readonly report: Report; readonly isComplete: boolean }) => ({
    report,
    said: isComplete ? '' : incomplete(base, run),
  }))(build(run, options, silent));

const ofCommit = (
  base: string,
  commit: NonNullable<ReturnType<typeof commitOf>>,
  run: Run,
  options: Options,
): E.Either<Ending, Base> => {
  if (run.paths.length === 0)
    return E.left(
      failure(`--base ${base} compares files; for stdin it must be a file or folder`, 3),
    );
  const empty = toReport([], { ...options, objects: [], podsOf: () => [] });
  const orEmpty = (found: E.Either<Ending, Base>): E.Either<Ending, Base> =>
    E.isLeft(found) && found.left.exitCode === 2
      ? E.right({ report: empty, said: unreadableAt(base, run) })
      : found;
  return pipe(
    withCommit(commit, run.paths, (paths) =>
      paths.length === 0
        ? E.right({ report: empty, said: '' })
        : orEmpty(built(base, { ...run, paths }, options)),
    ),
    E.mapLeft((message) => failure(`--base ${base}: ${message}`)),
    E.flatten,
  );
};

/** A commit cannot be mended any more: it is no error. */
const unreadableAt = (base: string, run: Run): string =>
  warned(`nothing of these paths can be read at ${base}; all counts as new`, run);

const nowhere = (base: string): string =>
  `--base ${base}: git knows no such commit here, and there is no such file or folder; a shallow clone has to fetch it first`;

/**
 * The report of what `--base` names: the same paths in a commit, or else a file or folder; `./main` is never a commit.
 * Left: how the command ends where there is none.
 */
export const reportOfBase = (base: string, run: Run, options: Options): E.Either<Ending, Base> => {
  const commit = isPath(base) ? undefined : commitOf(base, run.paths[0] ?? '.');
  if (commit !== undefined) return ofCommit(base, commit, run, options);
  return existsSync(base)
    ? built(base, { ...run, paths: [base] }, options)
    : E.left(failure(nowhere(base)));
};
