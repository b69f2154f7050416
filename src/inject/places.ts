import * as E from 'fp-ts/lib/Either.js';
import type { Result } from '../result.ts';
import type { Node } from '../yaml/node.ts';
import type { Text } from './input.ts';
import type { Item } from './item.ts';
import { locators } from './locate.ts';
import { resourcesOf, type Resource } from './workload.ts';

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

/** Finds places in texts; a byte order mark takes no column. */
const places = (): ((of: Text, offset: number) => Place) => {
  const locate = locators();
  return (of, offset) => {
    const { line, column } = locate(of, offset);
    const mark = line === 1 && of.text.startsWith('\ufeff') ? 1 : 0;
    return { line, column: Math.max(1, column - mark) };
  };
};

const opened = (item: Item): Resource | undefined =>
  E.getOrElse((): readonly Resource[] => [])(resourcesOf([item]))[0];

/**
 * Where in its file a result's field stands, or the nearest that is there; `undefined` for a result of no item, or of an
 * item whose annotations say that it is of another file.
 */
export const placesOf = (told: readonly Told[]): ((result: Result) => Place | undefined) => {
  let items: ReadonlyMap<Result, Item | undefined> | undefined;
  const placeIn = places();
  let last: { readonly item: Item; readonly resource: Resource | undefined } | undefined;
  return (result) => {
    items ??= new Map(told.map((each) => [each.result, each.item] as const));
    const item = items.get(result);
    const file = item?.of.file;
    if (item === undefined || file === undefined || file !== result.file?.path) return undefined;
    if (last?.item !== item) last = { item, resource: opened(item) };
    if (last.resource === undefined) return undefined;
    const { tree, shift } = last.resource;
    const at = result.field === undefined ? tree.root.start : nearest(tree.root, result.field.path);
    return placeIn(item.of, at + shift);
  };
};
