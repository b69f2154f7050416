import { lineStart } from '../yaml/index.ts';

/** Where an offset is, for people: the line and column from 1, and the line itself with a mark below. */
export const locate = (
  text: string,
  offset: number,
): { readonly line: number; readonly column: number; readonly shown: string } => {
  const start = lineStart(text, offset);
  const end = text.indexOf('\n', start);
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < start; at = text.indexOf('\n', at + 1))
    line++;
  const shown = text.slice(start, end === -1 ? text.length : end).replace(/\r$/, '');
  const column = offset - start + 1;
  const number = String(line);
  const from = Math.max(0, column - 80);
  const mark = `${' '.repeat(number.length)} | ${' '.repeat(column - 1 - from)}^`;
  return { line, column, shown: `${number} | ${shown.slice(from, from + 160)}\n${mark}` };
};
