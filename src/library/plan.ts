import * as E from 'fp-ts/lib/Either.js';
import { decodeInput } from '../config.ts';
import { planObjects } from '../core/objects.ts';
import type { TypeMeta } from '../core/resource.ts';
import type { PodLive } from '../report/facts.ts';
import { type Answer, failed, ofConfig, succeeded } from './answer.ts';
import { type Result, toResult } from './result.ts';
import type { Options } from './text.ts';

/** A workload as it was given and as it should be. */
export interface ObjectPlan<A> {
  readonly object: A;
  /** A copy that shares what does not change; the same object where nothing does. With `mode: check` what inject would do. */
  readonly wanted: A;
  readonly changed: boolean;
  /** What the change does where the object already runs. */
  readonly live?: PodLive;
  readonly results: readonly Result[];
}

/** The plans of objects that belong together. */
export interface Plans<A> {
  /** The workloads that the config selects, in the order given. */
  readonly plans: readonly ObjectPlan<A>[];
  /** All objects as they are to be, in the order given. */
  readonly objects: readonly A[];
  /** The results of all plans, the summary, and what was left out. */
  readonly results: readonly Result[];
}

/**
 * Plans objects: nothing of them is changed. LimitRanges, Namespaces and autoscalers among them count for the workloads.
 * @param objects - as `JSON.parse` or a client of the Kubernetes API gives them
 * @returns everything that is wrong with the config, if there is anything
 */
export const plan = <A extends TypeMeta>(
  objects: readonly A[],
  { config = {}, functionConfig }: Pick<Options, 'config' | 'functionConfig'> = {},
): Answer<Plans<A>> => {
  const decoded = decodeInput(functionConfig, config);
  if (E.isLeft(decoded)) return failed(decoded.left.map(ofConfig));
  const { plans, results } = planObjects(decoded.right, objects);
  const wanted = new Map(plans.map((each) => [each.object, each.wanted] as const));
  const isCheck = decoded.right.mode === 'check';
  return succeeded({
    plans: plans.map(({ object, wanted: after, changes, live, results: own }) => ({
      object,
      wanted: after,
      changed: changes,
      ...(live && { live }),
      results: own.map((each) => toResult(each)),
    })),
    objects: isCheck ? objects : objects.map((each) => wanted.get(each) ?? each),
    results: results.map((each) => toResult(each)),
  });
};
