import * as E from 'fp-ts/lib/Either.js';
import type { Resource } from '../core/resource.ts';
import { type KindRow, podsOf, type Place } from '../kinds.ts';
import type { Plan } from '../plan.ts';
import { annotationsOf } from '../plan/annotations.ts';
import type { Finding } from '../plan/findings.ts';
import { knownMemory, podMemory } from '../plan/memory.ts';
import { messageOf } from '../plan/messages.ts';
import type { PodPlan } from '../plan/pod-plan.ts';
import { readRecord, RECORD, type PodRecord } from '../plan/record.ts';
import { codeTable } from '../result/codes.ts';
import type { FindingFacts, KillFacts, PodFacts, WorkloadFacts } from './facts.ts';
import { containersIn } from './plan-containers.ts';
import { shmOf } from './plan-shm.ts';
import { sizingOf } from './plan-sizing.ts';

/** A resource with its plan, and where it was read. */
export interface PlannedResource {
  readonly resource: Resource;
  readonly row: KindRow;
  readonly plan: Plan;
  /** Why its text cannot be edited, where it cannot: it stays as it was. */
  readonly refused?: readonly FindingFacts[];
  readonly file: string | undefined;
  readonly line: number | undefined;
}

/**
 * What a plan says of each of its pods; nothing of those that are not looked at.
 * @param isTold the report tells nothing of those that are not selected
 */
export const factsOf = (
  planned: PlannedResource,
  isTold: (pod: PodPlan) => boolean = ({ outcome }) => outcome !== 'unselected',
): readonly PodFacts[] => {
  const { plan, resource, row } = planned;
  const before = recordsOf(planned);
  const pods: readonly Told[] =
    plan.pods.length > 0
      ? plan.pods.filter(isTold)
      : podsOf(resource.object, row).map((place) => ({ place, findings: [] }));
  const shared = plan.findings.filter(
    (found) => found.pod === undefined && !plan.pods.some((pod) => pod.findings.includes(found)),
  );
  return pods.map((pod) => podFacts(planned, pod, shared, before.get(pod.place.path)));
};

/** A pod as far as it was planned. */
type Told = Pick<PodPlan, 'place' | 'findings'> & Partial<PodPlan>;

const podFacts = (
  { resource, row, plan, refused = [], file, line }: PlannedResource,
  told: Told,
  shared: readonly Finding[],
  before: PodRecord | undefined,
): PodFacts => {
  const { place, sized, limits = [] } = told;
  const isPlanned = plan.wanted !== resource.object && refused.length === 0;
  const isChanged = isPlanned && (told.pod ?? place.pod) !== place.pod;
  const [pod, record] = isChanged ? [told.pod ?? place.pod, told.record] : [place.pod, before];
  const findings = [...told.findings, ...shared];
  return {
    workload: workloadFacts(resource, file, line),
    place: placeFacts(place),
    containers: containersIn(place.pod, pod, limits),
    podLimit: knownMemory(podMemory(pod)),
    shm: { before: shmOf(place.pod, before), after: shmOf(pod, record) },
    sizing: sized && sizingOf(sized),
    findings: [...refused, ...findings.map(findingFacts)],
    atRisk: findings.flatMap(killsIn),
    live: plan.live ?? row.live,
    changed: isChanged,
  };
};

const workloadFacts = (
  { apiVersion, kind, name = '', namespace, object }: Resource,
  file: string | undefined,
  line: number | undefined,
): WorkloadFacts => ({ apiVersion, kind, name, namespace, object, file, line });

const placeFacts = ({ field, steps }: Place): PodFacts['place'] => ({ field, steps });

const findingFacts = (found: Finding): FindingFacts => {
  const isUnsized = found.code === 'unbounded' && found.sized === undefined;
  const remedy = isUnsized ? SET_ONE : codeTable[found.code].remedy;
  return {
    code: found.code,
    severity: found.severity,
    message: messageOf(found),
    ...(remedy === 'None needed.' ? {} : { remedy }),
  };
};

/** What helps where no size can be named. */
const SET_ONE = 'Set a `sizeLimit`, or give it `resources.limits.memory`.';

const killsIn = (found: Finding): readonly KillFacts[] => {
  if (found.code !== 'oom-risk') return [];
  return found.who === 'writer'
    ? [{ container: found.container, limit: found.limit, volumes: found.total }]
    : found.containers.map((each) => ({ ...each, volumes: undefined }));
};

const recordsOf = ({ resource, row }: PlannedResource): ReadonlyMap<string, PodRecord> => {
  const text = annotationsOf(resource.object)[RECORD];
  const read = text === undefined ? undefined : readRecord(text, row.paths);
  return read !== undefined && E.isRight(read) ? read.right.pods : new Map();
};
