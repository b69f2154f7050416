import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { bounded, cursor, parseStrictly, type Refusal, type Source } from '../yaml/index.ts';
import type { Refused } from './input.ts';
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

const isTogether = (a: Item, b: Item): boolean =>
  a.of === b.of && (isLocated(a.place) || isLocated(b.place) || a.place.isItem === b.place.isItem);

/** Items that stand in the same text and can be parsed together. */
const runs = (items: readonly Item[]): readonly (readonly Item[])[] => {
  const found: Item[][] = [];
  for (const item of items) {
    const run = found.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && isTogether(last, item)) run.push(item);
    else found.push([item]);
  }
  return found;
};

const openRun = (run: readonly Item[]): E.Either<Refused, readonly Located[]> => {
  const of = run[0]?.of;
  if (of === undefined) return E.right([]);
  const places = run.map(({ place }) => place);
  const closed = places.flatMap((place) => (isLocated(place) ? [] : [place]));
  return pipe(
    openSlices(of.text, closed),
    E.bimap(
      (refusal) => ({ of, refusal }),
      (opened) => {
        const next = opened.values();
        return places.flatMap((place) => (isLocated(place) ? place : (next.next().value ?? [])));
      },
    ),
  );
};

/** The nodes of items, in their order; those that are not parsed yet are parsed together. */
export const open = (items: readonly Item[]): E.Either<Refused, readonly Located[]> => {
  const found: (readonly Located[])[] = [];
  for (const run of runs(items)) {
    const opened = openRun(run);
    if (E.isLeft(opened)) return opened;
    found.push(opened.right);
  }
  return E.right(found.flat());
};
