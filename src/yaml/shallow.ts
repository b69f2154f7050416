import { EVENT_ID } from 'js-yaml';
import { endOf, opaqueEntry } from './extent.ts';
import type { Collection, Entry } from './node.ts';
import { scan, type Tree } from './scan.ts';
import type { Source } from './source.ts';
import { define } from './value.ts';

const keys = ({ bounds }: Source, map: number): readonly number[] => {
  const found: number[] = [];
  const end = (bounds[map] ?? 0) - 1;
  for (let key = map + 1; key < end; key = bounds[bounds[key] ?? end] ?? end) found.push(key);
  return found;
};

/** A map as a tree of which only the values of some keys have nodes: for editing a large map at its own level. */
export const shallow = (source: Source, map: number, deep: readonly string[]): Tree => {
  const entries = keys(source, map).map((key): Entry => {
    const entry = opaqueEntry(source, key);
    return deep.includes(entry.name ?? '')
      ? { ...entry, value: scan(source, source.bounds[key] ?? 0).root }
      : entry;
  });
  const fields: Record<string, unknown> = {};
  for (const { name, value } of entries) define(fields, name ?? '', value.value);
  const event = source.events[map];
  const isMap = event?.type === EVENT_ID.MAPPING;
  const root: Collection = {
    type: 'map',
    start: isMap ? event.start : 0,
    end: endOf(source, map),
    value: fields,
    anchor: undefined,
    flow: isMap && event.style === 2,
    bare: false,
    entries,
  };
  return { source, index: map, root, problems: [], aliased: false };
};
