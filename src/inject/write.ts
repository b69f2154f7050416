import * as E from 'fp-ts/lib/Either.js';
import { keyOf } from '../plan/immutable.ts';
import type { Document, Input, Text } from './read.ts';
import type { Result } from '../result.ts';
import type { Revision } from './revise.ts';
import {
  inOrder,
  isList,
  isMap,
  reconcile,
  shallow,
  splice,
  type Patch,
  type Refusal,
} from '../yaml/index.ts';

/** A document's text with its patches; without any, the text as it was given. */
const writeDocument = ({ piece, source }: Document, patches: readonly Patch[]): string => {
  if (patches.length === 0) return piece;
  const text = splice(source.text, inOrder(patches));
  return source.open ? text.replace(/\r?\n$/, '') : text;
};

/** Each text's documents; a text without any has nothing in it. */
const byText = ({ documents }: Input): ReadonlyMap<Text, readonly Document[]> => {
  const found = new Map<Text, Document[]>();
  for (const document of documents) {
    const own = found.get(document.of) ?? [];
    own.push(document);
    found.set(document.of, own);
  }
  return found;
};

const plain = (result: Result): unknown => JSON.parse(JSON.stringify(result)) as unknown;

/** The patches that append results to a ResourceList's own. */
const resultPatches = (
  { list }: Input,
  results: readonly Result[],
  earlier: readonly Patch[],
): E.Either<Refusal, readonly Patch[]> => {
  if (list === undefined || results.length === 0) return E.right([]);
  const tree = shallow(list.document.source, list.root, ['results']);
  const present = isMap(tree.root.value) ? tree.root.value['results'] : undefined;
  const all = [...(isList(present) ? present : []), ...results.map(plain)];
  const wanted = { ...(tree.root.value as object), results: all };
  const unwritable = ({ offset, message }: Refusal): Refusal => ({
    offset: list.document.offset + offset,
    message: `\`results\` cannot be added to the ResourceList: ${message}`,
  });
  return E.mapLeft(unwritable)(reconcile(tree, wanted, keyOf, earlier));
};

/**
 * The texts, what the revisions do not touch as it was given.
 * @returns the refusal where a ResourceList has no place for results
 */
export const write = (
  input: Input,
  revisions: readonly Revision[],
  results: readonly Result[],
): E.Either<Refusal, readonly string[]> => {
  const byDocument = new Map<Document, Patch[]>();
  for (const { item, patches } of revisions) {
    const list = byDocument.get(item.document) ?? [];
    for (const patch of patches) list.push(patch);
    byDocument.set(item.document, list);
  }
  const patchesOf = (document: Document | undefined): readonly Patch[] =>
    (document && byDocument.get(document)) ?? [];
  const listDocument = input.list?.document;
  const documents = byText(input);
  const textsWith = (appended: readonly Patch[]): readonly string[] =>
    input.texts.map(
      (of) =>
        documents
          .get(of)
          ?.map((document) => {
            const own = patchesOf(document);
            return writeDocument(document, document === listDocument ? [...own, ...appended] : own);
          })
          .join('') ?? of.text,
    );
  return E.map(textsWith)(resultPatches(input, results, patchesOf(listDocument)));
};
