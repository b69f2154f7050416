import * as E from 'fp-ts/lib/Either.js';
import { type Config, override, type Problem } from '../config.ts';
import { podsOf, type Place } from '../kinds.ts';
import { keepOrder } from '../data/change.ts';
import type { Fields } from '../data/value.ts';
import type { Need } from '../needs/types.ts';
import { once } from '../needs/patterns.ts';
import { isAsked } from '../select.ts';
import { annotationsOf } from './annotations.ts';
import { apply, onlyLimits } from './apply.ts';
import type { Context } from './context.ts';
import { decide } from './decide.ts';
import type { Decision, Subject } from './decision.ts';
import { type Change, editsOf } from './edits.ts';
import { finding, type Finding, judge } from './findings.ts';
import { heldInjection, heldLimits, heldRecord, withLimits } from './held.ts';
import { inObject } from './in-shape.ts';
import type { Limit } from './limits.ts';
import { containerNames } from './messages.ts';
import { partialIn } from './partial.ts';
import { type Container, containersOf, field, maps } from './pod.ts';
import type { PodRecord } from './record.ts';
import { leftover, released, withKept } from './released.ts';
import { risks } from './risk.ts';
import type { Sized } from './sizing.ts';
import { controlOf, isIn, isLocal, problems, templateAnnotations } from './scope.ts';
import { takeBack, type TakenBack } from './take-back.ts';
import type { Workload } from './workload.ts';

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

const claimsOf = (object: Fields): readonly string[] =>
  maps(field(field(object, 'spec'), 'volumeClaimTemplates')).map((claim) =>
    String(field(field(claim, 'metadata'), 'name')),
  );

/** What is wrong with an annotation that gives a limit to a container that the workload does not have. */
const strangerIn = (config: Config, { object, row }: Workload): Problem | undefined => {
  const { byContainer } = config.defaultMemoryLimit;
  if (byContainer.size === 0) return undefined;
  const names = podsOf(object, row, isAsked(config)).flatMap(({ pod }) =>
    containersOf(pod).flatMap(({ role, name }) => (role === 'container' ? [name] : [])),
  );
  const stranger = [...byContainer.keys()].find((name) => !names.includes(name));
  const annotation = 'inject-shm.dev/memory-limit';
  return stranger === undefined
    ? undefined
    : {
        field: annotation,
        value: stranger,
        message: `\`${annotation}\` names container "${stranger}", which is not there; there is ${containerNames([...new Set(names)])}`,
      };
};

/** The tables of needs are loaded where somebody asks for them: most runs do not. */
const tables = () => require('../needs.ts') as typeof import('../needs.ts');

/** Why a pod needs more than the runtime gives it; looked for when somebody asks. */
const needsFor = (
  { needs: images }: Config,
  { apiGroup: group, kind }: Workload,
  { pod, containers }: Pick<Subject, 'pod' | 'containers'>,
): (() => readonly Need[]) => {
  return once(() => tables().needsOf(pod, containers, { group, kind }, images));
};

/** Tells what a pod was selected by; and in `check`, that one which needs it has only what the runtime gives. */
const withNeeds = (
  { select, mode }: Config,
  decision: Decision,
  needs: () => readonly Need[],
): Decision => {
  const { outcome, findings } = decision;
  if (outcome === 'inject')
    return select === 'needed' && needs().length > 0
      ? { ...decision, findings: [...findings, selectedBy(needs())] }
      : decision;
  const missed = findings.find(({ code }) => code === 'no-memory-limit');
  if (mode !== 'check' || outcome !== 'hold' || missed?.code !== 'no-memory-limit') return decision;
  if (missed.severity === 'error' || !tables().isNeeded(needs())) return decision;
  const { remedy, field: about } = missed;
  const fact = { code: 'needs-shm', needs: needs(), has: 'runtime', remedy } as const;
  const others = findings.filter(({ code }) => code !== 'no-memory-limit');
  return {
    ...decision,
    findings: [...others, finding(fact, about === undefined ? {} : { field: about })],
  };
};

const selectedBy = (needs: readonly Need[]): Finding =>
  finding({ code: 'needs-shm', needs, has: 'more', remedy: 'limit' }, { severity: 'info' });

/** A decision, and the config that it was made by: the workload's annotations applied. */
interface Decided {
  readonly decision: Decision | undefined;
  readonly config: Config;
}

const decidePod = (
  config: Config,
  context: Context,
  workload: Workload,
  place: Place,
  subject: Pick<Subject, 'pod' | 'containers' | 'recorded'>,
): Decided => {
  const by = (decision: Decision | undefined, used = config): Decided => ({
    decision,
    config: used,
  });
  if (config.mode === 'remove') return by({ outcome: 'leave', findings: [] });
  const own = annotationsOf(workload.object);
  const template = templateAnnotations(workload.object, place);
  const state = isIn(config, context, own, template);
  if (state === 'unselected') return by(undefined);
  if (typeof state !== 'string') return by(state);
  const refused = place.view?.refused;
  const part =
    context.at === 'render' && refused === undefined
      ? partialIn(context, workload, subject.containers)
      : undefined;
  if (part !== undefined) return by({ outcome: 'hold', findings: [part] });
  if (context.honoursLocalConfig && isLocal(own)) return by({ outcome: 'leave', findings: [] });
  const control = controlOf(workload.object, context);
  if (control !== undefined) return by({ outcome: 'leave', findings: [control] });
  const overridden = override(config, own, template);
  if (E.isLeft(overridden)) return by(problems(overridden.left));
  const stranger = strangerIn(overridden.right, workload);
  if (stranger !== undefined) return by(problems([stranger]));
  const all = { ...own, ...template };
  const isChosen = state === 'asked' || subject.recorded !== undefined;
  const needs = needsFor(overridden.right, workload, subject);
  if (config.select === 'needed' && !isChosen && !tables().isNeeded(needs())) return by(undefined);
  if (refused !== undefined)
    return by({ outcome: 'hold', findings: [finding({ code: 'uncovered-pod', why: refused })] });
  const decision = decide(overridden.right, context, {
    ...subject,
    place: place.field,
    annotations: all,
    claims: [...claimsOf(workload.object), ...(place.view?.taken ?? [])],
  });
  return by(withNeeds(overridden.right, decision, needs), overridden.right);
};

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
