import { type Value, isMap } from '../data/value.ts';
import type { Entry } from './node.ts';

/** Tells which item of a list is which, whatever its place; `undefined` where nothing names it. */
export type KeyOf = (item: Value) => string | undefined;

interface Alignment {
  readonly kept: ReadonlyMap<Entry, Value>;
  readonly added: readonly Value[];
  readonly moved: boolean;
}

/** Items mostly stand where they are looked for first: what is in front of that is not looked at again. */
const indexFrom = (
  entries: readonly Entry[],
  from: number,
  is: (entry: Entry) => boolean,
): number => {
  for (let at = from; at < entries.length; at++) {
    const entry = entries[at];
    if (entry !== undefined && is(entry)) return at;
  }
  return -1;
};

/** Matches the wanted items with the entries: the same object, else the same key, else the same place. */
export const align = (
  entries: readonly Entry[],
  wanted: readonly Value[],
  keyOf: KeyOf,
): Alignment => {
  const kept = new Map<Entry, Value>();
  const added: Value[] = [];
  let next = 0;
  let moved = false;
  for (const [at, item] of wanted.entries()) {
    const isNext = entries[next]?.value.value === item && next < entries.length;
    const key = isNext ? undefined : keyOf(item);
    const isSame = ({ value }: Entry) =>
      value.value === item || (key !== undefined && keyOf(value.value) === key);
    const found = indexFrom(entries, next, isSame);
    const isInPlace =
      found === -1 && key === undefined && entries.length === wanted.length && at >= next;
    const place = isInPlace ? at : found;
    const entry = entries[place];
    if (place === -1 || entry === undefined) added.push(item);
    else {
      moved ||= added.length > 0;
      kept.set(entry, item);
      next = place + 1;
    }
  }
  moved ||= added.some((item) =>
    entries.some((entry) => !kept.has(entry) && entry.value.value === item && isMap(item)),
  );
  return { kept, added, moved };
};
