import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { messageOf } from '../io/descriptors.ts';
import type { Progress } from '../terminal.ts';
import type { Found, Notice } from './collect.ts';
import { untilStopped, type Stop } from '../io/stop.ts';

/** A file that is to have another text. */
export interface Replacement {
  readonly found: Found;
  readonly before: string;
  readonly after: string;
}

/** A replacement with its new text beside it, under another name. */
interface Staged extends Replacement {
  readonly temporary: string;
}

/** What became of the files: those written, and what went wrong. Nothing is written where `stopped` or where it went wrong early. */
export interface Replaced {
  readonly written: number;
  readonly problems: readonly Notice[];
  readonly stopped: NodeJS.Signals | undefined;
}

const problem = ({ found }: Replacement, message: string): Notice => ({
  path: found.path,
  message,
});

const obstacle = ({ found: { path, real, isLink } }: Replacement): string | undefined => {
  if (isLink)
    return `is a link to ${real} and not edited: name that file, or leave the link out in .krmignore`;
  const stats = statSync(path);
  if (!stats.isFile()) return 'is no regular file and cannot be replaced';
  // The superuser may write everywhere; a file without any write permission is meant to stay as it is.
  if ((stats.mode & 0o222) === 0) return 'is read-only';
  accessSync(real, constants.W_OK);
  return undefined;
};

/** What stands against replacing a file, told before anything is written. */
const preflight = (replacement: Replacement): readonly Notice[] => {
  try {
    const message = obstacle(replacement);
    return message === undefined ? [] : [problem(replacement, message)];
  } catch (error) {
    return [problem(replacement, `cannot be written: ${messageOf(error)}`)];
  }
};

/** Gives a file the owner and the permissions of another, as far as that is allowed. */
const resemble = (descriptor: number, { uid, gid, mode }: Stats): void => {
  try {
    fchownSync(descriptor, uid, gid);
  } catch {
    // only the superuser gives files away
  }
  fchmodSync(descriptor, mode & 0o7777);
};

const stage = (replacement: Replacement): Staged => {
  const { real } = replacement.found;
  const name = `.inject-shm-${randomBytes(8).toString('hex')}.tmp`;
  const temporary = join(dirname(real), name);
  const descriptor = openSync(temporary, 'wx', 0o600);
  try {
    writeFileSync(descriptor, replacement.after);
    resemble(descriptor, statSync(real));
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  return { ...replacement, temporary };
};

const unstage = (staged: readonly Staged[]): void =>
  staged.forEach(({ temporary }) => rmSync(temporary, { force: true }));

/** Whether a file is no longer what the new text was made from, and not the new text already. */
const isChanged = ({ found, before, after }: Replacement): boolean => {
  const now = readFileSync(found.real);
  return !now.equals(Buffer.from(before)) && !now.equals(Buffer.from(after));
};

const changed = (replacement: Replacement): readonly Notice[] => {
  try {
    return isChanged(replacement) ? [problem(replacement, 'was changed meanwhile; run again')] : [];
  } catch (error) {
    return [problem(replacement, `cannot be read again: ${messageOf(error)}`)];
  }
};

const rename = (staged: Staged): readonly Notice[] => {
  try {
    renameSync(staged.temporary, staged.found.real);
    return [];
  } catch (error) {
    unstage([staged]);
    return [problem(staged, `cannot be replaced: ${messageOf(error)}`)];
  }
};

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
