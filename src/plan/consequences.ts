import { finding, type Finding } from '../result.ts';
import { isTrue, field } from './pod.ts';
import { annotationsOf } from './annotations.ts';
import type { Context } from './context.ts';
import type { Workload } from './workload.ts';
import type { Fields } from '../yaml/index.ts';

/** Whether what applies the object replaces it instead of changing it. */
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
export const consequences = (workload: Workload, { autoscalers }: Context): readonly Finding[] => {
  const { kind, name, namespace, object, row } = workload;
  const found = autoscalers.filter(
    (each) => each.kind === kind && each.target === name && each.namespace === namespace,
  );
  const immutable = `the pods of a ${kind} cannot be changed: where it already exists, apply will be refused`;
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
