import type { TextEdit } from '../yaml/node.ts';
import { lineEnd, lineStart } from '../yaml/text.ts';
import { lineEdits } from './line-edits.ts';

/** A text, and what changes in it. */
export interface Change {
  readonly name: string;
  readonly before: string;
  /** Edits of the text, in its order. */
  readonly edits: readonly TextEdit[];
}

const OFF = '\u001b[0m';
const colours: Readonly<Record<string, string>> = {
  head: '\u001b[1m',
  '@': '\u001b[36m',
  '-': '\u001b[31m',
  '+': '\u001b[32m',
};

const paint = (line: string, at: number): string => {
  const colour = colours[at < 2 ? 'head' : line.slice(0, 1)];
  return colour === undefined ? line : `${colour}${line}${OFF}`;
};

const CONTEXT = 3;

/** Up to so many lines above an offset. */
const above = (text: string, from: number, count: number): number => {
  let at = from;
  for (let left = count; left > 0 && at > 0; left--) at = lineStart(text, at - 1);
  return at;
};

/** Up to so many lines below an offset. */
const below = (text: string, from: number, count: number): number => {
  let at = from;
  for (let left = count; left > 0 && at < text.length; left--) at = lineEnd(text, at);
  return at;
};

/** Edits that are so near to each other that they have context in common. */
const groups = (text: string, edits: readonly TextEdit[]): readonly (readonly TextEdit[])[] => {
  const found: TextEdit[][] = [];
  for (const edit of edits) {
    const last = found.at(-1);
    const end = last?.at(-1)?.end;
    if (last !== undefined && end !== undefined && below(text, end, 2 * CONTEXT) >= edit.start)
      last.push(edit);
    else found.push([edit]);
  }
  return found;
};

const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

const marked = (mark: string, text: string): readonly string[] =>
  linesOf(text).map((line) =>
    line.endsWith('\n') ? `${mark}${line}` : `${mark}${line}\n\\ No newline at end of file\n`,
  );

interface Hunk {
  /** What it has of the text before. */
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

const hunkOf = (text: string, edits: readonly TextEdit[]): Hunk => {
  const start = above(text, edits[0]?.start ?? 0, CONTEXT);
  const end = below(text, edits.at(-1)?.end ?? 0, CONTEXT);
  const lines = edits.flatMap((edit, at) => [
    ...marked(' ', text.slice(edits[at - 1]?.end ?? start, edit.start)),
    ...marked('-', text.slice(edit.start, edit.end)),
    ...marked('+', edit.text),
  ]);
  return {
    start,
    end,
    lines: [...lines, ...marked(' ', text.slice(edits.at(-1)?.end ?? end, end))],
  };
};

/** The first line and the number of lines; those of none begin a line above. */
const range = (passed: number, count: number): string =>
  `${count === 0 ? passed : passed + 1},${count}`;

const hunksOf = (text: string, edits: readonly TextEdit[]): string => {
  let [at, old, now] = [0, 0, 0];
  const texts = groups(text, edits).map((group) => {
    const { start, end, lines } = hunkOf(text, group);
    const passed = linesOf(text.slice(at, start)).length;
    const count = (other: string) => lines.filter((line) => !line.startsWith(other)).length;
    const [gone, come] = [count('+'), count('-')];
    const head = `@@ -${range(old + passed, gone)} +${range(now + passed, come)} @@\n`;
    [at, old, now] = [end, old + passed + gone, now + passed + come];
    return head + lines.join('');
  });
  return texts.join('');
};

const escapes: Readonly<Record<string, string>> = {
  '\u0007': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '"': '"',
  '\\': '\\',
};

/** A file's name as `patch` and git read it: other characters than those of ASCII as the bytes that they are. */
const quoted = (name: string): string => {
  if (/^[ !#-[\]-~]*$/.test(name)) return name;
  const escaped = (byte: number): string => {
    const char = String.fromCharCode(byte);
    const escape = escapes[char];
    if (escape !== undefined) return `\\${escape}`;
    return byte < 32 || byte > 126 ? `\\${byte.toString(8).padStart(3, '0')}` : char;
  };
  return `"${Array.from(new TextEncoder().encode(name), escaped).join('')}"`;
};

const diffOf = ({ name, before, edits }: Change, isColoured: boolean): string => {
  const hunks = hunksOf(before, lineEdits(before, edits));
  const diff = `--- ${quoted(name)}\n+++ ${quoted(name)}\n${hunks}`;
  return isColoured ? diff.split('\n').map(paint).join('\n') : diff;
};

/** A unified diff that `patch -p0` applies. */
export const toDiff = (changes: readonly Change[], isColoured: boolean): string =>
  changes.map((change) => diffOf(change, isColoured)).join('');
