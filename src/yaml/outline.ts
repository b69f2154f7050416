import {
  behindSpaces,
  inline,
  isQuote,
  key,
  NONE,
  printableLine,
  restOfLine,
  word,
} from './inline.ts';
import { enter, isAtDash, isDash, next, type Lines } from './lines.ts';
import { noteBlock, noteEnd, noteInline, noteLines, noteNothing, noteScalar } from './note.ts';
import { lineEnd } from './text.ts';

// Whether a resource is surely valid and what it is, without a parser. Recognised are block maps and lists, plain and
// quoted scalars on one line, block scalars without an indentation indicator, and flow collections on one line: no
// anchor, tag, alias, merge, explicit key, tab, or scalar that goes on.

/** What a resource says of itself; an empty string where it does not. */
export interface Outline {
  readonly apiVersion: string;
  readonly kind: string;
}

const DEEPEST = 60;

/** Behind the lines of a block scalar below a collection of that column, from its first line on. */
const behindBlock = (text: string, first: number, column: number): number => {
  let line = first;
  let inner = 0;
  for (;;) {
    const start = behindSpaces(text, line);
    const char = text.charCodeAt(start);
    const spaces = start - line;
    if (char === 10) {
      // Empty lines on top may not be deeper than the first line of content.
      if (inner === 0 && spaces > 0) return NONE;
      line = start + 1;
      continue;
    }
    if (inner === 0) {
      if (spaces <= column) return line;
      if (char === 9) return NONE;
      inner = spaces;
    }
    if (spaces < inner) return line;
    const end = printableLine(text, start);
    if (end === NONE) return NONE;
    line = end + 1;
  }
};

/** A block scalar at its `|` or `>`, below a collection of that column. */
const blockScalar = (lines: Lines, from: number, column: number): boolean => {
  const { text, events } = lines;
  const chomping = text.charCodeAt(from + 1);
  const header = chomping === 43 || chomping === 45 ? from + 2 : from + 1;
  if (text.charCodeAt(header) !== 10) return false;
  const end = behindBlock(text, header + 1, column);
  if (end === NONE) return false;
  if (events !== undefined) noteLines(events, text, from, header + 1, end);
  next(lines, end);
  return true;
};

const scalar = (lines: Lines, from: number, column: number): boolean => {
  const { text, events } = lines;
  const char = text.charCodeAt(from);
  if (char === 124 || char === 62) return blockScalar(lines, from, column);
  const end = inline(text, from);
  const line = end === NONE ? NONE : restOfLine(text, end);
  if (line === NONE) return false;
  if (events !== undefined) noteInline(events, text, from, end);
  next(lines, line + 1);
  return true;
};

const block = (lines: Lines, depth: number): boolean => {
  const { at, events } = lines;
  const isList = isAtDash(lines);
  if (events !== undefined) noteBlock(events, !isList, at);
  const isKnown = depth < DEEPEST && (isList ? list(lines, depth) : map(lines, depth));
  if (events !== undefined) noteEnd(events);
  return isKnown;
};

/** Where a value could be, and none is. */
const nothing = ({ events }: Lines): true => {
  if (events !== undefined) noteNothing(events);
  return true;
};

/** What stands behind the colon of a key in a map of that column. */
const value = (lines: Lines, from: number, column: number, depth: number): boolean => {
  const { text } = lines;
  const start = behindSpaces(text, from);
  const char = text.charCodeAt(start);
  const isNothing = char === 10 || (char === 35 && start > from);
  if (!isNothing) return scalar(lines, start, column);
  next(lines, lineEnd(text, start));
  const { indent } = lines;
  const isBelow = indent > column || (indent === column && isAtDash(lines));
  return isBelow ? block(lines, depth + 1) : nothing(lines);
};

/** Behind the colon of the key that the walk is at. */
const keyAt = ({ text, at, events }: Lines): number => {
  const colon = key(text, at);
  if (events !== undefined && colon !== NONE) noteScalar(events, text, at, colon - 1);
  return colon;
};

const map = (lines: Lines, depth: number): boolean => {
  const { indent: column } = lines;
  do {
    const colon = keyAt(lines);
    if (colon === NONE || !value(lines, colon, column, depth)) return false;
  } while (lines.indent === column && !isAtDash(lines));
  return lines.indent < column;
};

const item = (lines: Lines, column: number, depth: number): boolean => {
  const { text } = lines;
  const from = lines.at + 1;
  const end = restOfLine(text, from);
  if (end !== NONE) {
    next(lines, end + 1);
    return lines.indent > column ? block(lines, depth + 1) : nothing(lines);
  }
  const start = behindSpaces(text, from);
  if (!isDash(text, start) && key(text, start) === NONE) return scalar(lines, start, column);
  enter(lines, start, column + start - lines.at);
  return block(lines, depth + 1);
};

const list = (lines: Lines, depth: number): boolean => {
  const column = lines.indent;
  while (lines.indent === column && isAtDash(lines)) if (!item(lines, column, depth)) return false;
  return lines.indent <= column;
};

/** The word behind a key of the map that is outlined, or the one in quotes, if it stands there once and alone. */
const wordAt = (text: string, colon: number, before: string): string | undefined => {
  const start = behindSpaces(text, colon);
  const quote = isQuote(text.charCodeAt(start)) ? 1 : 0;
  const end = word(text, start + quote);
  if (before !== '' || end === NONE) return undefined;
  const isClosed = quote === 0 || text.charCodeAt(end) === text.charCodeAt(start);
  const isAlone = text.charCodeAt(behindSpaces(text, end + quote)) === 10;
  return isClosed && isAlone ? text.slice(start + quote, end) : undefined;
};

/** Whether the key that the walk is at, and that ends with its colon, is that one. */
const isKey = ({ text, at }: Lines, name: string, colon: number): boolean =>
  colon - at === name.length && text.startsWith(name, at);

/**
 * Goes over the map that begins here, if it is surely valid: two parsers would say so, and say the same of its
 * apiVersion and kind. `undefined` says nothing.
 */
export const outline = (lines: Lines): Outline | undefined => {
  const { text, indent: column, events } = lines;
  let apiVersion: string | undefined = '';
  let kind: string | undefined = '';
  if (events !== undefined) noteBlock(events, true, lines.at);
  do {
    const colon = keyAt(lines);
    if (colon === NONE || isKey(lines, 'items:', colon)) return undefined;
    if (isKey(lines, 'apiVersion:', colon)) apiVersion = wordAt(text, colon, apiVersion);
    else if (isKey(lines, 'kind:', colon)) kind = wordAt(text, colon, kind);
    else if (text.charCodeAt(lines.at) < 45) return undefined;
    if (apiVersion === undefined || kind === undefined) return undefined;
    if (!value(lines, colon, column, 0)) return undefined;
  } while (lines.indent === column && !isAtDash(lines));
  if (events !== undefined) noteEnd(events);
  return lines.indent < column ? { apiVersion, kind } : undefined;
};
