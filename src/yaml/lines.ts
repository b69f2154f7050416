import type { Event } from 'js-yaml';
import { behindSpaces } from './inline.ts';
import { lineEnd } from './text.ts';

/** A walk over the lines of a text in block style. */
export interface Lines {
  readonly text: string;
  /** The first character of the line with content that the walk is at, `text.length` at the end. */
  at: number;
  /** Its column; -1 at the end of the text or the document. */
  indent: number;
  /** Where the line behind the last one with content begins. */
  behind: number;
  /** Where what is read is noted, as a parser would; a first reading notes nothing. */
  events: Event[] | undefined;
}

/** Begins a walk. The text must end in a line break and be free of carriage returns, byte order marks and null bytes. */
export const walk = (text: string): Lines => ({
  text,
  at: 0,
  indent: 0,
  behind: 0,
  events: undefined,
});

/** Goes to the next line with content from the start of a line on. */
export const next = (lines: Lines, from: number): void => {
  const { text } = lines;
  lines.behind = from;
  let start = from;
  for (;;) {
    const at = behindSpaces(text, start);
    const char = text.charCodeAt(at);
    if (char === 10) start = at + 1;
    else if (char === 35) start = lineEnd(text, at);
    else {
      const isEnd = at >= text.length || (at === start && text.startsWith('---', at));
      lines.at = at;
      lines.indent = isEnd ? -1 : at - start;
      return;
    }
  }
};

/** Goes on within the line: what is there stands in that column. */
export const enter = (lines: Lines, at: number, column: number): void => {
  lines.at = at;
  lines.indent = column;
};

/** Goes to what stands behind the dash of an item whose line begins at an offset. */
export const enterItem = (lines: Lines, start: number): void => {
  next(lines, start);
  const content = behindSpaces(lines.text, lines.at + 1);
  enter(lines, content, content - start);
};

/** Goes to the content of a document, whose first line may be a mark. */
export const enterDocument = (lines: Lines, start: number): void =>
  next(lines, lines.text.startsWith('---\n', start) ? start + 4 : start);

/** Whether a dash that begins an item of a list stands at an offset. */
export const isDash = (text: string, at: number): boolean =>
  text.charCodeAt(at) === 45 && text.charCodeAt(at + 1) <= 32;

export const isAtDash = ({ text, at }: Lines): boolean => isDash(text, at);
