import { define, isList, isMap, type Fields, type Value } from '../data/value.ts';
import type { Scan } from './leaves.ts';
import type { Entry, Node } from './node.ts';

/** How many keys merges may bring in, in all: people who write them by hand have some dozens. */
const MOST_MERGED = 100_000;

/** Merges what `<<` brings in under the map's own keys. */
const merged = (own: Fields, brought: Value): Fields => {
  const result: Record<string, Value> = {};
  const maps = isList(brought) ? brought.toReversed() : [brought];
  for (const each of [...maps, own])
    if (isMap(each)) for (const name of Object.keys(each)) define(result, name, each[name]);
  return result;
};

const holdsAlias = (node: Node): boolean =>
  node.type === 'alias' ||
  ((node.type === 'map' || node.type === 'seq') &&
    node.entries.some(({ value }) => holdsAlias(value)));

/** `{{ .x }}` reads as a map in a map; it is a template's text. */
export const isTemplate = (text: string, start: number): boolean => text.startsWith('{{', start);

/** Whether an entry is a merge: the values of aliases, or maps written there, under the keys of its map. */
export const isMerge = ({ name, key }: Entry): boolean =>
  name === '<<' && key?.type === 'scalar' && key.style === 'plain';

const withMerges = (state: Scan, own: Fields, merges: readonly Value[], start: number): Fields => {
  state.aliased = true;
  const whole = merges.reduce<Fields>(merged, own);
  // A chain of merges has the square of its keys.
  state.copied += Object.keys(whole).length;
  if (state.copied < MOST_MERGED) return whole;
  state.problems.push({ offset: start, message: 'merges bring in more keys than are followed' });
  return own;
};

/** What the entries of a map mean together, its problems told. */
export const fieldsOf = (state: Scan, entries: readonly Entry[], start: number): Fields => {
  const fields: Record<string, Value> = {};
  const merges: Value[] = [];
  const tell = (offset: number, message: string) => state.problems.push({ offset, message });
  for (let at = 0; at < entries.length; at++) {
    const entry = entries[at];
    if (entry?.name === undefined || entry.key === undefined) continue;
    const { key, name, value } = entry;
    if (key.type !== 'scalar' && !isTemplate(state.text, key.start - 1))
      tell(key.start, 'a key here is no plain text');
    if (isMerge(entry)) {
      if (value.type === 'map' && holdsAlias(value))
        tell(key.start, 'a merge of a map written here that has aliases');
      merges.push(value.value);
    } else if (Object.hasOwn(fields, name)) tell(key.start, `the key "${name}" stands here twice`);
    else define(fields, name, value.value);
  }
  return merges.length === 0 ? fields : withMerges(state, fields, merges, start);
};
