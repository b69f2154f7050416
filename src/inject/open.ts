import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as cursor from '../yaml/cursor.ts';
import type { Value } from '../data/value.ts';
import { behindSpaces } from '../yaml/inline.ts';
import type { Refusal } from '../yaml/node.ts';
import { walk, type Walk } from '../yaml/outline.ts';
import { scan, type Tree } from '../yaml/scan.ts';
import { bounded, parseStrictly, type Source } from '../yaml/source.ts';
import type { Refused } from './input.ts';
import { isLocated, type Item, type Located, type Slice } from './item.ts';

/** Goes to what stands behind the dash of an item whose line begins at an offset. */
export const enterItem = (text: string, lines: Walk, start: number): void => {
  lines.next(start);
  const content = behindSpaces(text, lines.at() + 1);
  lines.enter(content, content - start);
};

/** Goes to the content of a document, whose first line may be a mark. */
export const enterDocument = (text: string, lines: Walk, start: number): void =>
  lines.next(text.startsWith('---\n', start) ? start + 4 : start);

const nodesOf = (source: Source, isItem: boolean): readonly number[] => {
  const roots = cursor.roots(source);
  return isItem ? roots.flatMap((root) => cursor.items(source, root)) : roots;
};

/** Where the slices begin in the text that they make together. */
const startsOf = (slices: readonly Slice[]): readonly number[] => {
  let at = 0;
  return slices.map(({ start, end }) => {
    const here = at;
    at += end - start;
    return here;
  });
};

const locate = (
  slices: readonly Slice[],
  source: Source,
): E.Either<Refusal, readonly Located[]> => {
  const nodes = nodesOf(source, slices[0]?.isItem === true);
  const starts = startsOf(slices);
  if (nodes.length !== slices.length)
    return E.left({
      offset: slices[0]?.start ?? 0,
      message: 'there are not as many resources here as there seem to be',
    });
  return E.right(
    slices.map(({ start }, at) => ({
      source,
      index: nodes[at] ?? 0,
      shift: start - (starts[at] ?? 0),
    })),
  );
};

/**
 * Parses slices of a text as one: items of a list, or documents of a stream.
 * @returns the refusal, with its offset in the whole text
 */
export const openSlices = (
  text: string,
  slices: readonly Slice[],
): E.Either<Refusal, readonly Located[]> => {
  if (slices.length === 0) return E.right([]);
  const starts = startsOf(slices);
  const inText = ({ offset, message }: Refusal): Refusal => {
    const at = starts.findLastIndex((start) => start <= offset);
    return { offset: offset + (slices[at]?.start ?? 0) - (starts[at] ?? 0), message };
  };
  return pipe(
    parseStrictly(slices.map(({ start, end }) => text.slice(start, end)).join('')),
    E.mapLeft(inText),
    E.map(bounded),
    E.flatMap((source) => locate(slices, source)),
  );
};

const unparsed = { events: [], open: false, bounds: new Int32Array(), aliases: [] };

const plainSource = (text: string): Source => ({ text, ...unparsed });

/** The tree of a slice in everyday style; `undefined` where a map has a key twice. */
const plainTree = (text: string, { start, isItem }: Slice): Tree | undefined => {
  const lines = walk(text);
  if (isItem) enterItem(text, lines, start);
  else enterDocument(text, lines, start);
  const root = lines.nodes();
  return root && { source: plainSource(text), index: 0, root, problems: [], aliased: false };
};

/** The tree of an item, and what an offset in the tree's text needs to be one in the item's. */
export interface Opened {
  readonly tree: Tree;
  readonly shift: number;
  /** What the item means. */
  readonly value: Value;
}

const scanAt = ({ source, index, shift }: Located): Opened => {
  const tree = scan(source, index);
  // An alias in an item's place is read where its anchor is; it cannot be edited.
  const { value } =
    tree.root.type === 'alias' ? scan(source, cursor.resolve(source, index)).root : tree.root;
  return { tree, shift, value };
};

/** Builds the nodes of an item. */
export const open = ({ of, place }: Item): E.Either<Refused, Opened> => {
  if (isLocated(place)) return E.right(scanAt(place));
  const tree = plainTree(of.text, place);
  if (tree !== undefined) return E.right({ tree, shift: 0, value: tree.root.value });
  return pipe(
    openSlices(of.text, [place]),
    E.mapLeft((refusal) => ({ of, refusal })),
    E.flatMap(([located]) =>
      located === undefined
        ? E.left({ of, refusal: { offset: place.start, message: 'there is no resource here' } })
        : E.right(scanAt(located)),
    ),
  );
};
