import { CHOMPING_MODE, EVENT_ID, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import { scalarEnd } from './extent.ts';
import { behindSpaces, flowValue, isQuote, key as behindKey } from './inline.ts';
import { scalarValue } from './means.ts';
import { type Value, define, type Fields } from '../data/value.ts';
import type { Collection, Entry, Node, Scalar } from './node.ts';
import { plainScalar } from './plain-scalar.ts';

// Nodes of text that is known to be valid and in everyday style: `scan` would build the same from a parser's events.

const unquoted = (text: string, start: number, end: number): string => {
  const inner = text.slice(start + 1, end - 1);
  if (text.charCodeAt(start) === 39) return inner.replaceAll("''", "'");
  return inner.includes('\\') ? (JSON.parse(text.slice(start, end)) as string) : inner;
};

const plainNode = (start: number, end: number, value: Value): Scalar => ({
  type: 'scalar',
  start,
  end,
  value,
  anchor: undefined,
  style: 'plain',
});

/** A scalar on one line. */
const scalarNode = (text: string, start: number, end: number): Scalar => {
  const quote = text.charCodeAt(start);
  if (!isQuote(quote)) return plainNode(start, end, plainScalar(text.slice(start, end)));
  const style = quote === 39 ? 'single' : 'double';
  const value = unquoted(text, start, end);
  return { type: 'scalar', start, end, value, anchor: undefined, style };
};

/** A null that is not written. */
export const nullNode = (at: number): Scalar => plainNode(at, at, undefined);

/** A block scalar at its `|` or `>`, with its lines from `valueStart` to `valueEnd`, `indent` deep. */
export const blockNode = (
  text: string,
  start: number,
  valueStart: number,
  valueEnd: number,
  indent: number,
): Scalar => {
  const mark = text.charCodeAt(start + 1);
  const { CLIP, KEEP, STRIP } = CHOMPING_MODE;
  const event: ScalarEvent = {
    type: EVENT_ID.SCALAR,
    valueStart,
    valueEnd,
    anchorStart: -1,
    anchorEnd: -1,
    tagStart: -1,
    tagEnd: -1,
    style: text.charCodeAt(start) === 124 ? SCALAR_STYLE.LITERAL_BLOCK : SCALAR_STYLE.FOLDED_BLOCK,
    chomping: mark === 43 ? KEEP : mark === 45 ? STRIP : CLIP,
    indent,
    fast: false,
  };
  return {
    type: 'scalar',
    start: valueStart,
    end: scalarEnd(text, event),
    value: scalarValue(text, event),
    anchor: undefined,
    style: 'block',
  };
};

/** An entry of a map whose key begins at `start` and ends in front of a colon at `colon`. */
export const pairNode = (text: string, start: number, colon: number, value: Node): Entry => {
  if (isQuote(text.charCodeAt(start))) {
    const key = scalarNode(text, start, colon);
    return { start, key, name: String(key.value), value };
  }
  const name = text.slice(start, colon);
  return { start, key: plainNode(start, colon, name), name, value };
};

/** `undefined` for a key that is there twice. */
const fieldsOf = (entries: readonly Entry[]): Fields | undefined => {
  const fields: Record<string, Value> = {};
  for (const { name = '', value } of entries) define(fields, name, value.value);
  return Object.keys(fields).length === entries.length ? fields : undefined;
};

/** A collection; `undefined` for a map that has a key twice. */
export const collectionNode = (
  type: Collection['type'],
  start: number,
  end: number,
  entries: readonly Entry[],
  flow: boolean,
): Collection | undefined => {
  const value = type === 'map' ? fieldsOf(entries) : entries.map((entry) => entry.value.value);
  return value && { type, start, end, value, anchor: undefined, flow, bare: false, entries };
};

const flowNode = (text: string, start: number, end: number): Collection | undefined => {
  const isMap = text.charCodeAt(start) === 123;
  const entries: Entry[] = [];
  for (let at = behindSpaces(text, start + 1); at < end - 1;) {
    const colon = isMap ? behindKey(text, at) - 1 : -1;
    const from = isMap ? behindSpaces(text, colon + 1) : at;
    const behind = flowValue(text, from);
    const value = inlineNode(text, from, behind);
    if (value === undefined) return undefined;
    const entry = isMap
      ? pairNode(text, at, colon, value)
      : { start: at, key: undefined, name: undefined, value };
    entries.push(entry);
    const next = behindSpaces(text, behind);
    at = text.charCodeAt(next) === 44 ? behindSpaces(text, next + 1) : end;
  }
  return collectionNode(isMap ? 'map' : 'seq', start, end, entries, true);
};

/** A value on one line; `undefined` for a map that has a key twice. */
export const inlineNode = (text: string, start: number, end: number): Node | undefined => {
  const char = text.charCodeAt(start);
  return char === 91 || char === 123 ? flowNode(text, start, end) : scalarNode(text, start, end);
};
