import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { existsSync } from 'node:fs';
import type { Command, Env, Given } from './cli/command.ts';
import { commands } from './cli/commands.ts';
import { parseCommandLine, seeHelp, type Parsed } from './cli/given.ts';
import { commandIn } from './cli/named.ts';
import { kindWarnings, misnamed, misplaced, type Exists } from './cli/slips.ts';
import { failure, warningLine, type Ending } from './process/ending.ts';

/** A command, what it is given, and what to warn of. */
export interface Invocation {
  readonly command: Command;
  readonly given: Given;
  readonly warnings: readonly string[];
}

/** `--help` and `--version` are the commands of these names, wherever they stand. */
const asked = (parsed: Parsed): Parsed => {
  const { command, given } = parsed;
  const flag = (['help', 'version'] as const).find(given.has);
  if (flag === undefined) return parsed;
  const args = flag === 'help' ? command.name.split(' ').filter((word) => word !== '') : [];
  const { command: other } = commandIn([flag], commands);
  return { command: other, words: [], given: { ...given, args, flags: {} } };
};

const surplus = ({ command: { name, argument }, given: { args } }: Parsed): string | undefined => {
  const more = args[argument === undefined ? 0 : (argument.most ?? 1)];
  return more === undefined
    ? undefined
    : `unexpected argument "${more}"; see \`inject-shm help ${name}\``;
};

const slip = (parsed: Parsed, exists: Exists): string | undefined => {
  const { command, words } = parsed;
  if (command.name !== '') return surplus(parsed);
  const message = misnamed(words, commands, exists);
  return message === undefined ? undefined : `${message}; ${seeHelp}`;
};

/** Reads the command line. Left: what is wrong with it. */
export const readCommandLine = (
  argv: readonly string[],
  exists: Exists = existsSync,
): E.Either<string, Invocation> =>
  pipe(
    parseCommandLine(argv, commands),
    E.map(asked),
    E.flatMap((parsed) => {
      const wrong = slip(parsed, exists) ?? misplaced(parsed.given, exists);
      const { command, given } = parsed;
      return wrong === undefined
        ? E.right({ command, given, warnings: given.has('quiet') ? [] : kindWarnings(given.flags) })
        : E.left(wrong);
    }),
  );

const carryOut = async ({ command, given, warnings }: Invocation, env: Env): Promise<Ending> => {
  const surface = await command.load();
  const ending = await surface(given, { env, commands });
  return warnings.length === 0
    ? ending
    : { ...ending, stderr: warnings.map((each) => warningLine(each)).join('') + ending.stderr };
};

/** Carries out what the command line asks for. */
export const runCommandLine = async (argv: readonly string[], env: Env): Promise<Ending> => {
  const invocation = readCommandLine(argv);
  return E.isLeft(invocation) ? failure(invocation.left, 3) : carryOut(invocation.right, env);
};
