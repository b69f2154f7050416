import * as E from 'fp-ts/lib/Either.js';
import { parseArgs } from 'node:util';
import { fields } from '../config.ts';
import { closest, didYouMean } from '../config/show.ts';

/** The command line, taken apart. */
export interface Given {
  readonly paths: readonly string[];
  /** The flags that are fields of the config. */
  readonly flags: Readonly<Record<string, string>>;
  /** `--exclude`, each glob for itself. */
  readonly exclude: readonly string[];
  readonly has: (name: string) => boolean;
  readonly text: (name: string) => string | undefined;
}

const string = { type: 'string' } as const;
const boolean = { type: 'boolean' } as const;

const own = {
  diff: boolean,
  write: boolean,
  check: boolean,
  exclude: { ...string, multiple: true },
  format: string,
  results: string,
  'fn-config': string,
  'log-to-stderr': boolean,
  help: { ...boolean, short: 'h' },
  version: boolean,
} as const;

const options = () => ({ ...Object.fromEntries(fields.map(({ flag }) => [flag, string])), ...own });

const hint = '`inject-shm --help` lists what there is';

/** The flag in node's message about one that it does not know. */
const unknownFlag = (message: string): string | undefined =>
  /^Unknown option '(-[^']*)'/.exec(message)?.[1];

const reason = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  const flag = unknownFlag(message);
  if (flag === undefined) return `${message.split('. ')[0] ?? message}; ${hint}`;
  const meant = closest(flag.replace(/^-+/, ''), Object.keys(options()));
  return `unknown flag ${flag}${didYouMean(meant === undefined ? undefined : `--${meant}`)}; ${hint}`;
};

const parse = (argv: readonly string[]) =>
  parseArgs({
    args: [...argv],
    options: options(),
    strict: true,
    allowPositionals: true,
    tokens: true,
  });

/** What kpt and pipes ask for. */
const nothing: Given = {
  paths: [],
  flags: {},
  exclude: [],
  has: () => false,
  text: () => undefined,
};

const twice = ({ tokens }: ReturnType<typeof parse>): string | undefined => {
  const names = tokens.flatMap((token) =>
    token.kind === 'option' && token.name !== 'exclude' ? token.name : [],
  );
  return names.find((name, at) => names.indexOf(name) !== at);
};

const splitGlobs = (globs: unknown): readonly string[] =>
  String(globs)
    .split(',')
    .filter((glob) => glob.trim() !== '');

/** Takes a command line apart. Left: what is wrong with it. */
export const parseFlags = (argv: readonly string[]): E.Either<string, Given> => {
  if (argv.length === 0) return E.right(nothing);
  try {
    const parsed = parse(argv);
    const repeated = twice(parsed);
    if (repeated !== undefined) return E.left(`--${repeated} is given twice`);
    const values = new Map<string, unknown>(Object.entries(parsed.values));
    const text = (name: string): string | undefined => {
      const value = values.get(name);
      return typeof value === 'string' ? value : undefined;
    };
    const flags = fields.flatMap(({ flag }) => {
      const value = text(flag);
      return value === undefined ? [] : [[flag, value] as const];
    });
    return E.right({
      paths: parsed.positionals,
      flags: Object.fromEntries(flags),
      exclude: (parsed.values.exclude ?? []).flatMap(splitGlobs),
      has: (name) => values.get(name) === true,
      text,
    });
  } catch (error) {
    return E.left(reason(error));
  }
};
