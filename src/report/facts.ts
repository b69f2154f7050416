import type { Fields } from '../data/value.ts';
import type { Live } from '../kinds.ts';
import type { Quantity } from '../quantity.ts';
import type { Severity } from '../result.ts';

/** Where the memory limit of a container is from. */
export type LimitOrigin =
  | 'container'
  | 'pod'
  | 'limit-range'
  | 'default'
  | 'annotation'
  | 'template'
  | 'none';

export interface ContainerFacts {
  readonly name: string;
  readonly role: 'container' | 'sidecar' | 'init';
  /** It is one of those that the size is derived from. */
  readonly counts: boolean;
  /** It mounts what is at `/dev/shm` once the plan is done. */
  readonly mounts: boolean;
  readonly limit: {
    readonly before: Quantity | undefined;
    readonly after: Quantity | undefined;
    readonly origin: LimitOrigin;
  };
}

/** What is at `/dev/shm`. `runtime` is the 64Mi that every container has without a volume. */
export type ShmFacts =
  | { readonly state: 'runtime' }
  | {
      readonly state: 'memory';
      readonly volume: string;
      readonly size: Quantity;
      readonly owner: 'author' | 'inject-shm';
    }
  | { readonly state: 'unbounded'; readonly volume: string }
  | { readonly state: 'disk'; readonly volume: string }
  | { readonly state: 'host'; readonly by: 'hostPath' | 'hostIPC' }
  /** Anything else, in a word or two: `claim`, `Windows`, `set by CRI-O`. */
  | { readonly state: 'other'; readonly what: string };

/** How a size came about, as data. */
export interface SizingFacts {
  readonly size: Quantity;
  /** The field that gave the amount before it was bounded. */
  readonly by: 'ratio' | 'size' | 'fallbackSize' | 'minSize';
  /** That amount. */
  readonly amount: Quantity;
  /** For `ratio`: as the config has it, `0.5`. */
  readonly ratio?: string | undefined;
  /** For `ratio`: what it is applied to. */
  readonly basis?: BasisFacts | undefined;
  /** What moved the amount, in the order in which that was done. */
  readonly bounds: readonly {
    readonly field: 'minSize' | 'maxSize';
    readonly quantity: Quantity;
  }[];
}

export interface BasisFacts {
  readonly container: string;
  readonly quantity: Quantity;
  readonly origin: LimitOrigin | 'request';
}

/** What was found, but for the edits themselves: those are in the amounts. */
export interface FindingFacts {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly remedy?: string | undefined;
}

/** A container that may be OOM-killed before its memory volumes are full. */
export interface KillFacts {
  readonly container: string;
  readonly limit: Quantity;
  /** The sum of the memory volumes that it mounts; undefined where one has no bound. */
  readonly volumes: Quantity | undefined;
}

/** What a change does where the object runs; `recreated`: what applies it makes it anew. */
export type PodLive = Live | 'recreated';

export interface WorkloadFacts {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  /** As it was read: how many pods it has stands there. */
  readonly object: Fields;
  readonly file: string | undefined;
  readonly line: number | undefined;
}

/**
 * What a plan says of one pod. This is all that the report reads: no sentence but the findings' messages comes from
 * elsewhere, and every amount is what inject would write.
 */
export interface PodFacts {
  readonly workload: WorkloadFacts;
  /** Where its PodSpec is: as people read it (`spec.template.spec`), and step by step. */
  readonly place: { readonly field: string; readonly steps: readonly (string | number)[] };
  readonly containers: readonly ContainerFacts[];
  /** `spec.resources.limits.memory` of the pod. */
  readonly podLimit: Quantity | undefined;
  readonly shm: { readonly before: ShmFacts; readonly after: ShmFacts };
  readonly sizing: SizingFacts | undefined;
  readonly findings: readonly FindingFacts[];
  readonly atRisk: readonly KillFacts[];
  readonly live: PodLive;
  /** The plan changes the PodSpec. */
  readonly changed: boolean;
}
