import { type Config } from '../config.ts';
import { type Place } from '../kinds.ts';
import { keepOrder } from '../data/change.ts';
import type { Fields } from '../data/value.ts';
import { apply, onlyLimits } from './apply.ts';
import type { Context } from './context.ts';
import type { Decision } from './decision.ts';
import { type Change, editsOf } from './edits.ts';
import { finding, type Finding, judge } from './findings.ts';
import { heldInjection, heldLimits, heldRecord, withLimits } from './held.ts';
import { inObject } from './in-shape.ts';
import type { Limit } from './limits.ts';
import { type Container, containersOf } from './pod.ts';
import type { PodRecord } from './record.ts';
import { leftover, released, withKept } from './released.ts';
import { risks } from './risk.ts';
import type { Sized } from './sizing.ts';
import { takeBack, type TakenBack } from './take-back.ts';
import type { Workload } from './workload.ts';
import { decidePod } from './decide-pod.ts';

/** One pod of a workload: what it is now, what it should be, and the decisions in between. */
export interface PodPlan {
  /** Where it is, and what it is now. */
  readonly place: Place;
  /** What was decided; `unselected`: nothing, it is not looked at. */
  readonly outcome: Decision['outcome'] | 'unselected';
  /** The size and how it came about, where there is one. */
  readonly sized: Sized | undefined;
  /** The limits of the containers that count, as far as they were looked at. */
  readonly limits: readonly Limit[];
  /** What it should be, and the record of that. */
  readonly pod: Fields;
  readonly record: PodRecord | undefined;
  readonly findings: readonly Finding[];
  /** The findings that tell an edit; in `check` they are what would be done. */
  readonly edits: readonly Finding[];
  /** Something of it could not be read: the whole workload stays as it was. */
  readonly unread: boolean;
}

/** What keeps a whole workload as it is. */
const unread: ReadonlySet<string> = new Set([
  'invalid-annotation',
  'invalid-quantity',
  'not-editable',
  'partial-object',
]);

const isUnread = ({ code }: Finding): boolean => unread.has(code);

/** In `check`, the edits are errors that say what inject would do and why. */
const asCheck = (edit: Finding): Finding =>
  finding({ code: 'would-change', edit }, edit.field === undefined ? {} : { field: edit.field });

const tellEdits = (edits: readonly Finding[], { mode, severity }: Config): readonly Finding[] =>
  judge(mode === 'check' ? edits.map(asCheck) : edits, severity);

type Outcome = Pick<PodPlan, 'pod' | 'record' | 'edits'>;

/** A pod that keeps what it has; only its injected limits follow its requests. */
const hold = ({ pod, field: place }: Place, owned: PodRecord, before?: PodRecord): Outcome => {
  const limits = heldLimits(pod, owned);
  const after = keepOrder(pod, withLimits(pod, limits)) as Fields;
  if (before === undefined || after === pod) return { record: before, pod, edits: [] };
  const record = heldRecord(before, limits);
  const injection = heldInjection(owned, limits);
  const containers = containersOf(after);
  const change: Change = { place, before: pod, owned, after, containers, record, injection };
  return { record, pod: after, edits: editsOf(change) };
};

/** A pod with what was decided for it written in, and the dangers of that. */
const carryOut = (
  { pod, field: place }: Place,
  taken: TakenBack,
  present: readonly Container[],
  decision: Decision,
  before: PodRecord | undefined,
): Outcome & { readonly dangers: readonly Finding[] } => {
  const limits = decision.outcome === 'theirs' ? heldLimits(pod, taken.owned) : undefined;
  const injection = decision.outcome === 'inject' ? decision.injection : onlyLimits(limits);
  const { pod: applied, record } = apply(taken.pod, present, injection);
  const after = before === undefined ? applied : (keepOrder(pod, applied) as Fields);
  const containers = containersOf(after);
  const { owned } = taken;
  const change: Change = { place, before: pod, owned, after, containers, record, injection };
  const edits = after === pod ? [] : editsOf(change);
  const dangers =
    decision.outcome === 'inject' ? risks(after, containers, place, decision.sized) : [];
  return { pod: after, record, edits, dangers };
};

const untaken = (pod: Fields): TakenBack => ({
  pod,
  owned: {},
  leftover: undefined,
  releasedVolumes: [],
  lostLimits: [],
  releasedLimits: [],
});

const unselected = (place: Place, record: PodRecord | undefined): PodPlan => ({
  place,
  outcome: 'unselected',
  sized: undefined,
  limits: [],
  pod: place.pod,
  record,
  findings: [],
  edits: [],
  unread: false,
});

/** A ResourceQuota counts limits that were not there before. */
const counted = (
  { quotas }: Context,
  record: PodRecord | undefined,
  before: PodRecord | undefined,
): readonly Finding[] =>
  record?.limits === undefined || before?.limits !== undefined
    ? []
    : quotas.map(({ name: quota, limits }) => finding({ code: 'quota-counts', quota, limits }));

/** Plans one pod: what is ours is taken back in thought, and what it should have is decided anew. */
export const planPod = (
  config: Config,
  context: Context,
  workload: Workload,
  place: Place,
  before: PodRecord | undefined,
): PodPlan => {
  const planned = planAsPod(config, context, workload, place, before);
  if (place.view === undefined) return planned;
  const asThere = (found: Finding) => inObject(place, found);
  return {
    ...planned,
    findings: planned.findings.map(asThere),
    edits: planned.edits.map(asThere),
  };
};

const planAsPod = (
  config: Config,
  context: Context,
  workload: Workload,
  place: Place,
  before: PodRecord | undefined,
): PodPlan => {
  const taken = before === undefined ? untaken(place.pod) : takeBack(place.pod, before);
  const present = containersOf(taken.pod);
  const { pod } = taken;
  const { decision, config: own } = decidePod(config, context, workload, place, {
    pod,
    containers: present,
    recorded: before?.unit?.volume,
  });
  if (decision === undefined) return unselected(place, before);
  const { outcome, limits = [] } = decision;
  const decided = {
    place,
    outcome,
    limits,
    sized: outcome === 'inject' ? decision.sized : undefined,
    unread: decision.findings.some(isUnread),
  };
  if (outcome === 'hold') {
    const held = hold(place, taken.owned, before);
    const findings = judge(withKept(decision.findings, before), own.severity);
    return { ...decided, ...held, findings, edits: tellEdits(held.edits, own) };
  }
  const done = carryOut(place, taken, present, decision, before);
  const told = [
    ...leftover(taken, done.record),
    ...released(taken, done.record),
    ...decision.findings,
    ...done.dangers,
    ...counted(context, done.record, before),
  ];
  const { record } = done;
  const findings = judge(told, own.severity);
  return { ...decided, pod: done.pod, record, findings, edits: tellEdits(done.edits, own) };
};
