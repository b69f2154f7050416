import * as E from 'fp-ts/lib/Either.js';
import { chunks, cursor, documents, parse, type Refusal, type Source } from '../yaml/index.ts';

/** A text to be read, and the file that it is of, where that is known. */
export interface Text {
  readonly file: string | undefined;
  readonly text: string;
}

/** One or more documents of a text, parsed together, and where they stand in it. */
export interface Document {
  readonly of: Text;
  /** Its text as it was given. */
  readonly piece: string;
  readonly source: Source;
  readonly offset: number;
}

/** A resource in a document, by the index of its first event. */
export interface Item {
  readonly document: Document;
  readonly index: number;
  readonly apiVersion: string;
  readonly kind: string;
}

/** Texts as their resources; a ResourceList is the only document of the only text. */
export interface Input {
  readonly texts: readonly Text[];
  readonly documents: readonly Document[];
  readonly items: readonly Item[];
  readonly list:
    | { readonly document: Document; readonly root: number; readonly functionConfig: number }
    | undefined;
}

type Read<A> = E.Either<Refusal, A>;

const refuse = (offset: number, message: string): Read<never> => E.left({ offset, message });

/** Lone carriage returns end a line for some parsers only: what they mean is not one thing. */
const loneReturn = (text: string): number => {
  for (let at = text.indexOf('\r'); at !== -1; at = text.indexOf('\r', at + 1))
    if (text.charCodeAt(at + 1) !== 10) return at;
  return -1;
};

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

const parseAll = (of: Text): Read<readonly Document[]> => {
  const found: Document[] = [];
  let offset = 0;
  const pieces = chunks(documents(of.text), chunkSize(of.text));
  for (const [piece, source] of pieces.flatMap(parseChunk)) {
    if (E.isLeft(source))
      return refuse(offset + Math.min(source.left.offset, piece.length), source.left.message);
    found.push({ of, piece, source: source.right, offset });
    offset += piece.length;
  }
  return E.right(found);
};

const isListKind = (kind: string): boolean => kind.endsWith('List') && kind !== 'ResourceList';

/** The resource at an index, or those of a List, which its items take apiVersion and kind from where they have none. */
const itemsAt = (
  document: Document,
  index: number,
  from: Pick<Item, 'apiVersion' | 'kind'>,
): readonly Item[] => {
  const { source } = document;
  if (!cursor.isMapping(source, index)) return [];
  const [apiVersion = -1, kind = -1, list = -1] = cursor.fields(source, index, [
    'apiVersion',
    'kind',
    'items',
  ]);
  const item: Item = {
    document,
    index,
    apiVersion: cursor.string(source, apiVersion) ?? from.apiVersion,
    kind: cursor.string(source, kind) ?? from.kind,
  };
  if (!isListKind(item.kind) || !cursor.isSequence(source, list)) return [item];
  const inner = {
    apiVersion: item.kind === 'List' ? '' : item.apiVersion,
    kind: item.kind.slice(0, -'List'.length),
  };
  return cursor.items(source, list).flatMap((each) => itemsAt(document, each, inner));
};

const none = { apiVersion: '', kind: '' };

const kindAt = ({ source }: Document, root: number): string | undefined =>
  cursor.string(source, cursor.fields(source, root, ['kind'])[0] ?? -1);

const readStream = (of: Text, found: readonly Document[]): Input => ({
  texts: [of],
  documents: found,
  items: found.flatMap((document) =>
    cursor.roots(document.source).flatMap((root) => itemsAt(document, root, none)),
  ),
  list: undefined,
});

const readList = (
  of: Text,
  found: readonly Document[],
  document: Document,
  root: number,
): Read<Input> => {
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
    documents: found,
    items: all.flatMap((index) => itemsAt(document, index, none)),
    list: { document, root, functionConfig },
  });
};

/** A byte order mark that begins a line and no document: parsers differ in whether it belongs to the first key. */
const strayMark = (text: string): number => {
  for (let at = text.indexOf('\n\ufeff'); at !== -1; at = text.indexOf('\n\ufeff', at + 1))
    if (!/^(---|%)/.test(text.slice(at + 2, at + 5))) return at + 1;
  return -1;
};

interface Root {
  readonly document: Document;
  readonly root: number;
}

const isUnwritten = ({ document: { source }, root }: Root): boolean =>
  !cursor.isMapping(source, root) &&
  !cursor.isSequence(source, root) &&
  cursor.string(source, root) === undefined;

/**
 * Reads a ResourceList, or any other stream of YAML or JSON documents.
 * @returns where and why the text is no such thing
 */
export const read = (of: Text): Read<Input> => {
  const { text } = of;
  if (text.trim() === '')
    return refuse(0, 'the input is empty; a ResourceList or a stream of manifests is needed');
  const lone = loneReturn(text);
  if (lone !== -1)
    return refuse(lone, 'a carriage return without a line feed; lines must end in LF or CRLF');
  const mark = strayMark(text);
  if (mark !== -1)
    return refuse(
      mark,
      'a byte order mark in the middle of the input; only its beginning may have one',
    );
  const found = parseAll(of);
  if (E.isLeft(found)) return found;
  const roots = found.right.flatMap((document) =>
    cursor.roots(document.source).map((root): Root => ({ document, root })),
  );
  const list = roots.find(({ document, root }) => kindAt(document, root) === 'ResourceList');
  if (list === undefined) return E.right(readStream(of, found.right));
  if (!roots.every((root) => root === list || isUnwritten(root)))
    return refuse(list.document.offset, 'a ResourceList must be the only document of the input');
  return readList(of, found.right, list.document, list.root);
};
