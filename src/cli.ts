import * as E from 'fp-ts/lib/Either.js';
import { parseArgs } from 'node:util';
import { version } from '../package.json';
import { fields, flagHelp } from './config.ts';
import { closest, didYouMean } from './config/show.ts';

/** What the command line asks for. */
export type Command =
  | { readonly type: 'print'; readonly text: string }
  | {
      readonly type: 'run';
      readonly flags: Readonly<Record<string, string>>;
      readonly logToStderr: boolean;
    };

const help = (): string => `inject-shm ${version}: gives every pod a /dev/shm of the right size

Usage:
  inject-shm [flags] < manifests.yaml > out.yaml    any YAML or JSON stream, such as kustomize's or Helm's
  kpt fn eval DIR --exec inject-shm -- ratio=0.5    a KRM function, for kpt and kustomize

It reads Kubernetes manifests on stdin, mounts a memory-backed emptyDir at /dev/shm in every pod, sized at ratio × the
container's memory limit, and writes them to stdout with only its own lines changed. A KRM ResourceList is answered
with a ResourceList and takes its config from functionConfig.

Flags (the fields of the config):
${flagHelp()}
Others:
  --log-to-stderr  show errors and warnings on stderr for a ResourceList too, as LOG_TO_STDERR=true does
  --help, -h       this text
  --version        the version

Exit codes: 0 done; 1 error results, the output is still written; 2 unusable input; 3 broken config.
`;

const options = {
  ...Object.fromEntries(
    fields.map(({ flag }) => [flag, { type: 'string' as const, multiple: false }]),
  ),
  'log-to-stderr': { type: 'boolean' as const },
  help: { type: 'boolean' as const, short: 'h' },
  version: { type: 'boolean' as const },
} as const;

/** The flag in node's message about one that it does not know. */
const unknownFlag = (message: string): string | undefined =>
  /^Unknown option '(-[^']*)'/.exec(message)?.[1];

const reason = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  const flag = unknownFlag(message);
  if (flag === undefined)
    return `${message.split('. ')[0] ?? message}; \`inject-shm --help\` lists what there is`;
  const meant = closest(flag.replace(/^-+/, ''), Object.keys(options));
  return `unknown flag ${flag}${didYouMean(meant === undefined ? undefined : `--${meant}`)}; \`inject-shm --help\` lists what there is`;
};

/** Reads the command line. Left: what is wrong with it. */
export const parseCommand = (argv: readonly string[]): E.Either<string, Command> => {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options,
      strict: true,
      allowPositionals: true,
    });
    const stray = positionals.find((each) => each !== '-');
    if (stray !== undefined)
      return E.left(`unexpected argument "${stray}": manifests are read from stdin`);
    if (values['help'] === true) return E.right({ type: 'print', text: help() });
    if (values['version'] === true) return E.right({ type: 'print', text: `${version}\n` });
    const flags: Record<string, string> = {};
    for (const [name, value] of Object.entries(values) as readonly (readonly [string, unknown])[])
      if (typeof value === 'string') flags[name] = value;
    return E.right({ type: 'run', flags, logToStderr: values['log-to-stderr'] === true });
  } catch (error) {
    return E.left(reason(error));
  }
};
