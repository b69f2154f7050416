import * as E from 'fp-ts/lib/Either.js';
import { type FSWatcher, readFileSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf } from '../process/descriptors.ts';

/** Files that are read again while the program runs. */
export interface Followed<A> {
  /** The last that could be used. */
  readonly current: () => A;
  /** Why what is there now cannot be used. */
  readonly problem: () => string | undefined;
  /** Is told of each change: what is used from now on, or why the last is kept. */
  readonly listen: (listener: (result: E.Either<string, A>) => void) => void;
  readonly stop: () => void;
}

export interface Follow<A> {
  readonly files: readonly string[];
  /** Makes of the files' texts, in their order, what is used. Left: why it cannot. */
  readonly load: (texts: readonly string[]) => E.Either<string, A>;
}

/** A volume's files are swapped all at once, by a link; a watch may miss it, and tells of it before it is all there. */
const SETTLE_MS = 100;
const EVERY_MS = 5_000;

const readAll = (files: readonly string[]): E.Either<string, readonly string[]> =>
  E.tryCatch(() => files.map((file) => readFileSync(file, 'utf8')), messageOf);

const sameTexts = (
  a: E.Either<string, readonly string[]>,
  b: E.Either<string, readonly string[]>,
): boolean => JSON.stringify(a) === JSON.stringify(b);

const watchFolders = (files: readonly string[], tell: () => void): readonly FSWatcher[] =>
  [...new Set(files.map((file) => dirname(file)))].flatMap((folder) => {
    try {
      // An error, such as that of a folder that is removed, leaves the looks in between.
      return [watch(folder, { persistent: false }, tell).on('error', () => undefined)];
    } catch {
      return [];
    }
  });

/** Reads files and follows their changes; what cannot be used leaves the last in use. Left: there is no first. */
export const follow = <A>({ files, load }: Follow<A>): E.Either<string, Followed<A>> => {
  let seen = readAll(files);
  const first = E.flatMap(load)(seen);
  if (E.isLeft(first)) return first;
  let current = first.right;
  let problem: string | undefined;
  const listeners: ((result: E.Either<string, A>) => void)[] = [];
  const look = (): void => {
    const now = readAll(files);
    if (sameTexts(seen, now)) return;
    seen = now;
    const loaded = E.flatMap(load)(now);
    if (E.isRight(loaded)) current = loaded.right;
    problem = E.isLeft(loaded) ? loaded.left : undefined;
    listeners.forEach((listener) => listener(loaded));
  };
  let settling: NodeJS.Timeout | undefined;
  const soon = (): void => {
    settling ??= setTimeout(() => {
      settling = undefined;
      look();
    }, SETTLE_MS).unref();
  };
  const timer = setInterval(look, EVERY_MS).unref();
  const watchers = watchFolders(files, soon);
  const stop = (): void => {
    clearInterval(timer);
    clearTimeout(settling);
    watchers.forEach((each) => each.close());
  };
  return E.right({
    current: () => current,
    problem: () => problem,
    listen: (listener) => void listeners.push(listener),
    stop,
  });
};
