import * as E from 'fp-ts/lib/Either.js';
import { injectAnnotation, override, type Config } from '../config.ts';
import type { Place } from '../kinds.ts';
import { finding, judge, type Finding } from '../result.ts';
import type { Fields, Value } from '../yaml/index.ts';
import { annotationsOf } from './annotations.ts';
import { apply } from './apply.ts';
import type { Context } from './context.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import { editsOf } from './edits.ts';
import { settle } from './immutable.ts';
import { field, isTrue, maps } from './pod.ts';
import type { PodRecord } from './record.ts';
import { takeBack, type TakenBack } from './take-back.ts';
import type { Workload } from './workload.ts';

/** One pod of a workload: what it is now, and what it should be. */
export interface PodPlan {
  readonly place: Place;
  readonly before: PodRecord | undefined;
  readonly after: PodRecord | undefined;
  readonly pod: Fields;
  readonly findings: readonly Finding[];
  readonly edits: readonly Finding[];
  /** Something of it could not be read: the whole workload stays as it was. */
  readonly unread: boolean;
}

/** The object that a PodSpec's metadata belong to: its template, or for a Pod the object itself. */
const templateOf = (object: Fields, { steps }: Place): Value =>
  steps.slice(0, -1).reduce<Value>((value, step) => (value as Fields)[step], object);

const isSilent = (annotations: Fields): boolean =>
  isTrue(annotations['config.kubernetes.io/local-config']);

const isControlled = (object: Fields): boolean =>
  Object.hasOwn(annotationsOf(object), 'kubernetes.io/config.mirror') ||
  maps(field(field(object, 'metadata'), 'ownerReferences')).some(
    (owner) => isTrue(field(owner, 'controller')) || field(owner, 'kind') === 'Node',
  );

const problems = (
  found: readonly { readonly field: string; readonly message: string }[],
): Decision => ({
  outcome: 'hold',
  findings: found.map(({ message }) => finding('invalid-annotation', message)),
});

/** Whether a pod is looked at, is out, or has an annotation that is neither. */
const isIn = (config: Config, object: Fields, template: Fields): Decision | 'in' | 'unselected' => {
  const inject = injectAnnotation(object, template);
  if (E.isLeft(inject)) return problems([inject.left]);
  if (inject.right === 'false') return { outcome: 'leave', findings: [] };
  return config.select === 'annotated' && inject.right !== 'true' ? 'unselected' : 'in';
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
  if (isSilent(object)) return by({ outcome: 'leave', findings: [] });
  if (isControlled(workload.object))
    return by({
      outcome: 'leave',
      findings: [
        finding(
          'controlled-object',
          'no /dev/shm is injected: the object is a mirror pod or has a controller as its owner',
        ),
      ],
    });
  const own = override(config, object, template === workload.object ? {} : annotations);
  if (E.isLeft(own)) return by(problems(own.left));
  return by(
    decide(own.right, context.rangeOf(workload.namespace), {
      pod,
      place: place.field,
      annotations,
      recorded,
    }),
    own.right,
  );
};

/** What stays of a record whose unit became somebody else's: the limits that still are ours. */
const keptLimits = (
  { limits }: PodRecord,
  { releasedLimits }: TakenBack,
): ReadonlyMap<string, string> =>
  new Map(Object.entries(limits ?? {}).filter(([name]) => !releasedLimits.includes(name)));

const released = (before: PodRecord, taken: TakenBack): readonly Finding[] => [
  ...(taken.released
    ? [
        finding(
          'released',
          `what was injected at /dev/shm (volume "${before.volume ?? before.completed}") has been changed since; it is left alone from now on`,
        ),
      ]
    : []),
  ...taken.releasedLimits.map((name) =>
    finding(
      'released',
      `the injected memory limit of container "${name}" has been changed since; it is left alone from now on`,
    ),
  ),
];

const isUnread = ({ code }: Finding): boolean =>
  code === 'invalid-annotation' || code === 'invalid-quantity' || code === 'not-editable';

/** In `check`, an edit is an error: it says what inject would do and why. */
const asCheck = (edit: Finding): Finding =>
  finding(
    'would-change',
    `not injected: ${edit.message}`,
    edit.field === undefined ? {} : { field: edit.field },
  );

/** Plans one pod: what is ours is taken back in thought, and what it should have is decided anew. */
export const planPod = (
  config: Config,
  context: Context,
  workload: Workload,
  place: Place,
  before: PodRecord | undefined,
): PodPlan => {
  const pod = place.pod;
  const taken: TakenBack =
    before === undefined ? { pod, released: false, releasedLimits: [] } : takeBack(pod, before);
  const { decision, config: own } = decidePod(
    config,
    context,
    workload,
    place,
    taken.pod,
    before?.volume,
  );
  const told = [
    ...(before === undefined ? [] : released(before, taken)),
    ...(decision?.findings ?? []),
  ];
  const findings = judge(told, own.severity);
  const unread = told.some(isUnread);
  if (decision === undefined || decision.outcome === 'hold')
    return { place, before, after: before, pod, findings, edits: [], unread };
  const limits =
    before !== undefined && decision.outcome === 'theirs'
      ? keptLimits(before, taken)
      : new Map<string, string>();
  const injection = decision.outcome === 'inject' ? decision.injection : { mounts: [], limits };
  const applied = apply(taken.pod, injection);
  const settled = settle(pod, applied.pod) as Fields;
  const edits =
    settled === pod
      ? []
      : editsOf(
          place.field,
          pod,
          before,
          settled,
          applied.record,
          decision.outcome === 'inject' ? decision.why : '',
        );
  const shown = judge(config.mode === 'check' ? edits.map(asCheck) : edits, own.severity);
  return { place, before, after: applied.record, pod: settled, findings, edits: shown, unread };
};
