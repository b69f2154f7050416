import type { TextEdit } from '../yaml/node.ts';
import { splice } from '../yaml/splice.ts';
import { lineEnd, lineStart } from '../yaml/text.ts';

// Edits of a text as edits of whole lines, for whoever shows them line by line.

const isLineStart = (text: string, at: number): boolean => lineStart(text, at) === at;

/** Whether an edit takes whole lines out and puts whole lines in. */
const isWhole = (before: string, { start, end, text }: TextEdit): boolean =>
  isLineStart(before, start) && isLineStart(before, end) && (text === '' || text.endsWith('\n'));

interface Stretch {
  readonly start: number;
  end: number;
  readonly edits: TextEdit[];
}

/** The lines that edits are in, those that share a line together. */
const stretches = (before: string, edits: readonly TextEdit[]): readonly Stretch[] => {
  const found: Stretch[] = [];
  for (const edit of edits) {
    const whole = isWhole(before, edit);
    const start = whole ? edit.start : lineStart(before, edit.start);
    const end = whole ? edit.end : lineEnd(before, edit.end);
    const last = found.at(-1);
    if (last === undefined || start >= last.end) found.push({ start, end, edits: [edit] });
    else {
      // What goes on behind the last of them may stand in a line with what they put there.
      last.end = Math.max(last.end, lineEnd(before, edit.end));
      last.edits.push(edit);
    }
  }
  return found;
};

const inLines = (before: string, { start, end, edits }: Stretch): TextEdit => ({
  start,
  end,
  text: splice(before, edits, start, end),
});

/** Without the lines in front and behind that stay as they are. */
const trimmed = (before: string, { start, end, text }: TextEdit): TextEdit => {
  let [from, to, first, last] = [start, end, 0, text.length];
  while (from < to && first < last) {
    const [old, now] = [lineEnd(before, from), lineEnd(text, first)];
    if (before.slice(from, old) !== text.slice(first, now)) break;
    [from, first] = [old, now];
  }
  while (from < to && first < last) {
    const [old, now] = [lineStart(before, to - 1), lineStart(text, last - 1)];
    if (before.slice(old, to) !== text.slice(now, last)) break;
    [to, last] = [old, now];
  }
  return { start: from, end: to, text: text.slice(first, last) };
};

/** Lines that come or go, as far below as they may be said to stand: what diffs mostly show. */
const lowered = (before: string, edit: TextEdit, limit: number): TextEdit => {
  let { start, end, text } = edit;
  if (start < end && text !== '') return edit;
  while (end < limit) {
    const behind = lineEnd(before, end);
    const next = before.slice(end, behind);
    if (text === '') {
      const first = lineEnd(before, start);
      if (before.slice(start, first) !== next) break;
      [start, end] = [first, behind];
    } else {
      const first = lineEnd(text, 0);
      if (text.slice(0, first) !== next) break;
      text = text.slice(first) + next;
      [start, end] = [behind, behind];
    }
  }
  return { start, end, text };
};

/** Edits that nothing stands between as one. */
const joined = (edits: readonly TextEdit[]): readonly TextEdit[] => {
  const found: TextEdit[] = [];
  for (const edit of edits) {
    const last = found.at(-1);
    if (last?.end !== edit.start) found.push(edit);
    else found.splice(-1, 1, { start: last.start, end: edit.end, text: last.text + edit.text });
  }
  return found;
};

/** Edits of a text, in order, as edits of the lines that are other ones afterwards: in order, and apart. */
export const lineEdits = (before: string, edits: readonly TextEdit[]): readonly TextEdit[] => {
  const isAny = ({ start, end, text }: TextEdit) => start < end || text !== '';
  const shrunk = (all: readonly TextEdit[]) =>
    all.map((edit) => trimmed(before, edit)).filter(isAny);
  const own = shrunk(stretches(before, edits).map((each) => inLines(before, each)));
  const apart = own.map((edit, at) => lowered(before, edit, own[at + 1]?.start ?? before.length));
  return shrunk(joined(apart));
};
