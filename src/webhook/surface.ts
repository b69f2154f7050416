import type { Config } from '../config.ts';
import { planAll, type Planned, type Surface } from '../core/plan-all.ts';
import type { Resource } from '../core/resource.ts';
import type { Counted } from '../core/summary.ts';
import { isLeftOut } from '../plan.ts';
import type { Finding } from '../plan/findings.ts';
import type { PodPlan } from '../plan/pod-plan.ts';

interface Opened {
  readonly resource: Resource;
}

/** What was decided for a pod. */
export interface PlannedPod extends Counted {
  readonly findings: readonly Finding[];
  readonly edits: readonly Finding[];
  /** None where there is no PodSpec. */
  readonly pod: PodPlan | undefined;
  /** Its own annotations leave it out, or do not select it. */
  readonly isOut: boolean;
}

const finish = ({
  opened: { resource },
  config,
  context,
  row,
  plan: { findings, edits, pods, wanted, live },
}: Planned<Opened>): PlannedPod => {
  const { object } = resource;
  return {
    findings,
    edits,
    pod: pods[0],
    isOut: row === undefined || isLeftOut(config, context, { object, row }),
    live,
    changes: wanted !== object,
  };
};

/** One pod that is being created as a surface: the API server has put in what its neighbours say. */
const podSurface = (config: Config): Surface<Resource, Opened, PlannedPod> => ({
  config,
  configOf: () => config,
  at: 'admission',
  folderOf: () => '',
  honoursLocalConfig: () => false,
  mayHold: () => false,
  read: (resource) => ({ resource }),
  finish: (planned) => planned.map(finish),
});

/** Plans a pod that is being created; undefined where the config does not select it. */
export const planPodAt = (config: Config, resource: Resource): PlannedPod | undefined =>
  planAll([resource], podSurface(config)).finished[0];
