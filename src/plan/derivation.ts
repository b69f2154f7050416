import type { Quantity, Ratio } from '../quantity.ts';

/** Where a container's memory limit is from. */
export type LimitOrigin =
  /** It stands in the container. */
  | { readonly from: 'container'; readonly container: string }
  /** It is that of the pod's own resources. */
  | { readonly from: 'pod' }
  /** The API server fills it in. */
  | { readonly from: 'limit-range'; readonly container: string }
  /** It is injected. */
  | { readonly from: 'config' | 'annotation'; readonly container: string }
  /** It is injected, and its request raised it above the default. */
  | { readonly from: 'raised'; readonly container: string; readonly above: Quantity }
  /** It is no limit: the memory request stands in for one. */
  | { readonly from: 'request'; readonly container: string };

/** What a size is derived from. */
export interface Basis {
  readonly quantity: Quantity;
  readonly origin: LimitOrigin;
  /** The container whose limit it is. */
  readonly container: string;
}

/** How a size came about: what it starts from, what bounded it, and whether whole Mi took something off. */
export interface Derivation {
  readonly start:
    | { readonly from: 'size' | 'fallback'; readonly size: Quantity }
    | { readonly from: 'ratio'; readonly ratio: Ratio; readonly basis: Basis };
  /** `minSize`, where it raised the size. */
  readonly raisedTo?: Quantity;
  /** `maxSize`, where it lowered the size. */
  readonly loweredTo?: Quantity;
  readonly rounded: boolean;
}
