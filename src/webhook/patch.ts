import { type Fields, isList, isMap, type Value } from '../data/value.ts';

/** A step of a JSON Patch (RFC 6902). */
export interface Operation {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path: string;
  readonly value?: unknown;
}

const step = (path: string, name: string): string =>
  `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

const compareLists = (
  before: readonly Value[],
  after: readonly Value[],
  path: string,
): readonly Operation[] => {
  const shared = Math.min(before.length, after.length);
  // What is removed moves what comes behind it: the last goes first.
  const removed = before.slice(shared).map((_, at) => `${path}/${shared + at}`);
  return [
    ...after.slice(0, shared).flatMap((value, at) => compare(before[at], value, `${path}/${at}`)),
    ...removed.reverse().map((each) => ({ op: 'remove', path: each }) as const),
    ...after
      .slice(shared)
      .map((value, at) => ({ op: 'add', path: `${path}/${shared + at}`, value }) as const),
  ];
};

const compareMaps = (before: Fields, after: Fields, path: string): readonly Operation[] => {
  const removed = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  return [
    ...removed.map((name) => ({ op: 'remove', path: step(path, name) }) as const),
    ...Object.keys(after).flatMap((name): readonly Operation[] => {
      const value = after[name];
      const own = step(path, name);
      if (!Object.hasOwn(before, name)) return [{ op: 'add', path: own, value }];
      return compare(before[name], value, own);
    }),
  ];
};

const compare = (before: Value, after: Value, path: string): readonly Operation[] => {
  if ((before ?? null) === (after ?? null)) return [];
  if (isList(before) && isList(after)) return compareLists(before, after, path);
  if (isMap(before) && isMap(after)) return compareMaps(before, after, path);
  return [{ op: 'replace', path, value: after }];
};

/**
 * What makes the one object the other. What is the same object is not looked into. Lists are compared by position, which
 * suits what is only ever appended to them: the shortest patch of a list takes the square of its length to find, and its
 * length is somebody else's.
 */
export const patchOf = (before: Fields, after: Fields): readonly Operation[] =>
  compare(before, after, '');
