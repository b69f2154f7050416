import {
  EVENT_ID,
  SCALAR_STYLE,
  type AliasEvent,
  type Event,
  type MappingEvent,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml';
import { type Value, define, isList, isMap, type Fields } from '../data/value.ts';
import type { Alias, Collection, Entry, Node, Refusal, Scalar } from './node.ts';
import type { Source } from './source.ts';
import { scalarValue } from './means.ts';
import { closing, collectionStart, scalarEnd, startOf } from './extent.ts';
import { token } from './text.ts';

/** A subtree of a document with everything that editing it needs. */
export interface Tree {
  readonly source: Source;
  readonly index: number;
  readonly root: Node;
  /** What makes the subtree unreadable as data or unsafe to edit, in document order. */
  readonly problems: readonly Refusal[];
  /** Whether it holds aliases or merges, so that equal objects may be different places. */
  readonly aliased: boolean;
}

const styles: Readonly<Record<number, Scalar['style']>> = {
  [SCALAR_STYLE.PLAIN]: 'plain',
  [SCALAR_STYLE.SINGLE_QUOTED]: 'single',
  [SCALAR_STYLE.DOUBLE_QUOTED]: 'double',
};

const isSpace = (char: number): boolean => char === 32 || char === 9 || char === 10 || char === 13;

/** How many keys merges may bring in, in all: people who write them by hand have some dozens. */
const MOST_MERGED = 100_000;

/** Merges what `<<` brings in under the map's own keys. */
const merged = (own: Fields, source: Value): Fields => {
  const result: Record<string, Value> = {};
  const sources = isList(source) ? source.toReversed() : [source];
  for (const each of [...sources, own])
    if (isMap(each)) for (const name of Object.keys(each)) define(result, name, each[name]);
  return result;
};

const holdsAlias = (node: Node): boolean =>
  node.type === 'alias' ||
  ((node.type === 'map' || node.type === 'seq') &&
    node.entries.some(({ value }) => holdsAlias(value)));

/**
 * Builds the nodes of the subtree that begins at an event, each with its offsets and its value.
 * @param begin where a null would stand that is not written
 */
export const scan = (
  source: Source,
  index: number,
  begin = startOf(source.events[index]),
): Tree => {
  const { text, events } = source;
  const problems: Refusal[] = [];
  const anchors = new Map<string, Node>();
  let at = index;
  let aliased = false;
  let copied = 0;

  const anchorOf = (event: ScalarEvent | MappingEvent | SequenceEvent): string | undefined =>
    event.anchorStart === -1 ? undefined : text.slice(event.anchorStart, event.anchorEnd);

  const scalar = (event: ScalarEvent, from: number): Scalar => {
    const anchor = anchorOf(event);
    if (event.valueStart === -1) {
      const end = Math.max(from, event.anchorEnd, event.tagEnd);
      return { type: 'scalar', start: end, end, value: undefined, anchor, style: 'plain' };
    }
    const style = styles[event.style] ?? 'block';
    const value = scalarValue(text, event);
    const start = event.valueStart - (style === 'single' || style === 'double' ? 1 : 0);
    return { type: 'scalar', start, end: scalarEnd(text, event), value, anchor, style };
  };

  const alias = (event: AliasEvent): Alias => {
    aliased = true;
    const name = text.slice(event.anchorStart, event.anchorEnd);
    const target = anchors.get(name);
    const start = event.anchorStart - 1;
    if (target === undefined)
      problems.push({
        offset: start,
        message: `the alias *${name} has its anchor outside this resource`,
      });
    return {
      type: 'alias',
      start,
      end: event.anchorEnd,
      value: target?.value,
      anchor: undefined,
      target,
    };
  };

  const keyName = (key: Node): string => {
    return key.type === 'scalar' && key.style !== 'plain'
      ? String(key.value)
      : text.slice(key.start, key.end);
  };

  const entry = (isMapEntry: boolean, flow: boolean, from: number): Entry => {
    let start = token(text, from);
    if (flow && text.charCodeAt(start) === 44) start = token(text, start + 1);
    if (!isMapEntry) {
      const value = node(flow ? start : start + 1);
      return { start, key: undefined, name: undefined, value };
    }
    const explicit = text.charCodeAt(start) === 63 && isSpace(text.charCodeAt(start + 1));
    const key = node(explicit ? start + 1 : start);
    const colon = token(text, key.end);
    const isColon = text.charCodeAt(colon) === 58 && (flow || isSpace(text.charCodeAt(colon + 1)));
    const value = node(isColon ? colon + 1 : key.end);
    return { start, key, name: keyName(key), value };
  };

  /** `{{ .x }}` reads as a map in a map; it is a template's text. */
  const isTemplate = (start: number): boolean => text.startsWith('{{', start);

  const fieldsOf = (entries: readonly Entry[], start: number): Value => {
    const fields: Record<string, Value> = {};
    const merges: Value[] = [];
    for (const { key, name, value } of entries) {
      if (name === undefined || key === undefined) continue;
      if (key.type !== 'scalar' && !isTemplate(key.start - 1))
        problems.push({ offset: key.start, message: 'a key here is no plain text' });
      if (name === '<<' && key.type === 'scalar' && key.style === 'plain') {
        if (value.type === 'map' && holdsAlias(value))
          problems.push({
            offset: key.start,
            message: 'a merge of a map written here that has aliases',
          });
        merges.push(value.value);
      } else if (Object.hasOwn(fields, name))
        problems.push({ offset: key.start, message: `the key "${name}" stands here twice` });
      else define(fields, name, value.value);
    }
    if (merges.length === 0) return fields;
    aliased = true;
    const whole = merges.reduce<Fields>(merged, fields);
    // A chain of merges has the square of its keys.
    copied += Object.keys(whole).length;
    if (copied < MOST_MERGED) return whole;
    problems.push({ offset: start, message: 'merges bring in more keys than are followed' });
    return fields;
  };

  const collection = (event: MappingEvent | SequenceEvent, isMapping: boolean): Collection => {
    const close = (source.bounds[at - 1] ?? 0) - 1;
    const flow = event.style === 2;
    const start = collectionStart(event.start, events[at]);
    const bare = flow && text.charCodeAt(start) !== (isMapping ? 123 : 91);
    const entries: Entry[] = [];
    let end = flow && !bare ? start + 1 : start;
    while (at < close) {
      const next = entry(isMapping, flow, end);
      entries.push(next);
      end = next.value.end;
    }
    at++;
    if (flow && !bare) end = closing(text, end);
    const fields = isMapping ? fieldsOf(entries, start) : entries.map((item) => item.value.value);
    const value = isMapping && flow && isTemplate(start) ? text.slice(start, end) : fields;
    return {
      type: isMapping ? 'map' : 'seq',
      start,
      end,
      value,
      anchor: anchorOf(event),
      flow,
      bare,
      entries,
    };
  };

  const read = (event: Event | undefined, from: number): Node => {
    at++;
    if (event?.type === EVENT_ID.SCALAR) return scalar(event, from);
    if (event?.type === EVENT_ID.ALIAS) return alias(event);
    if (event?.type === EVENT_ID.MAPPING) return collection(event, true);
    if (event?.type === EVENT_ID.SEQUENCE) return collection(event, false);
    throw new Error('the parser gave no node where one begins');
  };

  const node = (from: number): Node => {
    const result = read(events[at], from);
    if (result.anchor !== undefined) anchors.set(result.anchor, result);
    return result;
  };

  return { source, index, root: node(begin), problems, aliased };
};
