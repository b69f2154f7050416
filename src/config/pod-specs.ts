import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { parsePath } from '../kinds/places.ts';
import { isKind } from '../select/names.ts';
import { isList, isMap } from '../data/value.ts';
import { isGroup, kindMeant, words } from './lists.ts';
import { closest, didYouMean, show } from './show.ts';
import type { PodSpecPlace, Type } from './types.ts';
import { each, mustBe, splitOnce, textOf } from './values.ts';

const form = 'group/Kind:path';
const keys = ['apiGroup', 'kind', 'path'] as const;
const needed = 'must have apiGroup, kind and path in every entry';

const parsePlace = (
  apiGroup: string,
  kind: string,
  path: string,
): E.Either<string, PodSpecPlace> => {
  const group = apiGroup === 'core' ? '' : apiGroup;
  if (group !== '' && !isGroup(group))
    return E.left(`must name API groups without a version, got ${show(apiGroup)}`);
  if (!isKind(kind)) return E.left(`must name kinds such as Rollout, got ${show(kind)}`);
  return pipe(
    parsePath(path),
    E.bimap(
      (problem) => `for ${kind} ${problem}, got ${show(path)}`,
      () => ({ group, kind, path }),
    ),
  );
};

const parseWord = (word: string): E.Either<string, PodSpecPlace> => {
  const [target, path] = splitOnce(word, ':');
  const [group = '', kind, ...more] = target.split('/');
  if (path !== undefined && kind !== undefined && more.length === 0)
    return parsePlace(group, kind, path);
  const meant = kindMeant(target);
  return mustBe(form, word, didYouMean(meant === undefined ? meant : `${meant}:${path ?? 'path'}`));
};

const parseMap = (entry: Readonly<Record<string, unknown>>): E.Either<string, PodSpecPlace> => {
  const odd = Object.keys(entry).find((key) => !keys.some((known) => known === key));
  if (odd !== undefined)
    return E.left(`${needed}, got ${show(odd)}${didYouMean(closest(odd, keys))}`);
  const [group, kind, path] = keys.map((key) => textOf(entry[key]));
  if (group !== undefined && kind !== undefined && path !== undefined)
    return parsePlace(group, kind, path);
  const missing = keys.find((key) => textOf(entry[key]) === undefined) ?? '';
  return E.left(`${needed}, got ${show(entry[missing])} for ${missing}`);
};

const parseEntry = (raw: unknown): E.Either<string, readonly PodSpecPlace[]> =>
  isMap(raw)
    ? pipe(
        parseMap(raw),
        E.map((place) => [place]),
      )
    : pipe(words(raw), E.flatMap(each(parseWord)));

/** `{apiGroup, kind, path}` or `group/Kind:path`, in a list, or the latter with commas between them. */
export const podSpecs: Type<readonly PodSpecPlace[]> = {
  parse: (raw) =>
    isList(raw)
      ? pipe(
          each(parseEntry)(raw),
          E.map((places) => places.flat()),
        )
      : parseEntry(raw),
  metavar: 'GROUP/KIND:PATH',
  schema: {
    anyOf: [
      {
        type: 'array',
        items: {
          anyOf: [
            {
              type: 'object',
              required: keys,
              additionalProperties: false,
              properties: Object.fromEntries(keys.map((key) => [key, { type: 'string' }])),
            },
            { type: 'string' },
          ],
        },
      },
      { type: 'string' },
    ],
  },
};
