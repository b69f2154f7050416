import * as E from 'fp-ts/lib/Either.js';
import type { Run } from '../cli/run.ts';
import { readStdin } from '../process/descriptors.ts';
import { errorLine, noteLine } from '../process/ending.ts';
import type { Progress } from '../process/terminal.ts';
import { collect, type Notice } from './collect.ts';
import { readFiles, type Source } from './read.ts';

/** What a run is over. */
export interface Input {
  readonly sources: readonly Source[];
  /** What could not be read. */
  readonly problems: readonly Notice[];
  readonly notes: readonly Notice[];
}

const fromStdin = ({ action }: Run): E.Either<string, Input> =>
  E.map((text: string): Input => {
    const file = action === 'check' ? 'stdin' : undefined;
    return { sources: [{ file, text }], problems: [], notes: [] };
  })(readStdin());

const fromFiles = ({ paths, action }: Run, progress: Progress): E.Either<string, Input> => {
  const { files, problems, notes, ignores } = collect(paths);
  if (files.length === 0 && problems.length === 0) {
    const where = paths.join(', ');
    if (!ignores) return E.left(`no .yaml, .yml or .json files in ${where}`);
    // Hooks name single files: one that is left out is nothing to fail for, unless somebody waits for the stream.
    if (action === 'print') return E.left(`.krmignore leaves out all of ${where}`);
  }
  const read = readFiles(files, progress);
  return E.right({ sources: read.sources, problems: [...problems, ...read.problems], notes });
};

/** Reads what a run is over. Left: why there is nothing. */
export const readInput = (run: Run, progress: Progress): E.Either<string, Input> =>
  run.paths.length === 0 ? fromStdin(run) : fromFiles(run, progress);

export const problemLines = (problems: readonly Notice[]): string =>
  problems.map(({ path, message }) => errorLine(message, path)).join('');

/** What there is to say of an input. */
export const saidOf = ({ notes, problems }: Input): string =>
  notes.map(({ path, message }) => noteLine(`${path} ${message}`)).join('') +
  problemLines(problems);
