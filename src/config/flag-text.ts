import { isList, isMap } from '../data/value.ts';

/** An entry of a list; that of `podSpecs` may be a map. */
const placeText = (entry: unknown): string => {
  if (!isMap(entry)) return String(entry);
  const { apiGroup, kind, path } = entry;
  return `${String(apiGroup ?? '')}/${String(kind)}:${String(path)}`;
};

/** A value as the text that a flag would have: lists with commas, maps as `key=value`. */
export const flagText = (value: unknown): string => {
  if (isList(value)) return value.map(placeText).join(',');
  if (!isMap(value)) return String(value);
  return Object.entries(value)
    .map(([key, inner]) => `${key}=${String(inner)}`)
    .join(',');
};
