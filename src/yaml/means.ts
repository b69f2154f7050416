import { EVENT_ID, getScalarValue, SCALAR_STYLE, type Event, type ScalarEvent } from 'js-yaml';
import type { Value } from './node.ts';
import { isList, isMap, resolve } from './value.ts';

/** What a scalar means, by its event alone. */
export const scalarValue = (text: string, event: ScalarEvent): Value => {
  if (event.valueStart === -1) return undefined;
  const string = getScalarValue(text, event);
  return event.style === SCALAR_STYLE.PLAIN && event.tagStart === -1 ? resolve(string) : string;
};

const nameOf = (text: string, event: Event | undefined): string | undefined => {
  if (event?.type !== EVENT_ID.SCALAR || event.valueStart === -1) return undefined;
  return event.style === SCALAR_STYLE.PLAIN
    ? text.slice(event.valueStart, event.valueEnd)
    : getScalarValue(text, event);
};

/**
 * Whether the document that begins at an event surely means `wanted`: its events are compared with it as they come,
 * without nodes. Aliases, merges, templates, keys twice or in another order are beyond it: `false` then says nothing.
 */
export const means = (
  text: string,
  events: readonly Event[],
  document: number,
  wanted: Value,
): boolean => {
  let at = document + 1;
  const isOpen = () => events[at]?.type !== EVENT_ID.POP;

  const isMapping = (value: Value): boolean => {
    if (!isMap(value)) return false;
    for (const name of Object.keys(value))
      if (name === '<<' || nameOf(text, events[at++]) !== name || !isNode(value[name]))
        return false;
    return events[at++]?.type === EVENT_ID.POP;
  };

  const isSequence = (value: Value): boolean =>
    isList(value) && value.every((item) => isOpen() && isNode(item)) && !isOpen() && at++ > 0;

  const isNode = (value: Value): boolean => {
    const event = events[at++];
    if (event?.type === EVENT_ID.SCALAR)
      return (scalarValue(text, event) ?? null) === (value ?? null);
    if (event?.type === EVENT_ID.MAPPING)
      return !text.startsWith('{{', event.start) && isMapping(value);
    return event?.type === EVENT_ID.SEQUENCE && isSequence(value);
  };

  return isNode(wanted) && !isOpen();
};
