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

const LAST_BREAK = /\r?\n$/;

/** The edits as one of all that is behind the first of them, less the line break at its end. */
const withoutLast = (text: string, whole: string, edits: readonly TextEdit[]): TextEdit => {
  const start = Math.min(edits[0]?.start ?? text.length, text.length);
  const added = splice(whole, edits, start);
  // Where nothing is left, the break is the one in front.
  const taken = added === '' ? (LAST_BREAK.exec(text.slice(0, start))?.[0].length ?? 0) : 0;
  return { start: start - taken, end: text.length, text: added.replace(LAST_BREAK, '') };
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
  const whole = text + missing;
  if (isKept(splice(whole, edits))) {
    const start = Math.min(edits[first]?.start ?? text.length, text.length);
    const added = splice(whole, edits.slice(first), start);
    return [...edits.slice(0, first), { start, end: text.length, text: added }];
  }
  const last = withoutLast(text, whole, edits.slice(first));
  const isApart = first === 0 || (edits[first - 1]?.end ?? 0) <= last.start;
  return isApart ? [...edits.slice(0, first), last] : [withoutLast(text, whole, edits)];
};
