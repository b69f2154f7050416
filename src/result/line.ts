import type { Result } from '../result.ts';

// oxlint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Text safe for a terminal: control characters are shown, not obeyed. */
export const printable = (text: string): string =>
  text.replace(unprintable, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

const target = ({ resourceRef: ref }: Result): string =>
  ref === undefined
    ? ''
    : `${ref.kind} ${ref.namespace === undefined ? '' : `${ref.namespace}/`}${ref.name}: `;

/** What a result says, and of which resource. */
export const sayingOf = (result: Result): string => `${target(result)}${result.message}`;

/** A result as a line for people: where, how bad, what, and its code. */
export const toLine = (
  result: Result,
  place?: { readonly line: number; readonly column: number },
): string => {
  const file = result.file === undefined ? 'inject-shm' : result.file.path;
  const where = place === undefined ? file : `${file}:${place.line}:${place.column}`;
  return printable(`${where}: ${result.severity}: ${sayingOf(result)} [${result.tags.code}]`);
};
