// Between two nodes there are only blanks, comments and indicators: these few scans recover what the parser does not say.

/** The offset of the next character that is neither blank nor comment. */
export const token = (text: string, from: number): number => {
  let at = from;
  for (;;) {
    const char = text.charCodeAt(at);
    if (char === 35 && (at === 0 || text.charCodeAt(at - 1) <= 32)) {
      const end = text.indexOf('\n', at);
      at = end === -1 ? text.length : end + 1;
    } else if (char === 32 || char === 9 || char === 10 || char === 13 || char === 0xfeff) at++;
    else return at;
  }
};

/** The offset of the line's first character. */
export const lineStart = (text: string, at: number): number =>
  at <= 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;

/** Whether only blanks are in front of an offset in its line: a file may be one line, which is not gone through for that. */
export const beginsLine = (text: string, at: number): boolean => {
  let before = at - 1;
  while (text.charCodeAt(before) === 32 || text.charCodeAt(before) === 9) before--;
  return before < 0 || text.charCodeAt(before) === 10;
};

/** The offset behind the line's break. */
export const lineEnd = (text: string, at: number): number => {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
};

/** The column of an offset, from 0; a byte order mark takes none. */
export const column = (text: string, at: number): number => {
  const start = lineStart(text, at);
  return at - start - (at > start && text.charCodeAt(start) === 0xfeff ? 1 : 0);
};

/** How far the line's first character that is no space stands in, or -1 for a blank line. */
export const indentation = (text: string, start: number): number => {
  let at = start;
  while (text.charCodeAt(at) === 32) at++;
  const char = text.charCodeAt(at);
  return at >= text.length || char === 10 || char === 13 ? -1 : at - start;
};

/** The head of a block scalar whose last line break is part of its value. */
const HEADER = /(?:^|[ \t])[|>][+\d]*[ \t]*(?:[ \t]#[^\n]*)?\r?\n?$/;

/** Whether a text ends in a block scalar, and the break at its end is part of a value. */
export const endsInBlockScalar = (text: string): boolean => {
  let depth = Infinity;
  let below = Infinity;
  for (let end = text.length; end > 0 && depth > 0;) {
    const start = lineStart(text, end - 1);
    const found = indentation(text, start);
    // Its first line is the least deep of it.
    if (found !== -1 && found < depth && below === depth && HEADER.test(text.slice(start, end)))
      return true;
    if (found !== -1) {
      depth = Math.min(depth, found);
      below = found;
    }
    end = start;
  }
  return false;
};

/** The line break in use around an offset. */
export const lineBreak = (text: string, at: number): '\n' | '\r\n' => {
  const end = text.indexOf('\n', at);
  const near = end === -1 ? text.lastIndexOf('\n', at) : end;
  return near > 0 && text.charCodeAt(near - 1) === 13 ? '\r\n' : '\n';
};

export const isBlank = (text: string, from: number, to: number): boolean => {
  for (let at = from; at < to; at++) {
    const char = text.charCodeAt(at);
    if (char !== 32 && char !== 9 && char !== 0xfeff) return false;
  }
  return true;
};

/** New text with the line break in use around an offset. */
export const withBreaks = (text: string, at: number, added: string): string =>
  lineBreak(text, at) === '\n' ? added : added.replaceAll('\n', '\r\n');
