import * as E from 'fp-ts/lib/Either.js';
import { overrideConfig } from './config/annotations.ts';
import { checks } from './config/checks.ts';
import { decodeEntries, type Entry, type Model, type Source } from './config/decode.ts';
import { schemaOf, tableOf } from './config/docs.ts';
import { decodeFlagEntries } from './config/flags.ts';
import { decodeFunctionConfig } from './config/function-config.ts';
import type { ConfigInput } from './config/input.ts';
import type { Annotations, Config, Problem } from './config/types.ts';
import { defaults, fields } from './config/table.ts';

export { defaults, fields } from './config/table.ts';
export { unknownAtAdmission } from './config/admission.ts';
export { ADMITTED, injectAnnotation, prefix } from './config/annotations.ts';
export { warnings } from './config/checks.ts';
export type { Config, Field, Level, LimitDefault, PodSpecPlace, Problem } from './config/types.ts';

const model: Model = { fields, checks, defaults };

type Decoded = E.Either<readonly Problem[], Config>;

/**
 * Reads a functionConfig: an InjectShm, a ConfigMap, or nothing (kpt's empty placeholder is nothing too).
 * Left: everything that is wrong with it.
 */
export const decode = (functionConfig: unknown): Decoded =>
  decodeFunctionConfig(model, functionConfig);

/** Reads flags, by their names without `--`, on top of a config. */
export const decodeFlags = (flags: Readonly<Record<string, string>>, base: Config): Decoded =>
  decodeFlagEntries(model, flags, base);

/** Reads a functionConfig, and over it what else is given. Left: everything that is wrong with either. */
const decodeUnder = (functionConfig: unknown, over: (base: Config) => Decoded): Decoded => {
  const decoded = decode(functionConfig);
  if (E.isRight(decoded)) return over(decoded.right);
  const alone = over(defaults);
  return E.left([...decoded.left, ...(E.isLeft(alone) ? alone.left : [])]);
};

/** Reads a functionConfig and flags over it. Left: everything that is wrong with either. */
export const decodeBoth = (
  functionConfig: unknown,
  flags: Readonly<Record<string, string>>,
): Decoded => decodeUnder(functionConfig, (base) => decodeFlags(flags, base));

/** Reads a functionConfig and a program's config over it. Left: everything that is wrong with either. */
export const decodeInput = (functionConfig: unknown, input: ConfigInput): Decoded =>
  decodeUnder(functionConfig, (base) =>
    decodeFrom(
      { nameOf: ({ name }) => name, also: [], noun: 'field', prefix: 'config.' },
      Object.entries(input),
      base,
    ),
  );

/** Reads fields from a place that has its own names for them, on top of a config. */
export const decodeFrom = (
  place: Pick<Source, 'nameOf' | 'also' | 'noun' | 'prefix'>,
  entries: readonly Entry[],
  base: Config,
): Decoded =>
  decodeEntries(
    model,
    { ...place, readerOf: ({ read }) => read, place: place.prefix },
    entries,
    base,
  );

/**
 * A workload's config: the annotations under `inject-shm.dev/` of the object, then those of its pod template, on top of
 * the run's. The same object comes back where there are none.
 */
export const override = (
  config: Config,
  objectAnnotations: Annotations,
  templateAnnotations: Annotations,
): Decoded => overrideConfig(model, config, objectAnnotations, templateAnnotations);

/** The JSON Schema of an InjectShm. */
export const configSchema = (): object => schemaOf(fields);

/** The table in docs/config.md. */
export const configTable = (): string => tableOf(fields);
