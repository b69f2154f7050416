import * as E from 'fp-ts/lib/Either.js';
import type { Refusal } from '../yaml/node.ts';
import type { Input, Text } from './input.ts';
import { readWhole } from './parse.ts';
import { skim } from './skim.ts';

/** Lone carriage returns end a line for some parsers only: what they mean is not one thing. */
const loneReturn = (text: string): number => {
  for (let at = text.indexOf('\r'); at !== -1; at = text.indexOf('\r', at + 1))
    if (text.charCodeAt(at + 1) !== 10) return at;
  return -1;
};

/** A byte order mark that begins a line and no document: parsers differ in whether it belongs to the first key. */
const strayMark = (text: string): number => {
  for (let at = text.indexOf('\n\ufeff'); at !== -1; at = text.indexOf('\n\ufeff', at + 1))
    if (!/^(---|%)/.test(text.slice(at + 2, at + 5))) return at + 1;
  return -1;
};

/** Why a text is refused before it is looked at as YAML. */
const unusable = (text: string): Refusal | undefined => {
  const refuse = (offset: number, message: string): Refusal => ({ offset, message });
  if (text.trim() === '')
    return refuse(0, 'the input is empty; a ResourceList or a stream of manifests is needed');
  const lone = loneReturn(text);
  if (lone !== -1)
    return refuse(lone, 'a carriage return without a line feed; lines must end in LF or CRLF');
  const mark = strayMark(text);
  return mark === -1
    ? undefined
    : refuse(mark, 'a byte order mark in the middle of the input; only its beginning may have one');
};

/**
 * Reads a ResourceList, or any other stream of YAML or JSON documents.
 * @returns where and why the text is no such thing
 */
export const read = (of: Text): E.Either<Refusal, Input> => {
  const refusal = unusable(of.text);
  if (refusal !== undefined) return E.left(refusal);
  const skimmed = skim(of);
  return skimmed === undefined ? readWhole(of) : E.right(skimmed);
};
