import fc from 'fast-check';
import { defined, maybe, type Range } from './container.ts';
import { podSpec } from './pod.ts';
import { type Fields, fields, list, type Value } from './value.ts';

// Workloads whose pods have a shape of their own, made of generated PodSpecs.

const without = (value: Fields, ...names: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));

const isSidecar = (init: Value): boolean => fields(init)['restartPolicy'] === 'Always';

/** What a list holds, as far as it holds something; one that is none, or empty, stays. */
const split = (value: Value | undefined, keep: (item: Value) => boolean): Value | undefined => {
  if (list(value).length === 0) return value;
  const kept = list(value).filter(keep);
  return kept.length === 0 ? undefined : kept;
};

const asSidecars = (value: Value | undefined): Value | undefined =>
  value === undefined || value === null
    ? value
    : list(value).map((each) => without(fields(each), 'restartPolicy'));

const patch: fc.Arbitrary<string> = fc.constantFrom(
  '{"containers":[{"name":"main","resources":{"limits":{"memory":"{{inputs.parameters.m}}"}}}]}',
  '{{workflow.parameters.patch}}',
  'nodeName: dshm',
  '{"volumes":[{"name":"dshm","emptyDir":{}}]}',
  'containers: [{name: main, volumeMounts: [{name: x, mountPath: /dev/shm}]}]',
);

const mirrored = (value: Value | undefined, mirrors: boolean): Value | undefined =>
  mirrors && list(value).length > 0
    ? list(value).map((each, at) =>
        at === 0 ? { ...fields(each), mirrorVolumeMounts: true } : each,
      )
    : value;

/** The template of a PodSpec. */
const asTemplate = (name: string, pod: Fields, form: string, mirrors: boolean): Fields => {
  const [first = {}, ...others] = list(pod['containers']);
  const { initContainers } = pod;
  const sidecars = [
    ...(form === 'containerSet' ? [] : others),
    ...list(asSidecars(split(initContainers, isSidecar))),
  ];
  const main = without(fields(first), 'name');
  return defined({
    name,
    ...without(pod, 'containers', 'initContainers', 'resources', 'hostIPC', 'os'),
    [form]: form === 'containerSet' ? { containers: pod['containers'] ?? null } : main,
    podResources: pod['resources'],
    initContainers: split(initContainers, (init) => !isSidecar(init)),
    sidecars: mirrored(sidecars.length === 0 ? undefined : sidecars, mirrors),
  });
};

const template = (name: string, range: Range): fc.Arbitrary<Fields> =>
  fc
    .tuple(
      podSpec(range),
      fc.constantFrom('container', 'script', 'containerSet'),
      fc.boolean(),
      maybe(10, patch),
    )
    .map(([pod, form, mirrors, podSpecPatch]) =>
      defined({ ...asTemplate(name, pod, form, mirrors), podSpecPatch }),
    );

const defaults: fc.Arbitrary<Fields> = fc.constantFrom<Fields[]>(
  { container: { image: 'nginx', resources: { limits: { memory: '2Gi' } } } },
  { script: { volumeMounts: [{ name: 'data', mountPath: '/dev/shm' }] } },
  { volumes: [{ name: 'dshm', emptyDir: {} }], metadata: { annotations: { a: 'b' } } },
);

const shared: fc.Arbitrary<Value> = fc.constantFrom<Value[]>(
  [{ name: 'dshm', emptyDir: { medium: 'Memory' } }],
  [{ name: 'data', emptyDir: { medium: 'Memory', sizeLimit: '4Gi' } }],
  null,
);

const KINDS = ['Workflow', 'WorkflowTemplate', 'ClusterWorkflowTemplate', 'CronWorkflow'] as const;

/** An Argo Workflow, or what makes one. */
export const workflow = (range: Range): fc.Arbitrary<Fields> =>
  fc
    .tuple(
      fc.constantFrom(...KINDS),
      fc.tuple(template('a', range), template('b', range)),
      maybe(20, defaults),
      maybe(30, shared),
    )
    .map(([kind, templates, templateDefaults, volumes]) => {
      const spec = defined({
        entrypoint: 'all',
        templateDefaults,
        volumes,
        templates: [
          { name: 'all', steps: [[{ name: 'a', template: 'a' }]] },
          ...templates,
          { name: 'wait', suspend: {} },
        ],
      });
      return {
        apiVersion: 'argoproj.io/v1alpha1',
        kind,
        metadata: { name: 'w' },
        spec: kind === 'CronWorkflow' ? { schedule: '* * * * *', workflowSpec: spec } : spec,
      };
    });

const stepTemplate: fc.Arbitrary<Fields> = fc.constantFrom<Fields[]>(
  { image: 'nginx' },
  { computeResources: { limits: { memory: '2Gi' } }, resources: { limits: { memory: '3Gi' } } },
  { volumeMounts: [{ name: 'scratch', mountPath: '/dev/shm' }] },
);

const asStep =
  (name: string) =>
  (container: Value): Fields => {
    const { resources } = fields(container);
    const rest = without(fields(container), 'resources', 'restartPolicy');
    return resources === undefined ? rest : { ...rest, [name]: resources };
  };

/** A Task of Tekton. */
export const task = (range: Range): fc.Arbitrary<Fields> =>
  fc
    .tuple(fc.constantFrom('v1', 'v1beta1'), podSpec(range), maybe(30, stepTemplate))
    .map(([version, pod, shape]) => {
      const step = asStep(version === 'v1' ? 'computeResources' : 'resources');
      const sidecars = list(pod['initContainers']).map(step);
      return {
        apiVersion: `tekton.dev/${version}`,
        kind: 'Task',
        metadata: { name: 't' },
        spec: defined({
          steps: list(pod['containers']).map(step),
          sidecars: sidecars.length === 0 ? undefined : sidecars,
          stepTemplate: shape,
          volumes: pod['volumes'],
        }),
      };
    });
