import * as E from 'fp-ts/lib/Either.js';
import { lstatSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { decode } from '../process/bytes.ts';
import { messageOf } from '../process/descriptors.ts';
import type { Notice } from './collect.ts';
import { isWithin, once } from './folders.ts';

/** A config that was found beside manifests. */
export interface ConfigFile {
  readonly path: string;
  readonly text: string;
}

/** What was found: none, or one. Left: one is there and cannot be used. */
export type Discovered = E.Either<Notice, ConfigFile | undefined>;

export const configName = '.inject-shm.yaml';

/** What is for whoever runs it, not for a file beside manifests: it would turn injection off, or lock others out. */
export const barred: readonly string[] = ['mode', 'lockedAnnotations'];

/** The config in a folder. A link is followed only to what is below `top`: nobody's manifests are to be sized by a file elsewhere. */
export const configIn = (folder: string, top: string): Discovered => {
  const path = join(folder, configName);
  const because = (message: string): Discovered => E.left({ path, message });
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return E.right(undefined);
  try {
    if (!isWithin(realpathSync(top), realpathSync(path)))
      return because('is a link that leads out, and is not read');
    return E.bimap(
      (message: string) => ({ path, message }),
      (text: string) => ({ path, text }),
    )(decode(readFileSync(path), 'the file'));
  } catch (error) {
    return because(`cannot be read: ${messageOf(error)}`);
  }
};

/** Finds the config nearest to a file, from its own folder up to a top; each folder is looked into once. */
export const configFinder = (topOf: (file: string) => string): ((file: string) => Discovered) => {
  const finders = once((top) => {
    const find: (folder: string) => Discovered = once((folder) => {
      const own = configIn(folder, top);
      const isLast = folder === top || dirname(folder) === folder || !isWithin(top, folder);
      return isLast || E.isLeft(own) || own.right !== undefined ? own : find(dirname(folder));
    });
    return find;
  });
  return (file) => finders(topOf(file))(dirname(file));
};
