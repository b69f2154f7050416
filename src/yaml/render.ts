import { memoize } from '../data/memoize.ts';
import { isList, type Fields, type Value } from '../data/value.ts';
import type { Scalar } from './node.ts';
import { plainScalar } from './plain-scalar.ts';

/** How flow collections are written: as YAML, as JSON, or as JSON without blanks. */
export type Notation = 'yaml' | 'json' | 'compact';

/** How new text has to look, taken from what surrounds it: looked for when it is asked for. */
export interface Style {
  /** Spaces from a map to a map below one of its keys. */
  readonly step: () => number;
  /** Spaces from a map to the dashes of a list below one of its keys; 0 is a compact list. */
  readonly list: () => number;
  readonly notation: Notation;
}

// What YAML 1.1 readers take for something else than a string, besides what does not begin with a letter.
const words = new Set(['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null']);
const LONGEST = 5;
const name = /^[A-Za-z/][A-Za-z0-9_./-]*$/;
const binaryQuantity = /^[1-9][0-9]*[KMGTPE]i$/;

const isWord = (text: string): boolean => text.length <= LONGEST && words.has(text.toLowerCase());

const isPlain = (text: string): boolean =>
  name.test(text) ? !isWord(text) : binaryQuantity.test(text);

// oxlint-disable-next-line no-control-regex
const needsEscapes = /[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]/;

const quoted = (text: string): string =>
  needsEscapes.test(text) || (text.includes("'") && !text.includes('"'))
    ? JSON.stringify(text).replace(
        /[\u007f-\u009f\u2028\u2029\ufeff]/g,
        (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
      )
    : `'${text.replaceAll("'", "''")}'`;

/** A scalar as text; strings are quoted unless surely safe for YAML 1.1 readers too. */
export const renderScalar = (value: Value, notation: Notation): string => {
  if (typeof value !== 'string') return String(value ?? null);
  return notation !== 'yaml' ? JSON.stringify(value) : isPlain(value) ? value : quoted(value);
};

/** A scalar in the place of another, in the other's quotes. */
export const renderLike = (value: Value, old: Scalar, notation: Notation): string => {
  if (typeof value !== 'string') return value === undefined ? '' : String(value);
  if (old.style === 'double') return JSON.stringify(value);
  if (old.style === 'single')
    return needsEscapes.test(value) ? quoted(value) : `'${value.replaceAll("'", "''")}'`;
  const isSame = /^[\w.+-]+$/.test(value) && plainScalar(value) === value && !isWord(value);
  const isPlainHere = notation === 'yaml' || typeof old.value === 'string';
  return isSame && isPlainHere ? value : renderScalar(value, notation);
};

const scalarOrEmpty = (value: Value, notation: Notation): string | undefined => {
  if (typeof value !== 'object' || value === null) return renderScalar(value, notation);
  if (isList(value)) return value.length === 0 ? '[]' : undefined;
  return Object.keys(value).length === 0 ? '{}' : undefined;
};

const pairs = (value: Fields, notation: Notation): readonly (readonly [string, Value])[] =>
  Object.keys(value).map((key) => [`${renderScalar(key, notation)}: `, value[key]] as const);

/** A value in flow style on one line. */
export const renderFlow = (value: Value, notation: Notation): string => {
  if (notation === 'compact') return JSON.stringify(value ?? null);
  const simple = scalarOrEmpty(value, notation);
  if (simple !== undefined) return simple;
  if (isList(value)) return `[${value.map((item) => renderFlow(item, notation)).join(', ')}]`;
  const entries = pairs(value as Fields, notation);
  return `{${entries.map(([key, item]) => key + renderFlow(item, notation)).join(', ')}}`;
};

/** A value in flow style, an entry a line; `indent` is that of the line it begins in, `step` what is added to it. */
export const renderPretty = (
  value: Value,
  notation: Notation,
  indent: string,
  step: string,
): string => {
  const simple = scalarOrEmpty(value, notation);
  if (simple !== undefined) return simple;
  const pad = indent + step;
  const inner = (key: string, item: Value) => pad + key + renderPretty(item, notation, pad, step);
  const list = isList(value);
  const lines = list
    ? value.map((item) => inner('', item))
    : pairs(value as Fields, notation).map(([key, item]) => inner(key, item));
  return `${list ? '[' : '{'}\n${lines.join(',\n')}\n${indent}${list ? ']' : '}'}`;
};

const labelOf = memoize((key) => `${renderScalar(key, 'yaml')}:`);

/** A key and its value in block style, its first line without indentation. */
export const renderEntry = (key: string, value: Value, style: Style, indent: number): string => {
  const simple = scalarOrEmpty(value, 'yaml');
  if (simple !== undefined) return `${labelOf(key)} ${simple}`;
  const inner = indent + (isList(value) ? style.list() : style.step());
  return `${labelOf(key)}\n${' '.repeat(inner)}${renderBlock(value, style, inner)}`;
};

/** A collection in block style, its first line without indentation. */
export const renderBlock = (value: Value, style: Style, indent: number): string => {
  const simple = scalarOrEmpty(value, 'yaml');
  if (simple !== undefined) return simple;
  const lines = isList(value)
    ? value.map((item) => `- ${renderBlock(item, style, indent + 2)}`)
    : Object.keys(value as Fields).map((key) =>
        renderEntry(key, (value as Fields)[key], style, indent),
      );
  return lines.join(`\n${' '.repeat(indent)}`);
};
