import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Quantity } from '../quantity.ts';
import { isDnsLabel } from '../select/names.ts';
import { words } from './lists.ts';
import { closest, didYouMean, show } from './show.ts';
import type { Config, LimitDefault, Parse, Type } from './types.ts';
import { amount, each, mustBe, parseAmount, splitOnce, textOf } from './values.ts';

export const noLimit: LimitDefault = { all: undefined, byContainer: new Map() };

/** `2Gi` or `fromSize`. */
export const limit: Type<LimitDefault> = {
  parse: (raw) =>
    textOf(raw)?.includes('=') === true
      ? mustBe('a Quantity or fromSize', raw, ' (only an annotation can name containers)')
      : pipe(
          parseLimit(raw),
          E.map((all) => ({ ...noLimit, all })),
        ),
  metavar: 'QUANTITY|fromSize',
  schema: amount.schema,
};

/** `2Gi`, `fromSize`, `db=2Gi,exporter=128Mi`, or a mixture, in which the bare one is for all the others. */
export const annotatedLimit = {
  parse: (raw: unknown): E.Either<string, LimitDefault> =>
    pipe(
      words(raw),
      E.flatMap(each(parseEntry)),
      E.flatMap((entries) => gather(entries, raw)),
    ),
  set: (config: Config, { all, byContainer }: LimitDefault): Config => ({
    ...config,
    defaultMemoryLimit: { all: all ?? config.defaultMemoryLimit.all, byContainer },
    limitByAnnotation: all !== undefined,
  }),
};

type Limit = Quantity | 'fromSize';

const parseLimit: Parse<Limit> = (raw) => {
  const text = textOf(raw) ?? '';
  if (text === 'fromSize') return E.right(text);
  const meant = closest(text, ['fromSize']);
  return meant === undefined
    ? parseAmount(raw)
    : mustBe('a Quantity or fromSize', raw, didYouMean(meant));
};

type Entry = { readonly all: Limit } | { readonly container: string; readonly limit: Quantity };

const parseEntry = (word: string): E.Either<string, Entry> => {
  const [name, value] = splitOnce(word, '=');
  if (value === undefined)
    return pipe(
      parseLimit(word),
      E.map((all) => ({ all })),
    );
  if (!isDnsLabel(name)) return mustBe("container=Quantity with a container's name", word);
  return pipe(
    parseAmount(value),
    E.bimap(
      (problem) => `for ${show(name)} ${problem}`,
      (amountOfOne) => ({ container: name, limit: amountOfOne }),
    ),
  );
};

const gather = (entries: readonly Entry[], raw: unknown): E.Either<string, LimitDefault> => {
  const all = entries.flatMap((entry) => ('all' in entry ? [entry.all] : []));
  const named = entries.flatMap((entry) =>
    'all' in entry ? [] : [[entry.container, entry.limit] as const],
  );
  const byContainer = new Map(named);
  if (all.length > 1 || byContainer.size < named.length)
    return E.left(`may have one Quantity for a container and one for all others, got ${show(raw)}`);
  return entries.length === 0 ? mustBe('at least 1Mi', raw) : E.right({ all: all[0], byContainer });
};
