import * as E from 'fp-ts/lib/Either.js';
import { type Config, override, type Problem } from '../config.ts';
import { podsOf, type Place } from '../kinds.ts';
import { finding, type Finding, judge } from '../result.ts';
import { keepOrder } from '../data/change.ts';
import type { Fields } from '../data/value.ts';
import { annotationsOf } from './annotations.ts';
import { apply, onlyLimits } from './apply.ts';
import type { Context } from './context.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import { type Change, editsOf } from './edits.ts';
import { heldInjection, heldLimits, heldRecord, withLimits } from './held.ts';
import { type Container, containerNames, containersOf, field, maps, SHM } from './pod.ts';
import type { PodRecord } from './record.ts';
import { leftover, released, withKept } from './released.ts';
import { risks } from './risk.ts';
import { controlOf, isIn, isLocal, problems, templateOf } from './scope.ts';
import { takeBack, type TakenBack } from './take-back.ts';
import type { Workload } from './workload.ts';

/** One pod of a workload: what it is now, and what it should be. */
export interface PodPlan {
  readonly place: Place;
  readonly after: PodRecord | undefined;
  readonly pod: Fields;
  readonly findings: readonly Finding[];
  readonly edits: readonly Finding[];
  /** Something of it could not be read: the whole workload stays as it was. */
  readonly unread: boolean;
}

const claimsOf = (object: Fields): readonly string[] =>
  maps(field(field(object, 'spec'), 'volumeClaimTemplates')).map((claim) =>
    String(field(field(claim, 'metadata'), 'name')),
  );

/** What is wrong with an annotation that gives a limit to a container that the workload does not have. */
const strangerIn = (
  { defaultMemoryLimit: { byContainer } }: Config,
  { object, row }: Workload,
): Problem | undefined => {
  if (byContainer.size === 0) return undefined;
  const names = podsOf(object, row.paths).flatMap(({ pod }) =>
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
  pod: Fields,
  containers: readonly Container[],
  recorded: string | undefined,
): Decided => {
  const by = (decision: Decision | undefined, used = config): Decided => ({
    decision,
    config: used,
  });
  if (config.mode === 'remove') return by({ outcome: 'leave', findings: [] });
  const object = annotationsOf(workload.object);
  const template = templateOf(workload.object, place);
  const annotations = template === workload.object ? object : annotationsOf(template);
  const state = isIn(config, object, annotations);
  if (state !== 'in') return by(state === 'unselected' ? undefined : state);
  if (isLocal(object)) return by({ outcome: 'leave', findings: [] });
  const control = controlOf(workload.object);
  if (control !== undefined)
    return by({
      outcome: 'leave',
      findings: [finding('controlled-object', `no ${SHM} is injected: ${control}`)],
    });
  const own = override(config, object, template === workload.object ? {} : annotations);
  if (E.isLeft(own)) return by(problems(own.left));
  const stranger = strangerIn(own.right, workload);
  if (stranger !== undefined) return by(problems([stranger]));
  return by(
    decide(own.right, context.rangeOf(workload.namespace), {
      pod,
      containers,
      place: place.field,
      annotations,
      recorded,
      claims: claimsOf(workload.object),
    }),
    own.right,
  );
};

const isUnread = ({ code }: Finding): boolean =>
  code === 'invalid-annotation' || code === 'invalid-quantity' || code === 'not-editable';

/** In `check`, the edits are errors that say what inject would do and why. */
const asCheck = (edits: readonly Finding[]): readonly Finding[] =>
  edits.map(({ message, field: about }) =>
    finding(
      'would-change',
      `not done yet: ${message}`,
      about === undefined ? {} : { field: about },
    ),
  );

const tellEdits = (edits: readonly Finding[], { mode, severity }: Config): readonly Finding[] =>
  judge(mode === 'check' ? asCheck(edits) : edits, severity);

/** A pod that keeps what it has; only its injected limits follow its requests. */
const hold = (
  place: Place,
  owned: PodRecord,
  before: PodRecord | undefined,
): Pick<PodPlan, 'place' | 'after' | 'pod' | 'edits'> => {
  const { pod } = place;
  const limits = heldLimits(pod, owned);
  const after = keepOrder(pod, withLimits(pod, limits)) as Fields;
  if (before === undefined || after === pod) return { place, after: before, pod, edits: [] };
  const record = heldRecord(before, limits);
  const injection = heldInjection(owned, limits);
  const containers = containersOf(after);
  const change: Change = {
    place: place.field,
    before: pod,
    owned,
    after,
    containers,
    record,
    injection,
  };
  return { place, after: record, pod: after, edits: editsOf(change) };
};

/** Plans one pod: what is ours is taken back in thought, and what it should have is decided anew. */
export const planPod = (
  config: Config,
  context: Context,
  workload: Workload,
  place: Place,
  before: PodRecord | undefined,
): PodPlan => {
  const { pod } = place;
  const taken: TakenBack =
    before === undefined
      ? { pod, owned: {}, leftover: undefined, releasedVolumes: [], releasedLimits: [] }
      : takeBack(pod, before);
  const present = containersOf(taken.pod);
  const { decision, config: own } = decidePod(
    config,
    context,
    workload,
    place,
    taken.pod,
    present,
    before?.volume,
  );
  if (decision === undefined)
    return { place, after: before, pod, findings: [], edits: [], unread: false };
  const unread = decision.findings.some(isUnread);
  const findings = judge(withKept(decision.findings, before), own.severity);
  if (decision.outcome === 'hold') {
    const { edits, ...held } = hold(place, taken.owned, before);
    return { ...held, findings, edits: tellEdits(edits, own), unread };
  }
  const limits = decision.outcome === 'theirs' ? heldLimits(pod, taken.owned) : undefined;
  const injection = decision.outcome === 'inject' ? decision.injection : onlyLimits(limits);
  const { pod: applied, record } = apply(taken.pod, present, injection);
  const after = before === undefined ? applied : (keepOrder(pod, applied) as Fields);
  const containers = containersOf(after);
  const change: Change = {
    place: place.field,
    before: pod,
    owned: taken.owned,
    after,
    containers,
    record,
    injection,
  };
  const edits = after === pod ? [] : editsOf(change);
  const dangers =
    decision.outcome === 'inject' ? risks(after, containers, place.field, decision.basis) : [];
  const told = [
    ...leftover(taken, record),
    ...released(taken, record),
    ...decision.findings,
    ...dangers,
  ];
  return {
    place,
    after: record,
    pod: after,
    findings: judge(told, own.severity),
    edits: tellEdits(edits, own),
    unread,
  };
};
