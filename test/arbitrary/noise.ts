import { type Style, once, pick, roll } from './style.ts';
import type { Written } from './scalar.ts';

const COMMENTS = [
  '# a comment',
  '#',
  '#close',
  '# {"$kpt-set":"name"}',
  '# - name: "not an item"',
  "# it's: [not, {closed",
  '# volumes:',
  '## \u{E9}\u{1F600}',
] as const;

const comment = (style: Style, path: string): string => pick(style, path, 'what', COMMENTS);

/** Comment lines and blank lines in front of a line at `column`, or behind the last one. */
export const between = (
  style: Style,
  path: string,
  column: number,
  open: Written['open'],
): readonly string[] => {
  const lines = [0, 1, 2].flatMap((i) => {
    const here = `${path}#${i}`;
    if (once(style, 'comments', here, 8)) return [indented(style, here, column, open)];
    if (once(style, 'blanks', here, 8)) return [blank(style, here, open)];
    return [];
  });
  const first = lines.findIndex((line) => line !== '');
  if (open?.keep !== true) return lines;
  return first < 0 ? [] : lines.slice(first);
};

/** At the column, deeper or shallower, but never where it would belong to a block scalar. */
const indented = (style: Style, path: string, column: number, open: Written['open']): string => {
  const wanted = pick(style, path, 'column', [
    column,
    column,
    column,
    column + 2,
    column + 4,
    column - 2,
    0,
  ]);
  const limit = open === undefined ? wanted : Math.min(wanted, open.column - 1);
  return ' '.repeat(Math.max(0, limit)) + comment(style, path);
};

const blank = (style: Style, path: string, open: Written['open']): string =>
  open === undefined && once(style, 'trailing', path, 3)
    ? ' '.repeat(roll(style, path, 'spaces', 9))
    : '';

/** Behind a line: a comment, or only spaces. */
export const trailing = (style: Style, path: string): string => {
  if (once(style, 'comments', `${path}!`, 8))
    return pick(style, path, 'gap', [' ', '  ', '    ', '\t']) + comment(style, `${path}!`);
  return once(style, 'trailing', `${path}!`, 8) ? pick(style, path, 'gap', [' ', '   ']) : '';
};

/** The value with such an end where one is allowed. */
export const withTrailing = (style: Style, path: string, written: Written): Written => {
  const end = trailing(style, path);
  const lines = written.lines;
  if (end === '') return written;
  if (written.comment === 'head') return { ...written, head: written.head + end };
  return { ...written, lines: [...lines.slice(0, -1), `${lines.at(-1) ?? ''}${end}`] };
};
