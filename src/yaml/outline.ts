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
import type { Collection, Entry, Node } from './node.ts';
import { blockNode, collectionNode, inlineNode, nullNode, pairNode } from './plain-nodes.ts';
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
  /** Builds the nodes of the map that begins here, if it is surely valid and has no key twice. */
  readonly nodes: () => Node | undefined;
}

const DEEPEST = 60;

const isDash = (text: string, at: number): boolean =>
  text.charCodeAt(at) === 45 && text.charCodeAt(at + 1) <= 32;

/** Stands for a node that is valid and that nobody wants. */
const VALID: Node = nullNode(0);
const NONE_WANTED: Entry[] = [];

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
  let isWanted = false;

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
  const blockScalar = (from: number, column: number): Node | undefined => {
    const chomping = text.charCodeAt(from + 1);
    const header = chomping === 43 || chomping === 45 ? from + 2 : from + 1;
    if (text.charCodeAt(header) !== 10) return undefined;
    let line = header + 1;
    let inner = 0;
    for (;;) {
      const start = behindSpaces(text, line);
      const char = text.charCodeAt(start);
      const spaces = start - line;
      if (char === 10) {
        // Empty lines on top may not be deeper than the first line of content.
        if (inner === 0 && spaces > 0) return undefined;
        line = start + 1;
        continue;
      }
      if (inner === 0) {
        if (spaces <= column) break;
        if (char === 9) return undefined;
        inner = spaces;
      }
      if (spaces < inner) break;
      const end = printableLine(text, start);
      if (end === NONE) return undefined;
      line = end + 1;
    }
    next(line);
    return isWanted ? blockNode(text, from, header + 1, line, inner === 0 ? -1 : inner) : VALID;
  };

  const scalar = (from: number, column: number): Node | undefined => {
    const char = text.charCodeAt(from);
    if (char === 124 || char === 62) return blockScalar(from, column);
    const end = inline(text, from);
    const line = end === NONE ? NONE : restOfLine(text, end);
    if (line === NONE) return undefined;
    next(line + 1);
    return isWanted ? inlineNode(text, from, end) : VALID;
  };

  const block = (): Node | undefined => {
    depth++;
    const node = depth >= DEEPEST ? undefined : isDash(text, at) ? list(indent) : map(indent);
    depth--;
    return node;
  };

  /** What stands behind the colon of a key in a map of that column. */
  const value = (from: number, column: number): Node | undefined => {
    const start = behindSpaces(text, from);
    const char = text.charCodeAt(start);
    const isNothing = char === 10 || (char === 35 && start > from);
    if (!isNothing) return scalar(start, column);
    next(lineEnd(text, start));
    const isBelow = indent > column || (indent === column && isDash(text, at));
    return isBelow ? block() : nullNode(from);
  };

  const collection = (
    type: Collection['type'],
    start: number,
    entries: readonly Entry[],
  ): Node | undefined =>
    isWanted
      ? collectionNode(type, start, entries.at(-1)?.value.end ?? start, entries, false)
      : VALID;

  const map = (column: number): Node | undefined => {
    const start = at;
    const entries: Entry[] = isWanted ? [] : NONE_WANTED;
    do {
      const from = at;
      const colon = key(text, from);
      const node = colon === NONE ? undefined : value(colon, column);
      if (node === undefined) return undefined;
      if (isWanted) entries.push(pairNode(text, from, colon - 1, node));
    } while (indent === column && !isDash(text, at));
    return indent < column ? collection('map', start, entries) : undefined;
  };

  const item = (column: number): Node | undefined => {
    const from = at + 1;
    const end = restOfLine(text, from);
    if (end !== NONE) {
      next(end + 1);
      return indent <= column ? nullNode(from) : block();
    }
    const start = behindSpaces(text, from);
    if (!isDash(text, start) && key(text, start) === NONE) return scalar(start, column);
    enter(start, column + start - at);
    return block();
  };

  const list = (column: number): Node | undefined => {
    const start = at;
    const entries: Entry[] = isWanted ? [] : NONE_WANTED;
    while (indent === column && isDash(text, at)) {
      const from = at;
      const node = item(column);
      if (node === undefined) return undefined;
      if (isWanted) entries.push({ start: from, key: undefined, name: undefined, value: node });
    }
    return indent <= column ? collection('seq', start, entries) : undefined;
  };

  /** The word behind a key of the map that is outlined, or the one in quotes, if it stands there once and alone. */
  const wordAt = (colon: number, before: string): string | undefined => {
    const start = behindSpaces(text, colon);
    const quote = isQuote(text.charCodeAt(start)) ? 1 : 0;
    const end = word(text, start + quote);
    if (before !== '' || end === NONE) return undefined;
    const isClosed = quote === 0 || text.charCodeAt(end) === text.charCodeAt(start);
    const isAlone = text.charCodeAt(behindSpaces(text, end + quote)) === 10;
    return isClosed && isAlone ? text.slice(start + quote, end) : undefined;
  };

  /** Whether the key that begins here and ends with its colon is that one. */
  const isKey = (name: string, colon: number): boolean =>
    colon - at === name.length && text.startsWith(name, at);

  const outline = (): Outline | undefined => {
    const column = indent;
    let apiVersion: string | undefined = '';
    let kind: string | undefined = '';
    depth = 0;
    isWanted = false;
    do {
      const colon = key(text, at);
      if (colon === NONE || isKey('items:', colon)) return undefined;
      if (isKey('apiVersion:', colon)) apiVersion = wordAt(colon, apiVersion);
      else if (isKey('kind:', colon)) kind = wordAt(colon, kind);
      else if (text.charCodeAt(at) < 45) return undefined;
      if (apiVersion === undefined || kind === undefined || !value(colon, column)) return undefined;
    } while (indent === column && !isDash(text, at));
    return indent < column ? { apiVersion, kind } : undefined;
  };

  const nodes = (): Node | undefined => {
    depth = 0;
    isWanted = true;
    return map(indent);
  };

  return {
    at: () => at,
    indent: () => indent,
    isAtDash: () => isDash(text, at),
    behind: () => behind,
    next,
    enter,
    outline,
    nodes,
  };
};
