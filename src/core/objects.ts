import type { Config } from '../config.ts';
import { type Result, toResult } from '../result.ts';
import { planAll, type Planned, type PlannedRun, type Surface } from './plan-all.ts';
import { aboutOf, type Resource, resourceOf, type TypeMeta } from './resource.ts';
import type { Counted } from './summary.ts';

/** An object as it is to be, and what there is to say; `wanted` is the same object where nothing changes. */
export interface PlannedObject<A> extends Counted {
  readonly object: A;
  readonly wanted: A;
  readonly results: readonly Result[];
}

/** The plans of the objects that are looked at, and all that there is to say. */
export interface PlannedObjects<A> {
  readonly plans: readonly PlannedObject<A>[];
  readonly results: readonly Result[];
}

interface Opened<A> {
  readonly object: A;
  readonly resource: Resource;
}

// A plan changes fields of an object and leaves what it is.
const revise = <A>({
  opened: { object, resource },
  plan,
}: Planned<Opened<A>>): PlannedObject<A> => ({
  object,
  wanted: plan.wanted as A,
  results: [...plan.edits, ...plan.findings].map((each) => toResult(each, aboutOf(resource))),
  live: plan.live,
  changes: plan.wanted !== resource.object,
});

/** Objects as a surface: they are there already, and a plan is what they are to be. */
const objectSurface = <A extends TypeMeta>(
  config: Config,
): Surface<A, Opened<A>, PlannedObject<A>> => ({
  config,
  configOf: () => config,
  at: 'render',
  folderOf: () => '',
  honoursLocalConfig: () => true,
  mayHold: () => true,
  read: (object) => ({ object, resource: resourceOf(object, object) }),
  finish: (planned) => planned.map(revise),
});

const resultsOf = <A>({ general, finished, leftOut, explains }: PlannedRun<PlannedObject<A>>) => {
  const all = [
    ...general.map((each) => toResult(each)),
    ...[...finished, ...leftOut.map(([each]) => each)].flatMap(({ results }) => results),
  ];
  return explains ? all : all.filter(({ severity }) => severity !== 'info');
};

/** Plans objects that belong together. */
export const planObjects = <A extends TypeMeta>(
  config: Config,
  objects: readonly A[],
): PlannedObjects<A> => {
  const run = planAll(objects, objectSurface<A>(config));
  return { plans: run.finished, results: resultsOf(run) };
};
