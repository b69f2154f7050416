import { EVENT_ID, getScalarValue } from 'js-yaml';
import type { Source } from './source.ts';

// Reading a document's events without building nodes: an index is that of the event that opens a node.

/** The indices of the values of some keys of a map, -1 for a key that is not there; of a key twice there, the last. */
export const fields = (
  { events, bounds, text }: Source,
  map: number,
  names: readonly string[],
): readonly number[] => {
  const found = names.map(() => -1);
  if (events[map]?.type !== EVENT_ID.MAPPING) return found;
  const end = (bounds[map] ?? 0) - 1;
  for (let key = map + 1; key < end;) {
    const value = bounds[key] ?? end;
    const event = events[key];
    if (event?.type === EVENT_ID.SCALAR) {
      const place = names.indexOf(getScalarValue(text, event));
      if (place !== -1) found[place] = value;
    }
    key = bounds[value] ?? end;
  }
  return found;
};

/** The indices of a list's items, none for anything else. */
export const items = ({ events, bounds }: Source, list: number): readonly number[] => {
  const found: number[] = [];
  if (events[list]?.type !== EVENT_ID.SEQUENCE) return found;
  const end = (bounds[list] ?? 0) - 1;
  for (let item = list + 1; item < end; item = bounds[item] ?? end) found.push(item);
  return found;
};

/** The text that a scalar means, `undefined` for anything else and for a null that is not written. */
export const string = ({ events, text }: Source, index: number): string | undefined => {
  const event = events[index];
  return event?.type === EVENT_ID.SCALAR && event.valueStart !== -1
    ? getScalarValue(text, event)
    : undefined;
};

/** The index of each document's root. */
export const roots = ({ events, bounds }: Source): readonly number[] => {
  const found: number[] = [];
  for (let at = 0; at < events.length; at = bounds[at] ?? events.length) found.push(at + 1);
  return found;
};

export const isMapping = ({ events }: Source, index: number): boolean =>
  events[index]?.type === EVENT_ID.MAPPING;
export const isSequence = ({ events }: Source, index: number): boolean =>
  events[index]?.type === EVENT_ID.SEQUENCE;
