import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as RA from 'fp-ts/lib/ReadonlyArray.js';
import { clip, closest, didYouMean, isSpelling, show } from './show.ts';
import type { Check, Config, Field, FieldName, Problem, Read } from './types.ts';

/** The table and the rules over it. */
export interface Model {
  readonly fields: readonly Field[];
  readonly checks: readonly Check[];
  readonly defaults: Config;
}

/** One place that fields are read from. */
export interface Source {
  /** The field's name here; without one it cannot be set here. */
  readonly nameOf: (field: Field) => string | undefined;
  readonly readerOf: (field: Field) => Read;
  /** Names that mean something here but set no field. */
  readonly also: readonly string[];
  /** What it calls them: `field`. */
  readonly noun: string;
  /** What stands before a name in `Problem.field`, and in messages. */
  readonly place: string;
  readonly prefix: string;
}

export type Entry = readonly [name: string, raw: unknown];
export type Decoded = E.Either<readonly Problem[], Config>;

/** What the entries make of the config below, or all that is wrong with them. A null is no entry. */
export const decodeEntries = (
  model: Model,
  source: Source,
  entries: readonly Entry[],
  below: Config,
): Decoded => {
  const given = entries.filter(([, raw]) => raw !== null && raw !== undefined);
  const read = given.map((entry) => readEntry(model, source, entry));
  const { left: problems, right: changes } = RA.separate(read);
  const config = changes.reduce((changed, change) => change(changed), below);
  const all = [...problems, ...contradictions(model, source, given, config, problems)];
  return all.length === 0 ? E.right(config) : E.left(all);
};

const readEntry = (
  { fields }: Model,
  source: Source,
  [name, raw]: Entry,
): E.Either<Problem, (config: Config) => Config> => {
  const { nameOf, readerOf, place } = source;
  const because = (message: string): Problem => ({
    field: place + clip(name),
    value: show(raw),
    message,
  });
  const field = fields.find((each) => nameOf(each) === name);
  if (field === undefined) return E.left(because(unknown(fields, source, name)));
  return pipe(
    readerOf(field)(raw),
    E.mapLeft((problem) => because(`${label(source, name)} ${problem}`)),
  );
};

const label = ({ prefix }: Source, name: string): string => `\`${prefix}${clip(name)}\``;

const unknown = (fields: readonly Field[], source: Source, name: string): string => {
  const { nameOf, noun, prefix, also } = source;
  const names = [...fields.flatMap((field) => nameOf(field) ?? []), ...also].join(', ');
  if (fields.some((field) => nameOf(field) === undefined && isSpelling(field.flag, name)))
    return `${label(source, name)} may not be set by ${noun}; ${names} may`;
  const known = spellings(fields, source);
  const meant = known.get(closest(name, [...known.keys()]) ?? '');
  return meant === undefined
    ? `unknown ${noun} ${label(source, name)}, known are ${names}`
    : `unknown ${noun} ${label(source, name)}${didYouMean(prefix + meant)}`;
};

/** Names that a field has elsewhere, with its name here. */
const spellings = (
  fields: readonly Field[],
  { nameOf, also }: Source,
): ReadonlyMap<string, string> => {
  const ofFields = fields.flatMap((field) => {
    const here = nameOf(field);
    const names = [field.flag, field.annotation ?? field.flag];
    return here === undefined ? [] : names.map((name) => [name, here] as const);
  });
  return new Map([...ofFields, ...also.map((name) => [name, name] as const)]);
};

const contradictions = (
  { fields, checks }: Model,
  source: Source,
  given: readonly Entry[],
  config: Config,
  problems: readonly Problem[],
): readonly Problem[] => {
  const spelt = (name: FieldName) =>
    fields.flatMap((field) => (field.name === name ? (source.nameOf(field) ?? []) : []))[0];
  const labelOf = (name: FieldName) => {
    const here = spelt(name);
    return here === undefined ? `\`${name}\`` : label(source, here);
  };
  const wrong = new Set(problems.map(({ field }) => field));
  return checks.flatMap((check) => {
    const names = check.fields.flatMap((name) => spelt(name) ?? []);
    const [name, raw] = given.find(([each]) => names.includes(each)) ?? [];
    if (name === undefined || names.some((each) => wrong.has(source.place + each))) return [];
    const message = check.wrong(config, labelOf);
    return message === undefined ? [] : [{ field: source.place + name, value: show(raw), message }];
  });
};
