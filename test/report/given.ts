import type { Context, Given } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/commands.ts';
import { parseCommandLine } from '../../src/cli/given.ts';
import * as E from 'fp-ts/lib/Either.js';

/** A command line, as a command is given it. */
export const given = (...argv: readonly string[]): Given => {
  const parsed = parseCommandLine(argv, commands);
  if (E.isLeft(parsed)) throw new Error(parsed.left);
  return parsed.right.given;
};

/** Nothing of the terminal that the tests run in. */
export const context: Context = { env: { NO_COLOR: '1', COLUMNS: '100' }, commands };
