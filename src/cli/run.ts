import * as E from 'fp-ts/lib/Either.js';
import { formats, type Format } from '../format/formats.ts';
import type { Flags, Given } from './command.ts';

/** What is done with files, or with stdin. */
export type Action = 'print' | 'diff' | 'write' | 'check';

/** A run over files, or over stdin where there are none. */
export interface Run {
  readonly paths: readonly string[];
  readonly action: Action;
  readonly format: Format;
  /** Where the results are to be written too. */
  readonly results: string | undefined;
  readonly flags: Readonly<Record<string, string>>;
  /** The file of a functionConfig. */
  readonly fnConfig: string | undefined;
  /** Whether the `.inject-shm.yaml` of a folder counts. */
  readonly isDiscovered: boolean;
  /** Patterns of files to leave out, in gitignore's syntax. */
  readonly exclude: readonly string[];
  /** What messages call stdin. */
  readonly stdinFilename: string | undefined;
  readonly verbosity: 'quiet' | 'usual' | 'verbose';
  readonly logToStderr: boolean;
}

/** The flags of a run that are no fields of the config. */
export const runFlags = {
  diff: {
    doc: 'Show what would change, as a unified diff.',
  },
  write: {
    doc: 'Change the files, or none of them if one cannot be written.',
  },
  check: { doc: 'List what is to be done, and exit with 1 if there is anything.' },
  format: {
    metavar: 'FORMAT',
    values: formats,
    doc: `How --check prints: ${formats.join(', ')}. Default: text.`,
  },
  results: {
    metavar: 'FILE',
    isFile: true,
    doc: "Write the results to a file too, in the form of kpt's --results-dir.",
  },
  'fn-config': {
    metavar: 'FILE',
    isFile: true,
    doc: 'Take the config from a file: an InjectShm or a ConfigMap. Flags win.',
  },
  'no-config': { doc: 'Ignore every .inject-shm.yaml.' },
  exclude: {
    metavar: 'GLOB',
    isRepeated: true,
    doc: "Leave out files, in gitignore's syntax. May be repeated.",
  },
  'stdin-filename': { metavar: 'FILE', isFile: true, doc: 'What messages call stdin.' },
  quiet: { doc: 'Show errors only on stderr.' },
  verbose: { doc: 'Show the configs that are used, all files that are left, and every warning.' },
  'log-to-stderr': { doc: 'Show errors and warnings on stderr for a ResourceList too.' },
} as const satisfies Flags;

export type RunFlag = keyof typeof runFlags;

const actions = ['diff', 'write', 'check'] as const;

const refuse = (message: string): E.Either<string, never> => E.left(message);

/** What is wrong with an action in this mode, whoever says the mode. */
export const modeConflict = (
  action: Action,
  mode: string | undefined,
  shown: string,
): string | undefined => {
  if (action === 'check' && mode === 'remove') return `--check and ${shown} exclude each other`;
  return mode === 'check' && (action === 'diff' || action === 'write')
    ? `--${action} has nothing to show with ${shown}, which changes nothing`
    : undefined;
};

const actionOf = ({ has, flags, args }: Given<RunFlag>): E.Either<string, Action> => {
  const [action, other] = actions.filter(has);
  const mode = flags['mode'];
  if (action !== undefined && other !== undefined)
    return refuse(`--${action} and --${other} exclude each other`);
  if (action === 'check' && mode !== undefined && mode !== 'check')
    return refuse(`--check and --mode ${mode} exclude each other`);
  const conflict = modeConflict(action ?? 'print', mode, `--mode ${mode}`);
  if (conflict !== undefined) return refuse(conflict);
  return E.right(action ?? (mode === 'check' && args.length > 0 ? 'check' : 'print'));
};

const formatOf = (given: string | undefined, action: Action): E.Either<string, Format> => {
  const format = formats.find((each) => each === (given ?? 'text'));
  if (format === undefined)
    return refuse(`\`--format\` must be one of ${formats.join(', ')}, got "${given}"`);
  return given !== undefined && action !== 'check'
    ? refuse('--format is for --check')
    : E.right(format);
};

/** How much is told on stderr. Left: what is wrong with the flags. */
export const verbosityOf = (
  has: Given<'quiet' | 'verbose'>['has'],
): E.Either<string, Run['verbosity']> => {
  if (has('quiet'))
    return has('verbose') ? refuse('--quiet and --verbose exclude each other') : E.right('quiet');
  return E.right(has('verbose') ? 'verbose' : 'usual');
};

/** Flags that cannot be meant here. */
const stray = (
  { text, all }: Given<RunFlag>,
  paths: readonly string[],
  action: Action,
): string | undefined => {
  if (action === 'write' && paths.length === 0)
    return '--write needs the files or folders to change';
  if (paths.length > 0 && text('stdin-filename') !== undefined)
    return '--stdin-filename is for stdin, not for files';
  return paths.length === 0 && all('exclude').length > 0
    ? '--exclude is for files and folders, not for stdin'
    : undefined;
};

/** What a command line without a command asks for. Left: what is wrong with it. */
export const readRun = (given: Given<RunFlag>): E.Either<string, Run> => {
  const { has, text, flags } = given;
  const paths = given.args.filter((path) => path !== '-');
  if (paths.length > 0 && paths.length < given.args.length)
    return refuse('`-` stands for stdin and cannot be read together with files');
  const action = actionOf({ ...given, args: paths });
  if (E.isLeft(action)) return action;
  const format = formatOf(text('format'), action.right);
  if (E.isLeft(format)) return format;
  const verbosity = verbosityOf(has);
  if (E.isLeft(verbosity)) return verbosity;
  const problem = stray(given, paths, action.right);
  if (problem !== undefined) return refuse(problem);
  return E.right({
    paths,
    action: action.right,
    format: format.right,
    results: text('results'),
    flags: action.right === 'check' ? { ...flags, mode: 'check' } : flags,
    fnConfig: text('fn-config'),
    isDiscovered: !has('no-config'),
    exclude: given.all('exclude'),
    stdinFilename: text('stdin-filename'),
    verbosity: verbosity.right,
    logToStderr: has('log-to-stderr'),
  });
};
