import { isComment } from './append.ts';
import type { Collection, Entry, Patch } from './node.ts';
import type { Tree } from './scan.ts';
import { isBlank, lineEnd, lineStart } from './text.ts';

const removeFlow = ({ entries }: Collection, gone: ReadonlySet<Entry>): readonly Patch[] => {
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

const removeBlock = (
  text: string,
  { entries }: Collection,
  gone: ReadonlySet<Entry>,
): readonly Patch[] | string => {
  const patches: Patch[] = [];
  for (const [at, entry] of entries.entries()) {
    if (!gone.has(entry)) continue;
    const start = lineStart(text, entry.start);
    const next = entries[at + 1];
    if (isBlank(text, start, entry.start)) {
      const before = entries[at - 1];
      const from = before === undefined ? start : withGap(text, start, before.value.end);
      patches.push({ start: from, end: lineEnd(text, entry.value.end), text: '' });
    } else if (next !== undefined && isBlank(text, lineEnd(text, entry.value.end), next.start))
      patches.push({ start: entry.start, end: next.start, text: '' });
    else return 'the first key of a list item cannot be taken out here: a comment stands behind it';
  }
  return patches;
};

/** Takes entries out of a collection that keeps others. */
export const remove = (
  tree: Tree,
  parent: Collection,
  gone: ReadonlySet<Entry>,
): readonly Patch[] | string => {
  if (gone.size === 0) return [];
  if (parent.bare) return 'a pair in a flow list without braces of its own cannot be edited';
  return parent.flow ? removeFlow(parent, gone) : removeBlock(tree.source.text, parent, gone);
};
