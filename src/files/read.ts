import * as E from 'fp-ts/lib/Either.js';
import { readFileSync } from 'node:fs';
import { decode } from '../process/bytes.ts';
import { messageOf } from '../process/descriptors.ts';
import type { Progress } from '../process/terminal.ts';
import type { Found, Notice } from './collect.ts';

/** A file and what is in it. */
export interface Source {
  /** What messages call it; none for a stream on stdin. */
  readonly file: string | undefined;
  readonly text: string;
  readonly found?: Found;
}

const readOne = (found: Found): E.Either<Notice, Source> => {
  const { path } = found;
  const because = (message: string): Notice => ({ path, message });
  try {
    return E.bimap(because, (text: string): Source => ({ file: path, text, found }))(
      decode(readFileSync(path), 'the file'),
    );
  } catch (error) {
    return E.left(because(`cannot be read: ${messageOf(error)}`));
  }
};

/** Reads files, those that cannot be read left out and told. */
export const readFiles = (
  files: readonly Found[],
  progress: Progress,
): { readonly sources: readonly Source[]; readonly problems: readonly Notice[] } => {
  const sources: Source[] = [];
  const problems: Notice[] = [];
  for (const [at, found] of files.entries()) {
    progress.show(`reading ${at + 1} of ${files.length} files`);
    const read = readOne(found);
    if (E.isLeft(read)) problems.push(read.left);
    else sources.push(read.right);
  }
  return { sources, problems };
};
