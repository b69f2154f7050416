import * as E from 'fp-ts/lib/Either.js';
import {
  bounded,
  cursor,
  documents,
  lineEnd,
  lineStart,
  parseStrictly,
  walk,
  type Outline,
  type Source,
  type Walk,
} from '../yaml/index.ts';
import type { Input, ReadText, Text } from './input.ts';
import { innerOf, isListKind, itemsAt, nothing, type Item, type Slice } from './item.ts';
import { enterDocument, enterItem, openSlices } from './open.ts';

// The first reading of a text: where its resources are and what they are. Those in everyday style are known to be
// valid without being parsed; the others are parsed here. Where to cut is sure in either case: what js-yaml accepts
// as one item of a list has no other line as little indented as the dash.

/** A resource's text; its outline is `undefined` where only a parser can tell. */
interface Found extends Slice {
  readonly outline: Outline | undefined;
}

const HEAD = '\nitems:\n';

const isPlainText = (text: string): boolean =>
  text.endsWith('\n') && !['\r', '\0', '\ufeff'].some((char) => text.includes(char));

/** The item whose dash a walk is at; the walk goes behind it. */
const itemAt = (text: string, lines: Walk): Found => {
  const column = lines.indent();
  const start = lines.at() - column;
  enterItem(text, lines, start);
  const outline = lines.outline();
  const isKnown = outline !== undefined && lines.indent() <= column;
  if (!isKnown) {
    lines.next(lineEnd(text, start));
    while (lines.indent() > column) lines.next(lineEnd(text, lines.at()));
  }
  const end = lines.at() - Math.max(0, lines.indent());
  return { start, end, isItem: true, outline: isKnown ? outline : undefined };
};

/** The resources that are found, those without an outline parsed together; `undefined` where one of them is not valid alone. */
const itemsOf = (
  of: ReadText,
  found: readonly Found[],
  from: Outline,
): readonly Item[] | undefined => {
  const opened = openSlices(
    of.text,
    found.filter(({ outline }) => outline === undefined),
  );
  if (E.isLeft(opened)) return undefined;
  const parsed = [...opened.right];
  const [first] = parsed;
  if (first !== undefined && first.source.aliases.length > 0) return undefined;
  if (!parsed.every(({ source, index }) => cursor.isMapping(source, index))) return undefined;
  const rest = parsed.values();
  return found.flatMap(({ outline, ...place }): readonly Item[] => {
    if (outline === undefined) {
      const next = rest.next();
      return next.done === true ? [] : itemsAt(of, next.value, from);
    }
    const { apiVersion, kind } = outline;
    return [{ of, place, apiVersion: apiVersion || from.apiVersion, kind: kind || from.kind }];
  });
};

/** The root of the only document, if `items` stands in it once, where it was cut, and nothing refers to elsewhere. */
const rootOf = (source: Source, head: number): number | undefined => {
  const [root = -1, ...others] = cursor.roots(source);
  const [items = -1] = cursor.fields(source, root, ['items']);
  const isCut = cursor.isBareKeyAt(source, items - 1, head + 1 - HEAD.length);
  return others.length === 0 && isCut && source.aliases.length === 0 ? root : undefined;
};

const skimList = (of: ReadText, head: number): Input | undefined => {
  const { text } = of;
  const lines = walk(text);
  lines.next(head);
  const column = lines.indent();
  const found: Found[] = [];
  while (lines.indent() === column && lines.isAtDash()) found.push(itemAt(text, lines));
  const tail = lines.indent() === 0 ? lines.at() : text.length;
  // What stands behind the last item could be a comment on it, or empty lines, which a block scalar may keep.
  const isOdd =
    (lines.indent() !== 0 && lines.at() < text.length) ||
    lines.behind() !== tail ||
    text.slice(lineStart(text, tail - 1), tail).trim() === '';
  if (found.length === 0 || isOdd) return undefined;
  const parsed = parseStrictly(text.slice(0, head) + text.slice(tail));
  if (E.isLeft(parsed)) return undefined;
  const source = bounded(parsed.right);
  const root = rootOf(source, head);
  if (root === undefined) return undefined;
  const [apiVersion = -1, kind = -1, functionConfig = -1] = cursor.fields(source, root, [
    'apiVersion',
    'kind',
    'functionConfig',
  ]);
  const outline = {
    apiVersion: cursor.string(source, apiVersion) ?? '',
    kind: cursor.string(source, kind) ?? '',
  };
  const isResourceList = outline.kind === 'ResourceList';
  if (!isResourceList && !isListKind(outline.kind)) return undefined;
  const items = itemsOf(of, found, isResourceList ? nothing : innerOf(outline));
  const inText = (offset: number): number => (offset < head ? offset : offset + tail - head);
  const list = isResourceList ? { source, root, functionConfig, inText } : undefined;
  return items && { texts: [of], items, list };
};

/** The document that a piece of a stream is; none where nothing is in it. */
const documentAt = (text: string, lines: Walk, place: Slice): readonly Found[] => {
  const { start, end } = place;
  const isMarked = text.startsWith('---', start);
  const odd = { ...place, outline: undefined };
  if (isMarked && text.charCodeAt(start + 3) !== 10) return [odd];
  enterDocument(text, lines, start);
  if (lines.at() === end) return [];
  const outline = lines.outline();
  return [lines.at() === end ? { ...place, outline } : odd];
};

const skimStream = (of: ReadText, pieces: readonly string[]): Input | undefined => {
  const { text } = of;
  const lines = walk(text);
  let end = 0;
  const found = pieces.flatMap((piece) => {
    const start = end;
    end += piece.length;
    return documentAt(text, lines, { start, end, isItem: false });
  });
  const items = itemsOf(of, found, nothing);
  return items === undefined || items.some(({ kind }) => kind === 'ResourceList')
    ? undefined
    : { texts: [of], items, list: undefined };
};

/**
 * Reads a text in everyday style: of a ResourceList, a List or a stream only what is unusual is parsed. `undefined`
 * where the text has to be parsed as a whole.
 */
export const skim = (of: Text): Input | undefined => {
  const { text } = of;
  if (!isPlainText(text)) return undefined;
  const whole: ReadText = { ...of, missing: '' };
  const pieces = documents(text);
  const head = pieces.length === 1 ? text.indexOf(HEAD) : -1;
  return head === -1 ? skimStream(whole, pieces) : skimList(whole, head + HEAD.length);
};
