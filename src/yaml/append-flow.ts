import type { Addition, Collection, TextEdit } from './node.ts';
import { type Notation, renderFlow, renderPretty, renderScalar } from './render.ts';
import type { Tree } from './scan.ts';
import { isMultiLine, notationOf } from './style.ts';
import { lineStart, withBreaks } from './text.ts';

const leading = (text: string, at: number): string => {
  const start = lineStart(text, at);
  return text.slice(start, start + (/^[ \t]*/.exec(text.slice(start, at))?.[0].length ?? 0));
};

/** What an entry's line has in front of it more than the line that its collection begins in. */
const stepOf = (text: string, parent: Collection, indent: string): string => {
  const outer = leading(text, parent.start);
  const step = indent.startsWith(outer) ? indent.slice(outer.length) : '';
  return step === '' ? '  ' : step;
};

const isPretty = (text: string, { entries }: Collection): boolean => {
  const last = entries.findLast(({ value }) => 'flow' in value && value.entries.length > 0)?.value;
  return last === undefined || text.slice(last.start, last.end).includes('\n');
};

const renderEntry = (
  text: string,
  parent: Collection,
  { name, value }: Addition,
  notation: Notation,
): string => {
  const blank = notation === 'compact' ? '' : ' ';
  const key = name === undefined ? '' : `${renderScalar(name, notation)}:${blank}`;
  if (!isMultiLine(text, parent) || !isPretty(text, parent))
    return key + renderFlow(value, notation);
  const indent = leading(text, parent.entries.at(-1)?.start ?? parent.start);
  return key + renderPretty(value, notation, indent, stepOf(text, parent, indent));
};

/** Adds entries at the end of a flow collection, a line each where its last entry has one of its own. */
export const appendFlow = (
  tree: Tree,
  parent: Collection,
  additions: readonly Addition[],
): readonly TextEdit[] => {
  const { text } = tree.source;
  const notation = notationOf(tree);
  const comma = notation === 'compact' ? ',' : ', ';
  const texts = additions.map((each) => renderEntry(text, parent, each, notation));
  const last = parent.entries.at(-1);
  const at = last === undefined ? parent.start + 1 : last.value.end;
  if (last === undefined) return [{ start: at, end: at, text: texts.join(comma) }];
  const added = (join: string) => texts.map((each) => join + each).join('');
  if (!isMultiLine(text, parent)) return [{ start: at, end: at, text: added(comma) }];
  const lines = added(`,\n${leading(text, last.start)}`);
  return [{ start: at, end: at, text: withBreaks(text, lineStart(text, last.start), lines) }];
};
