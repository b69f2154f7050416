import * as E from 'fp-ts/lib/Either.js';
import { apply, takeBack, type TakenBack } from './plan/apply.ts';
import { injectAnnotation, override, type Config } from './config.ts';
import type { Context } from './plan/context.ts';
import { decide, type Decision } from './plan/decide.ts';
import { editsOf } from './plan/edits.ts';
import { drop, put, settle } from './plan/immutable.ts';
import { podsOf, updateAt, type KindRow, type Live, type Place } from './kinds.ts';
import { field, isTrue, maps } from './plan/pod.ts';
import {
  readRecord,
  RECORD,
  writeRecord,
  type PodRecord,
  type WorkloadRecord,
} from './plan/record.ts';
import { finding, judge, type Finding } from './result.ts';
import { isEmpty, isMap, type Fields, type Value } from './yaml/index.ts';

/** A workload as plain data, with what its kind's row says. */
export interface Workload {
  readonly object: Fields;
  readonly kind: string;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly row: Pick<KindRow, 'paths' | 'live'>;
}

/** What a workload should be and why. Nothing to do is `wanted === workload.object`. */
export interface Plan {
  readonly wanted: Fields;
  readonly findings: readonly Finding[];
  /** The findings that tell an edit; in `check` they are what would be done. */
  readonly edits: readonly Finding[];
  /** What the change does in a cluster, if there is one. */
  readonly live: Live | undefined;
}

/** One pod of a workload: what it is now, and what it should be. */
interface PodPlan {
  readonly place: Place;
  readonly before: PodRecord | undefined;
  readonly after: PodRecord | undefined;
  readonly pod: Fields;
  readonly findings: readonly Finding[];
  readonly edits: readonly Finding[];
  /** Something of it could not be read: the whole workload stays as it was. */
  readonly unread: boolean;
}

const annotationsOf = (object: Value): Fields => {
  const annotations = field(field(object, 'metadata'), 'annotations');
  return isMap(annotations) ? annotations : {};
};

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

const planPod = (
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

/** Annotations that the orchestrators add while a function runs: they do not count as somebody's. */
const orchestrators =
  /^(?:config\.kubernetes\.io\/(?:path|index)|config\.k8s\.io\/id|internal\.config\.(?:kubernetes|k8s)\.io\/.*|kustomize\.config\.k8s\.io\/id)$/;

const isOrchestrators = (annotations: Fields): boolean =>
  Object.keys(annotations).every((name) => orchestrators.test(name));

const withoutRecord = (object: Fields, state: WorkloadRecord['annotations']): Fields => {
  const metadata = object['metadata'];
  if (!isMap(metadata) || !isMap(metadata['annotations'])) return object;
  const rest = drop(metadata['annotations'], RECORD);
  if (isEmpty(rest) && state === 'metadata' && Object.keys(metadata).length === 1)
    return drop(object, 'metadata');
  const isBare = isEmpty(rest) && state !== undefined;
  const bare = isBare
    ? state === 'null'
      ? put(metadata, 'annotations', null)
      : drop(metadata, 'annotations')
    : put(metadata, 'annotations', rest);
  return put(object, 'metadata', bare);
};

const withRecord = (object: Fields, pods: ReadonlyMap<string, PodRecord>): Fields => {
  const metadata = isMap(object['metadata']) ? object['metadata'] : {};
  const present = metadata['annotations'];
  const annotations = isMap(present) ? present : {};
  const isNull = Object.hasOwn(metadata, 'annotations') && !isMap(present);
  const isCreated =
    !Object.hasOwn(metadata, 'annotations') ||
    (!isEmpty(annotations) && isOrchestrators(annotations));
  const state = !isMap(object['metadata'])
    ? { annotations: 'metadata' as const }
    : isNull
      ? { annotations: 'null' as const }
      : isCreated
        ? { annotations: 'created' as const }
        : {};
  const record = writeRecord({ ...state, pods });
  return put(object, 'metadata', put(metadata, 'annotations', put(annotations, RECORD, record)));
};

const recreates = (object: Fields): boolean => {
  const annotations = annotationsOf(object);
  const options = String(annotations['argocd.argoproj.io/sync-options'] ?? '');
  const isHook = Object.keys(annotations).some(
    (name) => name === 'helm.sh/hook' || name === 'argocd.argoproj.io/hook',
  );
  const isForced =
    (options.includes('Replace=true') && options.includes('Force=true')) ||
    isTrue(annotations['kustomize.toolkit.fluxcd.io/force']) ||
    annotations['kustomize.toolkit.fluxcd.io/force'] === 'enabled';
  return isHook || isForced || typeof field(field(object, 'metadata'), 'generateName') === 'string';
};

/** What else there is to say about a workload that changes. */
const consequences = (workload: Workload, { autoscalers }: Context): readonly Finding[] => {
  const { kind, name, namespace, object, row } = workload;
  const found = autoscalers.filter(
    (each) => each.kind === kind && each.target === name && each.namespace === namespace,
  );
  const immutable = `the pod template of a ${kind} cannot be changed: where it already exists, apply will be refused`;
  return [
    ...found.map((each) =>
      finding(
        'vpa-drift',
        `VerticalPodAutoscaler "${each.name}" will change the memory limit that the size comes from: set its \`controlledValues: RequestsOnly\``,
      ),
    ),
    ...(row.live === 'immutable' && !recreates(object)
      ? [finding('immutable-template', immutable)]
      : []),
  ];
};

const recordOf = (workload: Workload): E.Either<Finding, WorkloadRecord | undefined> => {
  const annotations = annotationsOf(workload.object);
  if (!Object.hasOwn(annotations, RECORD)) return E.right(undefined);
  const read = readRecord(annotations[RECORD], workload.row.paths);
  return E.isRight(read)
    ? read
    : E.left(finding('bad-record', `the annotation ${RECORD} is not used: ${read.left}`));
};

const nothing = (workload: Workload, findings: readonly Finding[]): Plan => ({
  wanted: workload.object,
  findings,
  edits: [],
  live: undefined,
});

/** The workload with its pods as planned; its record changes only if a PodSpec does. */
const assemble = (
  workload: Workload,
  record: WorkloadRecord | undefined,
  pods: readonly PodPlan[],
): Fields => {
  const { object } = workload;
  const planned = pods.reduce<Value>(
    (value, { place, pod }) => updateAt(value, place.steps, () => pod),
    object,
  ) as Fields;
  if (planned === object) return object;
  const bare = withoutRecord(planned, record?.annotations);
  const records = new Map(
    pods.flatMap(({ place, after }) => (after === undefined ? [] : [[place.path, after] as const])),
  );
  return settle(object, records.size === 0 ? bare : withRecord(bare, records)) as Fields;
};

/** Removes a record that owns nothing any more, with `mode: remove`. */
const forget = (
  config: Config,
  workload: Workload,
  record: WorkloadRecord | undefined,
  wanted: Fields,
): Fields =>
  config.mode === 'remove' && record !== undefined && wanted === workload.object
    ? (settle(wanted, withoutRecord(wanted, record.annotations)) as Fields)
    : wanted;

/**
 * Decides what a workload should be: `/dev/shm` in each of its pods by the config, what an earlier run wrote taken back
 * in thought first. Pure; knows no text.
 */
export const plan = (config: Config, context: Context, workload: Workload): Plan => {
  const tell = (findings: readonly Finding[]) => judge(findings, config.severity);
  const record = recordOf(workload);
  if (E.isLeft(record)) return nothing(workload, tell([record.left]));
  const places = podsOf(workload.object, workload.row.paths);
  const pods = places.map((place) =>
    planPod(config, context, workload, place, record.right?.pods.get(place.path)),
  );
  const findings = pods.flatMap((pod) => pod.findings);
  if (pods.some(({ unread }) => unread)) return nothing(workload, findings);
  const wanted = forget(config, workload, record.right, assemble(workload, record.right, pods));
  if (wanted === workload.object) return nothing(workload, findings);
  const changes = pods.some(({ place, pod }) => place.pod !== pod);
  return {
    wanted,
    findings: [...findings, ...(changes ? tell(consequences(workload, context)) : [])],
    edits: pods.flatMap(({ edits }) => edits),
    live: changes ? workload.row.live : undefined,
  };
};
