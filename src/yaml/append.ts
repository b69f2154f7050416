import { appendFlow } from './append-flow.ts';
import type { Addition, Collection, Entry, Node, TextEdit } from './node.ts';
import { renderBlock, renderEntry, renderFlow, type Style } from './render.ts';
import type { Tree } from './scan.ts';
import { styleAt } from './style.ts';
import { column, indentation, isBlank, lineEnd, lineStart, token, withBreaks } from './text.ts';

export const isComment = (text: string, start: number): boolean =>
  text.charCodeAt(start + Math.max(0, indentation(text, start))) === 35;

/** Offsets at which a comment has already been set off by an empty line. */
export type Used = Pick<Set<number>, 'has'> & { readonly add: (at: number) => unknown };

/**
 * Behind the comment lines that directly follow and belong to what stands above: those at least as deep as the new
 * entry and deeper than the next line of content. Otherwise kpt takes them for the new entry's and doubles them.
 */
const behindComments = (text: string, from: number, depth: number): number => {
  const next = token(text, from);
  const limit = Math.max(depth, next < text.length ? column(text, next) + 1 : 0);
  let at = from;
  while (at < text.length && isComment(text, at) && indentation(text, at) >= limit)
    at = lineEnd(text, at);
  return at;
};

/** What a node's text ends with, without the entries that are gone. */
export const lastNode = (node: Node, gone?: ReadonlySet<Entry>): Node => {
  const entries = node.type === 'map' || node.type === 'seq' ? node.entries : [];
  const last = entries.findLast((entry) => gone?.has(entry) !== true);
  return last === undefined ? node : lastNode(last.value, gone);
};

/** A block scalar that ends a text without a last newline would get one, for Go's parser, from anything below it. */
const endsOpen = (tree: Tree, node: Node): boolean => {
  const { text, open } = tree.source;
  if (!open) return false;
  const last = lastNode(node);
  const isLast = () => isBlank(text, lineEnd(text, last.end), text.length);
  return last.type === 'scalar' && last.style === 'block' && isLast();
};

/** The line where an entry begins, its comments above included; `undefined` where it begins within a line. */
const aboveComments = (
  text: string,
  entry: Entry,
  before: Entry | undefined,
): number | undefined => {
  let start = lineStart(text, entry.start);
  if (!isBlank(text, start, entry.start)) return undefined;
  const limit = before === undefined ? start : lineEnd(text, before.value.end);
  const depth = column(text, entry.start);
  // A deeper comment is about what stands above it.
  const isItsComment = (at: number) => isComment(text, at) && indentation(text, at) <= depth;
  while (start > limit && isItsComment(lineStart(text, start - 1)))
    start = lineStart(text, start - 1);
  return start;
};

const itemGap = (text: string, { entries }: Collection): number => {
  const last = entries.at(-1)?.value;
  const gap =
    last?.type === 'map' && !last.flow
      ? column(text, last.start) - column(text, entries.at(-1)?.start ?? 0)
      : 2;
  return gap > 1 ? gap : 2;
};

const blockEntry = (
  tree: Tree,
  parent: Collection,
  { name, value }: Addition,
  style: Style,
  indent: number,
): string => {
  if (name !== undefined) return renderEntry(name, value, style, indent);
  const last = parent.entries.at(-1)?.value;
  if (last !== undefined && last.type !== 'alias' && last.type !== 'scalar' && last.flow)
    return `- ${renderFlow(value, style.notation)}`;
  const gap = itemGap(tree.source.text, parent);
  return `-${' '.repeat(gap - 1)}${renderBlock(value, style, indent + gap)}`;
};

/** Adds entries at the end of a block collection. */
const appendBlock = (
  tree: Tree,
  parent: Collection,
  additions: readonly Addition[],
  used: Used,
): readonly TextEdit[] | string => {
  const { text } = tree.source;
  const indent = column(text, parent.start);
  const style = styleAt(tree, parent);
  const pad = ' '.repeat(indent);
  const lines = additions
    .map((each) => `${pad}${blockEntry(tree, parent, each, style, indent)}\n`)
    .join('');
  const last = parent.entries.at(-1);
  if (last !== undefined && endsOpen(tree, parent)) {
    const start = aboveComments(text, last, parent.entries.at(-2));
    if (parent.type === 'seq' || start === undefined)
      return 'a block scalar ends the text without a line break: end the text with one';
    return [{ start, end: start, text: withBreaks(text, start, lines) }];
  }
  const from = lineEnd(text, parent.end);
  // A comment in the column of a list's dashes is about what comes next there, which the new item is not.
  const at = behindComments(text, from, parent.type === 'seq' ? indent + 1 : indent);
  const gap = at > from && !used.has(at) ? '\n' : '';
  used.add(at);
  return [{ start: at, end: at, text: withBreaks(text, from - 1, gap + lines) }];
};

/**
 * Adds entries at the end of a collection, in its style.
 * @returns the edits, or why it cannot be done
 */
export const append = (
  tree: Tree,
  parent: Collection,
  additions: readonly Addition[],
  used: Used,
): readonly TextEdit[] | string => {
  if (additions.length === 0) return [];
  if (parent.bare) return 'a pair in a flow list without braces of its own cannot be edited';
  return parent.flow
    ? appendFlow(tree, parent, additions)
    : appendBlock(tree, parent, additions, used);
};
