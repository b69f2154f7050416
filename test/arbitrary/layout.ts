import type { Written } from './scalar.ts';
import { type Style, once, roll } from './style.ts';
import { type Value, isFields, isList, needsQuotes } from './value.ts';

export const tagOf = (
  style: Style,
  path: string,
  value: Value,
  written: Written,
): readonly string[] => {
  if (!once(style, 'tags', path, 8)) return [];
  if (isList(value)) return ['!!seq'];
  if (isFields(value)) return ['!!map'];
  return typeof value === 'string' && needsQuotes(value) && written.head !== '' ? ['!!str'] : [];
};

export const rootColumn = (style: Style, path: string): number =>
  once(style, 'ragged', `${path}^`, 4) && !style.on.has('bom') ? 2 : 0;

/** A collection in a map entry; a list may stand at the map's own column. */
export const below = (style: Style, path: string, value: Value, column: number): number => {
  const wide = style.on.has('wide') && roll(style, path, 'wide', 4) > 0;
  if (isList(value) && !wide) return column;
  return column + (style.on.has('ragged') ? 1 + roll(style, path, 'step', 5) : style.step);
};
