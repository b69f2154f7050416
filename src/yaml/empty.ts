import { withBreaks } from './append.ts';
import type { Collection, Entry, Node, Patch, Value } from './node.ts';
import { renderBlock, renderFlow } from './render.ts';
import type { Tree } from './scan.ts';
import { styleAt } from './style.ts';
import { column, lineEnd, lineStart, token } from './text.ts';

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
  return [{ start: at, end: at, text: ` ${renderFlow(wanted, false)}` }, lines];
};

/** Gives a null a collection: below its key in block style where it is not written, in its place in flow style where it is. */
export const fill = (
  tree: Tree,
  parent: Collection,
  node: Node,
  value: Value,
): readonly Patch[] => {
  const { text } = tree.source;
  const style = styleAt(tree, parent);
  if (node.start < node.end)
    return [{ start: node.start, end: node.end, text: renderFlow(value, style.json) }];
  if (parent.flow || parent.type === 'seq')
    return [{ start: node.start, end: node.end, text: ` ${renderFlow(value, style.json)}` }];
  const indent = column(text, parent.start) + (Array.isArray(value) ? style.list : style.step);
  const at = lineEnd(text, node.start);
  const lines = `${' '.repeat(indent)}${renderBlock(value, style, indent)}\n`;
  return [{ start: at, end: at, text: withBreaks(text, at - 1, lines) }];
};
