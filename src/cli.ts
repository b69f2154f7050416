import * as E from 'fp-ts/lib/Either.js';
import { version } from '../package.json';
import { help } from './cli/help.ts';
import { parseFlags, type Given } from './cli/flags.ts';
import { formats, type Format } from './findings/format.ts';

/** What is done with files, or with stdin. */
export type Action = 'print' | 'diff' | 'write' | 'check';

/** A run over files, or over stdin where there are none. */
export interface Run {
  readonly type: 'run';
  readonly paths: readonly string[];
  /** Globs of files that are to stay as they are. */
  readonly exclude: readonly string[];
  readonly action: Action;
  readonly format: Format;
  /** Where the results are to be written too. */
  readonly results: string | undefined;
  readonly flags: Readonly<Record<string, string>>;
  /** The file of a functionConfig. */
  readonly fnConfig: string | undefined;
  readonly logToStderr: boolean;
}

/** What the command line asks for. */
export type Command =
  | { readonly type: 'print'; readonly text: string }
  | { readonly type: 'parameters' }
  | { readonly type: 'generate'; readonly flags: Readonly<Record<string, string>> }
  | Run;

const actions = ['diff', 'write', 'check'] as const;

const refuse = (message: string): E.Either<string, never> => E.left(message);

const actionOf = ({ has, flags, paths }: Given): E.Either<string, Action> => {
  const [action, other] = actions.filter(has);
  const mode = flags['mode'];
  if (action !== undefined && other !== undefined)
    return refuse(`--${action} and --${other} exclude each other`);
  if (action === 'check' && mode !== undefined && mode !== 'check')
    return refuse(`--check and --mode ${mode} exclude each other`);
  if (mode !== 'check' || action === 'check') return E.right(action ?? 'print');
  if (action !== undefined)
    return refuse(`--${action} has nothing to show with --mode check, which changes nothing`);
  return E.right(paths.length > 0 ? 'check' : 'print');
};

const formatOf = (given: string | undefined, action: Action): E.Either<string, Format> => {
  const format = formats.find((each) => each === (given ?? 'text'));
  if (format === undefined)
    return refuse(`\`--format\` must be one of ${formats.join(', ')}, got "${given}"`);
  return given !== undefined && action !== 'check'
    ? refuse('--format is for --check')
    : E.right(format);
};

const runOf = (given: Given): E.Either<string, Run> => {
  const { has, text, flags } = given;
  const paths = given.paths.filter((path) => path !== '-');
  if (paths.length > 0 && paths.length < given.paths.length)
    return refuse('`-` stands for stdin and cannot be read together with files');
  const action = actionOf({ ...given, paths });
  if (E.isLeft(action)) return action;
  if (action.right === 'write' && paths.length === 0)
    return refuse('--write needs the files or folders to change');
  if (given.exclude.length > 0 && paths.length === 0)
    return refuse('--exclude is for files and folders');
  const format = formatOf(text('format'), action.right);
  if (E.isLeft(format)) return format;
  return E.right({
    type: 'run',
    paths,
    exclude: given.exclude,
    action: action.right,
    format: format.right,
    results: text('results'),
    flags: action.right === 'check' ? { ...flags, mode: 'check' } : flags,
    fnConfig: text('fn-config'),
    logToStderr: has('log-to-stderr'),
  });
};

/** Flags that say what to do with files: `argocd generate` has its own answer. */
const ofFiles = ['diff', 'write', 'check', 'format', 'results', 'fn-config'];

const argocdOf = ({
  has,
  text,
  paths,
  flags,
  exclude,
}: Given): E.Either<string, Command> | undefined => {
  const [first, second, ...more] = paths;
  if (first !== 'argocd' || (second !== 'generate' && second !== 'parameters')) return undefined;
  const stray =
    exclude.length > 0 ? 'exclude' : ofFiles.find((name) => has(name) || text(name) !== undefined);
  if (more[0] !== undefined) return refuse(`unexpected argument "${more[0]}"`);
  if (stray !== undefined) return refuse(`--${stray} is not for \`argocd ${second}\``);
  return E.right(second === 'generate' ? { type: 'generate', flags } : { type: 'parameters' });
};

/** Reads the command line. Left: what is wrong with it. */
export const parseCommand = (argv: readonly string[]): E.Either<string, Command> => {
  const given = parseFlags(argv);
  if (E.isLeft(given)) return given;
  const { has } = given.right;
  if (has('help')) return E.right({ type: 'print', text: help() });
  if (has('version')) return E.right({ type: 'print', text: `${version}\n` });
  return argocdOf(given.right) ?? runOf(given.right);
};
