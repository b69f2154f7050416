import * as E from 'fp-ts/lib/Either.js';
import { filterMap } from '../data/list.ts';
import type { Run } from '../cli/run.ts';
import { readStdin } from '../process/descriptors.ts';
import { errorLine, noteLine } from '../process/ending.ts';
import type { Progress } from '../process/terminal.ts';
import { collect, type Collection, type Notice } from './collect.ts';
import { configured } from './configured.ts';
import { listings } from './folders.ts';
import { layoutOf, type Layout } from './layout.ts';
import { leftLines, type LeftFile } from './left.ts';
import { readFiles, readingOf, type Reading, type Source } from './read.ts';
import { searchedAround } from './tops.ts';

/** What a run is over. */
export interface Input {
  readonly sources: readonly Source[];
  /** What could not be read. */
  readonly problems: readonly Notice[];
  readonly notes: readonly Notice[];
  /** What stays as it is, and why. */
  readonly left: readonly LeftFile[];
  readonly verbosity: Run['verbosity'];
}

const fromStdin = ({ action, verbosity, stdinFilename }: Run): E.Either<string, Input> =>
  E.map((text: string): Input => {
    const file = stdinFilename ?? (action === 'check' ? 'stdin' : undefined);
    return { sources: [{ file, text }], problems: [], notes: [], left: [], verbosity };
  })(readStdin());

/** What is to be read: nothing but manifests, unless all is printed. A chart's templates are no YAML before they are rendered. */
const readingsOf = (files: Collection['files'], layout: Layout): readonly Reading[] =>
  files.map(({ left, ...found }) =>
    readingOf(found, left === undefined ? layout.standingOf(found.real) : { type: 'left', left }),
  );

const isRead = ({ left }: Reading, isPrinted: boolean): boolean =>
  left === undefined || (isPrinted && left.because !== 'template');

/** What is left by its surroundings, or by what is in it; what ignore files name is told with its folder. */
const leftIn = (
  files: readonly { readonly found?: Reading['found']; readonly left?: Reading['left'] }[],
): readonly LeftFile[] =>
  filterMap(files, ({ found, left }) =>
    found === undefined ||
    left === undefined ||
    left.because === 'description' ||
    left.because === 'ignored' ||
    left.because === 'excluded'
      ? undefined
      : { path: found.path, left },
  );

const fromFiles = (run: Run, progress: Progress): E.Either<string, Input> => {
  const { paths, action } = run;
  const exclude = run.exclude.flatMap((globs) => globs.split(',')).filter((glob) => glob !== '');
  const isPrinted = action === 'print';
  const listed = listings();
  const how = { exclude, keepsIgnored: isPrinted, listed };
  const { files, problems, notes, ignored } = collect(paths, how);
  const where = paths.join(', ');
  if (files.length + problems.length + ignored.length === 0)
    return E.left(`no .yaml, .yml or .json files in ${where}`);
  const layout = layoutOf(
    files.filter(({ left }) => left === undefined).map(({ real }) => real),
    searchedAround(paths),
    listed,
  );
  const readings = readingsOf(files, layout);
  const unread = readings.filter((reading) => !isRead(reading, isPrinted));
  const read = readFiles(
    readings.filter((reading) => isRead(reading, isPrinted)),
    layout,
    progress,
  );
  const { sources, problems: broken, used } = configured(run, read.sources);
  const left = leftIn([...unread, ...sources]);
  const isVerbose = run.verbosity === 'verbose';
  const configs = isVerbose ? used.map((path) => ({ path, message: 'is used' })) : [];
  return E.right({
    sources,
    problems: [...problems, ...layout.problems, ...read.problems, ...broken],
    notes: [...notes, ...configs],
    left: [...ignored, ...left],
    verbosity: run.verbosity,
  });
};

/** Reads what a run is over. Left: why there is nothing. */
export const readInput = (run: Run, progress: Progress): E.Either<string, Input> =>
  run.paths.length === 0 ? fromStdin(run) : fromFiles(run, progress);

export const problemLines = (problems: readonly Notice[]): string =>
  problems.map(({ path, message }) => errorLine(message, path)).join('');

/** What there is to say of an input. */
export const saidOf = ({ notes, left, problems, verbosity }: Input): string => {
  if (verbosity === 'quiet') return problemLines(problems);
  const said = notes.map(({ path, message }) => noteLine(`${path} ${message}`)).join('');
  return said + leftLines(left, verbosity === 'verbose') + problemLines(problems);
};
