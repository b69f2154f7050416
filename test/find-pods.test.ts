import { existsSync, readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { parse, parseAllDocuments } from 'yaml';
import type { Fields } from '../src/data/value.ts';
import { askedForIn, mergePodPaths, podPathsIn } from '../src/kinds/find-pods.ts';
import { withoutPodSpec } from '../src/kinds/no-pod-spec.ts';
import { podsOf, rowOf } from '../src/kinds.ts';
import { skip, spec } from './spec.ts';

const test = spec('find pods');

const read = (text: string): Fields => parse(text) as Fields;

const pod = '{containers: [{name: a, image: a}]}';

const found: readonly (readonly [name: string, text: string, expected: readonly string[]])[] = [
  ['one', `{kind: A, spec: {template: {spec: ${pod}}}}`, ['spec.template.spec']],
  [
    'all of them',
    `{kind: A, spec: {entry: {spec: ${pod}}, worker: {spec: ${pod}}}}`,
    ['spec.entry.spec', 'spec.worker.spec'],
  ],
  ['at the top', `{kind: A, inference: {template: {spec: ${pod}}}}`, ['inference.template.spec']],
  [
    'items with names',
    `{kind: A, spec: {roles: [{name: a, spec: ${pod}}, {name: b, spec: ${pod}}]}}`,
    ['spec.roles[name].spec'],
  ],
  [
    'items with another key',
    `{kind: A, spec: {groups: [{groupName: a, spec: ${pod}}, {groupName: b, spec: ${pod}}]}}`,
    ['spec.groups[groupName].spec'],
  ],
  ['items without', `{kind: A, spec: {l: [{spec: ${pod}}, {name: b}]}}`, ['spec.l[].spec']],
  [
    'alternatives of items',
    `{kind: A, spec: {roles: [{name: a, one: {spec: ${pod}}}, {name: b, other: {spec: ${pod}}}]}}`,
    ['spec.roles[name].one.spec', 'spec.roles[name].other.spec'],
  ],
  [
    'containers without images',
    '{kind: A, spec: {template: {spec: {containers: [{name: a, resources: {limits: {memory: 4Gi}}}]}}}}',
    ['spec.template.spec'],
  ],
  ['a list of names', '{kind: A, spec: {containers: [{name: a}]}}', []],
  ['a list of strings', '{kind: A, spec: {containers: [a]}}', []],
  ['an empty list', '{kind: A, spec: {containers: []}}', []],
  ['a status', `{kind: A, status: {template: {spec: ${pod}}}, metadata: {x: ${pod}}}`, []],
  ['a kind that is merged into others', `{kind: SidecarSet, spec: ${pod}}`, []],
  ['a key that a path cannot have', `{kind: A, spec: {"a.b": {spec: ${pod}}}}`, []],
  ['a list in a list', `{kind: A, spec: {steps: [[{spec: ${pod}}]]}}`, []],
  [
    'a main container beside them',
    '{kind: A, spec: {image: main, containers: [{name: a, image: a}]}}',
    [],
  ],
  [
    'its resources beside them',
    '{kind: A, spec: {resources: {limits: {memory: 4Gi}}, containers: [{name: a, image: a}]}}',
    [],
  ],
  [
    'resources of the pod',
    '{kind: A, spec: {template: {spec: {resources: {limits: {memory: 4Gi}}, containers: [{name: a, image: a}]}}}}',
    ['spec.template.spec'],
  ],
  [
    'an object of a known kind',
    `{kind: A, spec: {x: {apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: ${pod}}}}}}`,
    ['spec.x.@'],
  ],
  [
    'objects of known kinds',
    `{kind: A, l: [{apiVersion: v1, kind: Service}, {apiVersion: v1, kind: Pod, spec: ${pod}}]}`,
    ['l[].@'],
  ],
  [
    'an object that must be asked for',
    `{kind: A, spec: {x: {apiVersion: ray.io/v1, kind: RayCluster, spec: {headGroupSpec: {template: {spec: ${pod}}}}}}}`,
    [],
  ],
  [
    'an object of an unknown kind',
    `{kind: A, spec: {x: {apiVersion: example.com/v1, kind: B, spec: ${pod}}}}`,
    ['spec.x.spec'],
  ],
  ['a set of containers', `{kind: A, spec: {templates: [{name: a, containerSet: ${pod}}]}}`, []],
];

found.forEach(([name, text, expected]) =>
  test(`finds ${name}`, () => {
    const paths = podPathsIn(read(text));
    assert.equal(paths, expected);
    assert.is(podsOf(read(text), { paths }).length > 0, expected.length > 0);
    assert.equal(podPathsIn(read(text), paths), [], 'nothing is left once they are given');
  }),
);

test('goes on where some are given', () => {
  const object = read(`{kind: A, spec: {entry: {spec: ${pod}}, worker: {spec: ${pod}}}}`);
  assert.equal(podPathsIn(object, ['spec.entry.spec']), ['spec.worker.spec']);
  const map = read(`{kind: A, spec: {sets: {a: {spec: ${pod}}, b: {spec: ${pod}}}}}`);
  assert.equal(podPathsIn(map, ['spec.sets{}.spec']), []);
});

const merged: readonly (readonly [
  name: string,
  lists: readonly (readonly string[])[],
  expected: readonly string[],
])[] = [
  ['nothing', [], []],
  ['the same', [['a'], ['a', 'b']], ['a', 'b']],
  ['a key that some have', [['a[].b'], ['a[name].b']], ['a[name].b']],
  ['a key that others have not', [['a[name].b'], ['a[].b']], ['a[name].b']],
];

merged.forEach(([name, lists, expected]) =>
  test(`merges ${name}`, () => assert.equal(mergePodPaths(lists), expected)),
);

test('a map in more ways than can be walked', () => {
  const leaf = { spec: { containers: [{ name: 'a', image: 'a' }] } };
  const laughs = Array.from({ length: 40 }).reduce<Fields>(
    (inner) => ({ a: inner, b: inner }),
    leaf,
  );
  assert.is(podPathsIn({ kind: 'A', spec: laughs }).length, 50);
  const some = { a: leaf, b: leaf };
  assert.equal(podPathsIn({ kind: 'A', spec: some }), ['spec.a.spec', 'spec.b.spec']);
});

test('a map in itself', () => {
  const loop: Record<string, unknown> = { containers: 1 };
  loop['loop'] = loop;
  assert.equal(podPathsIn({ kind: 'A', spec: loop }), []);
  assert.equal(askedForIn({ kind: 'A', spec: loop }), []);
});

const shapes: readonly (readonly [text: string, expected: RegExp | undefined])[] = [
  [
    '{apiVersion: argoproj.io/v1alpha1, kind: Workflow, spec: {templates: [{container: {}}]}}',
    undefined,
  ],
  [
    '{apiVersion: tekton.dev/v1, kind: TaskRun, spec: {taskSpec: {steps: [{image: a}]}}}',
    /stepTemplate/,
  ],
  ['{apiVersion: tekton.dev/v1, kind: Pipeline, spec: {tasks: [{taskRef: {name: a}}]}}', undefined],
  [
    '{apiVersion: serving.kserve.io/v1beta1, kind: InferenceService, spec: {predictor: {model: {}}}}',
    /ServingRuntime/,
  ],
  [
    '{apiVersion: serving.kserve.io/v1beta1, kind: InferenceService, spec: {predictor: {containers: []}}}',
    undefined,
  ],
  [
    '{apiVersion: trainer.kubeflow.org/v1alpha1, kind: TrainJob, spec: {runtimeRef: {name: a}}}',
    /TrainingRuntime/,
  ],
  ['{apiVersion: kafka.strimzi.io/v1beta2, kind: KafkaConnect, spec: {}}', /\/mnt/],
  ['{apiVersion: example.com/v1, kind: Workflow, spec: {templates: [{container: {}}]}}', undefined],
  ['{apiVersion: apps/v1, kind: Deployment}', undefined],
  ['{}', undefined],
];

shapes.forEach(([text, expected]) =>
  test(`without a PodSpec: ${text}`, () => {
    const remedy = withoutPodSpec(read(text));
    if (expected === undefined) assert.is(remedy, undefined);
    else assert.match(remedy ?? '', expected);
  }),
);

const cases = '../shared/cases';

/** What is said of each object of a case: its row, the places that would cover it, what to do, or what to ask for. */
const toldOf = (object: Fields): readonly string[] => {
  const row = rowOf(String(object['apiVersion']), String(object['kind']));
  if (row?.optIn !== undefined) return ['ask'];
  const asked = askedForIn(object).map(({ kind }) => `ask ${kind}`);
  if (row !== undefined) return podsOf(object, row).length > 0 ? ['covered', ...asked] : asked;
  return [...podPathsIn(object), ...(withoutPodSpec(object) === undefined ? [] : ['remedy'])];
};

const files: readonly (readonly [file: string, ...expected: readonly (readonly string[])[]])[] = [
  ['13-uncovered-silent.yaml', ['covered'], ['ask'], ['remedy'], ['ask']],
  ['14-appwrapper-ray.yaml', ['ask RayCluster']],
  ['23-keda-arc.yaml', ['covered'], ['covered']],
  [
    'no-image.yaml',
    ['ask'],
    ['covered'],
    ['covered'],
    ['ask'],
    ['remedy'],
    ['remedy'],
    ['remedy'],
    ['ask'],
  ],
  ['opt-in-silent.yaml', ['ask'], ['ask']],
  ['keda-scaledjob.yaml', ['covered']],
  ['katib-embedded.yaml', ['covered']],
  ['openshift-template.yaml', ['covered']],
  ['uncovered-first-path-only.yaml', ['covered']],
  ['uncovered-alternatives.yaml', ['covered'], ['covered']],
  ['uncovered-misleading.yaml', []],
];

files.forEach(([file, ...expected]) =>
  test(`passes over nothing in silence: ${file}`, () => {
    if (!existsSync(`${cases}/${file}`)) skip(`${cases} is not there`);
    const documents = parseAllDocuments(readFileSync(`${cases}/${file}`, 'utf8'));
    assert.equal(
      documents.map((document) => toldOf(document.toJS() as Fields)),
      expected,
    );
  }),
);

/** The same shapes under a kind that nobody knows: what the table knows, the search finds too. */
test('finds by itself what the table has', () => {
  const shape = (text: string) => ({
    ...read(text),
    apiVersion: 'example.com/v1',
    kind: 'Unknown',
  });
  assert.equal(
    podPathsIn(
      shape(
        `{spec: {template: {roles: [{name: a, entryTemplate: {spec: ${pod}}, workerTemplate: {spec: ${pod}}}]}}}`,
      ),
    ),
    [
      'spec.template.roles[name].entryTemplate.spec',
      'spec.template.roles[name].workerTemplate.spec',
    ],
  );
  assert.equal(
    podPathsIn(
      shape(
        `{objects: [{apiVersion: v1, kind: Service}, {apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: ${pod}}}}]}`,
      ),
    ),
    ['objects[].@'],
  );
});

test.run();
