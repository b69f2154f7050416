import type { Value } from '../data/value.ts';
import { imageOpposites, imageRows } from './images.ts';
import { anyOf, imageGlob, literalOf, matchedBy, nameOf, once } from './patterns.ts';
import type { Opposite, Reason, Signal } from './types.ts';

/**
 * Whether a glob matches an image: as many of its last path segments as the glob has, without registry, tag and digest.
 * `postgres` matches `registry.example/library/postgres:18`, `vllm/*` matches `mirror/vllm/vllm-openai@sha256:…`.
 */
export const imageMatches = (glob: string, image: string): boolean =>
  matchedBy(imageGlob(glob), nameOf(image)) !== undefined;

const given: Reason = {
  user: 'given',
  strength: 'strong',
  why: 'the config says that it needs it',
  source: 'config: needs',
};

const literals = once(() =>
  anyOf(
    imageRows.flatMap(({ matches }) => matches.map(literalOf)),
    'i',
  ),
);

const compiled = once(() =>
  imageRows.map(({ matches, reason }) => ({ globs: matches.map(imageGlob), reason })),
);

const opposites = once(() =>
  imageOpposites.map((opposite) => ({ globs: opposite.matches.map(imageGlob), opposite })),
);

const none: readonly never[] = [];

/** What an image's name says: the first row that matches, and the globs of the config. */
export const imageSignals = (image: Value, extra: readonly string[]): readonly Signal[] => {
  if (typeof image !== 'string') return none;
  const own = extra.find((glob) => imageMatches(glob, image));
  const mine = own === undefined ? none : [{ signal: `image ${own}`, reason: given }];
  if (!literals().test(image)) return mine;
  const name = nameOf(image);
  for (const { globs, reason } of compiled()) {
    for (const glob of globs) {
      const tail = matchedBy(glob, name);
      if (tail !== undefined) return [...mine, { signal: `image ${tail}`, reason }];
    }
  }
  return mine;
};

/** What an image's name says against it. */
export const imageOpposing = (image: Value): readonly Opposite[] => {
  if (typeof image !== 'string') return none;
  const name = nameOf(image);
  return opposites()
    .filter(({ globs }) => globs.some((glob) => matchedBy(glob, name) !== undefined))
    .map(({ opposite }) => opposite);
};
