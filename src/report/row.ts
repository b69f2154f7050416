import { wholeBytes, amountOf, amountOfBytes, sum } from './amount.ts';
import type { ContainerFacts, PodFacts } from './facts.ts';
import type { LimitsOfPod, ReportContainer, ReportPod, ReportWorkload, Usage } from './model.ts';
import { type ReplicaContext, replicasOf } from './replicas.ts';
import { killedFirst, riskOf } from './risk.ts';
import { limitsOf, sharedBytes, shmState } from './shm.ts';
import { whyOf } from './why.ts';

/** The row of one pod. */
export const toRow = (
  facts: PodFacts,
  context: ReplicaContext,
  usage: Usage | undefined,
): ReportPod => {
  const { workload, place, shm } = facts;
  const replicas = replicasOf(workload.object, place.steps, context);
  const first = killedFirst(facts);
  return {
    risk: riskOf(facts),
    workload: workloadOf(facts),
    place: place.field,
    ...(workload.file !== undefined && { file: workload.file }),
    ...(workload.line !== undefined && { line: workload.line }),
    containers: facts.containers.map(toContainer),
    shm: { before: shmState(shm.before), after: shmState(shm.after) },
    why: whyOf(facts),
    ...(first && { killedFirst: first }),
    changed: facts.changed,
    live: facts.live,
    replicas,
    limits: limitsOfPod(facts, BigInt(replicas.count)),
    sharedMemory: {
      before: shared(facts, 'before', BigInt(replicas.count)),
      after: shared(facts, 'after', BigInt(replicas.count)),
    },
    ...(usage && { usage }),
  };
};

const workloadOf = ({ workload }: PodFacts): ReportWorkload => ({
  apiVersion: workload.apiVersion,
  kind: workload.kind,
  ...(workload.namespace !== undefined && { namespace: workload.namespace }),
  name: workload.name,
});

const toContainer = ({ name, role, counts, mounts, limit }: ContainerFacts): ReportContainer => ({
  name,
  role,
  counts,
  mounts,
  limit: {
    before: limit.before === undefined ? null : amountOf(limit.before),
    after: limit.after === undefined ? null : amountOf(limit.after),
    origin: limit.origin,
  },
});

const limitsOfPod = (facts: PodFacts, replicas: bigint): LimitsOfPod => {
  const total = (when: 'before' | 'after') =>
    facts.podLimit === undefined
      ? sum(limitsOf(facts, when).map((limit) => limit ?? 0n))
      : wholeBytes(facts.podLimit);
  const isIncomplete = (when: 'before' | 'after') =>
    facts.podLimit === undefined && limitsOf(facts, when).includes(undefined);
  return {
    before: amountOfBytes(total('before') * replicas),
    after: amountOfBytes(total('after') * replicas),
    incomplete: { before: isIncomplete('before'), after: isIncomplete('after') },
  };
};

const shared = (facts: PodFacts, when: 'before' | 'after', replicas: bigint) => {
  const bytes = sharedBytes(facts, when);
  return bytes === undefined ? null : amountOfBytes(bytes * replicas);
};
