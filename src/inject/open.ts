import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Event } from 'js-yaml';
import * as cursor from '../yaml/cursor.ts';
import type { Value } from '../data/value.ts';
import { enterDocument, enterItem, walk } from '../yaml/lines.ts';
import type { Refusal } from '../yaml/node.ts';
import { outline } from '../yaml/outline.ts';
import { scan, type Tree } from '../yaml/scan.ts';
import { bounded, moveEvents, parseStrictly, type Source } from '../yaml/source.ts';
import { isLocated, type Item, type Located, type Slice } from './item.ts';

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

/** The nodes of the slices, their events moved to where they stand in the whole text. */
const locate = (
  text: string,
  slices: readonly Slice[],
  starts: readonly number[],
  { events, bounds, aliases }: Source,
): E.Either<Refusal, readonly Located[]> => {
  const source: Source = { text, events, bounds, aliases, open: false };
  const nodes = nodesOf(source, slices[0]?.isItem === true);
  if (nodes.length !== slices.length)
    return E.left({
      offset: slices[0]?.start ?? 0,
      message: 'there are not as many resources here as there seem to be',
    });
  for (const [at, index] of nodes.entries())
    moveEvents(events, index, bounds[index] ?? 0, (slices[at]?.start ?? 0) - (starts[at] ?? 0));
  return E.right(nodes.map((index) => ({ source, index, shift: 0 })));
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
    E.flatMap((source) => locate(text, slices, starts, source)),
  );
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

/** A slice is in everyday style: the walk that found its outline goes over it once more, and notes what it reads. */
const walkThrough = (text: string, { start, isItem }: Slice): Located => {
  const lines = walk(text);
  const events: Event[] = [];
  if (isItem) enterItem(lines, start);
  else enterDocument(lines, start);
  lines.events = events;
  outline(lines);
  return { source: bounded({ text, events, open: false }), index: 0, shift: 0 };
};

/** Builds the nodes of an item. */
export const open = ({ of, place }: Item): Opened =>
  scanAt(isLocated(place) ? place : walkThrough(of.text, place));
