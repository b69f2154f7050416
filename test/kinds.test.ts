import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import * as assert from 'uvu/assert';
import { parseAllDocuments } from 'yaml';
import { kindRows, parsePath, podsOf, rowOf, updateAt } from '../src/kinds.ts';
import { skip, spec } from './spec.ts';

const test = spec('kinds');

type Fields = Readonly<Record<string, unknown>>;

const isMap = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const pod = { containers: [{ name: 'app', image: 'app' }] };

/** The smallest object with a PodSpec at `spec.roles[name=a].sets{Worker}.spec`. */
const objectWith = (path: string): unknown =>
  path
    .split('.')
    .flatMap((segment) => segment.split(/(?=[[{])/))
    .reduceRight<unknown>((inside, step) => {
      const [, by, name] = /^\[(?:(\w+)=(\w+)|0)\]$/.exec(step) ?? [];
      if (by !== undefined && name !== undefined) return [{ [by]: name, ...Object(inside) }];
      if (step === '[0]') return [inside];
      return { [step.replaceAll(/[{}]/g, '')]: inside };
    }, pod);

const recorded = (path: string) =>
  path.replaceAll(/\[\w+=(\w+)\]/g, '[$1]').replaceAll(/\{(\w+)\}/g, '[$1]');
const shown = (path: string) =>
  path.replaceAll(/\[\w+=\w+\]/g, '[0]').replaceAll(/\{(\w+)\}/g, '.$1');

const T = 'spec.template.spec';
const cluster = (at: string) => [
  `${at}.headGroupSpec.template.spec`,
  `${at}.workerGroupSpecs[groupName=small].template.spec`,
];
const leaderWorker = (at: string) => [
  `${at}.leaderWorkerTemplate.leaderTemplate.spec`,
  `${at}.leaderWorkerTemplate.workerTemplate.spec`,
];
const jobSet = 'replicatedJobs[name=w].template.spec.template.spec';
const sets = ['daemonSet', 'deployment', 'statefulSet'].map(
  (set) => `spec.${set}.podTemplate.spec`,
);

const kinds: readonly (readonly [
  apiVersion: string,
  kinds: string,
  ...paths: readonly string[],
])[] = [
  ['v1', 'Pod', 'spec'],
  ['v1', 'PodTemplate', 'template.spec'],
  ['v1', 'ReplicationController', T],
  ['v1', 'DeploymentConfig', T],
  ['apps/v1', 'Deployment StatefulSet DaemonSet ReplicaSet', T],
  ['apps/v1beta1', 'Deployment StatefulSet', T],
  ['apps/v1beta2', 'Deployment StatefulSet DaemonSet ReplicaSet', T],
  ['extensions/v1beta1', 'Deployment DaemonSet ReplicaSet', T],
  ['batch/v1', 'Job', T],
  ['batch/v1', 'CronJob', `spec.jobTemplate.${T}`],
  ['batch/v2alpha1', 'CronJob', `spec.jobTemplate.${T}`],
  ['apps.openshift.io/v1', 'DeploymentConfig', T],
  ['serving.knative.dev/v1', 'Service Configuration', T],
  ['argoproj.io/v1alpha1', 'Rollout', T],
  ['argoproj.io/v1alpha1', 'Experiment', 'spec.templates[name=a].template.spec'],
  [
    'argoproj.io/v1alpha1',
    'AnalysisTemplate ClusterAnalysisTemplate',
    `spec.metrics[name=a].provider.job.${T}`,
  ],
  ['kubeflow.org/v1', 'PyTorchJob', 'spec.pytorchReplicaSpecs{Worker}.template.spec'],
  ['kubeflow.org/v1', 'TFJob', 'spec.tfReplicaSpecs{PS}.template.spec'],
  ['kubeflow.org/v1', 'XGBoostJob', 'spec.xgbReplicaSpecs{Master}.template.spec'],
  ['kubeflow.org/v1', 'PaddleJob', 'spec.paddleReplicaSpecs{Worker}.template.spec'],
  ['kubeflow.org/v1', 'JAXJob', 'spec.jaxReplicaSpecs{Worker}.template.spec'],
  ['kubeflow.org/v1', 'MXJob', 'spec.mxReplicaSpecs{Worker}.template.spec'],
  ['kubeflow.org/v2beta1', 'MPIJob', 'spec.mpiReplicaSpecs{Launcher}.template.spec'],
  ['kubeflow.org/v1beta1', 'Notebook', T],
  ['trainer.kubeflow.org/v1alpha1', 'TrainingRuntime ClusterTrainingRuntime', `${T}.${jobSet}`],
  ['jobset.x-k8s.io/v1alpha2', 'JobSet', `spec.${jobSet}`],
  ['jobset.x-k8s.io/v1alpha1', 'JobSet', `spec.jobs[name=w].template.${T}`],
  ['leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', ...leaderWorker('spec')],
  [
    'disaggregatedset.x-k8s.io/v1',
    'DisaggregatedSet',
    ...leaderWorker('spec.roles[name=prefill].spec'),
  ],
  ['agents.x-k8s.io/v1alpha1', 'Sandbox', 'spec.podTemplate.spec'],
  ['extensions.agents.x-k8s.io/v1beta1', 'SandboxTemplate', 'spec.podTemplate.spec'],
  ['batch.volcano.sh/v1alpha1', 'Job', 'spec.tasks[name=w].template.spec'],
  ['batch.volcano.sh/v1alpha1', 'CronJob', 'spec.jobTemplate.spec.tasks[name=w].template.spec'],
  ['flow.volcano.sh/v1alpha1', 'JobTemplate', 'spec.tasks[name=w].template.spec'],
  [
    'training.volcano.sh/v1alpha1',
    'HyperJob',
    'spec.replicatedJobs[name=a].templateSpec.tasks[name=w].template.spec',
  ],
  ['apps.kruise.io/v1alpha1', 'CloneSet DaemonSet StatefulSet BroadcastJob', T],
  [
    'apps.kruise.io/v1alpha1',
    'AdvancedCronJob',
    `spec.template.jobTemplate.${T}`,
    `spec.template.broadcastJobTemplate.${T}`,
  ],
  [
    'apps.kruise.io/v1alpha1',
    'UnitedDeployment',
    `spec.template.statefulSetTemplate.${T}`,
    `spec.template.advancedStatefulSetTemplate.${T}`,
    `spec.template.cloneSetTemplate.${T}`,
    `spec.template.deploymentTemplate.${T}`,
  ],
  ['agones.dev/v1', 'GameServer', T],
  ['agones.dev/v1', 'Fleet GameServerSet', `${T}.template.spec`],
  [
    'machinelearning.seldon.io/v1',
    'SeldonDeployment',
    'spec.predictors[name=a].componentSpecs[0].spec',
  ],
  ['mlops.seldon.io/v1alpha1', 'Server ServerConfig', 'spec.podSpec'],
  ['mlops.seldon.io/v1alpha1', 'SeldonRuntime', 'spec.overrides[name=a].podSpec'],
  ['ray.io/v1', 'RayCluster', ...cluster('spec')],
  [
    'ray.io/v1alpha1',
    'RayJob',
    ...cluster('spec.rayClusterSpec'),
    'spec.submitterPodTemplate.spec',
  ],
  ['ray.io/v1', 'RayService', ...cluster('spec.rayClusterConfig')],
  [
    'ray.io/v1',
    'RayCronJob',
    ...cluster('spec.jobTemplate.rayClusterSpec'),
    'spec.jobTemplate.submitterPodTemplate.spec',
  ],
  [
    'flink.apache.org/v1beta1',
    'FlinkDeployment',
    'spec.podTemplate.spec',
    'spec.jobManager.podTemplate.spec',
    'spec.taskManager.podTemplate.spec',
  ],
  ['flink.apache.org/v1beta1', 'FlinkBlueGreenDeployment', `${T}.jobManager.podTemplate.spec`],
  [
    'sparkoperator.k8s.io/v1beta2',
    'SparkApplication',
    'spec.driver.template.spec',
    'spec.executor.template.spec',
  ],
  [
    'sparkoperator.k8s.io/v1beta2',
    'ScheduledSparkApplication',
    'spec.template.driver.template.spec',
  ],
  [
    'sparkoperator.k8s.io/v1alpha1',
    'SparkConnect',
    'spec.server.template.spec',
    'spec.executor.template.spec',
  ],
  [
    'serving.kserve.io/v1alpha1',
    'LLMInferenceService LLMInferenceServiceConfig',
    'spec.template',
    'spec.prefill.worker',
  ],
  ['elasticsearch.k8s.elastic.co/v1', 'Elasticsearch', 'spec.nodeSets[name=a].podTemplate.spec'],
  ['kibana.k8s.elastic.co/v1', 'Kibana', 'spec.podTemplate.spec'],
  ['logstash.k8s.elastic.co/v1alpha1', 'Logstash', 'spec.podTemplate.spec'],
  ['beat.k8s.elastic.co/v1beta1', 'Beat', ...sets],
  ['agent.k8s.elastic.co/v1alpha1', 'Agent', ...sets],
];

kinds.forEach(([apiVersion, names, ...paths]) => {
  names.split(' ').forEach((kind) => {
    test(`finds the pods of ${apiVersion} ${kind}`, () => {
      const row = rowOf(apiVersion, kind);
      paths.forEach((path) => {
        const object = objectWith(path);
        const [place, ...more] = podsOf(object, row?.paths ?? []);
        assert.is(more.length, 0);
        assert.is(place?.path, recorded(path));
        assert.is(place?.field, shown(path));
        assert.equal(place?.pod, pod);
        assert.equal(
          updateAt(object, place?.steps ?? [], () => 1),
          JSON.parse(JSON.stringify(object).replace(JSON.stringify(pod), '1')),
        );
      });
    });
  });
});

test('finds the pods of what an AppWrapper holds', () => {
  const wrap = (...templates: readonly unknown[]) => ({
    spec: { components: templates.map((template) => ({ template })) },
  });
  const job = { apiVersion: 'batch/v1', kind: 'Job', spec: { template: { spec: pod } } };
  const ray = {
    apiVersion: 'ray.io/v1',
    kind: 'RayCluster',
    spec: { headGroupSpec: { template: { spec: pod } } },
  };
  const { paths = [] } = rowOf('workload.codeflare.dev/v1beta2', 'AppWrapper') ?? {};
  const places = podsOf(wrap({ kind: 'Job' }, ray, job), paths);
  assert.equal(
    places.map(({ path }) => path),
    ['spec.components[2].template.spec.template.spec'],
  );
});

test('each row has a case here, except those that are never changed', () => {
  const cases = new Set(
    kinds.flatMap(([apiVersion, names]) => names.split(' ').map((kind) => rowOf(apiVersion, kind))),
  );
  const missing = kindRows
    .filter((row) => !cases.has(row) && row.never === undefined)
    .map(({ kind }) => kind);
  assert.equal(missing, ['AppWrapper']);
});

test('each row is there once, and each path is one', () => {
  const names = kindRows.map(({ group, kind }) => `${group}/${kind}`);
  assert.is(new Set(names).size, names.length);
  kindRows
    .flatMap(({ paths }) => paths)
    .forEach((path) => assert.ok(E.isRight(parsePath(path)), path));
});

test('group and kind decide, the version does not', () => {
  assert.is(rowOf('apps/v1', 'Deployment'), rowOf('apps/v99', 'Deployment'));
  assert.is(rowOf('example.com/v1', 'Deployment'), undefined);
  assert.is(rowOf('v1', 'Service'), undefined);
  assert.is(rowOf('apps/v1', 'toString'), undefined);
  assert.is(rowOf('batch/v1', 'Job')?.live, 'immutable');
  assert.is(rowOf('ray.io/v1', 'RayService')?.live, 'second-cluster');
});

const never = [
  ['postgresql.cnpg.io/v1', 'Cluster', 'ephemeralVolumesSizeLimit'],
  ['acid.zalan.do/v1', 'postgresql', 'enableShmVolume'],
  ['postgres-operator.crunchydata.com/v1beta1', 'PostgresCluster', 'own'],
  ['nvidia.com/v1alpha1', 'DynamoGraphDeployment', 'sharedMemory'],
  ['nvidia.com/v1beta1', 'DynamoComponentDeployment', 'sharedMemory'],
] as const;

never.forEach(([apiVersion, kind, knob]) => {
  test(`never ${kind}`, () => {
    const row = rowOf(apiVersion, kind);
    assert.ok(row?.never?.includes(knob));
    assert.equal(row?.paths, []);
  });
});

const pathOf = (object: unknown, path: string) => podsOf(object, [path]).map((place) => place.path);

const records = [
  ['a name', [{ n: 'a' }, { n: 'b.c-d' }], ['l[a]', 'l[b.c-d]']],
  ['no name', [{ n: 'a' }, {}], ['l[a]', 'l[1]']],
  ['an empty name, a number, a null', [{ n: '' }, { n: 1 }, { n: null }], ['l[0]', 'l[1]', 'l[2]']],
  ['names that are not unique', [{ n: 'a' }, { n: 'a' }, { n: 'b' }], ['l[0]', 'l[1]', 'l[b]']],
  ['names that look like an index', [{ n: '1' }, { n: '0' }], ['l["1"]', 'l["0"]']],
  ['names with brackets or quotes', [{ n: 'a]' }, { n: '"' }], ['l["a]"]', 'l["\\""]']],
  ['items that are no maps', [1, null, 'x', [], { n: 'a' }], ['l[a]']],
] as const;

records.forEach(([name, l, expected]) => {
  test(`list items: ${name}`, () => assert.equal(pathOf({ l }, 'l[n]'), expected));
});

test('values of a map, whatever their keys', () => {
  const object: unknown = JSON.parse('{"m":{"Worker":{},"__proto__":{},"0":{},"a b":{},"x":1}}');
  assert.equal(pathOf(object, 'm{}'), ['m["0"]', 'm[Worker]', 'm[__proto__]', 'm["a b"]']);
});

test('what is not there, or no map, gives nothing', () => {
  [
    undefined,
    null,
    1,
    'x',
    [],
    {},
    { spec: null },
    { spec: [] },
    { spec: { template: 'x' } },
  ].forEach((object) =>
    assert.equal(podsOf(object, ['spec.template', 'spec.l[name]', 'spec{}']), []),
  );
  assert.equal(podsOf({ spec: {} }, ['toString', 'constructor.prototype', '__proto__']), []);
});

test('a place that two paths lead to is there once', () => {
  assert.is(podsOf({ spec: pod }, ['spec', 'spec']).length, 1);
});

['spec', 'a.b.c', 'a[n].b', 'a[].b', 'a{}.b', 'a-b_c.d9'].forEach((path) => {
  test(`${path} is a path`, () => assert.ok(E.isRight(parsePath(path))));
});

[
  '',
  '.',
  'a.',
  '.a',
  'a..b',
  'a[',
  'a]',
  'a[n]b',
  'a[*]',
  'a{x}',
  'a{}{}',
  '[n]',
  '@.a',
  'a b',
  'a'.repeat(600),
].forEach((path) => {
  test(`${JSON.stringify(path.slice(0, 10))} is no path`, () => {
    const read = parsePath(path);
    assert.ok(E.isLeft(read) && read.left.startsWith('must be a path such as spec.template.spec'));
    assert.equal(podsOf({ a: {} }, [path]), []);
  });
});

test('updateAt copies only what leads to the change', () => {
  const object = { a: [{ b: 1 }, { c: 2 }], d: {} };
  const after = updateAt(object, ['a', 1, 'c'], () => 3) as typeof object;
  assert.equal(after, { a: [{ b: 1 }, { c: 3 }], d: {} });
  assert.is(after.a[0], object.a[0]);
  assert.is(after.d, object.d);
  assert.equal(object, { a: [{ b: 1 }, { c: 2 }], d: {} });
});

test('updateAt gives the same object back where nothing changes', () => {
  const object = { a: [{ b: 1 }], d: {} };
  assert.is(
    updateAt(object, ['a', 0, 'b'], (value) => value),
    object,
  );
  assert.is(
    updateAt(object, [], (value) => value),
    object,
  );
  [
    ['x'],
    ['a', 1],
    ['a', '0'],
    ['a', 0, 'b', 'c'],
    ['d', 0],
    ['d', 'toString'],
    ['a', 'length'],
  ].forEach((steps) =>
    assert.is(
      updateAt(object, steps, () => 'changed'),
      object,
      JSON.stringify(steps),
    ),
  );
});

test('updateAt takes __proto__ for a key like any other', () => {
  const object: unknown = JSON.parse('{"__proto__":{"a":1}}');
  const after = updateAt(object, ['__proto__', 'a'], () => 2);
  assert.is(JSON.stringify(after), '{"__proto__":{"a":2}}');
  assert.is(Reflect.get(Object.prototype, 'a'), undefined);
});

const corpus = '../shared/corpus';

/** Whether a list of containers is anywhere inside. */
const holdsContainers = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.some(holdsContainers)
    : isMap(value) &&
      Object.entries(value).some(
        ([key, inner]) =>
          (key === 'containers' &&
            Array.isArray(inner) &&
            inner.some((item) => isMap(item) && 'image' in item)) ||
          holdsContainers(inner),
      );

const documentsOf = (file: string): readonly unknown[] =>
  parseAllDocuments(readFileSync(file, 'utf8'), { logLevel: 'silent', uniqueKeys: false }).flatMap(
    (document) => (document.errors.length > 0 ? [] : [document.toJS() as unknown]),
  );

test('finds pods in all objects of the corpus that hold containers and are in the table', () => {
  if (!existsSync(corpus)) skip(`${corpus} is not there`);
  const files = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(ya?ml|json)$/.test(file),
  );
  const objects = files.flatMap((file) =>
    documentsOf(join(corpus, file))
      .filter(isMap)
      .map((object) => ({ file, object })),
  );
  const rowed = objects.flatMap(({ file, object }) => {
    const row = rowOf(String(object['apiVersion']), String(object['kind']));
    return row === undefined || !holdsContainers(object) ? [] : [{ file, object, row }];
  });
  assert.ok(rowed.length > 300, `only ${rowed.length} objects`);
  const without = rowed
    .filter(({ object, row }) => podsOf(object, row.paths).length === 0)
    .map(({ file }) => file);
  assert.equal(without, []);
});

test.run();
