import { accessSync, constants, statSync } from 'node:fs';
import { messageOf } from '../process/descriptors.ts';
import type { Found, Notice } from './collect.ts';

/** A file that is to have another text. */
export interface Replacement {
  readonly found: Found;
  readonly before: string;
  readonly after: string;
}

/** What is wrong with replacing a file. */
export const problem = ({ found }: Replacement, message: string): Notice => ({
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
export const preflight = (replacement: Replacement): readonly Notice[] => {
  try {
    const message = obstacle(replacement);
    return message === undefined ? [] : [problem(replacement, message)];
  } catch (error) {
    return [problem(replacement, `cannot be written: ${messageOf(error)}`)];
  }
};
