import { setImmediate } from 'node:timers/promises';
import { messageOf } from '../process/descriptors.ts';
import { untilStopped, type Stop } from '../process/stop.ts';
import type { Progress } from '../process/terminal.ts';
import type { Notice } from './collect.ts';
import { preflight, problem, type Replacement } from './preflight.ts';
import { changed, rename, stage, unstage, type Staged } from './stage.ts';

/** What became of the files: those written, and what went wrong. Nothing is written where `stopped` or where it went wrong early. */
export interface Replaced {
  readonly written: number;
  readonly problems: readonly Notice[];
  readonly stopped: NodeJS.Signals | undefined;
}

const none = (problems: readonly Notice[], stopped?: NodeJS.Signals): Replaced => ({
  written: 0,
  problems,
  stopped,
});

/** Renames at once, without a pause in which a signal could be answered: all files, or those before a failure. */
const commit = (staged: readonly Staged[]): Replaced => {
  const stale = staged.flatMap(changed);
  if (stale.length > 0) {
    unstage(staged);
    return none(stale);
  }
  const problems = staged.flatMap(rename);
  return { written: staged.length - problems.length, problems, stopped: undefined };
};

const stageAll = async (
  replacements: readonly Replacement[],
  progress: Progress,
  stop: Stop,
): Promise<Replaced> => {
  const staged: Staged[] = [];
  for (const [at, replacement] of replacements.entries()) {
    progress.show(`writing ${at + 1} of ${replacements.length} files`);
    try {
      staged.push(stage(replacement));
    } catch (error) {
      unstage(staged);
      return none([problem(replacement, `cannot be written: ${messageOf(error)}`)]);
    }
    await setImmediate();
    if (stop.signal !== undefined) {
      unstage(staged);
      return none([], stop.signal);
    }
  }
  return commit(staged);
};

/**
 * Replaces files, each as a whole, or none of them if one cannot be: the new texts are written beside the old ones first
 * and take their names in the end. A signal before that leaves everything as it was.
 */
export const replaceAll = async (
  replacements: readonly Replacement[],
  progress: Progress,
): Promise<Replaced> => {
  const problems = replacements.flatMap(preflight);
  if (problems.length > 0) return none(problems);
  return untilStopped((stop) => stageAll(replacements, progress, stop));
};
