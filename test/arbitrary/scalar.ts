import { type Style, once, pick, roll } from './style.ts';
import { isVerbatim, needsQuotes, sourceOf } from './value.ts';

/** A value as it stands behind a `:` or a dash: the rest of that line, and the lines below it, indented. */
export interface Written {
  readonly head: string;
  readonly lines: readonly string[];
  /** Where a comment may follow: behind the head, behind the last line. */
  readonly comment: 'head' | 'last';
  /** A block scalar at the end: what follows must stand left of it, directly below if it keeps blank lines. */
  readonly open?: { readonly column: number; readonly keep: boolean };
}

export const single = (head: string): Written => ({ head, lines: [], comment: 'head' });

const BLOCK =
  /^(?:[A-Za-z0-9_/.$(+]|-(?=[A-Za-z]))[A-Za-z0-9_/.$(){}[\],@=+:*&-]*(?: [A-Za-z0-9_/.$(){}[\],@=+:*&-]+)*$/;
const FLOW =
  /^(?:[A-Za-z0-9_/.$(+]|-(?=[A-Za-z]))[A-Za-z0-9_/.$()@=+*&-]*(?: [A-Za-z0-9_/.$()@=+*&-]+)*$/;

const safePlain = (text: string, flow: boolean): boolean =>
  (flow ? FLOW : BLOCK).test(text) && !needsQuotes(text) && !/:(?: |$)|^\.\.\./.test(text);

const printable = (text: string): boolean =>
  /^[\x20-\x7E\u{A0}-\u{D7FF}\u{10000}-\u{1FFFF}]*$/u.test(text);

const doubled = (style: Style, path: string, text: string): string => {
  const quoted = JSON.stringify(text);
  return once(style, 'quotes', `${path}%`, 3)
    ? quoted.replace(
        /[\u{A0}-\u{D7FF}]/gu,
        (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
      )
    : quoted;
};

const singled = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A string on one line, as a key or as a value; in JSON always in double quotes. */
export const word = (
  style: Style,
  path: string,
  text: string,
  place: { readonly flow: boolean; readonly json: boolean },
): string => {
  if (isVerbatim(text)) return sourceOf(text);
  if (place.json) return JSON.stringify(text);
  const quote = roll(style, path, 'quote', 6);
  const plain = safePlain(text, place.flow);
  if (plain && !(style.on.has('quotes') && quote < 2)) return text;
  return printable(text) && quote % 2 === 0 ? singled(text) : doubled(style, path, text);
};

export const nothing = (style: Style, path: string, flow: boolean): string => {
  if (once(style, 'tilde', path, 2)) return pick(style, path, 'null', ['~', 'Null', 'NULL']);
  const unwritten = flow
    ? once(style, 'flowNull', path, 2)
    : roll(style, path, 'unwritten', 2) === 0;
  return unwritten ? '' : 'null';
};

/** A string in block context below a parent at `column`: also as a block scalar, or over several lines. */
export const text = (style: Style, path: string, value: string, column: number): Written => {
  const below =
    column + 1 + (style.on.has('ragged') ? roll(style, path, 'below', 4) : style.step - 1);
  if (
    blockable(value) &&
    (style.on.has('blockScalars') || value.includes('\n')) &&
    roll(style, path, 'block', 3) > 0
  )
    return block(style, path, value, column, Math.max(below, 1));
  const plain = word(style, path, value, { flow: false, json: false });
  if (!isVerbatim(value) && once(style, 'folds', path, 2)) return folded(plain, Math.max(below, 1));
  return single(plain);
};

/** Plain and quoted scalars may break between two words. */
const folded = (source: string, column: number): Written => {
  const space = source.search(/(?<=[a-z]) (?=[a-z])/);
  if (space < 0) return single(source);
  const rest = ' '.repeat(column) + source.slice(space + 1);
  return { head: source.slice(0, space), lines: [rest], comment: 'last' };
};

const blockable = (value: string): boolean =>
  value.split('\n').every((line) => printable(line) && (line === '' || line.trim() !== '')) &&
  /^[^\s]/.test(value) &&
  !isVerbatim(value);

const block = (
  style: Style,
  path: string,
  value: string,
  parent: number,
  column: number,
): Written => {
  const content = value.replace(/\n+$/, '');
  const ends = value.length - content.length;
  const pad = (line: string): string => (line === '' ? '' : ' '.repeat(column) + line);
  const folds =
    once(style, 'folds', `${path}>`, 2) && !/\n /.test(content) && !/\n\n/.test(content);
  const lines = folds
    ? content.split('\n').flatMap((line, i) => [...(i > 0 ? [''] : []), ...broken(line)])
    : content.split('\n');
  const keep = ends > 1 || (ends === 1 && roll(style, path, 'keep', 4) === 0);
  const chomp = ends === 0 ? '-' : keep ? '+' : '';
  const depth = once(style, 'ragged', `${path}|`, 4) && parent >= 0 ? String(column - parent) : '';
  const blanks = ends > 1 ? Array.from({ length: ends - 1 }, () => '') : [];
  return {
    head: `${folds ? '>' : '|'}${depth}${chomp}`,
    lines: [...lines, ...blanks].map(pad),
    comment: 'head',
    open: { column, keep },
  };
};

const broken = (line: string): readonly string[] => {
  const space = line.search(/(?<=\S) (?=\S)/);
  return space < 0 ? [line] : [line.slice(0, space), line.slice(space + 1)];
};
