import type { Live } from '../kinds.ts';
import type { Refusal } from '../kinds/shape.ts';
import type { Need } from '../needs/types.ts';
import type { Quantity } from '../quantity.ts';
import type { Basis, Derivation } from './derivation.ts';
import type { Finding } from './findings.ts';

/** A container with a memory limit, as messages name it. */
export interface LimitedContainer {
  readonly container: string;
  readonly limit: Quantity;
}

/** What a container without a limit needs, as far as the config has an answer. */
export type LimitRemedy =
  | 'limit'
  | 'size-for-default'
  | 'size-from'
  | 'from-size'
  | 'default'
  | 'named'
  | 'accelerated';

/** What there is to know of each code, as data; `plan/messages.ts` words it. Amounts of memory are canonical Quantities. */
export interface Facts {
  injected:
    | {
        readonly change: 'new';
        readonly size: string;
        readonly why: Derivation | undefined;
        readonly mounts: readonly string[];
        /** The author's volume that is mounted, if it was there and nobody mounted it. */
        readonly adopted: string | undefined;
      }
    | {
        readonly change: 'resized';
        readonly size: string;
        readonly was: string | undefined;
        readonly why: Derivation | undefined;
      };
  mounted:
    | { readonly who: 'one'; readonly volume: string; readonly where: string }
    /** Containers that came after the size was settled. */
    | { readonly who: 'late'; readonly volume: string; readonly containers: readonly string[] };
  'limit-injected': {
    readonly container: string;
    readonly limit: string;
    /** The API server makes the limit its request too. */
    readonly setsRequest: boolean;
  };
  completed: {
    readonly volume: string;
    readonly size: string;
    readonly why: Derivation | undefined;
  };
  'taken-back':
    | { readonly what: 'volume' | 'rest' | 'size'; readonly volume: string }
    | { readonly what: 'mount'; readonly volume: string; readonly where: string }
    | { readonly what: 'limit'; readonly container: string; readonly limit: string };
  released:
    | { readonly what: 'volume'; readonly volume: string }
    | { readonly what: 'limit'; readonly container: string }
    /** The container is not there any more, or has another name. */
    | { readonly what: 'lost-limit'; readonly container: string; readonly limit: string };
  summary: {
    readonly mode: 'inject' | 'check' | 'remove';
    readonly changed: number;
    readonly effects: readonly (readonly [Live | 'recreated', number])[];
  };
  'would-change': { readonly edit: Finding };
  'no-memory-limit': (
    | {
        readonly missing: 'named';
        readonly container: string;
        /** Those that count, if it is not among them. */
        readonly among: readonly string[] | undefined;
      }
    | {
        readonly missing: 'template';
        readonly container: string | undefined;
        readonly template: string;
      }
    /** Something else sets it, such as a patch of the pod. */
    | { readonly missing: 'override'; readonly container: string; readonly by: string }
    | {
        readonly missing: 'some' | 'all' | 'all-sized' | 'larger';
        readonly containers: readonly string[];
      }
  ) & {
    readonly remedy: LimitRemedy;
    /** What an earlier run injected stays. */
    readonly keeps?: true;
  };
  'oom-risk':
    | (LimitedContainer & { readonly who: 'writer'; readonly total: Quantity })
    | {
        readonly who: 'others';
        readonly containers: readonly LimitedContainer[];
        readonly mayWrite: boolean;
      };
  unbounded: {
    readonly volume: string;
    /** What it would be, if that is known. */
    readonly sized: { readonly size: string; readonly why: Derivation } | undefined;
    /** Why its size is not only that of a `/dev/shm`. */
    readonly otherUse: { readonly path: string } | 'sub-path' | 'shared' | undefined;
  };
  'disk-backed': { readonly volume: string };
  'huge-pages': { readonly volume: string; readonly medium: string };
  'unaligned-size': { readonly volume: string; readonly size: string; readonly aligned: string };
  'host-path': { readonly volume: string };
  'host-ipc': NoMore;
  windows: NoMore;
  'controlled-object': { readonly owner: string | undefined };
  'system-critical': NoMore;
  'crio-shm-size': { readonly annotation: string };
  'cloud-run': NoMore;
  'partial-object': { readonly why: 'directive' | 'image'; readonly container?: string };
  'operator-owned': { readonly why: string };
  'below-default': { readonly mi: bigint; readonly why: Derivation };
  'min-size-ignored': { readonly minSize: Quantity; readonly basis: Basis };
  'limit-clamped': {
    readonly container: string;
    readonly by: 'limit-range' | 'limit-range-min' | 'config';
    readonly limit: Quantity;
    readonly wanted: Quantity;
  };
  'limit-refused': { readonly container: string } & (
    | { readonly reason: 'pod-level' }
    | {
        readonly reason: 'request' | 'size' | 'min' | 'ratio' | 'pod-max' | 'pod-min' | 'pod-ratio';
        readonly by: 'limit-range' | 'config';
        readonly bound: Quantity;
        readonly wanted: Quantity;
      }
  );
  'limit-range-conflict': { readonly container: string; readonly limit: Quantity };
  'quota-counts': { readonly quota: string; readonly limits: Quantity };
  'accelerator-limit': { readonly container: string };
  'vpa-drift': { readonly autoscaler: string };
  'immutable-template': { readonly kind: string };
  'uncovered-pod': { readonly why: Refusal };
  'uncovered-kind': { readonly kind: string } & (
    | { readonly group: string; readonly paths: readonly string[] }
    /** It has no PodSpec: what to do instead. */
    | { readonly remedy: string }
  );
  'ask-for-kind': {
    readonly kind: string;
    /** The kind whose objects it stands in. */
    readonly within?: string;
    /** Why it must be asked for. */
    readonly why: string;
  };
  'needs-shm': {
    /** What says that it needs more, and why that means so. */
    readonly needs: readonly Need[];
    /** The pod has only what the runtime gives it. */
    readonly has: 'runtime' | 'more';
    readonly remedy: LimitRemedy;
  };
  'ratio-one': { readonly message: string };
  'bad-record':
    | { readonly record: 'unreadable'; readonly why: string }
    | { readonly record: 'not-covered'; readonly kind: string };
  'invalid-annotation': { readonly message: string };
  'invalid-quantity': { readonly whose: string; readonly why: string };
  'not-editable':
    | { readonly cause: 'form'; readonly path: string; readonly must: string }
    | { readonly cause: 'metadata'; readonly path: string }
    | { readonly cause: 'overlap'; readonly inner: string; readonly outer: string }
    | {
        readonly cause: 'text';
        readonly why: string;
        readonly line: number;
        readonly column: number;
      };
  'invalid-config': { readonly message: string };
}

/** There is no more to know than the code. */
type NoMore = Readonly<Record<string, unknown>>;
