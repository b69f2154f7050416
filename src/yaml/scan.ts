import {
  EVENT_ID,
  SCALAR_STYLE,
  type Event,
  type MappingEvent,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml';
import type { Value } from '../data/value.ts';
import { fields } from './cursor.ts';
import { closing, collectionStart, startOf } from './extent.ts';
import { fieldsOf, isTemplate } from './fields.ts';
import { aliasNode, anchorOf, scalarNode, type Scan } from './leaves.ts';
import type { Collection, Entry, Node, Refusal, Scalar } from './node.ts';
import type { Source } from './source.ts';
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

const NONE = [-1, -1] as const;

const metadataOf = (source: Source, index: number): Scan['metadata'] => {
  const [metadata = -1] = fields(source, index, ['metadata']);
  return metadata === -1 ? NONE : [metadata, source.bounds[metadata] ?? 0];
};

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
  const state: Scan = {
    text,
    events,
    problems,
    anchors: new Map(),
    metadata: source.aliases.length === 0 ? NONE : metadataOf(source, index),
    at: index,
    aliased: false,
    copied: 0,
  };
  const root = node(state, begin);
  return { source, index, root, problems, aliased: state.aliased };
};

const node = (state: Scan, from: number): Node => {
  const read = readNode(state, state.events[state.at], from);
  if (read.anchor !== undefined) state.anchors.set(read.anchor, read);
  return read;
};

const readNode = (state: Scan, event: Event | undefined, from: number): Node => {
  state.at++;
  if (event?.type === EVENT_ID.SCALAR) return scalarNode(state.text, event, from);
  if (event?.type === EVENT_ID.MAPPING) return map(state, event);
  if (event?.type === EVENT_ID.SEQUENCE) return list(state, event);
  if (event?.type === EVENT_ID.ALIAS) return aliasNode(state, event);
  throw new Error('the parser gave no node where one begins');
};

const isSpace = (char: number): boolean => char === 32 || char === 9 || char === 10 || char === 13;

/** Where an entry begins, behind the comma of the one before in a flow collection. */
const entryStart = (text: string, flow: boolean, from: number): number => {
  const start = token(text, from);
  return flow && text.charCodeAt(start) === 44 ? token(text, start + 1) : start;
};

const isPlain = (event: Event | undefined): event is ScalarEvent =>
  event?.type === EVENT_ID.SCALAR &&
  event.style === SCALAR_STYLE.PLAIN &&
  event.valueStart !== -1 &&
  event.anchorStart === -1 &&
  event.tagStart === -1;

/** The node of a key that is a word, which is what it means. */
const wordNode = (text: string, { valueStart: start, valueEnd: end }: ScalarEvent): Scalar => {
  const value = text.slice(start, end);
  return { type: 'scalar', start, end, value, anchor: undefined, style: 'plain' };
};

const nameOf = (text: string, key: Node): string =>
  key.type === 'scalar' && key.style !== 'plain'
    ? String(key.value)
    : text.slice(key.start, key.end);

/** Behind a key and its colon, if there is one. */
const behindColon = (text: string, key: Node, flow: boolean): number => {
  const colon = token(text, key.end);
  const isColon = text.charCodeAt(colon) === 58 && (flow || isSpace(text.charCodeAt(colon + 1)));
  return isColon ? colon + 1 : key.end;
};

const isUnwritten = (event: Event | undefined): boolean =>
  event?.type === EVENT_ID.SCALAR && event.valueStart === -1;

const keyNode = (state: Scan, from: number): Node => {
  const event = state.events[state.at];
  if (!isPlain(event)) return node(state, from);
  state.at++;
  return wordNode(state.text, event);
};

const pair = (state: Scan, flow: boolean, from: number): Entry => {
  const { text, events } = state;
  const start = entryStart(text, flow, from);
  const isExplicit = text.charCodeAt(start) === 63 && isSpace(text.charCodeAt(start + 1));
  const key = keyNode(state, isExplicit ? start + 1 : start);
  // Only a null that is not written has its place from what is in front of it.
  const place = isUnwritten(events[state.at]) ? behindColon(text, key, flow) : key.end;
  return { start, key, name: nameOf(text, key), value: node(state, place) };
};

const item = (state: Scan, flow: boolean, from: number): Entry => {
  const start = entryStart(state.text, flow, from);
  const value = node(state, flow ? start : start + 1);
  return { start, key: undefined, name: undefined, value };
};

interface Extent {
  readonly start: number;
  readonly end: number;
  readonly flow: boolean;
  readonly bare: boolean;
  readonly entries: readonly Entry[];
}

/** Reads entries up to the event that closes their collection. */
const extentOf = (
  state: Scan,
  event: MappingEvent | SequenceEvent,
  bracket: number,
  entryAt: typeof pair,
): Extent => {
  const { text, events } = state;
  const flow = event.style === 2;
  const start = collectionStart(event.start, events[state.at]);
  const bare = flow && text.charCodeAt(start) !== bracket;
  const entries: Entry[] = [];
  let end = flow && !bare ? start + 1 : start;
  while (events[state.at]?.type !== EVENT_ID.POP) {
    const entry = entryAt(state, flow, end);
    entries.push(entry);
    end = entry.value.end;
  }
  state.at++;
  return { start, end: flow && !bare ? closing(text, end) : end, flow, bare, entries };
};

const map = (state: Scan, event: MappingEvent): Collection => {
  const { start, end, flow, bare, entries } = extentOf(state, event, 123, pair);
  const own = fieldsOf(state, entries, start);
  const value = flow && isTemplate(state.text, start) ? state.text.slice(start, end) : own;
  const anchor = anchorOf(state.text, event);
  return { type: 'map', start, end, value, anchor, flow, bare, entries };
};

const list = (state: Scan, event: SequenceEvent): Collection => {
  const { start, end, flow, bare, entries } = extentOf(state, event, 91, item);
  const value: Value[] = [];
  for (let at = 0; at < entries.length; at++) value.push(entries[at]?.value.value);
  const anchor = anchorOf(state.text, event);
  return { type: 'seq', start, end, value, anchor, flow, bare, entries };
};
