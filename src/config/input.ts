import type { Code } from '../result/codes.ts';
import type { Level } from './types.ts';

/** An amount of memory: a Quantity such as `16Gi`, or a number of bytes; at least 1Mi. */
export type Memory = string | number;

/** One more place of a PodSpec. The core group is `core` or `''`. */
export interface PodSpecInput {
  readonly apiGroup: string;
  readonly kind: string;
  /** Where it is in the object, such as `spec.jobs[name].template.spec`. */
  readonly path: string;
}

/**
 * A config as programs write it: the fields of an InjectShm's `spec`. What is left out or undefined has its default.
 * The comments are those of the table in config.ts; a test holds the two together.
 */
export interface ConfigInput {
  /** Size as a part of the memory limit: a decimal in (0, 1], or a percentage such as `50%`. Default: `0.5`. */
  readonly ratio?: number | string | undefined;
  /**
   * The limit that counts in a pod of several containers: `max`, `min`, or that of the container named. Default:
   * `max`.
   */
  readonly sizeFrom?: string | undefined;
  /** Raises the size to this; without effect where it is at or above the limit. */
  readonly minSize?: Memory | undefined;
  /** Lowers the size to this. Binds annotations too: the ceiling of the platform. */
  readonly maxSize?: Memory | undefined;
  /** A fixed size instead of the ratio; `maxSize` still bounds it. */
  readonly size?: Memory | undefined;
  /**
   * Memory limit for containers without one: a Quantity, or `fromSize` for `size` (or `minSize`) divided by
   * `ratio`. The annotation may name containers: `db=2Gi,exporter=128Mi`.
   */
  readonly defaultMemoryLimit?: Memory | undefined;
  /** Lowers every injected memory limit to this, those by annotation too. */
  readonly maxMemoryLimit?: Memory | undefined;
  /**
   * Where no limit is known: `warn`, `error`, `ignore`, or `request` to size from the memory requests. Default:
   * `warn`.
   */
  readonly missingLimit?: 'warn' | 'error' | 'ignore' | 'request' | undefined;
  /** The size where no limit is known that it could come from; no limit is injected. */
  readonly fallbackSize?: Memory | undefined;
  /**
   * Where something is mounted at `/dev/shm` already: `keep` it, `complete` a memory volume that has no
   * `sizeLimit`, or `enforce` the computed size. Default: `keep`.
   */
  readonly existing?: 'keep' | 'complete' | 'enforce' | undefined;
  /** Mount into init containers too, so that the pod keeps one `/dev/shm`. Default: `true`. */
  readonly initContainers?: boolean | undefined;
  /** Names of the containers that get the mount and may count; `*` and `?` are wildcards. Default: `*`. */
  readonly containers?: readonly string[] | undefined;
  /** Names of containers to leave out. */
  readonly excludeContainers?: readonly string[] | undefined;
  /**
   * Which workloads: `all`, `needed` for those of which something says that they need more than 64Mi, or
   * `annotated` for those with `inject-shm.dev/inject: "true"`. Default: `all`.
   */
  readonly select?: 'all' | 'needed' | 'annotated' | undefined;
  /** More images that need it, for `select: needed`: globs on the last segments of their names, without tags. */
  readonly needs?: readonly string[] | undefined;
  /** Kinds to change, as `Kind` or `group/Kind`; `*` is all but those that must be asked for by name. Default: `*`. */
  readonly kinds?: readonly string[] | undefined;
  /** Kinds to leave out, such as `Job,Pod`. */
  readonly excludeKinds?: readonly string[] | undefined;
  /** Namespaces to change, with wildcards; only `*` is for objects without a namespace. Default: `*`. */
  readonly namespaces?: readonly string[] | undefined;
  /** Namespaces to leave out. */
  readonly excludeNamespaces?: readonly string[] | undefined;
  /** Names of objects to change, with wildcards. Default: `*`. */
  readonly names?: readonly string[] | undefined;
  /** Names of objects to leave out. */
  readonly excludeNames?: readonly string[] | undefined;
  /** Labels of objects to change, in kubectl's syntax: `app=web,tier in (a,b),!canary`. */
  readonly labelSelector?: string | undefined;
  /** More places of a PodSpec: `{apiGroup, kind, path}`, or `group/Kind:path` as text. */
  readonly podSpecs?: readonly PodSpecInput[] | undefined;
  /** Severity of results by code: `error`, `warning`, `info` or `ignore`, as in `oom-risk=ignore`. */
  readonly severity?: { readonly [C in Exclude<Code, 'invalid-config'>]?: Level } | undefined;
  /**
   * Annotations that workloads may not use, such as `inject,memory-limit`; `*` for all. One that does is an error,
   * and stays as it was.
   */
  readonly lockedAnnotations?: readonly string[] | undefined;
  /** Name of the volume; `dshm-2` and so on where another volume has it. Default: `dshm`. */
  readonly volumeName?: string | undefined;
  /**
   * What to do: `inject`, `check` (change nothing, report what inject would do as errors), or `remove` (take
   * back). Default: `inject`.
   */
  readonly mode?: 'inject' | 'check' | 'remove' | undefined;
}
