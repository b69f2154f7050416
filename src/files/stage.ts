import { randomBytes } from 'node:crypto';
import {
  closeSync,
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
import { messageOf } from '../process/descriptors.ts';
import type { Notice } from './collect.ts';
import { problem, type Replacement } from './preflight.ts';

/** A replacement with its new text beside it, under another name. */
export interface Staged extends Replacement {
  readonly temporary: string;
}

/** Gives a file the owner and the permissions of another, as far as that is allowed. */
const resemble = (descriptor: number, { uid, gid, mode }: Stats): void => {
  try {
    fchownSync(descriptor, uid, gid);
  } catch {
    // only the superuser gives files away
  }
  fchmodSync(descriptor, mode & 0o7777);
};

/** Writes a new text beside the old one. Throws what stands against it, and leaves nothing behind then. */
export const stage = (replacement: Replacement): Staged => {
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

/** Takes new texts away again. */
export const unstage = (staged: readonly Staged[]): void =>
  staged.forEach(({ temporary }) => rmSync(temporary, { force: true }));

/** Whether a file is no longer what the new text was made from, and not the new text already. */
const isChanged = ({ found, before, after }: Replacement): boolean => {
  const now = readFileSync(found.real);
  return !now.equals(Buffer.from(before)) && !now.equals(Buffer.from(after));
};

/** What has come between reading a file and replacing it. */
export const changed = (replacement: Replacement): readonly Notice[] => {
  try {
    return isChanged(replacement) ? [problem(replacement, 'was changed meanwhile; run again')] : [];
  } catch (error) {
    return [problem(replacement, `cannot be read again: ${messageOf(error)}`)];
  }
};

/** Gives a new text the name of the old one. */
export const rename = (staged: Staged): readonly Notice[] => {
  try {
    renameSync(staged.temporary, staged.found.real);
    return [];
  } catch (error) {
    unstage([staged]);
    return [problem(staged, `cannot be replaced: ${messageOf(error)}`)];
  }
};
