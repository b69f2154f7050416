import * as E from 'fp-ts/lib/Either.js';
import { fields } from '../config.ts';
import { closest, didYouMean } from '../config/show.ts';
import { everywhere, type Command, type Flags, type Given } from './command.ts';
import { commandIn } from './named.ts';

/** A command line, taken apart: the command that it names, and what is for that. */
export interface Parsed {
  readonly command: Command;
  readonly given: Given;
  /** Arguments before `--`: only they can name a command. */
  readonly words: readonly string[];
}

/** Where a message sends those who want to know what there is. */
export const seeHelp = '`inject-shm --help` lists what there is';

/** All flags that any command has; which of them are for the one that is named shows when it is known. */
const optionsOf = (commands: readonly Command[]) => {
  const own = [everywhere, ...commands.map(({ flags }): Flags => flags)].flatMap(Object.entries);
  return Object.fromEntries([
    ...fields.map(({ flag }) => [flag, { type: 'string' }] as const),
    ...(own as readonly (readonly [string, Flags[string]])[]).map(
      ([name, { metavar, short, isRepeated }]) =>
        [
          name,
          {
            type: metavar === undefined ? 'boolean' : 'string',
            ...(short === undefined ? {} : { short }),
            ...(isRepeated === undefined ? {} : { multiple: true }),
          },
        ] as const,
    ),
  ] as const);
};

/** Its module is loaded where there is something to parse: an orchestrator gives no arguments. */
const parse = (argv: readonly string[], commands: readonly Command[]) =>
  (require('node:util') as typeof import('node:util')).parseArgs({
    args: [...argv],
    options: optionsOf(commands),
    strict: true,
    allowPositionals: true,
    tokens: true,
  });

type Tokens = ReturnType<typeof parse>;

/** What a command is given where nothing is said: what kpt and pipes ask for. */
const nothing: Given = {
  args: [],
  flags: {},
  has: () => false,
  text: () => undefined,
  all: () => [],
};

/** The flag in node's message about one that it does not know. */
const unknownFlag = (message: string): string | undefined =>
  /^Unknown option '(-[^']*)'/.exec(message)?.[1];

const reason = (error: unknown, commands: readonly Command[]): string => {
  const message = error instanceof Error ? error.message : String(error);
  const flag = unknownFlag(message);
  if (flag === undefined) return `${message.split('. ')[0] ?? message}; ${seeHelp}`;
  const meant = closest(flag.replace(/^-+/, ''), Object.keys(optionsOf(commands)));
  return `unknown flag ${flag}${didYouMean(meant === undefined ? undefined : `--${meant}`)}; ${seeHelp}`;
};

const isRepeated = (name: string, commands: readonly Command[]): boolean =>
  commands.some(({ flags }) => flags[name]?.isRepeated === true);

/** A flag that is given twice and may not be. */
const twice = ({ tokens }: Tokens, commands: readonly Command[]): string | undefined => {
  const names = tokens.flatMap((token) => (token.kind === 'option' ? token.name : []));
  return names.find((name, at) => names.indexOf(name) !== at && !isRepeated(name, commands));
};

const wordsIn = ({ tokens }: Tokens): readonly string[] => {
  const end = tokens.findIndex(({ kind }) => kind === 'option-terminator');
  return (end < 0 ? tokens : tokens.slice(0, end)).flatMap((token) =>
    token.kind === 'positional' ? token.value : [],
  );
};

const valuesOf = ({ values }: Tokens) => {
  const known = new Map<string, unknown>(Object.entries(values));
  const text = (name: string): string | undefined => {
    const value = known.get(name);
    return typeof value === 'string' ? value : undefined;
  };
  const all = (name: string): readonly string[] => {
    const value = known.get(name);
    return Array.isArray(value) ? value.map(String) : [];
  };
  return { names: [...known.keys()], text, all, has: (name: string) => known.get(name) === true };
};

const parsedFrom = (tokens: Tokens, commands: readonly Command[]): E.Either<string, Parsed> => {
  const words = wordsIn(tokens);
  const { command, count } = commandIn(words, commands);
  const { names, ...values } = valuesOf(tokens);
  const { name, flags: own, isConfigured } = command;
  const isField = (flag: string): boolean => fields.some((each) => each.flag === flag);
  const stray = names.find(
    (flag) => !(flag in everywhere) && !(flag in own) && !(isConfigured && isField(flag)),
  );
  if (stray !== undefined && !values.has('help'))
    return E.left(
      name === ''
        ? `--${stray} needs a command; ${seeHelp}`
        : `--${stray} is not for \`inject-shm ${name}\`; \`inject-shm help ${name}\` lists its flags`,
    );
  const flags = fields.flatMap(({ flag }) => {
    const value = values.text(flag);
    return value === undefined ? [] : [[flag, value] as const];
  });
  const args = tokens.positionals.slice(count);
  return E.right({ command, words, given: { args, flags: Object.fromEntries(flags), ...values } });
};

/** Takes a command line apart. Left: what is wrong with it. */
export const parseCommandLine = (
  argv: readonly string[],
  commands: readonly Command[],
): E.Either<string, Parsed> => {
  if (argv.length === 0)
    return E.right({ command: commandIn([], commands).command, words: [], given: nothing });
  try {
    const tokens = parse(argv, commands);
    const repeated = twice(tokens, commands);
    return repeated === undefined
      ? parsedFrom(tokens, commands)
      : E.left(`--${repeated} is given twice`);
  } catch (error) {
    return E.left(reason(error, commands));
  }
};
