import * as E from 'fp-ts/lib/Either.js';
import { EVENT_ID, SCALAR_STYLE, type Event } from 'js-yaml';
import type { Refusal } from './node.ts';
import { token } from './text.ts';

// A quoted scalar may go on in the column of its key, or left of it, for kubectl, kustomize and most parsers; js-yaml
// refuses it. It reads the text with a blank in place of the line break, and the value is taken from the text as it is.

/** What js-yaml says of a flow collection or a quoted scalar that goes on in its key's column, which kubectl accepts. */
export const DEFICIENT = 'deficient indentation';

/** How many characters may be parsed again in all: each line of such a scalar takes one more reading. */
const MOST = 20_000_000;

/** Where the blanks and line breaks in front of an offset begin. */
const gapBefore = (text: string, offset: number): number => {
  let at = offset;
  while (at > 0 && /\s/.test(text.charAt(at - 1))) at--;
  return at;
};

const isMark = (text: string, offset: number): boolean =>
  text.charAt(offset - 1) === '\n' &&
  /^(?:---|\.\.\.)(?:\s|$)/.test(text.slice(offset, offset + 4));

/** Whether every gap is in a quoted scalar that is no key; those scalars are then to be read with their line breaks. */
const areInQuotes = (text: string, events: readonly Event[], gaps: readonly number[]): boolean => {
  let next = 0;
  for (const event of events) {
    if (event.type !== EVENT_ID.SCALAR) continue;
    const { style, valueStart, valueEnd } = event;
    if (style !== SCALAR_STYLE.SINGLE_QUOTED && style !== SCALAR_STYLE.DOUBLE_QUOTED) continue;
    const first = next;
    while ((gaps[next] ?? -1) >= valueStart && (gaps[next] ?? -1) < valueEnd) next++;
    if (next === first) continue;
    if (text.charCodeAt(token(text, valueEnd + 1)) === 58) return false;
    event.fast = false;
  }
  return next === gaps.length;
};

/**
 * The events of a text that js-yaml refuses for quoted scalars alone that go on too far left.
 * @param first why it refuses the text
 * @returns `undefined` where there is another reason
 */
export const mendQuotes = (
  text: string,
  first: Refusal,
  eventsOf: (text: string) => E.Either<Refusal, readonly Event[]>,
): readonly Event[] | undefined => {
  const gaps: number[] = [];
  let mended = text;
  let refusal = first;
  for (let left = Math.max(10, MOST / text.length); left > 0; left--) {
    const { offset, message } = refusal;
    if (message !== DEFICIENT || isMark(text, offset)) return undefined;
    const start = gapBefore(mended, offset);
    gaps.push(start);
    mended = mended.slice(0, start) + ' '.repeat(offset - start) + mended.slice(offset);
    const events = eventsOf(mended);
    if (E.isRight(events)) return areInQuotes(text, events.right, gaps) ? events.right : undefined;
    refusal = events.left;
  }
  return undefined;
};
