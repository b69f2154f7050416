import type { Value } from '../data/value.ts';
import type { Collection, Entry, TextEdit } from './node.ts';
import { renderBlock, renderFlow } from './render.ts';
import type { Tree } from './scan.ts';
import { styleAt } from './style.ts';
import { column, isBlank, lineEnd, lineStart, token, withBreaks } from './text.ts';

/** Behind the colon or the dash, the anchor and the tag that stand on its line, and where they end. */
const propertiesOf = (text: string, { key, start }: Entry) => {
  const colon = (key === undefined ? start : token(text, key.end)) + 1;
  const line = text.slice(colon, lineEnd(text, colon));
  const written = /^(?:[ \t]*[&!]\S*)*/.exec(line)?.[0] ?? '';
  return { written, end: colon + written.length };
};

/**
 * Empties a collection: brackets stay, a block below its key becomes a null that is not written, or `[]` where asked.
 * @returns the edits, or why it cannot be done
 */
export const empty = (
  tree: Tree,
  entry: Entry,
  node: Collection,
  wanted: Value,
): readonly TextEdit[] | string => {
  const { text } = tree.source;
  const first = node.entries[0];
  const isNull = wanted === null || wanted === undefined;
  const properties = propertiesOf(text, entry);
  if (isNull && properties.written.includes('!')) return 'a tag would be left without its value';
  if (node.flow && isNull) return [{ start: node.start, end: node.end, text: 'null' }];
  if (first === undefined) return [];
  const last = node.entries.at(-1)?.value.end ?? first.value.end;
  const comma = token(text, last);
  const end = text.charCodeAt(comma) === 44 ? comma + 1 : last;
  if (node.flow) return [{ start: first.start, end, text: '' }];
  const start = lineStart(text, first.start);
  const lines = isBlank(text, start, first.start)
    ? { start, end: lineEnd(text, node.end), text: '' }
    : { start: first.start, end: node.end, text: '' };
  if (isNull) return [lines];
  const at = properties.end;
  return [{ start: at, end: at, text: ` ${renderFlow(wanted, 'yaml')}` }, lines];
};

/**
 * Gives a null a collection: below its key in block style where it is not written, in its place in flow style where it
 * is.
 * @returns the edits, or why it cannot be done
 */
export const fill = (
  tree: Tree,
  parent: Collection,
  entry: Entry,
  value: Value,
): readonly TextEdit[] | string => {
  const { text } = tree.source;
  const { key, value: node } = entry;
  const style = styleAt(tree, parent);
  const { start, end } = node;
  if (start < end) return [{ start, end, text: renderFlow(value, style.notation) }];
  if (start === key?.end) return 'a key without a colon cannot be given a value';
  if (parent.flow || parent.type === 'seq')
    return [{ start, end, text: ` ${renderFlow(value, style.notation)}` }];
  const indent = column(text, parent.start) + (Array.isArray(value) ? style.list() : style.step());
  const at = lineEnd(text, start);
  const lines = `${' '.repeat(indent)}${renderBlock(value, style, indent)}\n`;
  return [{ start: at, end: at, text: withBreaks(text, at - 1, lines) }];
};
