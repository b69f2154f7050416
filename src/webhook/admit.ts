import * as E from 'fp-ts/lib/Either.js';
import { ADMITTED, type Config, override } from '../config.ts';
import { aboutOf, type Resource, resourceOf } from '../core/resource.ts';
import { keepOrder, put } from '../data/change.ts';
import type { Fields } from '../data/value.ts';
import { annotationsOf, withoutRecord } from '../plan/annotations.ts';
import { isSelected } from '../plan/decision.ts';
import { finding, type Finding, judge } from '../plan/findings.ts';
import { containersOf } from '../plan/pod.ts';
import type { PodPlan } from '../plan/pod-plan.ts';
import { type Result, toResult } from '../result.ts';
import { type Admitted, formatAdmitted, parseAdmitted } from './admitted.ts';
import { type PlannedPod, planPodAt } from './surface.ts';
import {
  newlyMounted,
  shmVolume,
  sizeAt,
  takenBack,
  withLate,
  withoutLate,
  withRequests,
} from './thought.ts';

/** What the request says of the pod; a pod that a controller makes has no name yet, and its namespace only here. */
export interface Asked {
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

/** What a pod should be, and why. Nothing to do is `wanted === pod`. */
export interface Admission {
  readonly wanted: Fields;
  readonly results: readonly Result[];
}

/** The same before findings are words. */
interface Decided {
  readonly wanted: Fields;
  readonly findings: readonly Finding[];
}

const specOf = (pod: Fields): Fields => (pod['spec'] ?? {}) as Fields;

/** The pod as it is planned: others copy annotations, so a renderer's record says nothing about it. */
const resourceAt = (pod: Fields, { namespace, name }: Asked): Resource => {
  const object = withoutRecord(pod, undefined);
  const resource = resourceOf({ apiVersion: 'v1', kind: 'Pod' }, object);
  return { ...resource, namespace, name: name ?? resource.name };
};

/** The config with the pod's annotations; what is wrong with those is the plan's to tell. */
const ownConfig = (config: Config, { object }: Resource): Config =>
  E.getOrElse(() => config)(override(config, annotationsOf(object), {}));

const countedIn = (config: Config, spec: Fields): readonly string[] =>
  containersOf(spec)
    .filter((each) => each.role === 'container' && isSelected(config, each))
    .map(({ name }) => name);

/** The plan of a pod that is to be noted: not of one that is left out, skipped, broken, or has its author's `/dev/shm`. */
const decidedIn = (
  planned: PlannedPod | undefined,
  counted: readonly string[],
): PodPlan | undefined => {
  if (planned?.pod === undefined || planned.isOut) return undefined;
  const { pod, findings } = planned;
  if (pod.unread || findings.some(({ severity }) => severity === 'error')) return undefined;
  if (pod.outcome === 'theirs' || pod.outcome === 'unselected') return undefined;
  // A pod that is skipped is left before its limits are looked at.
  const isSkipped = pod.outcome === 'leave' && pod.limits.length === 0;
  return isSkipped && (counted.length > 0 || findings.length > 0) ? undefined : pod;
};

const remembering = (pod: Fields, spec: Fields, admitted: Admitted): Fields => {
  const metadata = (pod['metadata'] ?? {}) as Fields;
  const annotations = put(annotationsOf(pod), ADMITTED, formatAdmitted(admitted));
  const noted = put(pod, 'metadata', put(metadata, 'annotations', annotations));
  return put(noted, 'spec', spec);
};

const first = (config: Config, pod: Fields, resource: Resource): Decided => {
  const before = specOf(pod);
  const planned = planPodAt(config, resource);
  const counted = countedIn(ownConfig(config, resource), before);
  const decided = decidedIn(planned, counted);
  if (planned === undefined || decided === undefined)
    return { wanted: pod, findings: planned?.findings ?? [] };
  const spec = withRequests(before, decided.pod);
  return {
    wanted: remembering(pod, spec, { size: sizeAt(spec), counted }),
    findings: [...planned.edits, ...planned.findings],
  };
};

const lateFindings = (config: Config, before: Fields, after: Fields): readonly Finding[] => {
  const containers = newlyMounted(before, after);
  const volume = shmVolume(after);
  if (containers.length === 0 || volume === undefined) return [];
  const found = finding({ code: 'mounted', who: 'late', volume, containers });
  const told = config.mode === 'check' ? finding({ code: 'would-change', edit: found }) : found;
  return judge([told], config.severity);
};

const again = (config: Config, pod: Fields, resource: Resource, admitted: Admitted): Decided => {
  const before = specOf(pod);
  const bare = takenBack(before, admitted);
  if (bare === undefined) return { wanted: pod, findings: [] };
  const early = withoutLate(bare, admitted);
  const planned = planPodAt(config, { ...resource, object: put(resource.object, 'spec', early) });
  const own = ownConfig(config, resource);
  const decided = decidedIn(planned, countedIn(own, early));
  if (planned === undefined || decided === undefined)
    return { wanted: pod, findings: planned?.findings ?? [] };
  // What cannot be sized any more keeps what it has.
  const base = decided.outcome === 'hold' ? before : decided.pod;
  const whole = withLate(own, bare, base, admitted);
  const spec = withRequests(before, keepOrder(before, whole) as Fields);
  const size = sizeAt(spec);
  const isKept = size === sizeAt(before);
  const changes = isKept ? lateFindings(own, before, spec) : planned.edits;
  return {
    wanted: remembering(pod, spec, { ...admitted, size }),
    findings: [...changes, ...planned.findings],
  };
};

/** An annotation that admission has not written so: told only where the pod is looked at. */
const broken = (config: Config, pod: Fields, resource: Resource, why: string): Decided => {
  const planned = planPodAt(config, resource);
  const path = `metadata.annotations[${ADMITTED}]`;
  const message = `\`${ADMITTED}\` ${why}`;
  const told = finding({ code: 'invalid-annotation', message }, { field: { path } });
  const isOut = planned === undefined || planned.isOut;
  return { wanted: pod, findings: isOut ? [] : judge([told], config.severity) };
};

/**
 * What admission makes of a pod: what its template would have got at render time, and at a later call what the first
 * call and what others have changed since make of that.
 */
export const admit = (config: Config, pod: Fields, asked: Asked): Admission => {
  const resource = resourceAt(pod, asked);
  const text = annotationsOf(pod)[ADMITTED];
  const read = text === undefined ? undefined : parseAdmitted(text);
  const { wanted, findings } =
    read === undefined
      ? first(config, pod, resource)
      : E.isRight(read)
        ? again(config, pod, resource, read.right)
        : broken(config, pod, resource, read.left);
  return { wanted, results: findings.map((each) => toResult(each, aboutOf(resource))) };
};
