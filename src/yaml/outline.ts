import { behindSpaces, inline, key, NONE, printableLine, restOfLine } from './inline.ts';
import { lineEnd } from './text.ts';

/** What a resource says of itself; an empty string where it does not. */
export interface Outline {
  readonly apiVersion: string;
  readonly kind: string;
}

/** A walk over the lines of a text in everyday block style. */
export interface Walk {
  /** The first character of the line with content that the walk is at, `text.length` at the end. */
  readonly at: () => number;
  /** Its column; -1 at the end of the text or the document. */
  readonly indent: () => number;
  readonly isAtDash: () => boolean;
  /** Where the line behind the last one with content begins. */
  readonly behind: () => number;
  /** Goes to the next line with content from the start of a line on. */
  readonly next: (from: number) => void;
  /** Goes on within the line: what is there stands in that column. */
  readonly enter: (at: number, column: number) => void;
  /**
   * Goes over the map that begins here, if it is surely valid: two parsers would say so, and say the same of its
   * apiVersion and kind. `undefined` says nothing.
   */
  readonly outline: () => Outline | undefined;
}

const DEEPEST = 60;

const isDash = (text: string, at: number): boolean =>
  text.charCodeAt(at) === 45 && text.charCodeAt(at + 1) <= 32;

/** A value that needs no parser to read: a word, or one in quotes. */
const WORD = / +(["']?)([\w./-]+)\1 *\n/y;

/**
 * Begins a walk. The text must end in a line break and be free of carriage returns, byte order marks and null bytes.
 * Recognised are block maps and lists, plain and quoted scalars on one line, block scalars without an indentation
 * indicator, and flow collections on one line: no anchor, tag, alias, merge, explicit key, tab, or scalar that goes on.
 */
export const walk = (text: string): Walk => {
  let at = 0;
  let indent = 0;
  let behind = 0;
  let depth = 0;

  const next = (from: number): void => {
    behind = from;
    let start = from;
    for (;;) {
      at = behindSpaces(text, start);
      const char = text.charCodeAt(at);
      if (char === 10) start = at + 1;
      else if (char === 35) start = lineEnd(text, at);
      else {
        const isEnd = at >= text.length || (at === start && text.startsWith('---', at));
        indent = isEnd ? -1 : at - start;
        return;
      }
    }
  };

  const enter = (to: number, column: number): void => {
    at = to;
    indent = column;
  };

  /** A block scalar at its `|` or `>`, below a collection of that column. */
  const blockScalar = (from: number, column: number): boolean => {
    const chomping = text.charCodeAt(from + 1);
    let line = chomping === 43 || chomping === 45 ? from + 2 : from + 1;
    if (text.charCodeAt(line) !== 10) return false;
    line++;
    for (let inner = 0; ;) {
      const start = behindSpaces(text, line);
      const char = text.charCodeAt(start);
      const spaces = start - line;
      if (char === 10) {
        // Empty lines on top may not be deeper than the first line of content.
        if (inner === 0 && spaces > 0) return false;
        line = start + 1;
        continue;
      }
      if (inner === 0) {
        if (spaces <= column) break;
        if (char === 9) return false;
        inner = spaces;
      }
      if (spaces < inner) break;
      const end = printableLine(text, start);
      if (end === NONE) return false;
      line = end + 1;
    }
    next(line);
    return true;
  };

  const scalar = (from: number, column: number): boolean => {
    const char = text.charCodeAt(from);
    if (char === 124 || char === 62) return blockScalar(from, column);
    const end = inline(text, from);
    if (end === NONE) return false;
    next(end + 1);
    return true;
  };

  const block = (): boolean => {
    depth++;
    const isKnown = depth < DEEPEST && (isDash(text, at) ? list(indent) : map(indent));
    depth--;
    return isKnown;
  };

  /** What stands behind the colon of a key in a map of that column. */
  const value = (from: number, column: number): boolean => {
    const start = behindSpaces(text, from);
    const end = restOfLine(text, from);
    if (end === NONE) return scalar(start, column);
    next(end + 1);
    const isBelow = indent > column || (indent === column && isDash(text, at));
    return !isBelow || block();
  };

  const map = (column: number): boolean => {
    do {
      const colon = key(text, at);
      if (colon === NONE || !value(colon, column)) return false;
    } while (indent === column && !isDash(text, at));
    return indent < column;
  };

  const item = (column: number): boolean => {
    const from = at + 1;
    const start = behindSpaces(text, from);
    const end = restOfLine(text, from);
    if (end !== NONE) {
      next(end + 1);
      return indent <= column || block();
    }
    if (!isDash(text, start) && key(text, start) === NONE) return scalar(start, column);
    enter(start, column + start - at);
    return block();
  };

  const list = (column: number): boolean => {
    while (indent === column && isDash(text, at)) if (!item(column)) return false;
    return indent <= column;
  };

  /** The word behind a key of the map that is outlined, if it stands there once. */
  const wordAt = (colon: number, before: string): string | undefined => {
    WORD.lastIndex = colon;
    return before === '' ? WORD.exec(text)?.[2] : undefined;
  };

  const outline = (): Outline | undefined => {
    const column = indent;
    let apiVersion: string | undefined = '';
    let kind: string | undefined = '';
    depth = 0;
    do {
      const colon = key(text, at);
      if (colon === NONE || text.startsWith('items:', at)) return undefined;
      if (text.startsWith('apiVersion:', at)) apiVersion = wordAt(colon, apiVersion);
      else if (text.startsWith('kind:', at)) kind = wordAt(colon, kind);
      else if (text.charCodeAt(at) < 45) return undefined;
      if (apiVersion === undefined || kind === undefined || !value(colon, column)) return undefined;
    } while (indent === column && !isDash(text, at));
    return indent < column ? { apiVersion, kind } : undefined;
  };

  return {
    at: () => at,
    indent: () => indent,
    isAtDash: () => isDash(text, at),
    behind: () => behind,
    next,
    enter,
    outline,
  };
};
