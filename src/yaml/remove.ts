import { isComment, lastNode } from './append.ts';
import type { Collection, Entry, Node, TextEdit } from './node.ts';
import type { Tree } from './scan.ts';
import { beginsLine, indentation, isBlank, lineEnd, lineStart } from './text.ts';

const removeFlow = ({ entries }: Collection, gone: ReadonlySet<Entry>): readonly TextEdit[] => {
  const first = entries.findIndex((entry) => !gone.has(entry));
  return entries.flatMap((entry, at) => {
    if (!gone.has(entry)) return [];
    const before = entries[at - 1];
    const next = entries[at + 1];
    if (at < first) return [{ start: entry.start, end: next?.start ?? entry.value.end, text: '' }];
    return [{ start: before?.value.end ?? entry.start, end: entry.value.end, text: '' }];
  });
};

/** With the empty line that set a comment off, when that stands behind the sibling before. */
const withGap = (text: string, start: number, after: number): number => {
  const above = lineStart(text, start - 1);
  const comment = lineStart(text, above - 1);
  const isGap =
    start > 0 &&
    above > after &&
    isBlank(text, above, start - 1 - (text.charCodeAt(start - 2) === 13 ? 1 : 0));
  return isGap && comment >= lineEnd(text, after) && isComment(text, comment) ? above : start;
};

/** How deep the content of a block scalar stands that ends a node, and whether it keeps its empty lines. */
const blockAbove = (text: string, node: Node, gone: ReadonlySet<Entry>) => {
  const last = lastNode(node, gone);
  if (last.type !== 'scalar' || last.style !== 'block') return undefined;
  let depth = Infinity;
  for (let at = lineStart(text, last.start); at < last.end; at = lineEnd(text, at)) {
    const found = indentation(text, at);
    if (found !== -1) depth = Math.min(depth, found);
  }
  const header = text.slice(lineStart(text, last.start - 1), last.start);
  return { depth, keeps: /[|>]\d*\+/.test(header) };
};

/**
 * Behind a line to be removed and the empty lines below that a block scalar above would take for its own.
 * @returns `undefined` where that scalar would take a comment
 */
const behindTaken = (
  text: string,
  above: Node | undefined,
  end: number,
  gone: ReadonlySet<Entry>,
): number | undefined => {
  const block = above && blockAbove(text, above, gone);
  if (block === undefined) return end;
  let taken = end;
  let at = end;
  for (; at < text.length && indentation(text, at) === -1; at = lineEnd(text, at)) {
    const blanks = /[^\r\n]*/.exec(text.slice(at, lineEnd(text, at)))?.[0].length ?? 0;
    if (block.keeps || blanks > block.depth) taken = lineEnd(text, at);
  }
  const isTaken = isComment(text, at) && indentation(text, at) >= block.depth;
  return isTaken ? undefined : taken;
};

/** The entries that go together with those in front of them: they begin in the line of a dash. */
const leading = (entries: readonly Entry[], gone: ReadonlySet<Entry>): number => {
  const first = entries.findIndex((entry) => !gone.has(entry));
  return first === -1 ? entries.length : first;
};

const removeBlock = (
  text: string,
  { entries }: Collection,
  gone: ReadonlySet<Entry>,
  all: ReadonlySet<Entry>,
): readonly TextEdit[] | string => {
  const edits: TextEdit[] = [];
  const [first] = entries;
  const inLine = first !== undefined && !beginsLine(text, first.start);
  const skipped = inLine ? leading(entries, gone) : 0;
  const next = entries[skipped];
  if (first !== undefined && skipped > 0) {
    const last = entries[skipped - 1] ?? first;
    if (next === undefined || !isBlank(text, lineEnd(text, last.value.end), next.start))
      return 'the first key of a list item cannot be taken out here: a comment stands behind it';
    edits.push({ start: first.start, end: next.start, text: '' });
  }
  for (const [at, entry] of entries.entries()) {
    if (at < skipped || !gone.has(entry)) continue;
    const start = lineStart(text, entry.start);
    const before = entries[at - 1];
    const above = entries.slice(0, at).findLast((each) => !gone.has(each));
    const end = behindTaken(text, above?.value, lineEnd(text, entry.value.end), all);
    if (end === undefined)
      return 'a comment below what is to be removed would become part of the block scalar above it';
    const from = before === undefined ? start : withGap(text, start, before.value.end);
    edits.push({ start: from, end, text: '' });
  }
  return edits;
};

/**
 * Takes entries out of a collection that keeps others.
 * @param all what is taken out elsewhere, these entries to be added
 */
export const remove = (
  tree: Tree,
  parent: Collection,
  gone: ReadonlySet<Entry>,
  all: Set<Entry>,
): readonly TextEdit[] | string => {
  if (gone.size === 0) return [];
  for (const entry of gone) all.add(entry);
  if (parent.bare) return 'a pair in a flow list without braces of its own cannot be edited';
  return parent.flow ? removeFlow(parent, gone) : removeBlock(tree.source.text, parent, gone, all);
};
