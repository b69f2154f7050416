import type { Live } from '../kinds.ts';
import { finding, type Finding } from './findings.ts';
import { type Container, containersOf, isTrue, field } from './pod.ts';
import { annotationsOf } from './annotations.ts';
import type { Autoscaler, Context } from './context.ts';
import type { Workload } from './workload.ts';
import type { Fields } from '../data/value.ts';

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

/** What the change does in a cluster: an immutable object that is replaced by what applies it is made anew. */
export const effectOf = ({ object, row }: Workload): Live | 'recreated' =>
  row.live === 'immutable' && recreates(object) ? 'recreated' : row.live;

const isMoved = ({ moves }: Autoscaler, { role, name }: Container): boolean =>
  role === 'container' && moves(name);

/** What else there is to say about a workload that changes. */
export const consequences = (
  workload: Workload,
  { autoscalers, at }: Context,
  pods: readonly { readonly pod: Fields }[],
): readonly Finding[] => {
  const { kind, name, namespace } = workload;
  const found = autoscalers.filter(
    (each) =>
      each.kind === kind &&
      each.target === name &&
      each.namespace === namespace &&
      pods.some(({ pod }) => containersOf(pod).some((of) => isMoved(each, of))),
  );
  return [
    ...found.map((each) => finding({ code: 'vpa-drift', autoscaler: each.name })),
    ...(at === 'render' && effectOf(workload) === 'immutable'
      ? [finding({ code: 'immutable-template', kind })]
      : []),
  ];
};
