import * as E from 'fp-ts/lib/Either.js';
import type { Given } from '../cli/command.ts';
import { type Run, verbosityOf } from '../cli/run.ts';
import type { Config } from '../config.ts';
import { readInput, saidOf } from '../files/input.ts';
import type { Source } from '../files/read.ts';
import { configure, type Options } from '../inject/configure.ts';
import type { Input, Refused } from '../inject/input.ts';
import { refuse, unconfigured } from '../inject/outcome.ts';
import { readAll } from '../inject/read-all.ts';
import { failure, type Ending } from '../process/ending.ts';
import { compileBriefly } from '../process/engine.ts';
import { optionsOf } from '../process/options.ts';
import type { Progress } from '../process/terminal.ts';
import type { InputFlag } from './flags.ts';

/** What is read to be looked at: nothing of it is changed. */
export interface Reading {
  readonly input: Input;
  /** The config of the run; a text may have its own. */
  readonly config: Config;
  readonly options: Options;
  readonly sources: readonly Source[];
  /** What there is to say of files that are left, or cannot be read. */
  readonly said: string;
  /** All that was named could be read. */
  readonly isComplete: boolean;
}

/** A run that looks at files as `--check` does. Left: why there is none. */
export const runOf = (
  command: string,
  { flags, has, text, all }: Pick<Given<InputFlag>, 'flags' | 'has' | 'text' | 'all'>,
  args: readonly string[],
): E.Either<string, Run> => {
  const paths = args.filter((path) => path !== '-');
  const { mode } = flags;
  if (paths.length > 0 && paths.length < args.length)
    return E.left('`-` stands for stdin and cannot be read together with files');
  if (mode !== undefined && mode !== 'inject')
    return E.left(`\`${command}\` tells what inject does; it has no --mode ${mode}`);
  if (paths.length === 0 && all('exclude').length > 0)
    return E.left('--exclude is for files and folders, not for stdin');
  const verbosity = verbosityOf(has);
  if (E.isLeft(verbosity)) return verbosity;
  return E.right({
    paths,
    action: 'check',
    format: 'text',
    results: undefined,
    flags,
    fnConfig: text('fn-config'),
    isDiscovered: !has('no-config'),
    exclude: all('exclude'),
    stdinFilename: undefined,
    verbosity: verbosity.right,
    logToStderr: false,
  });
};

/** Whatever mode is asked for: what inject would do is told, with what only a check says of it. */
const asked = (config: Config): Config => ({ ...config, mode: 'check' });

const isRead = (source: Source, { length }: readonly Source[]): boolean =>
  source.left === undefined && !(length > 1 && source.text.trim() === '');

const ended = (stderr: string, exitCode: 2 | 3): E.Either<Ending, never> =>
  E.left({ stdout: '', stderr, exitCode });

/** Reads what a run is over, with the config of each file. Left: how the command ends where there is nothing. */
export const read = (run: Run, progress: Progress): E.Either<Ending, Reading> => {
  // `--check` would refuse the mode of a functionConfig.
  const options = optionsOf({ ...run, action: 'print' });
  if (E.isLeft(options)) return E.left(failure(options.left, 3));
  const found = readInput(run, progress);
  if (E.isLeft(found)) return E.left(failure(found.left));
  const readable = found.right.sources.filter((each, _, all) => isRead(each, all));
  compileBriefly(readable.reduce((sum, { text }) => sum + text.length, 0));
  const texts = readable.map((each) =>
    each.config === undefined ? each : { ...each, config: asked(each.config) },
  );
  const { input, refused } = readAll(texts);
  const said = saidOf(found.right) + unreadable(refused);
  if (input.texts.length === 0 && refused.length > 0) return ended(said, 2);
  const config = configure(input, options.right);
  if (E.isLeft(config)) return ended(unconfigured(input, config.left).stderr, 3);
  return E.right({
    input,
    config: asked(config.right),
    options: options.right,
    sources: readable,
    said,
    isComplete: found.right.problems.length + refused.length === 0,
  });
};

/** Tells what cannot be read, and where. */
const unreadable = (refused: readonly Refused[]): string =>
  refused.length === 0 ? '' : refuse(refused).stderr;
