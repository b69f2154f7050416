import * as E from 'fp-ts/lib/Either.js';
import { keepOrder } from './data/change.ts';
import { filterMap, flatMap } from './data/list.ts';
import { isMap, type Fields, type Value } from './data/value.ts';
import type { Config } from './config.ts';
import { podsOf, updateAt, type Live, type Place } from './kinds.ts';
import { annotationsOf, withoutRecord, withRecord } from './plan/annotations.ts';
import { consequences, effectOf } from './plan/consequences.ts';
import type { Context } from './plan/context.ts';
import { writtenAt } from './plan/in-shape.ts';
import { planPod, type PodPlan } from './plan/pod-plan.ts';
import { isLocal, isOut, templateAnnotations } from './plan/scope.ts';
import { isAsked } from './select.ts';
import { readRecord, RECORD, type WorkloadRecord } from './plan/record.ts';
import type { Workload } from './plan/workload.ts';
import { finding, judge, type Finding } from './plan/findings.ts';

export type { Workload } from './plan/workload.ts';

/** What a workload should be and why, as data. Nothing to do is `wanted === workload.object`. */
export interface Plan {
  readonly wanted: Fields;
  readonly pods: readonly PodPlan[];
  readonly findings: readonly Finding[];
  /** The findings that tell an edit; in `check` they are what would be done. */
  readonly edits: readonly Finding[];
  /** What the change does in a cluster, if there is one. */
  readonly live: Live | 'recreated' | undefined;
}

const isMapOrNone = (value: Value): boolean =>
  value === null || value === undefined || isMap(value);

const recordOf = (workload: Workload): E.Either<Finding, WorkloadRecord | undefined> => {
  const { metadata } = workload.object;
  const stray = !isMapOrNone(metadata)
    ? 'metadata'
    : isMap(metadata) && !isMapOrNone(metadata['annotations'])
      ? 'metadata.annotations'
      : undefined;
  if (stray !== undefined)
    return E.left(
      finding({ code: 'not-editable', cause: 'metadata', path: stray }, { field: { path: stray } }),
    );
  const annotations = annotationsOf(workload.object);
  if (!Object.hasOwn(annotations, RECORD)) return E.right(undefined);
  const read = readRecord(annotations[RECORD], workload.row.paths);
  return E.isRight(read)
    ? read
    : E.left(finding({ code: 'bad-record', record: 'unreadable', why: read.left }));
};

const startsWith = (steps: Place['steps'], start: Place['steps']): boolean =>
  start.length <= steps.length && start.every((step, at) => step === steps[at]);

/** A PodSpec inside another cannot be: `podSpecs` names a place that is none. */
const overlapOf = (places: readonly Place[]): Finding | undefined => {
  for (const outer of places) {
    const inner = places.find((each) => each !== outer && startsWith(each.steps, outer.steps));
    if (inner !== undefined)
      return finding(
        { code: 'not-editable', cause: 'overlap', inner: inner.field, outer: outer.field },
        { field: { path: outer.field } },
      );
  }
  return undefined;
};

/** A plan that leaves an object as it is. */
export const unchanged = (
  object: Fields,
  findings: readonly Finding[],
  pods: readonly PodPlan[] = [],
): Plan => ({ wanted: object, pods, findings, edits: [], live: undefined });

/** What is said of an object itself: every one of its pods says it. */
const aboutObject = (found: Finding): string | undefined =>
  found.code === 'controlled-object'
    ? found.code
    : found.code === 'invalid-annotation'
      ? found.message
      : undefined;

/** The findings of several pods: which pod each is about, and what is about the object once. */
const toldApart = (pods: readonly PodPlan[]): readonly Finding[] => {
  const told = new Set<string>();
  return flatMap(pods, ({ place, findings }) =>
    filterMap(findings, (each) => {
      const about = aboutObject(each);
      if (about === undefined) return { ...each, pod: place.field };
      const isTold = told.has(about);
      told.add(about);
      return isTold ? undefined : each;
    }),
  );
};

const findingsOf = (pods: readonly PodPlan[]): readonly Finding[] =>
  pods.length > 1 ? toldApart(pods) : (pods[0]?.findings ?? []);

/** The workload with its pods as planned; its record changes only if a PodSpec does. */
const assemble = (
  workload: Workload,
  record: WorkloadRecord | undefined,
  pods: readonly PodPlan[],
): Fields => {
  const { object } = workload;
  const planned = pods.reduce<Value>(
    (value, { place, pod }) =>
      pod === place.pod ? value : updateAt(value, place.steps, () => writtenAt(place, pod)),
    object,
  ) as Fields;
  if (planned === object) return object;
  const bare = withoutRecord(planned, record?.annotations);
  const records = new Map(
    filterMap(pods, ({ place, record: own }) => own && ([place.path, own] as const)),
  );
  const wanted = records.size === 0 ? bare : withRecord(bare, records);
  return record === undefined ? wanted : (keepOrder(object, wanted) as Fields);
};

/** Removes a record that owns nothing any more, with `mode: remove`. */
const forget = (
  config: Config,
  workload: Workload,
  record: WorkloadRecord | undefined,
  wanted: Fields,
): Fields =>
  config.mode === 'remove' && record !== undefined && wanted === workload.object
    ? (keepOrder(wanted, withoutRecord(wanted, record.annotations)) as Fields)
    : wanted;

/**
 * Decides what a workload should be: `/dev/shm` in each of its pods by the config, what an earlier run wrote taken back
 * in thought first. Pure; knows no text.
 */
export const plan = (config: Config, context: Context, workload: Workload): Plan => {
  const tell = (findings: readonly Finding[]) => judge(findings, config.severity);
  const { object, row } = workload;
  const record = recordOf(workload);
  if (E.isLeft(record)) return unchanged(object, tell([record.left]));
  const places = podsOf(object, row, isAsked(config));
  const overlap = overlapOf(places);
  if (overlap !== undefined) return unchanged(object, tell([overlap]));
  const pods = places.map((place) =>
    planPod(config, context, workload, place, record.right?.pods.get(place.path)),
  );
  const findings = findingsOf(pods);
  const isFailed = findings.some(({ severity }) => severity === 'error');
  if (isFailed || pods.some(({ unread }) => unread)) return unchanged(object, findings, pods);
  const wanted = forget(config, workload, record.right, assemble(workload, record.right, pods));
  if (wanted === object) return unchanged(object, findings, pods);
  const changes = pods.some(({ place, pod }) => place.pod !== pod);
  return {
    wanted,
    pods,
    findings: [...findings, ...(changes ? tell(consequences(workload, context, pods)) : [])],
    edits: flatMap(pods, ({ edits }) => edits),
    live: changes ? effectOf(workload) : undefined,
  };
};

/** Whether a workload is left out by its own annotations, or has nothing to take back: then nothing is said of it. */
export const isLeftOut = (
  config: Config,
  context: Context,
  { object, row }: Pick<Workload, 'object' | 'row'>,
): boolean => {
  const own = annotationsOf(object);
  if (config.mode === 'remove') return !Object.hasOwn(own, RECORD);
  if (context.honoursLocalConfig && isLocal(own)) return true;
  const places = podsOf(object, row, isAsked(config));
  return places.length === 0
    ? isOut(config, context, own, {})
    : places.every((place) => isOut(config, context, own, templateAnnotations(object, place)));
};
