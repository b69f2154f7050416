import * as E from 'fp-ts/lib/Either.js';
import * as cursor from '../yaml/cursor.ts';
import type { Refusal } from '../yaml/node.ts';
import { chunks, documents, parse, type Source } from '../yaml/source.ts';
import type { Input, ReadText, Text } from './input.ts';
import { itemsAt } from './item.ts';

/** One or more documents of a text, parsed together, and where they stand in it. */
interface Document {
  readonly source: Source;
  readonly offset: number;
}

type Reading<A> = E.Either<Refusal, A>;

const refuse = (offset: number, message: string): Reading<never> => E.left({ offset, message });

/**
 * How much of a stream is parsed at once, in characters: a quarter of it, because on Node 20 js-yaml's parser takes
 * three times as long from its tenth call on.
 */
const chunkSize = (input: string): number => Math.max(262_144, Math.ceil(input.length / 4));

/** Documents together, unless one of them cannot be read or has aliases, whose anchors are those of its own document. */
const parseChunk = (
  pieces: readonly string[],
): readonly (readonly [string, E.Either<Refusal, Source>])[] => {
  const text = pieces.join('');
  const source = parse(text);
  const isWhole = pieces.length === 1 || (E.isRight(source) && source.right.aliases.length === 0);
  return isWhole ? [[text, source]] : pieces.map((piece) => [piece, parse(piece)] as const);
};

const parseAll = (text: string): Reading<readonly Document[]> => {
  const found: Document[] = [];
  let offset = 0;
  const pieces = chunks(documents(text), chunkSize(text));
  for (const [piece, source] of pieces.flatMap(parseChunk)) {
    if (E.isLeft(source))
      return refuse(offset + Math.min(source.left.offset, piece.length), source.left.message);
    found.push({ source: source.right, offset });
    offset += piece.length;
  }
  return E.right(found);
};

const kindAt = ({ document: { source }, root }: Root): string | undefined =>
  cursor.string(source, cursor.fields(source, root, ['kind'])[0] ?? -1);

interface Root {
  readonly document: Document;
  readonly root: number;
}

const isUnwritten = ({ document: { source }, root }: Root): boolean =>
  !cursor.isMapping(source, root) &&
  !cursor.isSequence(source, root) &&
  cursor.string(source, root) === undefined;

const NO_MANIFEST =
  'a manifest is a map, and this document is none; is it the output of a program that failed?';

/** Whether a document is a scalar or a list; one without anything in it passes. */
const isNoManifest = (root: Root): boolean =>
  !cursor.isMapping(root.document.source, root.root) && !isUnwritten(root);

const readStream = (of: ReadText, roots: readonly Root[]): Input => ({
  texts: [of],
  items: roots.flatMap(({ document: { source, offset }, root }) =>
    itemsAt(of, { source, index: root, shift: offset }),
  ),
  list: undefined,
});

const readList = (of: ReadText, document: Document, root: number): Reading<Input> => {
  const { source, offset } = document;
  const [items = -1, functionConfig = -1] = cursor.fields(source, root, [
    'items',
    'functionConfig',
  ]);
  if (items === -1)
    return refuse(
      offset,
      'the ResourceList has no `items`; a list of resources is needed, which may be empty',
    );
  const isNull =
    ['~', 'null', undefined].includes(cursor.string(source, items)) &&
    !cursor.isMapping(source, items);
  if (!cursor.isSequence(source, items) && !isNull)
    return refuse(offset, '`items` of the ResourceList must be a list');
  const all = cursor.items(source, items);
  const stray = all.find((index) => !cursor.isMapping(source, index));
  if (stray !== undefined)
    return refuse(offset, 'every item of the ResourceList must be a resource');
  return E.right({
    texts: [of],
    items: all.flatMap((index) => itemsAt(of, { source, index, shift: offset })),
    list: { source, root, functionConfig, inText: (at) => at + offset },
  });
};

const missingBreak = (text: string, found: readonly Document[]): string => {
  const last = found.at(-1);
  return last === undefined ? '' : last.source.text.slice(text.length - last.offset);
};

/** Reads a text by parsing all of it. */
export const readWhole = (of: Text): Reading<Input> => {
  const found = parseAll(of.text);
  if (E.isLeft(found)) return found;
  const whole: ReadText = { ...of, missing: missingBreak(of.text, found.right) };
  const roots = found.right.flatMap((document) =>
    cursor.roots(document.source).map((root): Root => ({ document, root })),
  );
  const list = roots.find((root) => kindAt(root) === 'ResourceList');
  if (list === undefined) {
    const stray = whole.folder === undefined ? roots.find(isNoManifest) : undefined;
    return stray === undefined
      ? E.right(readStream(whole, roots))
      : refuse(stray.document.offset, NO_MANIFEST);
  }
  if (!roots.every((root) => root === list || isUnwritten(root)))
    return refuse(list.document.offset, 'a ResourceList must be the only document of the input');
  return readList(whole, list.document, list.root);
};
