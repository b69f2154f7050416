import { bytesOf } from './amount.ts';
import type { Change } from './amount.ts';
import type { Report, ReportPod, Totals } from './model.ts';
import { workloadKey } from './totals.ts';

/** What stands in one report and not, or not so, in another. `before` is the base. */
export interface Comparison {
  readonly version: 1;
  readonly added: readonly ReportPod[];
  readonly removed: readonly ReportPod[];
  readonly changed: readonly Change<ReportPod>[];
  readonly unchanged: number;
  readonly totals: Change<Totals>;
  /** Head less base, once the plans of both are done; bytes above 2^53 - 1 as in `Amount`. */
  readonly difference: Difference;
}

export interface Difference {
  readonly pods: number;
  readonly replicas: number;
  readonly limits: number | string;
  readonly sharedMemory: number | string;
  readonly bounded: number;
}

/** Compares reports by workload and place; where a file or a line moved, nothing changed. */
export const compareReports = (base: Report, head: Report): Comparison => {
  const before = indexed(base.pods);
  const after = indexed(head.pods);
  const changed = [...after].flatMap(([key, pod]) => {
    const was = before.get(key);
    return was === undefined || sameRow(was, pod) ? [] : [{ before: was, after: pod }];
  });
  const added = [...after].flatMap(([key, pod]) => (before.has(key) ? [] : [pod]));
  const removed = [...before].flatMap(([key, pod]) => (after.has(key) ? [] : [pod]));
  return {
    version: 1,
    added,
    removed,
    changed,
    unchanged: after.size - added.length - changed.length,
    totals: { before: base.totals, after: head.totals },
    difference: differenceOf(base.totals, head.totals),
  };
};

/** Manifests may name the same workload twice: those are told apart by their turn. */
const indexed = (pods: readonly ReportPod[]): ReadonlyMap<string, ReportPod> => {
  const turns = new Map<string, number>();
  return new Map(
    pods.map((pod) => {
      const name = `${workloadKey(pod)} ${pod.place}`;
      const turn = turns.get(name) ?? 0;
      turns.set(name, turn + 1);
      return [`${name} ${turn}`, pod];
    }),
  );
};

/** What was measured, and where a manifest stands, is no change of it. */
const sameRow = (a: ReportPod, b: ReportPod): boolean => essence(a) === essence(b);

const essence = (pod: ReportPod): string => {
  const { file: _file, line: _line, usage: _usage, workload, ...rest } = pod;
  const { apiVersion: _version, ...named } = workload;
  return JSON.stringify([named, rest]);
};

const differenceOf = (base: Totals, head: Totals): Difference => ({
  pods: head.pods - base.pods,
  replicas: head.replicas - base.replicas,
  limits: exact(bytesOf(head.limits.after) - bytesOf(base.limits.after)),
  sharedMemory: exact(bytesOf(head.sharedMemory.after) - bytesOf(base.sharedMemory.after)),
  bounded: head.bounded.after - base.bounded.after,
});

const exact = (bytes: bigint): number | string =>
  Number.isSafeInteger(Number(bytes)) ? Number(bytes) : `${bytes}`;
