import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parse, stringify } from 'yaml';
import { argoTemplate } from '../src/kinds/argo-template.ts';
import type { View } from '../src/kinds/shape.ts';
import { tektonTask } from '../src/kinds/tekton-task.ts';
import { kindRows, podsOf, rowOf, updateAt } from '../src/kinds.ts';
import { apply, type Injection } from '../src/plan/apply.ts';
import { containersOf } from '../src/plan/pod.ts';
import { task, workflow } from './arbitrary/shaped.ts';
import { spec } from './spec.ts';
import { law, run, same, textAfter } from './support.ts';

const test = spec('shapes');

type Fields = Readonly<Record<string, unknown>>;

const read = (text: string): Fields => parse(text) as Fields;

/** The view of a template of a workflow whose spec has these fields. */
const argo = (text: string, more = '{}', kind = 'Workflow'): View | undefined => {
  const template = read(text);
  const spec_ = { ...read(more), templates: [template] };
  return argoTemplate(template, [{ kind, spec: spec_ }, spec_, spec_.templates]);
};

const tekton = (text: string, version = 'v1'): View | undefined => {
  const template = read(text);
  return tektonTask(template, [
    { apiVersion: `tekton.dev/${version}`, kind: 'Task', spec: template },
  ]);
};

/** The containers of a view as the plan sees them. */
const seen = (view: View | undefined): readonly string[] =>
  containersOf(view?.pod ?? {}).map(({ name, role, mounts, limit, override, mirrors }) =>
    [
      `${role} ${name}`,
      ...(limit === undefined ? [] : [String(limit)]),
      ...(override === undefined ? [] : [`by ${override}`]),
      ...(mirrors ? ['mirrors'] : []),
      ...mounts.map(({ volume, path }) => `${volume}:${String(path)}`),
    ].join(' '),
  );

const limited = '{image: a, resources: {limits: {memory: 1Gi}}}';
const shm = '[{name: shm, mountPath: /dev/shm}]';

const views: readonly (readonly [
  name: string,
  view: View | undefined,
  ...expected: readonly string[],
])[] = [
  ['a container', argo(`{container: ${limited}}`), 'container main 1Gi'],
  ['a container that has a name', argo('{container: {name: x, image: a}}'), 'container main'],
  ['a script', argo(`{script: ${limited}}`), 'container main 1Gi'],
  [
    'a set, with mounts of its own',
    argo(`{containerSet: {volumeMounts: ${shm}, containers: [{name: a}, {name: b}]}}`),
    'container a shm:/dev/shm',
    'container b shm:/dev/shm',
  ],
  [
    'init containers and sidecars',
    argo('{container: {}, initContainers: [{name: i}], sidecars: [{name: s}]}'),
    'container main',
    'init i',
    'sidecar s',
  ],
  [
    'a sidecar that mirrors the mounts of main',
    argo('{container: {}, sidecars: [{name: s, mirrorVolumeMounts: true}]}'),
    'container main',
    'sidecar s mirrors',
  ],
  [
    'templateDefaults of a Workflow',
    argo('{container: {}}', `{templateDefaults: {container: ${limited}}}`),
    'container main 1Gi',
  ],
  [
    'templateDefaults of another form',
    argo('{script: {}}', `{templateDefaults: {container: ${limited}}}`),
    'container main',
  ],
  [
    'templateDefaults of a WorkflowTemplate, whose callers have their own',
    argo('{container: {}}', `{templateDefaults: {container: ${limited}}}`, 'WorkflowTemplate'),
    'container main by templateDefaults',
  ],
  [
    'a limit of its own over templateDefaults',
    argo(
      '{container: {resources: {limits: {memory: 2Gi}}}}',
      `{templateDefaults: {container: ${limited}}}`,
      'WorkflowTemplate',
    ),
    'container main 2Gi',
  ],
  [
    'mounts of templateDefaults',
    argo('{container: {}}', `{templateDefaults: {container: {volumeMounts: ${shm}}}}`),
    'container main shm:/dev/shm',
  ],
  [
    'a patch of memory',
    argo(
      `{container: ${limited}, podSpecPatch: 'containers: [{resources: {limits: {memory: 2Gi}}}]'}`,
    ),
    'container main 1Gi by podSpecPatch',
  ],
  [
    'a patch of all resources',
    argo(`{container: {}, podSpecPatch: '{"resources":{"limits": {{x}}}}'}`),
    'container main by podSpecPatch',
  ],
  [
    'a patch of the workflow that is a parameter',
    argo('{container: {}}', '{podSpecPatch: "{{workflow.parameters.patch}}"}'),
    'container main by podSpecPatch',
  ],
  [
    'a patch of CPU',
    argo(`{container: ${limited}, podSpecPatch: '{"limits":{"cpu":"{{x}}"}}'}`),
    'container main 1Gi',
  ],
  [
    'a patch that mounts',
    argo(`{container: {}, podSpecPatch: 'volumeMounts: ${shm}'}`),
    'container main :/dev/shm',
  ],
  ['steps', argo('{steps: [[{name: a, template: b}]]}')],
  ['a resource', argo('{resource: {action: create}}')],
  ['no form, and two', argo('{name: a}') ?? argo('{container: {}, script: {}}')],
  [
    'a Task',
    tekton(
      '{steps: [{name: a, computeResources: {limits: {memory: 1Gi}}}], sidecars: [{name: s}]}',
    ),
    'container a 1Gi',
    'sidecar s',
  ],
  [
    'resources of a Task before v1',
    tekton('{steps: [{name: a, resources: {limits: {memory: 1Gi}}}]}', 'v1beta1'),
    'container a 1Gi',
  ],
  [
    'resources of another version',
    tekton('{steps: [{name: a, resources: {limits: {memory: 1Gi}}}]}'),
    'container a',
  ],
  [
    'a stepTemplate',
    tekton(
      `{stepTemplate: {volumeMounts: ${shm}, computeResources: {limits: {memory: 1Gi}}}, steps: [{name: a}, {name: b, computeResources: {limits: {memory: 2Gi}}}]}`,
    ),
    'container a 1Gi shm:/dev/shm',
    'container b 2Gi shm:/dev/shm',
  ],
  ['no steps', tekton('{params: []}')],
];

views.forEach(([name, view, ...expected]) =>
  test(`sees ${name}`, () => {
    assert.equal(seen(view), expected);
    if (expected.length === 0) assert.is(view, undefined);
  }),
);

const refusals: readonly (readonly [
  name: string,
  view: View | undefined,
  why: string | undefined,
])[] = [
  ['inline steps', argo('{steps: [[{name: a, inline: {container: {}}}]]}'), 'inline'],
  ['inline tasks', argo('{dag: {tasks: [{name: a, inline: {script: {}}}]}}'), 'inline'],
  ['a container', argo('{container: {}}'), undefined],
  ['a step without a name', tekton('{steps: [{image: a}]}'), 'nameless'],
  ['a sidecar without a name', tekton('{steps: [{name: a}], sidecars: [{}]}'), 'nameless'],
  ['a step by reference', tekton('{steps: [{name: a, ref: {name: b}}]}'), 'reference'],
  ['two of a name', tekton('{steps: [{name: a}], sidecars: [{name: a}]}'), 'namesakes'],
  ['steps with names', tekton('{steps: [{name: a}, {name: b}]}'), undefined],
];

refusals.forEach(([name, view, why]) =>
  test(`leaves alone, or not: ${name}`, () => {
    assert.ok(view);
    assert.is(view.refused, why);
  }),
);

test('inline steps that make no pods are none', () =>
  assert.is(argo('{steps: [[{name: a, inline: {suspend: {}}}]]}'), undefined));

const settings: readonly (readonly [name: string, view: View | undefined, expected: string])[] = [
  [
    'the template’s own first',
    argo(
      '{container: {}, nodeSelector: {a: b}, podResources: {limits: {memory: 1Gi}}}',
      '{nodeSelector: {c: d}, podResources: {limits: {memory: 2Gi}}, podPriorityClassName: p}',
    ),
    '{nodeSelector: {a: b}, priorityClassName: p, resources: {limits: {memory: 1Gi}}}',
  ],
  [
    'then its defaults’',
    argo(
      '{container: {}, nodeSelector: {}}',
      '{nodeSelector: {c: d}, templateDefaults: {nodeSelector: {e: f}, securityContext: {runAsUser: 1}}}',
    ),
    '{nodeSelector: {e: f}, securityContext: {runAsUser: 1}}',
  ],
  ['a patch', argo('{container: {}, podSpecPatch: "hostIPC: true"}'), '{hostIPC: true}'],
];

settings.forEach(([name, view, expected]) =>
  test(`settings of a pod: ${name}`, () => {
    const { containers: _, ...rest } = view?.pod ?? {};
    assert.equal(rest, read(expected));
  }),
);

test('annotations: those of the template over those of all pods', () => {
  const view = argo(
    '{container: {}, metadata: {annotations: {a: template}}}',
    '{podMetadata: {annotations: {a: all, b: all}}, templateDefaults: {metadata: {annotations: {b: defaults, c: defaults}}}}',
  );
  assert.equal(view?.annotations, { a: 'template', b: 'defaults', c: 'defaults' });
});

test('names that a volume must not take', () => {
  const view = argo(
    `{container: {}, podSpecPatch: '{"volumes":[{"name":"of-patch"}]}'}`,
    '{volumes: [{name: of-workflow}], volumeClaimTemplates: [{metadata: {name: of-claim}}], templateDefaults: {volumes: [{name: of-defaults}]}}',
  );
  ['of-patch', 'of-workflow', 'of-claim', 'of-defaults', 'var-run-argo'].forEach((name) =>
    assert.ok(view?.taken.includes(name), name),
  );
});

const fieldCases: readonly (readonly [view: View | undefined, path: string, expected: string])[] = [
  [argo('{container: {}}'), 'containers[0].volumeMounts', 'container.volumeMounts'],
  [argo('{script: {}}'), 'containers[0]', 'script'],
  [
    argo('{containerSet: {containers: [{}, {}]}}'),
    'containers[1].resources.limits.memory',
    'containerSet.containers[1].resources.limits.memory',
  ],
  [argo('{container: {}, initContainers: [{}]}'), 'initContainers[0]', 'initContainers[0]'],
  [
    argo('{container: {}, initContainers: [{}], sidecars: [{}, {}]}'),
    'initContainers[2].volumeMounts[0]',
    'sidecars[1].volumeMounts[0]',
  ],
  [argo('{container: {}}'), 'volumes[0].emptyDir.sizeLimit', 'volumes[0].emptyDir.sizeLimit'],
  [argo('{container: {}}'), 'resources.limits.memory', 'podResources.limits.memory'],
  [tekton('{steps: [{}]}'), 'containers[0].volumeMounts', 'steps[0].volumeMounts'],
  [
    tekton('{steps: [{}]}'),
    'containers[0].resources.limits.memory',
    'steps[0].computeResources.limits.memory',
  ],
  [tekton('{steps: [{}]}', 'v1beta1'), 'containers[0].resources', 'steps[0].resources'],
  [
    tekton('{steps: [{}], sidecars: [{}]}'),
    'initContainers[0].resources',
    'sidecars[0].computeResources',
  ],
  [tekton('{steps: [{}]}'), 'volumes[1]', 'volumes[1]'],
];

fieldCases.forEach(([view, path, expected], at) =>
  test(`${path} is ${expected} (${at})`, () => assert.is(view?.field(path), expected)),
);

/** Everything that is ever written: a volume, its mounts, and limits. */
const injectionFor = (pod: Fields): Injection => {
  const containers = containersOf(pod);
  return {
    volume: { name: 'free', size: '1Gi', adopted: false, why: undefined },
    mounts: containers.filter(({ mirrors }) => !mirrors),
    limits: new Map(
      containers.flatMap(({ name, limit, override }) =>
        limit === undefined && override === undefined ? [[name, '2Gi'] as const] : [],
      ),
    ),
    completed: new Map(),
  };
};

const injected = (view: View): Fields =>
  apply(view.pod, containersOf(view.pod), injectionFor(view.pod)).pod;

const volume = '{name: free, emptyDir: {medium: Memory, sizeLimit: 1Gi}}';
const mount = '{name: free, mountPath: /dev/shm}';
const limits = '{limits: {memory: 2Gi}}';

const writes: readonly (readonly [name: string, view: View | undefined, expected: string])[] = [
  [
    'a container',
    argo('{name: t, container: {image: a}}'),
    `{name: t, container: {image: a, resources: ${limits}, volumeMounts: [${mount}]}, volumes: [${volume}]}`,
  ],
  [
    'a set',
    argo(`{containerSet: {volumeMounts: [{name: x, mountPath: /x}], containers: [{name: a}]}}`),
    `{containerSet: {volumeMounts: [{name: x, mountPath: /x}], containers: [{name: a, resources: ${limits}, volumeMounts: [${mount}]}]}, volumes: [${volume}]}`,
  ],
  [
    'what stands beside a script',
    argo(
      `{script: ${limited}, initContainers: [{name: i}], sidecars: [{name: s, mirrorVolumeMounts: true}, {name: u}], volumes: null}`,
    ),
    `{script: {image: a, resources: {limits: {memory: 1Gi}}, volumeMounts: [${mount}]}, initContainers: [{name: i, volumeMounts: [${mount}]}], sidecars: [{name: s, mirrorVolumeMounts: true}, {name: u, volumeMounts: [${mount}]}], volumes: [${volume}]}`,
  ],
  [
    'a Task',
    tekton('{steps: [{name: a}], sidecars: [{name: s, computeResources: {requests: {cpu: 1}}}]}'),
    `{steps: [{name: a, computeResources: ${limits}, volumeMounts: [${mount}]}], sidecars: [{name: s, computeResources: {requests: {cpu: 1}}, volumeMounts: [${mount}]}], volumes: [${volume}]}`,
  ],
  [
    'a Task before v1',
    tekton('{stepTemplate: {resources: {limits: {memory: 1Gi}}}, steps: [{name: a}]}', 'v1beta1'),
    `{stepTemplate: {resources: {limits: {memory: 1Gi}}}, steps: [{name: a, volumeMounts: [${mount}]}], volumes: [${volume}]}`,
  ],
];

writes.forEach(([name, view, expected]) =>
  test(`writes ${name}`, () => {
    assert.ok(view);
    assert.is(view.write(view.pod), view.template);
    assert.equal(view.write(injected(view)), read(expected));
  }),
);

const shapedKinds: readonly (readonly [apiVersion: string, kind: string, path: string])[] = [
  ['argoproj.io/v1alpha1', 'Workflow', 'spec.templates[t]'],
  ['argoproj.io/v1alpha1', 'WorkflowTemplate', 'spec.templates[t]'],
  ['argoproj.io/v1alpha1', 'ClusterWorkflowTemplate', 'spec.templates[t]'],
  ['argoproj.io/v1alpha1', 'CronWorkflow', 'spec.workflowSpec.templates[t]'],
  ['tekton.dev/v1', 'Task', 'spec'],
  ['tekton.dev/v1beta1', 'ClusterTask', 'spec'],
];

const objectOf = (apiVersion: string, kind: string): Fields => {
  const templates = [
    { name: 't', container: { image: 'a' } },
    { name: 'u', suspend: {} },
  ];
  if (apiVersion.startsWith('tekton'))
    return { apiVersion, kind, spec: { steps: [{ name: 'a' }] } };
  const spec_ = { templates };
  return { apiVersion, kind, spec: kind === 'CronWorkflow' ? { workflowSpec: spec_ } : spec_ };
};

shapedKinds.forEach(([apiVersion, kind, path]) =>
  test(`finds the pods of ${apiVersion} ${kind}, in another object too`, () => {
    const object = objectOf(apiVersion, kind);
    const row = rowOf(apiVersion, kind);
    assert.ok(row?.shape);
    assert.equal(
      podsOf(object, row).map((place) => place.path),
      [path],
    );
    const trial = { spec: { trialTemplate: { trialSpec: object } } };
    assert.equal(
      podsOf(trial, rowOf('kubeflow.org/v1beta1', 'Experiment') ?? { paths: [] }, () => true).map(
        (place) => [place.path, containersOf(place.pod).length],
      ),
      [[`spec.trialTemplate.trialSpec.${path}`, 1]],
    );
  }),
);

test('each row with a shape has a case here', () => {
  const cases = new Set(shapedKinds.map(([apiVersion, kind]) => rowOf(apiVersion, kind)));
  assert.equal(
    kindRows.filter((row) => row.shape !== undefined && !cases.has(row)).map(({ kind }) => kind),
    [],
  );
});

const shaped = fc.oneof(workflow('plain'), workflow('all'), task('plain'), task('all'));
const placesIn = (object: Fields) =>
  podsOf(object, rowOf(String(object['apiVersion']), String(object['kind'])) ?? { paths: [] });
/** Aliases that are written out do not come back. */
const show = (object: Fields): string => stringify(object, { aliasDuplicateObjects: false });

law(
  test,
  { name: 'a view that is written back unchanged is the same object' },
  shaped,
  (object) => {
    const places = placesIn(object);
    places.forEach(({ pod, view }) => assert.is(view?.write(pod), view?.template));
    return places.length > 0;
  },
  show,
);

law(
  test,
  { name: 'what is written into a view is read from it again' },
  shaped,
  (object) => {
    const places = placesIn(object);
    places.forEach(({ path, steps, view }) => {
      if (view === undefined) return;
      const pod = injected(view);
      const written = updateAt(object, steps, () => view.write(pod)) as Fields;
      const again = placesIn(written).find((place) => place.path === path);
      same(again?.pod, pod);
    });
    return places.length > 0;
  },
  show,
);

const flags = fc.constantFrom(
  {},
  { 'default-memory-limit': '1Gi' },
  { 'default-memory-limit': '1Gi', existing: 'complete' },
  { existing: 'enforce', ratio: '0.3' },
  { 'fallback-size': '2Gi', 'volume-name': 'data' },
);

law(
  test,
  { name: 'injecting twice is injecting once, and remove gives the text back', times: 0.5 },
  fc.tuple(shaped, flags),
  ([object, given]) => {
    const all = { ...given, kinds: '*,Task' };
    const text = show(object);
    const once = textAfter(text, all);
    same(textAfter(once, all), once);
    same(textAfter(once, { ...all, mode: 'remove' }), text);
    return once !== text;
  },
  ([object, given]) => `${JSON.stringify(given)}\n${show(object)}`,
);

/** The container that a field is in. */
const CONTAINER =
  /^(.*?\.(?:container|script|containerSet\.containers\[\d+\]|(?:steps|sidecars|initContainers)\[\d+\]))(?:\.|$)/;

const valueAt = (object: unknown, path: string): unknown =>
  path
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
    .reduce<unknown>((value, step) => Reflect.get(Object(value), step), object);

law(
  test,
  { name: 'a field that a result is about is in the object as it is', times: 0.5 },
  fc.tuple(shaped, flags),
  ([object, given]) => {
    const { results } = run(show(object), { ...given, kinds: '*,Task' });
    const paths = results.flatMap(({ field }) => (field === undefined ? [] : [field.path]));
    paths.forEach((path) => {
      const [, container] = CONTAINER.exec(path) ?? [];
      if (container === undefined)
        assert.match(path, /\.(?:volumes|podResources|initContainers)\b/);
      else assert.type(valueAt(object, container), 'object', path);
    });
    return paths.length > 0;
  },
  ([object, given]) => `${JSON.stringify(given)}\n${show(object)}`,
);

test.run();
