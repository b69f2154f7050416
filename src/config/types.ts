import type * as E from 'fp-ts/lib/Either.js';
import type { Quantity, Ratio } from '../quantity.ts';
import type { LabelSelector } from '../select/labels.ts';

/** What one workload is planned by. */
export interface Config {
  readonly ratio: Ratio;
  /** `max`, `min` or the name of a container. */
  readonly sizeFrom: string;
  readonly minSize: Quantity | undefined;
  readonly maxSize: Quantity | undefined;
  readonly size: Quantity | undefined;
  readonly defaultMemoryLimit: LimitDefault;
  /** An annotation gave the limit for all containers; those in `byContainer` always come from an annotation. */
  readonly limitByAnnotation: boolean;
  /** Bounds every limit that is injected. */
  readonly maxMemoryLimit: Quantity | undefined;
  readonly missingLimit: 'warn' | 'error' | 'ignore' | 'request';
  /** The size of a pod of which no limit is known. */
  readonly fallbackSize: Quantity | undefined;
  readonly existing: 'keep' | 'complete' | 'enforce';
  readonly initContainers: boolean;
  /** Globs, as all lists of names here. */
  readonly containers: readonly string[];
  readonly excludeContainers: readonly string[];
  readonly select: 'all' | 'needed' | 'annotated';
  /** Globs on images that need more shared memory than the runtime gives. */
  readonly needs: readonly string[];
  /** `*`, `Kind` or `group/Kind`; the core group is `core`. */
  readonly kinds: readonly string[];
  readonly excludeKinds: readonly string[];
  readonly namespaces: readonly string[];
  readonly excludeNamespaces: readonly string[];
  readonly names: readonly string[];
  readonly excludeNames: readonly string[];
  readonly labelSelector: LabelSelector | undefined;
  readonly podSpecs: readonly PodSpecPlace[];
  /** By result code; a code that is not in it has its own severity. */
  readonly severity: ReadonlyMap<string, Level>;
  /** Names of annotations that no workload may bear; `*` for all. */
  readonly lockedAnnotations: readonly string[];
  readonly volumeName: string;
  readonly mode: 'inject' | 'check' | 'remove';
}

/** Limits for containers that have none. `fromSize`: the given size ÷ ratio. */
export interface LimitDefault {
  readonly all: Quantity | 'fromSize' | undefined;
  /** Only ever set by annotation. */
  readonly byContainer: ReadonlyMap<string, Quantity>;
}

/** One more place of a PodSpec. The core group is `''`. */
export interface PodSpecPlace {
  readonly group: string;
  readonly kind: string;
  readonly path: string;
}

export type Level = 'error' | 'warning' | 'info' | 'ignore';

/** What is wrong with a value. The message is complete: `` `ratio` must be in (0, 1], got "1.5" ``. */
export interface Problem {
  /** Where the user wrote it: `spec.ratio`, `data.ratio`, `--ratio` or `inject-shm.dev/ratio`. */
  readonly field: string;
  /** The value as messages show it: `"1.5"`, `5`, `a map`, `nothing`. */
  readonly value: string;
  readonly message: string;
}

/** Reads a value; left is what a message says behind the field's name: `must be in (0, 1], got "1.5"`. */
export type Parse<A> = (raw: unknown) => E.Either<string, A>;

/** A kind of value: how it is read, how `--help` calls it, its JSON Schema. */
export interface Type<A> {
  readonly parse: Parse<A>;
  readonly metavar: string;
  readonly schema: object;
}

/** A row of the table of fields. */
export interface Row<A> extends Type<A> {
  readonly default: A;
  /** The default as people read it, where the value itself does not tell. */
  readonly defaultText?: string;
  /** The annotation's name without the prefix; without one, no annotation may set the field. */
  readonly annotation?: string;
  /** For an annotation that may say more than the field. */
  readonly annotated?: {
    readonly parse: Parse<A>;
    readonly set: (config: Config, value: A) => Config;
  };
  /** For a value that adds to the one below it: a flag's to the functionConfig's, an annotation's to both. */
  readonly merge?: (below: A, above: A) => A;
  /** One line of Markdown. */
  readonly doc: string;
}

export type FieldName = Exclude<keyof Config, 'limitByAnnotation'>;

export type Table = { readonly [K in FieldName]: Row<Config[K]> };

/** Reads a value into a change of the config. */
export type Read = Parse<(config: Config) => Config>;

/** A row with its names, whatever its values. */
export interface Field<K extends FieldName = FieldName> {
  readonly name: K;
  /** The name in kebab-case. */
  readonly flag: string;
  readonly annotation: string | undefined;
  readonly metavar: string;
  /** `none` and `by code` are no values. */
  readonly defaultText: string;
  readonly doc: string;
  readonly schema: object;
  readonly read: Read;
  readonly readAnnotation: Read;
}

/** A rule over several fields; looked at when none of them is wrong by itself. */
export interface Check {
  readonly fields: readonly FieldName[];
  /** What is wrong, as a message; `label` is how a message names a field. */
  readonly wrong: (config: Config, label: (name: FieldName) => string) => string | undefined;
}

export type Annotations = Readonly<Record<string, unknown>>;
