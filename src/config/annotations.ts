import * as E from 'fp-ts/lib/Either.js';
import { type Decoded, type Model, type Source, decodeEntries } from './decode.ts';
import { clip, closest, didYouMean, show } from './show.ts';
import type { Annotations, Config, Problem } from './types.ts';
import { textOf } from './values.ts';

/** What every annotation of ours begins with. */
export const prefix = 'inject-shm.dev/';

/** The annotation by which a later call at admission knows the first one. */
export const ADMITTED = `${prefix}admitted`;

/** What selects, and what a run and admission note for themselves. */
const notFields: ReadonlySet<string> = new Set(['inject', 'injected', 'admitted']);

/** A config as the annotations of an object and of its pod template change it; the template's win, key by key. */
export const overrideConfig = (
  model: Model,
  config: Config,
  objectAnnotations: Annotations,
  templateAnnotations: Annotations,
): Decoded => {
  const entries = [...ours(objectAnnotations, templateAnnotations)].filter(
    ([name]) => !notFields.has(name),
  );
  if (entries.length === 0) return E.right(config);
  const locked = entries.flatMap(([name, raw]) => lockOf(config, name, raw));
  return locked.length > 0 ? E.left(locked) : decodeEntries(model, source, entries, config);
};

/** What there is to say of an annotation that the config locks. */
const lockOf = (
  { lockedAnnotations: locks }: Config,
  name: string,
  raw: unknown,
): readonly Problem[] => {
  if (!locks.includes(name) && !locks.includes('*')) return [];
  const field = `${prefix}${clip(name)}`;
  const message = `\`${field}\` may not be set here: the config locks it (\`lockedAnnotations\`)`;
  return [{ field, value: show(raw), message }];
};

/** What `inject-shm.dev/inject` says; the pod template's wins. */
export const injectAnnotation = (
  config: Config,
  objectAnnotations: Annotations,
  templateAnnotations: Annotations,
): E.Either<Problem, 'true' | 'false' | undefined> => {
  const raw = ours(objectAnnotations, templateAnnotations).get('inject');
  if (raw === undefined) return E.right(undefined);
  const [locked] = lockOf(config, 'inject', raw);
  if (locked !== undefined) return E.left(locked);
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

/** The annotations of ours by name, those of later maps over those of earlier ones. */
const ours = (...maps: readonly Annotations[]): ReadonlyMap<string, unknown> =>
  maps.some(holdsOurs) ? new Map(maps.flatMap(named)) : none;

const none: ReadonlyMap<string, unknown> = new Map();

const holdsOurs = (annotations: Annotations): boolean => {
  for (const key in annotations) if (key.startsWith(prefix)) return true;
  return false;
};

const named = (annotations: Annotations): readonly (readonly [string, unknown])[] =>
  Object.keys(annotations).flatMap((key) => {
    const raw = annotations[key];
    return key.startsWith(prefix) && raw !== null && raw !== undefined
      ? [[key.slice(prefix.length), raw] as const]
      : [];
  });
