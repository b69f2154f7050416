import * as E from 'fp-ts/lib/Either.js';
import { type Decoded, type Model, type Source, decodeEntries } from './decode.ts';
import { closest, didYouMean, show } from './show.ts';
import type { Annotations, Config, Problem } from './types.ts';
import { textOf } from './values.ts';

/** What every annotation of ours begins with. */
export const prefix = 'inject-shm.dev/';

/** A config as the annotations of an object and of its pod template change it; the template's win, key by key. */
export const overrideConfig = (
  model: Model,
  config: Config,
  objectAnnotations: Annotations,
  templateAnnotations: Annotations,
): Decoded => {
  const entries = [...ours(objectAnnotations, templateAnnotations)].filter(
    ([name]) => name !== 'inject' && name !== 'injected',
  );
  return entries.length === 0 ? E.right(config) : decodeEntries(model, source, entries, config);
};

/** What `inject-shm.dev/inject` says; the pod template's wins. */
export const injectAnnotation = (
  objectAnnotations: Annotations,
  templateAnnotations: Annotations,
): E.Either<Problem, 'true' | 'false' | undefined> => {
  const raw = ours(objectAnnotations, templateAnnotations).get('inject');
  if (raw === undefined) return E.right(undefined);
  if (raw === true || raw === 'true') return E.right('true');
  if (raw === false || raw === 'false') return E.right('false');
  const field = `${prefix}inject`;
  const hint = didYouMean(closest(textOf(raw) ?? '', ['true', 'false']));
  const message = `\`${field}\` must be "true" or "false", got ${show(raw)}${hint}`;
  return E.left({ field, value: show(raw), message });
};

const source: Source = {
  nameOf: ({ annotation }) => annotation,
  readerOf: ({ readAnnotation }) => readAnnotation,
  also: ['inject'],
  noun: 'annotation',
  place: prefix,
  prefix,
};

const ours = (...maps: readonly Annotations[]): ReadonlyMap<string, unknown> =>
  new Map(
    maps
      .flatMap((annotations) => Object.entries(annotations))
      .filter(([key, raw]) => key.startsWith(prefix) && raw !== null && raw !== undefined)
      .map(([key, raw]) => [key.slice(prefix.length), raw]),
  );
