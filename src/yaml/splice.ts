import type { TextEdit } from './node.ts';

/** Edits in the order of the text; those at the same place keep theirs. */
export const inOrder = (edits: readonly TextEdit[]): readonly TextEdit[] =>
  edits.toSorted((a, b) => a.start - b.start);

/** The text from `start` to `end` with edits in the order of the text applied; what they do not touch is copied as it is. */
export const splice = (
  text: string,
  edits: readonly TextEdit[],
  start = 0,
  end = text.length,
): string => {
  let spliced = '';
  let at = start;
  for (const edit of edits) {
    if (edit.start > at) spliced += text.slice(at, edit.start);
    spliced += edit.text;
    at = Math.max(at, edit.end);
  }
  return spliced + text.slice(at, end);
};

/**
 * Edits of a text that lacks its last line break as edits of that text: given are those of the text with the break, in
 * order, and what comes out lacks it again.
 * @param isKept whether the break at the end of a text is part of a value
 */
export const withoutBreak = (
  text: string,
  missing: string,
  edits: readonly TextEdit[],
  isKept: (edited: string) => boolean,
): readonly TextEdit[] => {
  const first = edits.findIndex(({ end }) => end > text.length);
  if (missing === '' || first === -1) return edits;
  const own = edits.slice(0, first);
  const last = edits.slice(first);
  const start = Math.min(last[0]?.start ?? text.length, text.length);
  const whole = text + missing;
  const added = splice(whole, last, start);
  const kept = isKept(splice(whole, edits)) ? added : added.replace(/\r?\n$/, '');
  return [...own, { start, end: text.length, text: kept }];
};
