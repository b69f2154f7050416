import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as RA from 'fp-ts/lib/ReadonlyArray.js';
import { floorMi, parseQuantity, parseRatio } from '../quantity.ts';
import type { Quantity, Ratio } from '../quantity.ts';
import { isOctal, OCTAL } from '../quantity/slips.ts';
import { parseLabelSelector } from '../select/labels.ts';
import type { LabelSelector } from '../select/labels.ts';
import { isDnsLabel } from '../select/names.ts';
import { closest, didYouMean, show } from './show.ts';
import type { Parse, Type } from './types.ts';

/** The text of a scalar: a ConfigMap has only text, and an unquoted `5` or `true` is meant as it is written. */
export const textOf = (raw: unknown): string | undefined =>
  typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean'
    ? String(raw).trim()
    : undefined;

/** `must be 1 or 2, got "3" (did you mean …?)`. */
export const mustBe = (allowed: string, raw: unknown, hint = ''): E.Either<string, never> =>
  E.left(`must be ${allowed}, got ${show(raw)}${hint}`);

/** `a, b or c`. */
export const either = (words: readonly string[]): string =>
  words.join(', ').replace(/, ([^,]*)$/, ' or $1');

/** How many problems of a list a message has. */
export const shownAtMost = 3;

/** Some of what is wrong with a list; all of it could be long. */
export const some = (problems: readonly string[], separator: string): string => {
  const more = problems.length - shownAtMost;
  return problems.slice(0, shownAtMost).join(separator) + (more > 0 ? ` (and ${more} more)` : '');
};

/** Reads every entry of a list; left is what is wrong with them. */
export const each =
  <A, B>(parse: (entry: A) => E.Either<string, B>) =>
  (entries: readonly A[]): E.Either<string, readonly B[]> => {
    const { left, right } = RA.separate(entries.map(parse));
    return left.length === 0 ? E.right(right) : E.left(some(left, '; '));
  };

/** The text before and behind the first separator. */
export const splitOnce = (
  text: string,
  separator: string,
): readonly [string, string | undefined] => {
  const at = text.indexOf(separator);
  return at < 0
    ? [text, undefined]
    : [text.slice(0, at).trim(), text.slice(at + separator.length).trim()];
};

const textual = { type: 'string' };

export const ratio: Type<Ratio> = {
  parse: (raw) =>
    pipe(
      parseRatio(textOf(raw) ?? ''),
      E.mapLeft((allowed) => `${allowed}, got ${show(raw)}`),
    ),
  metavar: 'RATIO',
  schema: {
    anyOf: [
      { type: 'number', exclusiveMinimum: 0, maximum: 1 },
      { type: 'string', pattern: '^[0-9]+(\\.[0-9]+)?%?$' },
    ],
  },
};

/** An amount of memory. Less than 1Mi is a unit that was forgotten or misspelt, and would round down to nothing. */
export const parseAmount: Parse<Quantity> = (raw) => {
  const text = textOf(raw);
  if (text === undefined) return mustBe('at least 1Mi', raw);
  if (isOctal(text)) return E.left(`must be at least 1Mi, but ${show(text)} ${OCTAL}`);
  return pipe(
    parseQuantity(text),
    E.mapLeft((problem) => `must be at least 1Mi, but ${problem}`),
    E.flatMap((amount) =>
      floorMi(amount) >= 1n ? E.right(amount) : mustBe('at least 1Mi', raw, missingUnit(text)),
    ),
  );
};

const missingUnit = (text: string): string => {
  const digits = /^([1-9]\d{0,4})[mM]?$/.exec(text)?.[1];
  return didYouMean(digits === undefined ? undefined : `${digits}Mi`);
};

const amountSchema = { anyOf: [{ type: 'integer', minimum: 1048576 }, textual] };

export const amount: Type<Quantity | undefined> = {
  parse: parseAmount,
  metavar: 'QUANTITY',
  schema: amountSchema,
};

export const oneOf = <A extends string>(metavar: string, words: readonly A[]): Type<A> => ({
  parse: (raw) => {
    const text = textOf(raw) ?? '';
    const found = words.find((word) => word === text);
    return found === undefined
      ? mustBe(either(words), raw, didYouMean(closest(text, words)))
      : E.right(found);
  },
  metavar,
  schema: { type: 'string', enum: words },
});

const truth = oneOf('true|false', ['true', 'false']);

export const boolean: Type<boolean> = {
  parse: (raw) =>
    pipe(
      truth.parse(raw),
      E.map((text) => text === 'true'),
    ),
  metavar: truth.metavar,
  schema: { anyOf: [{ type: 'boolean' }, truth.schema] },
};

const dnsLabel =
  (allowed: string): Parse<string> =>
  (raw) => {
    const text = textOf(raw) ?? '';
    return isDnsLabel(text) ? E.right(text) : mustBe(allowed, raw);
  };

const labelRule = 'lower-case letters, digits and "-", at most 63';

export const sizeFrom: Type<string> = {
  parse: dnsLabel(`max, min or a container's name (${labelRule})`),
  metavar: 'max|min|NAME',
  schema: textual,
};

/** The container that `sizeFrom` names. One that is called max or min cannot be named. */
export const namedBySizeFrom = (from: string): string | undefined =>
  from === 'max' || from === 'min' ? undefined : from;

export const volumeName: Type<string> = {
  parse: dnsLabel(`a volume's name (${labelRule})`),
  metavar: 'NAME',
  schema: { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', maxLength: 63 },
};

export const labelSelector: Type<LabelSelector | undefined> = {
  parse: (raw) => {
    const text = textOf(raw);
    if (text === undefined) return mustBe(selectorRule, raw);
    return pipe(
      parseLabelSelector(text),
      E.mapLeft((problem) => `must be ${selectorRule}, got ${show(text)}: ${problem}`),
    );
  },
  metavar: 'SELECTOR',
  schema: textual,
};

const selectorRule = 'a label selector such as "app=web,tier in (a,b)"';
