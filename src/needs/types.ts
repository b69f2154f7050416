/** How sure a signal is: `strong` and `medium` ones select a pod, `weak` ones are only told. */
export type Strength = 'strong' | 'medium' | 'weak';

/** What it is that keeps something in `/dev/shm`: an opposite says of which of them it is the end. */
export type User =
  | 'engine'
  | 'nccl'
  | 'training'
  | 'ray'
  | 'mpi'
  | 'postgres'
  | 'oracle'
  | 'chromium'
  | 'browser'
  | 'server'
  | 'path'
  | 'given';

/** Why a signal means that 64Mi are not enough. */
export interface Reason {
  readonly user: User;
  readonly strength: Strength;
  readonly why: string;
  /** How much others give it, as a Quantity. */
  readonly hint?: string;
  /** `owner/repository@commit`, `owner/repository#issue`, or the title of a page. */
  readonly source: string;
}

/** A signal that was found. */
export interface Signal {
  readonly signal: string;
  readonly reason: Reason;
}

/** A row of the table: what it matches, as people read it, and why. */
export interface NeedRow {
  readonly matches: readonly string[];
  readonly reason: Reason;
}

/** What takes needs away. */
export interface Opposite {
  readonly matches: readonly string[];
  /** Whose needs in the same container; `all` for every one of them. */
  readonly ends: readonly User[] | 'all';
  readonly why: string;
  readonly source: string;
}

/** Why a pod needs more than the 64Mi that the runtime gives it. */
export interface Need {
  /** What was found: `image vllm/vllm-openai`, `argument --tensor-parallel-size 4`, `2 × nvidia.com/gpu`. */
  readonly signal: string;
  /** The container it was found in; none where the kind says so. */
  readonly container?: string;
  readonly why: string;
  readonly hint?: string;
  readonly source: string;
  readonly strength: Strength;
}
