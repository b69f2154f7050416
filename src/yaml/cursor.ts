import { EVENT_ID, getScalarValue, SCALAR_STYLE, type Event } from 'js-yaml';
import type { Source } from './source.ts';

// Reading a document's events without building nodes: an index is that of the event that opens a node.

/** The index of what an alias stands for, -1 for one without an anchor before it; any other index as it is. */
export const resolve = ({ events, text }: Source, index: number): number => {
  const event = events[index];
  if (event?.type !== EVENT_ID.ALIAS) return index;
  const name = text.slice(event.anchorStart, event.anchorEnd);
  for (let at = index - 1; at >= 0; at--) {
    const other = events[at];
    const isNode = other !== undefined && 'anchorStart' in other && other.type !== EVENT_ID.ALIAS;
    if (isNode && text.slice(other.anchorStart, other.anchorEnd) === name) return at;
  }
  return -1;
};

const isMerge = (text: string, event: Event | undefined): boolean =>
  event?.type === EVENT_ID.SCALAR &&
  event.style === SCALAR_STYLE.PLAIN &&
  text.startsWith('<<', event.valueStart) &&
  event.valueEnd - event.valueStart === 2;

/**
 * The indices of the values of some keys of a map, those that it merges in included, -1 for a key that is not there; of
 * a key twice there, the last.
 */
export const fields = (
  source: Source,
  index: number,
  names: readonly string[],
): readonly number[] => {
  const { events, bounds, text } = source;
  const map = resolve(source, index);
  const found = names.map(() => -1);
  if (events[map]?.type !== EVENT_ID.MAPPING) return found;
  const end = (bounds[map] ?? 0) - 1;
  let merged = found;
  for (let key = map + 1; key < end;) {
    const value = bounds[key] ?? end;
    const event = events[key];
    if (event?.type === EVENT_ID.SCALAR) {
      const place = names.indexOf(getScalarValue(text, event));
      if (place !== -1) found[place] = value;
      else if (isMerge(text, event)) merged = mergedFields(source, value, names);
    }
    key = bounds[value] ?? end;
  }
  return merged === found
    ? found
    : found.map((at, place) => (at === -1 ? (merged[place] ?? -1) : at));
};

const mergedFields = (source: Source, value: number, names: readonly string[]): number[] => {
  const sources = isSequence(source, value) ? items(source, value) : [value];
  const all = sources
    .filter((each) => resolve(source, each) < value)
    .map((each) => fields(source, each, names));
  return names.map((_, place) => all.find((each) => each[place] !== -1)?.[place] ?? -1);
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
export const string = (source: Source, index: number): string | undefined => {
  const event = source.events[resolve(source, index)];
  return event?.type === EVENT_ID.SCALAR && event.valueStart !== -1
    ? getScalarValue(source.text, event)
    : undefined;
};

/** The index of each document's root. */
export const roots = ({ events, bounds }: Source): readonly number[] => {
  const found: number[] = [];
  for (let at = 0; at < events.length; at = bounds[at] ?? events.length) found.push(at + 1);
  return found;
};

/** Whether the event is a key that begins at an offset, and has no value. */
export const isBareKeyAt = ({ events }: Source, key: number, offset: number): boolean => {
  const [event, value] = [events[key], events[key + 1]];
  return (
    event?.type === EVENT_ID.SCALAR &&
    event.valueStart === offset &&
    value?.type === EVENT_ID.SCALAR &&
    value.valueStart === -1
  );
};

export const isMapping = (source: Source, index: number): boolean =>
  source.events[resolve(source, index)]?.type === EVENT_ID.MAPPING;
export const isSequence = ({ events }: Source, index: number): boolean =>
  events[index]?.type === EVENT_ID.SEQUENCE;
