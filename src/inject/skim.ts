import * as E from 'fp-ts/lib/Either.js';
import * as cursor from '../yaml/cursor.ts';
import { flatMap } from '../data/list.ts';
import { enterDocument, walk, type Lines } from '../yaml/lines.ts';
import { outline, type Outline } from '../yaml/outline.ts';
import { documents } from '../yaml/source.ts';
import { cut, holdsList, isPlainText, type Skimmed } from './cut.ts';
import type { Input, ReadText, Text } from './input.ts';
import { innerOf, isListKind, itemsAt, nothing, type Item, type Slice } from './item.ts';
import { openSlices } from './open.ts';

// The first reading of a text: where its resources are and what they are. Those in everyday style are known to be
// valid without being parsed; the others are parsed here.

/** The resources that are found, those without an outline parsed together; `undefined` where one of them is not valid alone. */
const itemsOf = (
  of: ReadText,
  found: readonly Skimmed[],
  from: Outline,
): readonly Item[] | undefined => {
  const opened = openSlices(
    of.text,
    found.filter((place) => place.outline === undefined),
  );
  if (E.isLeft(opened)) return undefined;
  const parsed = [...opened.right];
  const [first] = parsed;
  if (first !== undefined && first.source.aliases.length > 0) return undefined;
  if (!parsed.every(({ source, index }) => cursor.isMapping(source, index))) return undefined;
  const rest = parsed.values();
  return flatMap(found, (place): readonly Item[] => {
    if (place.outline === undefined) {
      const next = rest.next();
      return next.done === true ? [] : itemsAt(of, next.value, from);
    }
    const { apiVersion, kind } = place.outline;
    return [{ of, place, apiVersion: apiVersion || from.apiVersion, kind: kind || from.kind }];
  });
};

const skimList = (of: ReadText): Input | undefined => {
  const pieces = cut(of.text, 'items');
  if (pieces === undefined) return undefined;
  const { found, source, root, inText } = pieces;
  const [apiVersion = -1, kind = -1, functionConfig = -1] = cursor.fields(source, root, [
    'apiVersion',
    'kind',
    'functionConfig',
  ]);
  const own = {
    apiVersion: cursor.string(source, apiVersion) ?? '',
    kind: cursor.string(source, kind) ?? '',
  };
  const isResourceList = own.kind === 'ResourceList';
  if (!isResourceList && !isListKind(own.kind)) return undefined;
  const items = itemsOf(of, found, isResourceList ? nothing : innerOf(own));
  const list = isResourceList ? { source, root, functionConfig, inText } : undefined;
  return items && { texts: [of], items, list };
};

/** The document that a piece of a stream is; none where nothing is in it. */
const documentAt = (lines: Lines, place: Slice): readonly Skimmed[] => {
  const { text } = lines;
  const { start, end } = place;
  const isMarked = text.startsWith('---', start);
  const odd = { ...place, outline: undefined };
  if (isMarked && text.charCodeAt(start + 3) !== 10) return [odd];
  enterDocument(lines, start);
  if (lines.at === end) return [];
  const found = outline(lines);
  return [lines.at === end ? { ...place, outline: found } : odd];
};

const skimStream = (of: ReadText, pieces: readonly string[]): Input | undefined => {
  const { text } = of;
  const lines = walk(text);
  let end = 0;
  const found = flatMap(pieces, (piece) => {
    const start = end;
    end += piece.length;
    return documentAt(lines, { start, end, isItem: false });
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
  const isList = pieces.length === 1 && holdsList(text, 'items');
  return isList ? skimList(whole) : skimStream(whole, pieces);
};
