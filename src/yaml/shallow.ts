import { EVENT_ID } from 'js-yaml';
import { collectionStart, endOf, lastStyle } from './extent.ts';
import { define } from '../data/value.ts';
import type { Collection, Entry, Scalar } from './node.ts';
import { scan, type Tree } from './scan.ts';
import type { Source } from './source.ts';
import { token } from './text.ts';

/** A node of which only the extent is known; its value stands for itself. */
const opaque = (source: Source, index: number, start: number): Scalar => ({
  type: 'scalar',
  start,
  end: endOf(source, index),
  value: Object.freeze({ index }),
  anchor: undefined,
  style: lastStyle(source, index),
});

const entriesOf = (
  source: Source,
  map: number,
  first: number,
  deep: readonly string[],
): readonly Entry[] => {
  const { text, bounds } = source;
  const entries: Entry[] = [];
  const close = (bounds[map] ?? 0) - 1;
  let from = first;
  for (let key = map + 1; key < close;) {
    const value = bounds[key] ?? close;
    const comma = token(text, from);
    const start = text.charCodeAt(comma) === 44 ? token(text, comma + 1) : comma;
    const keyNode = scan(source, key).root;
    const name = keyNode.type === 'scalar' ? String(keyNode.value) : '';
    const behindColon = token(text, keyNode.end) + 1;
    const valueNode = deep.includes(name)
      ? scan(source, value, behindColon).root
      : opaque(source, value, behindColon);
    entries.push({ start, key: keyNode, name, value: valueNode });
    from = valueNode.end;
    key = bounds[value] ?? close;
  }
  return entries;
};

/** A map as a tree of which only the values of some keys have nodes: for editing a large map at its own level. */
export const shallow = (source: Source, map: number, deep: readonly string[]): Tree => {
  const event = source.events[map];
  const isMap = event?.type === EVENT_ID.MAPPING;
  const start = isMap ? collectionStart(event.start, source.events[map + 1]) : 0;
  const flow = isMap && event.style === 2;
  const entries = entriesOf(source, map, flow ? start + 1 : start, deep);
  const fields: Record<string, unknown> = {};
  for (const { name, value } of entries) define(fields, name ?? '', value.value);
  const root: Collection = {
    type: 'map',
    start,
    end: endOf(source, map),
    value: fields,
    anchor: undefined,
    flow,
    bare: false,
    entries,
  };
  return { source, index: map, root, problems: [], aliased: false };
};
