import { amountOfBytes, bytesOf, sum } from './amount.ts';
import { type NamespaceTotals, type ReportPod, risks, type Risk, type Totals } from './model.ts';
import { isBounded } from './shm.ts';

export const totalsOf = (pods: readonly ReportPod[]): Totals => {
  const changed = pods.filter((pod) => pod.changed);
  return {
    workloads: new Set(pods.map(workloadKey)).size,
    pods: pods.length,
    replicas: replicasIn(pods),
    atLeast: pods.some(({ replicas }) => replicas.atLeast),
    changed: changed.length,
    rolling: changed.filter(({ live }) => live === 'rolls').length,
    refused: changed.filter(({ live }) => live === 'immutable').length,
    risks: countRisks(pods),
    limits: {
      before: limitsIn(pods, 'before'),
      after: limitsIn(pods, 'after'),
      incomplete: {
        before: pods.filter(({ limits }) => limits.incomplete.before).length,
        after: pods.filter(({ limits }) => limits.incomplete.after).length,
      },
    },
    sharedMemory: {
      before: sharedIn(pods, 'before'),
      after: sharedIn(pods, 'after'),
      unknown: { before: unknownIn(pods, 'before'), after: unknownIn(pods, 'after') },
    },
    bounded: {
      before: pods.filter(({ shm }) => isBounded(shm.before)).length,
      after: pods.filter(({ shm }) => isBounded(shm.after)).length,
    },
  };
};

/** By name; those without a namespace first. */
export const namespacesOf = (pods: readonly ReportPod[]): readonly NamespaceTotals[] => {
  const groups = new Map<string, ReportPod[]>();
  for (const pod of pods) {
    const namespace = pod.workload.namespace ?? '';
    const group = groups.get(namespace);
    if (group === undefined) groups.set(namespace, [pod]);
    else group.push(pod);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([namespace, group]) => ({ namespace, ...totalsOf(group) }));
};

/** The same workload, whatever its version. */
export const workloadKey = ({ workload }: ReportPod): string => {
  const { apiVersion, kind, namespace, name } = workload;
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return JSON.stringify([namespace ?? '', group, kind, name]);
};

const countRisks = (pods: readonly ReportPod[]): Readonly<Record<Risk, number>> =>
  Object.fromEntries(
    risks.map((risk) => [risk, pods.filter((pod) => pod.risk === risk).length]),
  ) as Record<Risk, number>;

const limitsIn = (pods: readonly ReportPod[], when: 'before' | 'after') =>
  amountOfBytes(sum(pods.map(({ limits }) => bytesOf(limits[when]))));

const sharedIn = (pods: readonly ReportPod[], when: 'before' | 'after') =>
  amountOfBytes(
    sum(
      pods.map(({ sharedMemory: { [when]: amount } }) => (amount === null ? 0n : bytesOf(amount))),
    ),
  );

const unknownIn = (pods: readonly ReportPod[], when: 'before' | 'after'): number =>
  replicasIn(pods.filter(({ sharedMemory }) => sharedMemory[when] === null));

/** A number that JSON can hold, whatever the manifests say. */
const replicasIn = (pods: readonly ReportPod[]): number =>
  Math.min(
    Number.MAX_SAFE_INTEGER,
    pods.reduce((total, { replicas }) => total + replicas.count, 0),
  );
