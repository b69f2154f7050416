import type { Text } from './input.ts';

/** Where something is, for people: the line and column from 1, and the line itself with a mark below. */
export interface Location {
  readonly line: number;
  readonly column: number;
  readonly shown: string;
}

const lineStarts = (text: string): readonly number[] => {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
};

/** The index of the last start that is not behind an offset. */
const lineOf = (starts: readonly number[], offset: number): number => {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low;
};

/** Finds places in a text; its lines are counted once, at the first. */
export const locator = (text: string): ((offset: number) => Location) => {
  let starts: readonly number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    const index = lineOf(starts, offset);
    const start = starts[index] ?? 0;
    const end = text.indexOf('\n', start);
    const shown = text.slice(start, end === -1 ? text.length : end).replace(/\r$/, '');
    const line = index + 1;
    const column = offset - start + 1;
    const number = String(line);
    const from = Math.max(0, column - 80);
    const mark = `${' '.repeat(number.length)} | ${' '.repeat(column - 1 - from)}^`;
    return { line, column, shown: `${number} | ${shown.slice(from, from + 160)}\n${mark}` };
  };
};

/** Finds places in texts. */
export const locators = (): ((of: Text, offset: number) => Location) => {
  const known = new Map<Text, ReturnType<typeof locator>>();
  return (of, offset) => {
    const locate = known.get(of) ?? locator(of.text);
    known.set(of, locate);
    return locate(offset);
  };
};
