import * as E from 'fp-ts/lib/Either.js';
import { isList, isMap, type Value } from '../../data/value.ts';
import { documentsIn } from './documents.ts';
import type { Target, Touch } from './touches.ts';

/** What an object is, as far as a target can say whether it is meant. */
const identityOf = (document: Value): Target => {
  if (!isMap(document)) return {};
  const { kind, metadata } = document;
  const name = isMap(metadata) ? metadata['name'] : undefined;
  // A list stands for what is in it.
  if (typeof kind !== 'string' || kind.endsWith('List')) return {};
  return { kind, ...(typeof name === 'string' ? { name } : {}) };
};

/** By a prefix and a suffix an object may be called something longer by the time it is patched. */
const isMeant = (object: Target, { kind, name }: Target): boolean =>
  (object.kind === undefined || kind === undefined || object.kind === kind) &&
  (object.name === undefined || name === undefined || name.includes(object.name));

/** The first of the touches that may be meant for an object of a text. */
export const touchOn = <A extends Touch>(touches: readonly A[], text: string): A | undefined => {
  const [first] = touches;
  if (first === undefined) return undefined;
  const unbounded = touches.find(
    ({ target, renames }) => renames || (target.kind === undefined && target.name === undefined),
  );
  if (unbounded !== undefined) return unbounded;
  const documents = documentsIn(text);
  if (E.isLeft(documents) || documents.right.some(isList)) return first;
  const objects = documents.right.filter((each) => each !== null).map(identityOf);
  return touches.find(({ target }) => objects.some((object) => isMeant(object, target)));
};
