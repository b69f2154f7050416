import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { isKind, isSubdomain } from '../select/names.ts';
import { isList } from '../data/value.ts';
import { closest, didYouMean, show } from './show.ts';
import type { Parse, Type } from './types.ts';
import { mustBe, shownAtMost, some, textOf } from './values.ts';

/** The entries of a list, or of text with commas or line breaks between them; empty ones are left out. */
export const words: Parse<readonly string[]> = (raw) => {
  const entries = isList(raw) ? raw : [raw];
  const odd = entries.filter((entry) => textOf(entry) === undefined);
  return odd.length === 0
    ? E.right(entries.flatMap((entry) => split(textOf(entry) ?? '')))
    : mustBe('a list of text, or text with commas', odd[0], isList(raw) ? ' in the list' : '');
};

const split = (text: string): readonly string[] =>
  text
    .split(/[,\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');

const isVersion = (text: string): boolean => /^v\d+[a-z0-9]*$/.test(text);

/** A group and no version: `apps`, `batch`, `example.com`; `core` for the group without a name. */
export const isGroup = (text: string): boolean => isSubdomain(text) && !isVersion(text);

const isGroupKind = (word: string): boolean => {
  const [group = '', kind = '', ...more] = word.split('/');
  return isGroup(group) && isKind(kind) && more.length === 0;
};

/** What `apps/v1/Deployment` and `v1/Pod` were meant to be. */
export const kindMeant = (word: string): string | undefined => {
  const parts = word.split('/');
  const at = parts.findIndex(isVersion);
  const meant = [parts[at - 1] ?? 'core', ...parts.slice(at + 1)].join('/');
  return at >= 0 && at <= 1 && isGroupKind(meant) ? meant : undefined;
};

const listOf = (
  metavar: string,
  allowed: string,
  isGood: (word: string) => boolean,
  meant: (word: string) => string | undefined,
): Type<readonly string[]> => ({
  parse: (raw) => {
    const read = words(raw);
    const bad = E.isRight(read) ? read.right.filter((word) => !isGood(word)) : [];
    if (bad.length === 0) return read;
    const shown = bad.map((word, at) =>
      at < shownAtMost ? show(word) + didYouMean(meant(word)) : '',
    );
    return E.left(`must be ${allowed}, got ${some(shown, ', ')}`);
  },
  metavar,
  schema: { anyOf: [{ type: 'array', items: { type: 'string' } }, { type: 'string' }] },
});

export const globs = listOf(
  'NAMES',
  'lower-case names, with * and ? as wildcards',
  (word) => /^[-a-z0-9.*?]+$/.test(word),
  () => undefined,
);

/** Globs on images, which have no tag: it says nothing of what is in them. */
export const images = listOf(
  'IMAGES',
  'names of images without tags, with * and ? as wildcards',
  (word) => /^[-\w./*?]+$/.test(word),
  (word) => (/^[-\w./*?]+:/.test(word) ? word.replace(/:.*$/, '') : undefined),
);

export const kinds = listOf(
  'KINDS',
  '*, Kind or group/Kind',
  (word) => word === '*' || isKind(word) || isGroupKind(word),
  kindMeant,
);

/** Names of annotations, without their prefix. */
export const annotationNames = (known: () => readonly string[]): Type<readonly string[]> =>
  listOf(
    'NAMES',
    'names of annotations, or *',
    (word) => word === '*' || known().includes(word),
    (word) => closest(word, known()),
  );

/** An empty list could be meant as none or as all: neither is guessed. */
export const atLeastOne = (type: Type<readonly string[]>): Type<readonly string[]> => ({
  ...type,
  parse: (raw) =>
    pipe(
      type.parse(raw),
      E.flatMap((list) =>
        list.length > 0
          ? E.right(list)
          : E.left(`must name at least one (* for all), got ${show(raw)}`),
      ),
    ),
});
