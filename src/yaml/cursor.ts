import { EVENT_ID, getScalarValue, SCALAR_STYLE, type Event } from 'js-yaml';
import type { Source } from './source.ts';

// Reading a document's events without building nodes: an index is that of the event that opens a node.

const targets = new WeakMap<Source, ReadonlyMap<number, number>>();

/** What each alias of a source stands for, found in one go: going back from each would take the square of the time. */
const targetsOf = (source: Source): ReadonlyMap<number, number> => {
  const known = targets.get(source);
  if (known !== undefined) return known;
  const { events, text } = source;
  const found = new Map<number, number>();
  const anchors = new Map<string, number>();
  for (const [at, event] of events.entries()) {
    if (event.type === EVENT_ID.DOCUMENT) anchors.clear();
    if (!('anchorStart' in event) || event.anchorStart === -1) continue;
    const name = text.slice(event.anchorStart, event.anchorEnd);
    if (event.type === EVENT_ID.ALIAS) found.set(at, anchors.get(name) ?? -1);
    else anchors.set(name, at);
  }
  targets.set(source, found);
  return found;
};

/** The index of what an alias stands for, -1 for one without an anchor before it; any other index as it is. */
export const resolve = (source: Source, index: number): number =>
  source.events[index]?.type === EVENT_ID.ALIAS ? (targetsOf(source).get(index) ?? -1) : index;

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
  seen: Set<number> = new Set(),
): readonly number[] => {
  const { events, bounds, text } = source;
  const map = resolve(source, index);
  const found = names.map(() => -1);
  // Whoever comes first wins: a map that was merged in before has nothing to add.
  if (events[map]?.type !== EVENT_ID.MAPPING || seen.has(map)) return found;
  seen.add(map);
  const end = (bounds[map] ?? 0) - 1;
  let merged: readonly number[] = names.map(() => -1);
  for (let key = map + 1; key < end;) {
    const value = bounds[key] ?? end;
    const event = events[key];
    if (event?.type === EVENT_ID.SCALAR) {
      const place = names.indexOf(getScalarValue(text, event));
      if (place !== -1) found[place] = value;
      else if (isMerge(text, event))
        merged = firstOf([merged, mergedFields(source, value, names, seen)]);
    }
    key = bounds[value] ?? end;
  }
  return firstOf([found, merged]);
};

/** Of each place the first that is there. */
const firstOf = (all: readonly (readonly number[])[]): readonly number[] =>
  (all[0] ?? []).map((_, place) => all.find((each) => each[place] !== -1)?.[place] ?? -1);

const mergedFields = (
  source: Source,
  value: number,
  names: readonly string[],
  seen: Set<number>,
): readonly number[] => {
  const sources = isSequence(source, value) ? items(source, value) : [value];
  return firstOf([
    names.map(() => -1),
    ...sources.map((each) => fields(source, each, names, seen)),
  ]);
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
