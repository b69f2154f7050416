import type { Result } from '../result.ts';

// oxlint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Text safe for a terminal: control characters are shown, not obeyed. */
export const printable = (text: string): string =>
  text.replace(unprintable, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The resource that a result is about, as its message begins. */
export const target = ({ resourceRef: ref }: Pick<Result, 'resourceRef'>): string =>
  ref === undefined
    ? ''
    : `${ref.kind} ${ref.namespace === undefined ? '' : `${ref.namespace}/`}${ref.name}: `;

/** A result as a line for people: where, how bad, what, and its code. */
export const toLine = (
  result: Result,
  place?: { readonly line: number; readonly column: number },
): string => {
  const file = result.file === undefined ? 'inject-shm' : result.file.path;
  const where = place === undefined ? file : `${file}:${place.line}:${place.column}`;
  return printable(
    `${where}: ${result.severity}: ${target(result)}${result.message} [${result.tags.code}]`,
  );
};
