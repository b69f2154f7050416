import type { Value } from '../data/value.ts';

const words: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['', undefined],
  ...['~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);

const isShortInteger = (source: string): boolean => {
  if (source.length > 15) return false;
  const first = source.charCodeAt(0) === 45 ? 1 : 0;
  if (source.length === first) return false;
  for (let at = first; at < source.length; at++) {
    const char = source.charCodeAt(at);
    if (char < 48 || char > 57) return false;
  }
  return source.charCodeAt(first) !== 48 || source === '0';
};

/**
 * What a plain scalar means. Only nulls, booleans and short decimal integers are resolved: every other number stays
 * the text it is (`1e9`, `0644`, 20 digits), because a JS number would lose it.
 */
export const plainScalar = (source: string): Value => {
  // The longest word has five characters: hardly any text has to be looked up.
  if (source.length <= 5 && words.has(source)) return words.get(source);
  return isShortInteger(source) ? Number(source) : source;
};
