import { CHOMPING_MODE, EVENT_ID, SCALAR_STYLE, type Event, type ScalarEvent } from 'js-yaml';
import type { Scalar } from './node.ts';
import type { Source } from './source.ts';
import { isBlank, lineStart, token } from './text.ts';

// Where nodes begin and end: the events say it only of scalars.

const behindBreak = (text: string, end: number): number =>
  text.charCodeAt(end - 1) !== 10 ? end : end - (text.charCodeAt(end - 2) === 13 ? 2 : 1);

/** Where a block scalar ends: behind its last line, the empty lines below it left out unless it keeps them. */
const blockEnd = (text: string, event: ScalarEvent): number => {
  let end = behindBreak(text, event.valueEnd);
  if (event.chomping === CHOMPING_MODE.KEEP) return Math.max(end, event.valueStart - 1);
  while (end >= event.valueStart) {
    const start = Math.max(lineStart(text, end), event.valueStart);
    const isContent =
      !isBlank(text, start, end) || (event.indent !== -1 && end - start > event.indent);
    if (isContent) return end;
    end = behindBreak(text, start);
    if (end >= start) break;
  }
  return event.valueStart - 1;
};

/** Where a written scalar ends, its quotes included. */
export const scalarEnd = (text: string, event: ScalarEvent): number => {
  if (event.style === SCALAR_STYLE.PLAIN) return event.valueEnd;
  const isQuoted =
    event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
  return isQuoted ? event.valueEnd + 1 : blockEnd(text, event);
};

/** Behind the bracket that closes a flow collection whose last entry ends at `end`. */
export const closing = (text: string, end: number): number => {
  const at = token(text, end);
  return (text.charCodeAt(at) === 44 ? token(text, at + 1) : at) + 1;
};

const properties = (event: Exclude<Event, { type: 1 | 6 }>): number => {
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart - 1;
  const anchor = event.anchorStart === -1 ? -1 : event.anchorStart - 1;
  if (anchor === -1 || event.tagStart === -1) return Math.max(anchor, event.tagStart);
  return Math.min(anchor, event.tagStart);
};

/** Where the node that an event opens begins, its anchor and tag included; 0 for a null that is not written. */
export const startOf = (event: Event | undefined): number => {
  if (event === undefined || event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP)
    return 0;
  const written = properties(event);
  if (written !== -1) return written;
  if (event.type === EVENT_ID.SCALAR) return Math.max(0, event.valueStart);
  return event.type === EVENT_ID.ALIAS ? event.anchorStart - 1 : event.start;
};

/** Where a collection begins: the parser leaves out the anchor and the tag of a map's first key. */
export const collectionStart = (start: number, first: Event | undefined): number => {
  if (first === undefined || first.type === EVENT_ID.DOCUMENT || first.type === EVENT_ID.POP)
    return start;
  const written = properties(first);
  return written === -1 ? start : Math.min(start, written);
};

const isFlow = (event: Event | undefined): boolean =>
  (event?.type === EVENT_ID.MAPPING || event?.type === EVENT_ID.SEQUENCE) && event.style === 2;

/** Behind the indicator after which a null could have been written. */
const unwrittenEnd = (source: Source, index: number, event: ScalarEvent): number => {
  if (event.anchorEnd !== -1 || event.tagEnd !== -1) return Math.max(event.anchorEnd, event.tagEnd);
  const before = source.events[index - 1];
  const isOpened = before?.type === EVENT_ID.MAPPING || before?.type === EVENT_ID.SEQUENCE;
  const from = isOpened
    ? before.start
    : endOf(source, before?.type === EVENT_ID.POP ? (source.bounds[index - 1] ?? 0) : index - 1);
  const at = token(source.text, from);
  return '-:?'.includes(source.text.charAt(at)) ? at + 1 : from;
};

/** Where the node that an event opens ends; of a block collection the end of its last descendant. */
export const endOf = (source: Source, index: number): number => {
  const { events, bounds, text } = source;
  const event = events[index];
  if (event?.type === EVENT_ID.SCALAR)
    return event.valueStart === -1 ? unwrittenEnd(source, index, event) : scalarEnd(text, event);
  if (event?.type === EVENT_ID.ALIAS) return event.anchorEnd;
  if (event === undefined || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT)
    return 0;
  const last = (bounds[index] ?? 0) - 2;
  const inner =
    last === index
      ? event.start + 1
      : endOf(source, events[last]?.type === EVENT_ID.POP ? (bounds[last] ?? 0) : last);
  const isBare = isFlow(event) && !'[{'.includes(text.charAt(event.start));
  return isFlow(event) && !isBare ? closing(text, inner) : inner;
};

/** The style of the scalar that a node's text ends in. */
export const lastStyle = ({ events, bounds }: Source, index: number): Scalar['style'] => {
  let at = (bounds[index] ?? 0) - 1;
  while (at > index && events[at]?.type === EVENT_ID.POP && !isFlow(events[bounds[at] ?? 0])) at--;
  const event = events[at];
  const isBlock =
    event?.type === EVENT_ID.SCALAR &&
    (event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK);
  return isBlock ? 'block' : 'plain';
};
