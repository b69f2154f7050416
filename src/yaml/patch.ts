import type { TextEdit } from './node.ts';

/** Patches in the order of the text; those at the same place keep theirs. */
export const inOrder = (patches: readonly TextEdit[]): readonly TextEdit[] =>
  patches.toSorted((a, b) => a.start - b.start);

/** The text from `start` to `end` with patches in the order of the text applied; what they do not touch is copied as it is. */
export const splice = (
  text: string,
  patches: readonly TextEdit[],
  start = 0,
  end = text.length,
): string => {
  let spliced = '';
  let at = start;
  for (const patch of patches) {
    if (patch.start > at) spliced += text.slice(at, patch.start);
    spliced += patch.text;
    at = Math.max(at, patch.end);
  }
  return spliced + text.slice(at, end);
};
