import type { Config } from '../config.ts';
import type { Finding } from './findings.ts';
import { anyGlob } from '../select.ts';
import type { Fields } from '../data/value.ts';
import type { Injection } from './apply.ts';
import type { Limit } from './limits.ts';
import type { Sized } from './sizing.ts';
import type { Container } from './pod.ts';

/** A pod to decide on, without anything of ours in it. */
export interface Subject {
  readonly pod: Fields;
  readonly containers: readonly Container[];
  /** The field's path, for results. */
  readonly place: string;
  /** The annotations that the pod gets. */
  readonly annotations: Fields;
  /** The volume's name in the record, kept where it is still free. */
  readonly recorded: string | undefined;
  /** Names of the workload's volume claims, which take a volume's place. */
  readonly claims: readonly string[];
  /** Whether a container without an image is a part, which something completes. */
  readonly isCompleted: boolean;
}

/**
 * What a pod should have. `leave`: nothing of ours. `hold`: what it has, because it cannot be sized now. `theirs`: its
 * author's own, untouched.
 */
export type Decision = {
  readonly findings: readonly Finding[];
  /** The limits of the containers that count, as far as they were looked at. */
  readonly limits?: readonly Limit[];
} & (
  | { readonly outcome: 'leave' | 'hold' | 'theirs' }
  | { readonly outcome: 'inject'; readonly injection: Injection; readonly sized: Sized }
);

export const isSelected = (
  { containers, excludeContainers }: Config,
  { name }: Container,
): boolean => anyGlob(containers, name) && !anyGlob(excludeContainers, name);
