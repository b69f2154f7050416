import * as E from 'fp-ts/lib/Either.js';
import { isList, isMap, type Fields, type Value } from '../../data/value.ts';
import type { documentsOf } from './documents.ts';

/** What a change of a kustomization is made to; what is not known is anything. */
export interface Target {
  readonly kind?: string;
  readonly name?: string;
}

/** A change that may touch what inject-shm writes, or reads a size from. */
export interface Touch {
  readonly target: Target;
  /** It changes kinds or names: after it no target says what it is made to. */
  readonly renames: boolean;
}

/** A change of which nothing is known. */
export const unknownTouch: Touch = { target: {}, renames: false };

const touched = new Set(['containers', 'initContainers', 'volumes', 'volumeMounts', 'resources']);

/** What holds all of that: to replace it as a whole is to touch it. */
const holders = new Set(['', 'spec', 'template', 'jobTemplate', 'podTemplate']);

const hasTouchedKey = (value: Value): boolean => {
  if (isList(value)) return value.some(hasTouchedKey);
  if (!isMap(value)) return false;
  return Object.entries(value).some(
    ([key, inner]) =>
      touched.has(key) ||
      key === '$patch' ||
      (holders.has(key) && inner === null) ||
      hasTouchedKey(inner),
  );
};

const text = (value: Value): string | undefined => (typeof value === 'string' ? value : undefined);

/** Selectors are regular expressions: only a plain one says what it selects. */
const plain = (value: Value): string | undefined => {
  const given = text(value);
  return given !== undefined && /^[\w-]+$/.test(given) ? given : undefined;
};

const toTarget = (kind: string | undefined, name: string | undefined): Target => ({
  ...(kind === undefined ? {} : { kind }),
  ...(name === undefined ? {} : { name }),
});

const selected = (target: Value): Target | undefined =>
  isMap(target) ? toTarget(plain(target['kind']), plain(target['name'])) : undefined;

const nameIn = ({ metadata }: Fields): string | undefined =>
  isMap(metadata) ? text(metadata['name']) : undefined;

const renaming = ({ options }: Fields): boolean =>
  isMap(options) &&
  [options['allowNameChange'], options['allowKindChange']].some((each) => each === true);

/** The names along a JSON pointer, or a path with dots. */
const segmentsOf = (path: string): readonly string[] =>
  path.includes('/') || path === '' ? path.split('/').slice(1) : path.split(/[.[\]]+/);

const touchesAt = (path: string): boolean => {
  const segments = segmentsOf(path);
  return segments.some((name) => touched.has(name)) || holders.has(segments.at(-1) ?? '');
};

const renamesAt = (path: string): boolean => /^[/.]?(?:kind|metadata[/.]name)$/.test(path);

const ofOperations = (operations: readonly Value[], target: Target): readonly Touch[] => {
  const paths = operations.flatMap((each) =>
    isMap(each)
      ? [text(each['path']), text(each['from'])].filter((path) => path !== undefined)
      : [],
  );
  const isBroken = !operations.every((each) => isMap(each) && text(each['path']) !== undefined);
  const renames = paths.some(renamesAt);
  const isTouching = isBroken || paths.some(touchesAt);
  return isTouching || renames ? [{ target, renames }] : [];
};

const ofMerge = (patch: Fields, given: Target | undefined, renames: boolean): readonly Touch[] => {
  const target = given ?? toTarget(text(patch['kind']), nameIn(patch));
  return hasTouchedKey(patch) || renames ? [{ target, renames }] : [];
};

/** The touches of a patch, whichever of the two kinds it is of; one that cannot be read touches. */
export const ofPatch = (
  documents: ReturnType<typeof documentsOf>,
  entry: Fields = {},
): readonly Touch[] => {
  if (E.isLeft(documents)) return [unknownTouch];
  const given = selected(entry['target']);
  return documents.right.flatMap((patch) => {
    if (isList(patch)) return ofOperations(patch, given ?? {});
    if (isMap(patch)) return ofMerge(patch, given, renaming(entry));
    return patch === null || patch === undefined ? [] : [unknownTouch];
  });
};

/** The touches of replacements, each with its targets. */
export const ofReplacements = (replacements: readonly Value[]): readonly Touch[] =>
  replacements.flatMap((each) => {
    const targets = isMap(each) ? each['targets'] : undefined;
    if (!isList(targets)) return [unknownTouch];
    return targets.flatMap((entry) => {
      const { select, fieldPaths } = isMap(entry) ? entry : {};
      // Without paths it is the name that is replaced.
      const paths = isList(fieldPaths) ? fieldPaths.map(String) : ['metadata.name'];
      const renames = paths.some(renamesAt);
      return renames || paths.some(touchesAt) ? [{ target: selected(select) ?? {}, renames }] : [];
    });
  });
