import * as E from 'fp-ts/lib/Either.js';
import { writeFileSync } from 'node:fs';
import type { Run } from './cli/run.ts';
import { unmatchedLines } from './cli/unmatched.ts';
import { answer, type Planned } from './files/answer.ts';
import { readInput } from './files/input.ts';
import { planFiles, planStream } from './files/plan.ts';
import type { FilesOutcome } from './inject.ts';
import { messageOf } from './process/descriptors.ts';
import { errorLine, failure, type Ending } from './process/ending.ts';
import { compileBriefly } from './process/engine.ts';
import { optionsOf } from './process/options.ts';
import { progressOn } from './process/terminal.ts';

/** From this size on planning takes a second or more, and tells nothing meanwhile. */
const LARGE = 8_000_000;

/** The results in a file of their own; why that failed, if it did. */
const writeResults = async (path: string, results: FilesOutcome['results'], exitCode: number) => {
  const { toResultList } = await import('./files/results.ts');
  try {
    writeFileSync(path, toResultList(results, exitCode));
    return '';
  } catch (error) {
    return errorLine(`the results cannot be written: ${messageOf(error)}`);
  }
};

const finish = async ({ run, outcome }: Planned, ending: Ending): Promise<Ending> => {
  if (run.results === undefined) return ending;
  const trouble = await writeResults(run.results, outcome.results, ending.exitCode);
  if (trouble === '') return ending;
  return { ...ending, stderr: ending.stderr + trouble, exitCode: 2 };
};

/** Carries out a run over files and folders, or over stdin: all texts are planned as one input. */
export const runFiles = async (run: Run): Promise<Ending> => {
  const options = optionsOf(run);
  if (E.isLeft(options)) return failure(options.left, 3);
  const progress = progressOn(process.env);
  const input = readInput(run, progress);
  if (E.isLeft(input)) return failure(input.left);
  const { sources } = input.right;
  const size = sources.reduce((sum, { text }) => sum + text.length, 0);
  compileBriefly(size);
  progress.show(`planning ${sources.length} file${sources.length === 1 ? '' : 's'}`, size > LARGE);
  const plan = run.action === 'print' ? planStream : planFiles;
  const planned = { run, input: input.right, ...plan(sources, options.right), progress };
  const ending = await answer(planned);
  progress.clear();
  // What cannot be read may have what is named.
  const warnings = ending.exitCode === 2 ? '' : unmatchedLines(run, planned.outcome.seen);
  return finish(planned, { ...ending, stderr: ending.stderr + warnings });
};
