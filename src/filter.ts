import * as E from 'fp-ts/lib/Either.js';
import type { Surface } from './cli/command.ts';
import { readRun, type Run, type RunFlag } from './cli/run.ts';
import { unmatchedLines } from './cli/unmatched.ts';
import { injectFiles } from './inject.ts';
import { readStdin } from './process/descriptors.ts';
import { failure, type Ending } from './process/ending.ts';
import { compileBriefly } from './process/engine.ts';
import { optionsOf } from './process/options.ts';

const filter = (run: Run): Ending => {
  const options = optionsOf(run);
  if (E.isLeft(options)) return failure(options.left, 3);
  const input = readStdin();
  if (E.isLeft(input)) return failure(input.left);
  compileBriefly(input.right.length);
  const of = { file: run.stdinFilename, text: input.right };
  const { texts, stderr, seen, exitCode } = injectFiles([of], options.right);
  return { stdout: texts.join(''), stderr: stderr + unmatchedLines(run, seen), exitCode };
};

/** What is done where no command is named. What a stream does not need is loaded only for files. */
export const run: Surface<RunFlag> = async (given) => {
  const read = readRun(given);
  if (E.isLeft(read)) return failure(read.left, 3);
  const { paths, action, results } = read.right;
  const isFilter = paths.length === 0 && action === 'print' && results === undefined;
  return isFilter ? filter(read.right) : (await import('./files.ts')).runFiles(read.right);
};
