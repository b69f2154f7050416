import type { Severity } from '../result.ts';
import type { Amount, Change } from './amount.ts';
import type { ContainerFacts, LimitOrigin, PodLive } from './facts.ts';

// The report as data, which is its JSON too: `fn-config/report.schema.json`.

/** Worst first. */
export const risks = [
  'error',
  'unbounded',
  'oom-risk',
  'disk',
  'needs-shm',
  'unknown',
  'ok',
] as const;

export type Risk = (typeof risks)[number];

export interface Report {
  readonly version: 1;
  /** Worst first, then by namespace, kind, name and place. */
  readonly pods: readonly ReportPod[];
  readonly namespaces: readonly NamespaceTotals[];
  readonly totals: Totals;
}

/** One PodSpec: a workload with several has a row for each. */
export interface ReportPod {
  readonly risk: Risk;
  readonly workload: ReportWorkload;
  /** Where the PodSpec is in it. */
  readonly place: string;
  readonly file?: string;
  readonly line?: number;
  readonly containers: readonly ReportContainer[];
  readonly shm: Change<ShmState>;
  readonly why: Why;
  /** The container that is killed first when `/dev/shm` fills up. */
  readonly killedFirst?: KilledFirst;
  /** The plan changes the PodSpec. */
  readonly changed: boolean;
  /** What a change does where the object already runs. */
  readonly live: PodLive;
  readonly replicas: Replicas;
  readonly limits: LimitsOfPod;
  /** What its volume may hold × replicas; null where nobody knows. The runtime's 64Mi is not counted. */
  readonly sharedMemory: Change<Amount | null>;
  readonly usage?: Usage;
}

export interface ReportWorkload {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

export interface ReportContainer {
  readonly name: string;
  readonly role: ContainerFacts['role'];
  readonly counts: boolean;
  readonly mounts: boolean;
  /** Null where no limit is known. */
  readonly limit: Change<Amount | null> & { readonly origin: LimitOrigin };
}

export interface ShmState {
  readonly state: 'runtime' | 'memory' | 'unbounded' | 'disk' | 'host' | 'other';
  readonly size?: Amount;
  readonly volume?: string;
  readonly owner?: 'author' | 'inject-shm';
  /** What the host or another source gives. */
  readonly what?: string;
}

export interface Why {
  /** How the size came about: `0.5 × 2Gi (limit of db)`. */
  readonly arithmetic?: string;
  readonly findings: readonly ReportFinding[];
}

export interface ReportFinding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly remedy?: string;
}

export interface KilledFirst {
  readonly container: string;
  readonly limit: Amount;
}

export interface Replicas {
  readonly count: number;
  /** There may be more: a DaemonSet, a CronJob that allows overlap, a count that a template gives. */
  readonly atLeast: boolean;
  /** What says so: `spec.replicas`, `HorizontalPodAutoscaler trainer`, `default`. */
  readonly from: string;
}

/** The memory limits of the pod's containers and sidecars × replicas. */
export interface LimitsOfPod extends Change {
  /** A container or sidecar has none, before or after. */
  readonly incomplete: Change<boolean>;
}

/** The fullest that was measured, over all snapshots and pods. */
export interface Usage {
  readonly used: Amount;
  readonly size: Amount;
  /** Of the size, rounded. */
  readonly percent: number;
  /** Pods that were measured. */
  readonly pods: number;
  /** `statfs` counts deleted files that are still open or mapped, `du` does not. */
  readonly by: 'statfs' | 'du';
  readonly advice?: 'raise';
}

export interface Totals {
  readonly workloads: number;
  /** PodSpecs: the rows. */
  readonly pods: number;
  readonly replicas: number;
  /** There may be more replicas, and so more of everything. */
  readonly atLeast: boolean;
  readonly changed: number;
  /** Changed rows whose pods are replaced at once. */
  readonly rolling: number;
  /** Changed rows that the API server refuses where the object exists. */
  readonly refused: number;
  readonly risks: Readonly<Record<Risk, number>>;
  readonly limits: Change & { readonly incomplete: Change<number> };
  /** Of volumes. `unknown` replicas stand beside the total. */
  readonly sharedMemory: Change & { readonly unknown: Change<number> };
  /** Rows whose `/dev/shm` has a bound. */
  readonly bounded: Change<number>;
}

export interface NamespaceTotals extends Totals {
  /** Empty where the manifest names none. */
  readonly namespace: string;
}
