import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { codes } from '../result.ts';
import { isMap } from '../data/value.ts';
import { words } from './lists.ts';
import { closest, didYouMean, show } from './show.ts';
import type { Level, Type } from './types.ts';
import { each, oneOf, splitOnce } from './values.ts';

const level = oneOf<Level>('LEVEL', ['error', 'warning', 'info', 'ignore']);

/** With a broken config nothing else is known for certain, this severity included. */
const fixed = 'invalid-config';

const unknown = (code: string): string => {
  const meant = closest(code, codes);
  const rest =
    meant === undefined
      ? `, known are ${codes.filter((known) => known !== fixed).join(', ')}`
      : didYouMean(meant);
  return `must name result codes, got ${show(code)}${rest}`;
};

type Pair = readonly [code: string, level: unknown];

const parsePair = ([code, raw]: Pair): E.Either<string, readonly [string, Level]> => {
  if (code === fixed) return E.left(`cannot change "${fixed}"`);
  if (!codes.includes(code)) return E.left(unknown(code));
  return pipe(
    level.parse(raw),
    E.bimap(
      (problem) => `of "${code}" ${problem}`,
      (found) => [code, found],
    ),
  );
};

const pairs = (raw: unknown): E.Either<string, readonly Pair[]> =>
  isMap(raw)
    ? E.right(Object.entries(raw))
    : pipe(
        words(raw),
        E.map((list) => list.map((word) => splitOnce(word, '='))),
      );

/** By result code, as a map or as `oom-risk=ignore,no-memory-limit=error`. */
export const severity: Type<ReadonlyMap<string, Level>> = {
  parse: (raw) =>
    pipe(
      pairs(raw),
      E.flatMap(each(parsePair)),
      E.map((entries) => new Map(entries)),
    ),
  metavar: 'CODE=LEVEL,...',
  schema: {
    anyOf: [{ type: 'object', additionalProperties: level.schema }, { type: 'string' }],
  },
};
