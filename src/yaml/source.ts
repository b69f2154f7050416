import * as E from 'fp-ts/lib/Either.js';
import { EVENT_ID, parseEvents, YAMLException, type Event } from 'js-yaml';
import { DEFICIENT, mendQuotes } from './mend-quotes.ts';
import type { Refusal } from './node.ts';

/** One document: its text, ending in a line break, and the parser's events. */
export interface Parsed {
  readonly text: string;
  readonly events: readonly Event[];
  /** The text was given without its last line break. */
  readonly open: boolean;
}

/** A document with, for each event, where its node ends. */
export interface Source extends Parsed {
  /** At the event that opens a node: the index behind the node. At the event that closes one: where it was opened. */
  readonly bounds: Int32Array;
  /** The events that are aliases. */
  readonly aliases: readonly number[];
}

const boundsOf = (events: readonly Event[]): Pick<Source, 'bounds' | 'aliases'> => {
  const bounds = new Int32Array(events.length);
  const aliases: number[] = [];
  const open: number[] = [];
  for (let at = 0; at < events.length; at++) {
    const type = events[at]?.type;
    if (type === EVENT_ID.POP) {
      const start = open.pop() ?? 0;
      bounds[start] = at + 1;
      bounds[at] = start;
    } else if (type === EVENT_ID.SCALAR || type === EVENT_ID.ALIAS) {
      bounds[at] = at + 1;
      if (type === EVENT_ID.ALIAS) aliases.push(at);
    } else open.push(at);
  }
  return { bounds, aliases };
};

/** Cuts a stream where a line begins with `---`, which ends a document wherever it stands. The pieces add up to the text. */
export const documents = (text: string): readonly string[] => {
  const pieces: string[] = [];
  if (text.startsWith('%') || text.includes('\n%')) return [text];
  let start = 0;
  for (let at = text.indexOf('\n---'); at !== -1; at = text.indexOf('\n---', at + 1)) {
    const behind = text.charCodeAt(at + 4);
    if (Number.isNaN(behind) || behind <= 32) {
      pieces.push(text.slice(start, at + 1));
      start = at + 1;
    }
  }
  pieces.push(text.slice(start));
  return pieces;
};

/** Puts neighbouring pieces together up to a size: one long text is parsed faster than many short ones. */
export const chunks = (pieces: readonly string[], size: number): readonly (readonly string[])[] => {
  const found: string[][] = [];
  let room = 0;
  for (const piece of pieces) {
    if (room < piece.length) {
      found.push([]);
      room = size;
    }
    found.at(-1)?.push(piece);
    room -= piece.length;
  }
  return found;
};

const second = (text: string): readonly Event[] | undefined => {
  const { readSecond } = require('./second-reader.ts') as typeof import('./second-reader.ts');
  return readSecond(text);
};

const refusalOf = (error: unknown): Refusal =>
  error instanceof YAMLException
    ? { offset: error.mark?.position ?? 0, message: error.reason }
    : { offset: 0, message: 'nested too deeply' };

const unended =
  'deficient indentation: a bracket or a quote that was opened above is not closed before this line';

const withBreak = (piece: string): string =>
  piece.endsWith('\n') ? piece : `${piece}${piece.includes('\r\n') ? '\r\n' : '\n'}`;

const eventsOf = (text: string): E.Either<Refusal, readonly Event[]> => {
  try {
    return E.right(parseEvents(text, {}));
  } catch (error) {
    return E.left(refusalOf(error));
  }
};

/** Parses one piece of a stream with `js-yaml` alone. */
export const parseStrictly = (piece: string): E.Either<Refusal, Parsed> => {
  const text = withBreak(piece);
  const events = eventsOf(text);
  return E.isLeft(events) ? events : E.right({ text, events: events.right, open: text !== piece });
};

/**
 * Parses one piece of a stream with `js-yaml`, or in another way where js-yaml refuses what kubectl accepts.
 * @returns the refusal of js-yaml where none reads it
 */
export const parseText = (piece: string): E.Either<Refusal, Parsed> => {
  const parsed = parseStrictly(piece);
  if (E.isRight(parsed) || parsed.left.message !== DEFICIENT) return parsed;
  const text = withBreak(piece);
  const events = second(text) ?? mendQuotes(text, parsed.left, eventsOf);
  return events === undefined
    ? E.left({ ...parsed.left, message: unended })
    : E.right({ text, events, open: text !== piece });
};

/** Moves the offsets of events, in place: there are many of them. */
export const moveEvents = (
  events: readonly Event[],
  from: number,
  to: number,
  by: number,
): void => {
  for (let at = from; at < to; at++) {
    const event = events[at];
    if (event === undefined || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT)
      continue;
    if (event.type === EVENT_ID.SCALAR) {
      if (event.valueStart !== -1) {
        event.valueStart += by;
        event.valueEnd += by;
      }
    } else if (event.type !== EVENT_ID.ALIAS) event.start += by;
    if (event.anchorStart !== -1) {
      event.anchorStart += by;
      event.anchorEnd += by;
    }
    if (event.type !== EVENT_ID.ALIAS && event.tagStart !== -1) {
      event.tagStart += by;
      event.tagEnd += by;
    }
  }
};

/** Finds where the nodes end. */
export const bounded = (parsed: Parsed): Source => ({ ...parsed, ...boundsOf(parsed.events) });

/** Parses one piece of a stream and finds where its nodes end; see `parseText`. */
export const parse = (piece: string): E.Either<Refusal, Source> => E.map(bounded)(parseText(piece));
