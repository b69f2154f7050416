import type { Collection, Entry, Patch, Value } from './node.ts';
import { renderBlock, renderFlow } from './render.ts';
import type { Tree } from './scan.ts';
import { styleAt } from './style.ts';
import { column, lineEnd, lineStart, token, withBreaks } from './text.ts';

const behindColon = (text: string, { key, start }: Entry): number =>
  (key === undefined ? start : token(text, key.end)) + 1;

/** Empties a collection: brackets stay, a block below its key becomes a null that is not written, or `[]` where asked. */
export const empty = (
  tree: Tree,
  entry: Entry,
  node: Collection,
  wanted: Value,
): readonly Patch[] => {
  const { text } = tree.source;
  const first = node.entries[0];
  const isNull = wanted === null || wanted === undefined;
  if (node.flow && isNull) return [{ start: node.start, end: node.end, text: 'null' }];
  if (first === undefined) return [];
  if (node.flow)
    return [
      { start: first.start, end: node.entries.at(-1)?.value.end ?? first.value.end, text: '' },
    ];
  const lines = { start: lineStart(text, first.start), end: lineEnd(text, node.end), text: '' };
  if (isNull) return [lines];
  const at = behindColon(text, entry);
  return [{ start: at, end: at, text: ` ${renderFlow(wanted, 'yaml')}` }, lines];
};

/**
 * Gives a null a collection: below its key in block style where it is not written, in its place in flow style where it
 * is.
 * @returns the patches, or why it cannot be done
 */
export const fill = (
  tree: Tree,
  parent: Collection,
  entry: Entry,
  value: Value,
): readonly Patch[] | string => {
  const { text } = tree.source;
  const { key, value: node } = entry;
  const style = styleAt(tree, parent);
  const { start, end } = node;
  if (start < end) return [{ start, end, text: renderFlow(value, style.notation) }];
  if (key !== undefined && text.charCodeAt(token(text, key.end)) !== 58)
    return 'a key without a colon cannot be given a value';
  if (parent.flow || parent.type === 'seq')
    return [{ start, end, text: ` ${renderFlow(value, style.notation)}` }];
  const indent = column(text, parent.start) + (Array.isArray(value) ? style.list : style.step);
  const at = lineEnd(text, start);
  const lines = `${' '.repeat(indent)}${renderBlock(value, style, indent)}\n`;
  return [{ start: at, end: at, text: withBreaks(text, at - 1, lines) }];
};
