import { EVENT_ID, getScalarValue, SCALAR_STYLE, type Event, type ScalarEvent } from 'js-yaml';
import { type Value, isList, isMap } from '../data/value.ts';
import { plainScalar } from './plain-scalar.ts';

/** What a scalar means, by its event alone. */
export const scalarValue = (text: string, event: ScalarEvent): Value => {
  if (event.valueStart === -1) return undefined;
  const string = getScalarValue(text, event);
  return event.style === SCALAR_STYLE.PLAIN && event.tagStart === -1 ? plainScalar(string) : string;
};

const isPlainAs = (text: string, event: ScalarEvent, wanted: string): boolean =>
  event.style === SCALAR_STYLE.PLAIN &&
  event.valueEnd - event.valueStart === wanted.length &&
  text.startsWith(wanted, event.valueStart);

const isNamed = (text: string, event: Event | undefined, name: string): boolean => {
  if (event?.type !== EVENT_ID.SCALAR || event.valueStart === -1) return false;
  return event.style === SCALAR_STYLE.PLAIN
    ? isPlainAs(text, event, name)
    : getScalarValue(text, event) === name;
};

/** The value of a scalar is compared without being built where that is possible. */
const isScalar = (text: string, event: ScalarEvent, wanted: Value): boolean => {
  const isText = typeof wanted === 'string' && event.tagStart === -1 && event.valueStart !== -1;
  if (isText && isPlainAs(text, event, wanted)) return plainScalar(wanted) === wanted;
  return (scalarValue(text, event) ?? null) === (wanted ?? null);
};

/**
 * Whether the document that begins at an event surely means `wanted`: its events are compared with it as they come,
 * without nodes. Aliases, merges, templates, keys twice or in another order are beyond it: `false` then says nothing.
 */
export const matches = (
  text: string,
  events: readonly Event[],
  document: number,
  wanted: Value,
): boolean => {
  let at = document + 1;
  const isOpen = () => events[at]?.type !== EVENT_ID.POP;

  const isMapping = (value: Value): boolean => {
    if (!isMap(value)) return false;
    for (const name in value)
      if (name === '<<' || !isNamed(text, events[at++], name) || !isNode(value[name])) return false;
    return events[at++]?.type === EVENT_ID.POP;
  };

  const isSequence = (value: Value): boolean =>
    isList(value) && value.every((item) => isOpen() && isNode(item)) && !isOpen() && at++ > 0;

  const isNode = (value: Value): boolean => {
    const event = events[at++];
    if (event?.type === EVENT_ID.SCALAR) return isScalar(text, event, value);
    if (event?.type === EVENT_ID.MAPPING)
      return !text.startsWith('{{', event.start) && isMapping(value);
    return event?.type === EVENT_ID.SEQUENCE && isSequence(value);
  };

  return isNode(wanted) && !isOpen();
};
