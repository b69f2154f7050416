import type { Result } from '../result.ts';
import { cursor, scan, startOf, type Node } from '../yaml/index.ts';
import type { Document, Item, Text } from './read.ts';

/** A line and a column of a text, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A result, and the item that it is about. */
export interface Told {
  readonly result: Result;
  readonly item?: Item;
}

/** `a.b[0].c[key]` as its steps. */
const steps = (path: string): readonly string[] =>
  [...path.matchAll(/\[([^\]]*)\]|[^.[]+/g)].map(([whole, inner]) => inner ?? whole);

/** Where the node of a path begins, or the nearest to it that is there. */
const nearest = (root: Node, path: string): number => {
  let node = root;
  let found = root.start;
  for (const step of steps(path)) {
    if (node.type !== 'map' && node.type !== 'seq') break;
    const entry =
      node.type === 'map'
        ? node.entries.find(({ name }) => name === step)
        : node.entries[Number(step)];
    if (entry === undefined) break;
    found = node.type === 'map' ? entry.start : entry.value.start;
    node = entry.value;
  }
  return found;
};

const lineStarts = (text: string): readonly number[] => {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
};

/** The index of the last start that is not behind the offset. */
const lineAt = (starts: readonly number[], offset: number): number => {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) > offset) high = middle - 1;
    else low = middle;
  }
  return low;
};

/** Finds places in texts; the lines of each are counted once. */
const places = (): ((of: Text, offset: number) => Place) => {
  const known = new Map<Text, readonly number[]>();
  return (of, offset) => {
    const starts = known.get(of) ?? lineStarts(of.text);
    known.set(of, starts);
    const line = lineAt(starts, offset);
    const mark = line === 0 && of.text.startsWith('\ufeff') ? 1 : 0;
    return { line: line + 1, column: Math.max(1, offset - (starts[line] ?? 0) - mark + 1) };
  };
};

const rootOf = ({ source }: Document, index: number): Node =>
  scan(source, cursor.resolve(source, index)).root;

/**
 * Where in its file a result's field stands, or the nearest that is there; `undefined` for a result of no item, or of an
 * item whose annotations say that it is of another file.
 */
export const placesOf = (told: readonly Told[]): ((result: Result) => Place | undefined) => {
  const items = new Map(told.map(({ result, item }) => [result, item] as const));
  const placeIn = places();
  let last: { readonly item: Item; readonly root: Node } | undefined;
  return (result) => {
    const item = items.get(result);
    const file = item?.document.of.file;
    if (item === undefined || file === undefined || file !== result.file?.path) return undefined;
    const { document, index } = item;
    const start = document.offset + startOf(document.source.events[index]);
    if (result.field === undefined) return placeIn(document.of, start);
    if (last?.item !== item) last = { item, root: rootOf(document, index) };
    const at = document.offset + nearest(last.root, result.field.path);
    return placeIn(document.of, at);
  };
};
