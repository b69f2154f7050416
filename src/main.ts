import * as E from 'fp-ts/lib/Either.js';
import { parseCommand, type Command, type Run } from './cli.ts';
import { inject } from './inject.ts';
import { messageOf, readStdin, writeAll } from './io/descriptors.ts';
import { failure, type Ending } from './io/ending.ts';
import { compileBriefly } from './io/engine.ts';
import { optionsOf } from './io/options.ts';

const filter = (run: Run): Ending => {
  const options = optionsOf(run);
  if (E.isLeft(options)) return failure(options.left, 3);
  const input = readStdin();
  if (E.isLeft(input)) return failure(input.left);
  compileBriefly(input.right.length);
  return inject(input.right, options.right);
};

/** What a filter does not need is loaded only where it is: it starts once per overlay. */
const carryOut = async (command: Command): Promise<Ending> => {
  if (command.type === 'print') return { stdout: command.text, stderr: '', exitCode: 0 };
  if (command.type === 'parameters') return (await import('./argocd.ts')).parameters();
  if (command.type === 'generate')
    return (await import('./argocd.ts')).generate(command.flags, process.env);
  const { paths, action, results } = command;
  const isFilter = paths.length === 0 && action === 'print' && results === undefined;
  return isFilter ? filter(command) : (await import('./files.ts')).runFiles(command);
};

/** All is written by then, and nothing is under way: the engine need not look for that, nor clear up its heap. */
const end = ({ stdout, stderr, exitCode, signal }: Ending): void => {
  process.exitCode = 2;
  writeAll(2, stderr);
  writeAll(1, stdout);
  if (signal === undefined) process.exit(exitCode);
  process.exitCode = exitCode;
  process.kill(process.pid, signal);
};

const fail = (error: unknown): void => {
  process.exitCode = 2;
  try {
    writeAll(2, failure(messageOf(error)).stderr);
  } catch {
    // stderr is gone as well: the exit code is all that is left to say it
  }
};

const run = async (argv: readonly string[]): Promise<Ending> => {
  if (argv[0] === 'webhook') return (await import('./webhook.ts')).webhook(argv.slice(1));
  const command = parseCommand(argv);
  return E.isLeft(command) ? failure(command.left, 3) : carryOut(command.right);
};

run(process.argv.slice(2)).then(end).catch(fail);
