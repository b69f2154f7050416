import * as E from 'fp-ts/lib/Either.js';
import * as cursor from '../yaml/cursor.ts';
import { enterItem, isAtDash, next, walk, type Lines } from '../yaml/lines.ts';
import { outline, type Outline } from '../yaml/outline.ts';
import { bounded, parseStrictly, type Source } from '../yaml/source.ts';
import { lineEnd, lineStart } from '../yaml/text.ts';
import type { Slice } from './item.ts';

// A document whose root has a long list of maps, read without parsing the list. Where to cut is sure in any case: what
// js-yaml accepts as one item of a list has no other line as little indented as the dash.

/** An item's or a document's text; its outline is `undefined` where only a parser can tell. */
export interface Skimmed extends Slice {
  readonly outline: Outline | undefined;
}

/** A document in two: a list of its root, and the rest. */
export interface Cut {
  /** The items of the list. */
  readonly found: readonly Skimmed[];
  /** The document without the items, and the index of its root. */
  readonly source: Source;
  readonly root: number;
  /** The offset in the document of one in the source's. */
  readonly inText: (offset: number) => number;
}

const headOf = (name: string): string => `\n${name}:\n`;

/** Whether there may be such a list. */
export const holdsList = (text: string, name: string): boolean => text.includes(headOf(name));

/** Whether a text has the form that walks are for. */
export const isPlainText = (text: string): boolean =>
  text.endsWith('\n') && !['\r', '\0', '\ufeff'].some((char) => text.includes(char));

/** The item whose dash a walk is at; the walk goes behind it. */
const itemAt = (lines: Lines): Skimmed => {
  const { text, indent: column } = lines;
  const start = lines.at - column;
  enterItem(lines, start);
  const found = outline(lines);
  const isKnown = found !== undefined && lines.indent <= column;
  if (!isKnown) {
    next(lines, lineEnd(text, start));
    while (lines.indent > column) next(lines, lineEnd(text, lines.at));
  }
  const end = lines.at - Math.max(0, lines.indent);
  return { start, end, isItem: true, outline: isKnown ? found : undefined };
};

/** The root of the only document, if the key stands in it once, where it was cut, and nothing refers to elsewhere. */
const rootOf = (source: Source, name: string, key: number): number | undefined => {
  const [root = -1, ...others] = cursor.roots(source);
  const [value = -1] = cursor.fields(source, root, [name]);
  const isCut = cursor.isBareKeyAt(source, value - 1, key);
  return others.length === 0 && isCut && source.aliases.length === 0 ? root : undefined;
};

/**
 * Cuts a document in plain text at the list below a key of its root. `undefined` where that cannot be done without
 * parsing all of it.
 */
export const cut = (text: string, name: string): Cut | undefined => {
  const key = text.indexOf(headOf(name)) + 1;
  if (key === 0) return undefined;
  const head = lineEnd(text, key);
  const lines = walk(text);
  next(lines, head);
  const column = lines.indent;
  const found: Skimmed[] = [];
  while (lines.indent === column && isAtDash(lines)) found.push(itemAt(lines));
  const tail = lines.indent === 0 ? lines.at : text.length;
  // What stands behind the last item could be a comment on it, or empty lines, which a block scalar may keep.
  const isOdd =
    (lines.indent !== 0 && lines.at < text.length) ||
    lines.behind !== tail ||
    text.slice(lineStart(text, tail - 1), tail).trim() === '';
  if (found.length === 0 || isOdd) return undefined;
  const parsed = parseStrictly(text.slice(0, head) + text.slice(tail));
  if (E.isLeft(parsed)) return undefined;
  const source = bounded(parsed.right);
  const root = rootOf(source, name, key);
  const inText = (offset: number): number => (offset < head ? offset : offset + tail - head);
  return root === undefined ? undefined : { found, source, root, inText };
};
