import type { Shape } from './shape.ts';

/**
 * What a changed PodSpec does where the object already runs: its pods are replaced, only new pods have it, the API
 * refuses it, a second cluster is started, or nobody knows.
 */
export type Live = 'rolls' | 'next' | 'immutable' | 'second-cluster' | 'unknown';

export interface KindRow {
  /** `''` is the core group. */
  readonly group: string;
  readonly kind: string;
  /** Where its PodSpecs are, in the notation of `parsePath`. */
  readonly paths: readonly string[];
  /** How the pods there are read and written, where they are no PodSpecs. */
  readonly shape?: Shape;
  readonly live: Live;
  /** Why the kind must be asked for by name, and what changes with it. */
  readonly optIn?: string;
  /** Why the kind is never changed, with the operator's own knob. */
  readonly never?: string;
  /** A container may be without an image: the operator adds it, or merges the template with what has one. */
  readonly imageByOperator?: true;
}

/** Rows of several kinds, with blanks between them, that differ by nothing but their names. */
export const rows = (
  live: Live,
  group: string,
  kinds: string,
  ...paths: readonly string[]
): readonly KindRow[] => kinds.split(' ').map((kind) => ({ group, kind, paths, live }));

/** Rows of which a container may be without an image. */
export const imageByOperator = (of: readonly KindRow[]): readonly KindRow[] =>
  of.map((row) => ({ ...row, imageByOperator: true }));

/** Rows of which the pods have a shape of their own. */
export const shaped = (shape: Shape, of: readonly KindRow[]): readonly KindRow[] =>
  of.map((row) => ({ ...row, shape }));

/** `spec.template.spec`, as most kinds have it. */
export const T = 'spec.template.spec';

/** The PodSpecs of a RayCluster whose spec is at a path. */
export const ray = (at: string): readonly string[] => [
  `${at}.headGroupSpec.template.spec`,
  `${at}.workerGroupSpecs[groupName].template.spec`,
];
