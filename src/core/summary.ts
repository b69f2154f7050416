import type { Config } from '../config.ts';
import type { Plan } from '../plan.ts';
import { finding, type Finding } from '../plan/findings.ts';

/** What became of a workload, as far as the summary counts it. */
export interface Counted {
  /** It changes, or would in `check`. */
  readonly changes: boolean;
  /** What the change does in a cluster. */
  readonly live: Plan['live'];
}

const order: readonly NonNullable<Plan['live']>[] = [
  'rolls',
  'next',
  'recreated',
  'immutable',
  'second-cluster',
  'unknown',
];

/** How many workloads changed and what that does in a cluster. */
export const summarise = ({ mode }: Config, all: readonly Counted[]): readonly Finding[] => {
  const changed = all.filter(({ changes }) => changes);
  if (changed.length === 0) return [];
  const effects = order
    .map((live) => [live, changed.filter((each) => each.live === live).length] as const)
    .filter(([, count]) => count > 0);
  return [finding({ code: 'summary', mode, changed: changed.length, effects })];
};
