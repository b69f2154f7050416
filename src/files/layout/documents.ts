import * as E from 'fp-ts/lib/Either.js';
import { YAMLException, loadAll } from 'js-yaml';
import { readFileSync } from 'node:fs';
import type { Value } from '../../data/value.ts';
import { messageOf } from '../../process/descriptors.ts';

type Documents = E.Either<string, readonly Value[]>;

/** Without its message, which has the whole text in it. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof YAMLException)) return messageOf(error);
  const { reason, mark } = error;
  return mark === null || mark === undefined
    ? reason
    : `line ${mark.line + 1}, column ${mark.column + 1}: ${reason}`;
};

/** By `yaml`, which reads some of what js-yaml refuses and kustomize reads. */
const readAgain = (text: string): readonly Value[] | undefined => {
  const { parseAllDocuments } = require('yaml') as typeof import('yaml');
  const documents = [parseAllDocuments(text, { version: '1.1' })].flat();
  return documents.some(({ errors }) => errors.length > 0)
    ? undefined
    : documents.map((document) => document.toJS() as Value);
};

/** The documents of a text, as data. Left: why it cannot be read. */
export const documentsIn = (text: string): Documents => {
  try {
    return E.right(loadAll(text));
  } catch (error) {
    const again = E.tryCatch(() => readAgain(text), messageOf);
    const found = E.isRight(again) ? again.right : undefined;
    return found === undefined ? E.left(reasonOf(error)) : E.right(found);
  }
};

/** The documents of a file. */
export const documentsOf = (path: string): Documents => {
  const text = E.tryCatch(() => readFileSync(path, 'utf8'), messageOf);
  return E.isLeft(text) ? text : documentsIn(text.right);
};
