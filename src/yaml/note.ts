import { CHOMPING_MODE, COLLECTION_STYLE, EVENT_ID, SCALAR_STYLE, type Event } from 'js-yaml';
import { behindSpaces, flowScalar, isQuote, key } from './inline.ts';

// What a walk over text in everyday style finds, as the events that js-yaml's parser has for it.

const { CLIP, KEEP, STRIP } = CHOMPING_MODE;
const { BLOCK, FLOW } = COLLECTION_STYLE;

const collection = (
  type: typeof EVENT_ID.MAPPING | typeof EVENT_ID.SEQUENCE,
  start: number,
  style: typeof BLOCK | typeof FLOW,
): Event => ({
  type,
  start,
  anchorStart: -1,
  anchorEnd: -1,
  tagStart: -1,
  tagEnd: -1,
  style,
});

const scalar = (
  valueStart: number,
  valueEnd: number,
  style: (typeof SCALAR_STYLE)[keyof typeof SCALAR_STYLE],
  chomping: (typeof CHOMPING_MODE)[keyof typeof CHOMPING_MODE],
  indent: number,
  fast: boolean,
): Event => ({
  type: EVENT_ID.SCALAR,
  valueStart,
  valueEnd,
  anchorStart: -1,
  anchorEnd: -1,
  tagStart: -1,
  tagEnd: -1,
  style,
  chomping,
  indent,
  fast,
});

/** A block map or list that begins at its first key or dash. */
export const noteBlock = (events: Event[], isMap: boolean, start: number): void => {
  events.push(collection(isMap ? EVENT_ID.MAPPING : EVENT_ID.SEQUENCE, start, BLOCK));
};

/** The end of the collection that was opened last. */
export const noteEnd = (events: Event[]): void => {
  events.push({ type: EVENT_ID.POP });
};

/** A null that is not written. */
export const noteNothing = (events: Event[]): void => {
  events.push(scalar(-1, -1, SCALAR_STYLE.PLAIN, CLIP, -1, false));
};

/** A scalar on one line, its quotes included. */
export const noteScalar = (events: Event[], text: string, start: number, end: number): void => {
  const quote = text.charCodeAt(start);
  if (!isQuote(quote)) {
    events.push(scalar(start, end, SCALAR_STYLE.PLAIN, CLIP, -1, true));
    return;
  }
  const style = quote === 39 ? SCALAR_STYLE.SINGLE_QUOTED : SCALAR_STYLE.DOUBLE_QUOTED;
  // What is inside is what it means, unless a quote stands there twice or something is escaped.
  const isFast = !text.slice(start + 1, end - 1).includes(quote === 39 ? "'" : '\\');
  events.push(scalar(start + 1, end - 1, style, CLIP, -1, isFast));
};

/** How deep the first line with content is; -1 where there is none. */
const depthOf = (text: string, from: number, end: number): number => {
  for (let line = from; line < end;) {
    const at = behindSpaces(text, line);
    if (text.charCodeAt(at) !== 10) return at - line;
    line = at + 1;
  }
  return -1;
};

/** A block scalar at its `|` or `>`, and its lines. */
export const noteLines = (
  events: Event[],
  text: string,
  mark: number,
  start: number,
  end: number,
): void => {
  const sign = text.charCodeAt(mark + 1);
  const chomping = sign === 43 ? KEEP : sign === 45 ? STRIP : CLIP;
  const isLiteral = text.charCodeAt(mark) === 124;
  const style = isLiteral ? SCALAR_STYLE.LITERAL_BLOCK : SCALAR_STYLE.FOLDED_BLOCK;
  events.push(scalar(start, end, style, chomping, depthOf(text, start, end), false));
};

/** An entry of a flow collection; behind it. */
const noteEntry = (events: Event[], text: string, from: number, isMap: boolean): number => {
  let at = from;
  if (isMap) {
    const colon = key(text, at);
    noteScalar(events, text, at, colon - 1);
    at = behindSpaces(text, colon);
  }
  const char = text.charCodeAt(at);
  if (char === 91 || char === 123) return noteFlow(events, text, at);
  const end = flowScalar(text, at);
  noteScalar(events, text, at, end);
  return end;
};

/** A flow collection that is known to be in everyday style; behind it. */
const noteFlow = (events: Event[], text: string, start: number): number => {
  const isMap = text.charCodeAt(start) === 123;
  const close = isMap ? 125 : 93;
  events.push(collection(isMap ? EVENT_ID.MAPPING : EVENT_ID.SEQUENCE, start, FLOW));
  let at = behindSpaces(text, start + 1);
  while (text.charCodeAt(at) !== close) {
    const behind = behindSpaces(text, noteEntry(events, text, at, isMap));
    at = text.charCodeAt(behind) === 44 ? behindSpaces(text, behind + 1) : behind;
  }
  noteEnd(events);
  return at + 1;
};

/** A value on one line that is known to be in everyday style. */
export const noteInline = (events: Event[], text: string, start: number, end: number): void => {
  const char = text.charCodeAt(start);
  if (char === 91 || char === 123) noteFlow(events, text, start);
  else noteScalar(events, text, start, end);
};
