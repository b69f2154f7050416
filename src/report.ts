import type { Fields } from './data/value.ts';
import type { PodFacts } from './report/facts.ts';
import { risks, type Report, type ReportPod } from './report/model.ts';
import { toRow } from './report/row.ts';
import { scalersOf } from './report/scalers.ts';
import type { PodSample } from './report/stats.ts';
import { namespacesOf, totalsOf } from './report/totals.ts';
import { usageOf, type PodIdentity } from './report/usage.ts';

export interface ReportOptions {
  /** All objects of the input, for the autoscalers among them. */
  readonly objects: readonly Fields[];
  /** `--nodes`: how many nodes a DaemonSet runs on. */
  readonly nodes: number | undefined;
  /** `--stats`: what `parseStats` read. */
  readonly samples: readonly PodSample[];
  /** The running pods of a workload, where the input has them: `foldOwned`. */
  readonly podsOf: (object: Fields) => readonly PodIdentity[];
}

/** What the plans say, as a report: a pure function of them, the same for the same input. */
export const toReport = (facts: readonly PodFacts[], options: ReportOptions): Report => {
  const context = { scalers: scalersOf(options.objects), nodes: options.nodes };
  const usages = usageOf(facts, options.samples, options.podsOf);
  const pods = facts.map((each) => toRow(each, context, usages.get(each))).sort(worstFirst);
  return { version: 1, pods, namespaces: namespacesOf(pods), totals: totalsOf(pods) };
};

export const toJson = (report: object): string => `${JSON.stringify(report, null, 2)}\n`;

const worstFirst = (a: ReportPod, b: ReportPod): number =>
  risks.indexOf(a.risk) - risks.indexOf(b.risk) ||
  compare(a.workload.namespace ?? '', b.workload.namespace ?? '') ||
  compare(a.workload.kind, b.workload.kind) ||
  compare(a.workload.name, b.workload.name) ||
  compare(a.place, b.place) ||
  compare(a.file ?? '', b.file ?? '') ||
  (a.line ?? 0) - (b.line ?? 0);

/** By code points: the same on every machine. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
