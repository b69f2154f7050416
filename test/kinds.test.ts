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
const objectWith = (path: string, leaf: unknown = pod): unknown =>
  path
    .split('.')
    .flatMap((segment) => segment.split(/(?=[[{])/))
    .reduceRight<unknown>((inside, step) => {
      const [, by, name] = /^\[(?:(\w+)=(\w+)|0)\]$/.exec(step) ?? [];
      if (by !== undefined && name !== undefined) return [{ [by]: name, ...Object(inside) }];
      if (step === '[0]') return [inside];
      return { [step.replaceAll(/[{}]/g, '')]: inside };
    }, leaf);

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
  ['apm.k8s.elastic.co/v1', 'ApmServer', 'spec.podTemplate.spec'],
  ['enterprisesearch.k8s.elastic.co/v1', 'EnterpriseSearch', 'spec.podTemplate.spec'],
  ['maps.k8s.elastic.co/v1alpha1', 'ElasticMapsServer', 'spec.podTemplate.spec'],
  ['packageregistry.k8s.elastic.co/v1alpha1', 'PackageRegistry', 'spec.podTemplate.spec'],
  ['autoops.k8s.elastic.co/v1alpha1', 'AutoOpsAgentPolicy', 'spec.podTemplate.spec'],
  ['keda.sh/v1alpha1', 'ScaledJob', 'spec.jobTargetRef.template.spec'],
  ['actions.github.com/v1alpha1', 'AutoscalingRunnerSet', T],
  ['actions.github.com/v1alpha1', 'EphemeralRunnerSet', 'spec.ephemeralRunnerSpec.spec'],
  ['actions.github.com/v1alpha1', 'EphemeralRunner', 'spec.spec'],
  ['actions.summerwind.dev/v1alpha1', 'RunnerSet', T],
  [
    'workload.serving.volcano.sh/v1alpha1',
    'ModelServing',
    'spec.template.roles[name=prefill].entryTemplate.spec',
    'spec.template.roles[name=prefill].workerTemplate.spec',
  ],
  ['grove.io/v1alpha1', 'PodCliqueSet', 'spec.template.cliques[name=a].spec.podSpec'],
  ['grove.io/v1alpha1', 'PodClique', 'spec.podSpec'],
  ['orchestration.aibrix.ai/v1alpha1', 'StormService', `${T}.roles[name=a].template.spec`],
  ['orchestration.aibrix.ai/v1alpha1', 'RoleSet', 'spec.roles[name=a].template.spec'],
  ['orchestration.aibrix.ai/v1alpha1', 'PodSet', T],
  ['orchestration.aibrix.ai/v1alpha1', 'RayClusterFleet RayClusterReplicaSet', ...cluster(T)],
  [
    'workloads.x-k8s.io/v1alpha1',
    'RoleBasedGroup',
    'spec.roles[name=a].template.spec',
    'spec.roles[name=a].components[name=b].template.spec',
    'spec.roleTemplates[name=a].template.spec',
  ],
  [
    'workloads.x-k8s.io/v1alpha2',
    'RoleBasedGroup',
    'spec.roles[name=a].standalonePattern.template.spec',
    'spec.roles[name=a].leaderWorkerPattern.template.spec',
    'spec.roles[name=a].customComponentsPattern.components[name=b].template.spec',
  ],
  [
    'workloads.x-k8s.io/v1alpha1',
    'RoleBasedGroupSet',
    'spec.template.roles[name=a].template.spec',
    'spec.groupTemplate.spec.roles[name=a].standalonePattern.template.spec',
  ],
  ['workloads.x-k8s.io/v1alpha2', 'Instance RoleInstance', 'spec.components[name=a].template.spec'],
  [
    'workloads.x-k8s.io/v1alpha1',
    'InstanceSet',
    'spec.instanceTemplate.components[name=a].template.spec',
  ],
  [
    'workloads.x-k8s.io/v1alpha2',
    'RoleInstanceSet',
    'spec.roleInstanceTemplate.components[name=a].template.spec',
  ],
  ['sagemaker.amazonaws.com/v1', 'HyperPodPyTorchJob', 'spec.replicaSpecs[name=a].template.spec'],
  ['kubernetes.dask.org/v1', 'DaskCluster', 'spec.worker.spec', 'spec.scheduler.spec'],
  ['kubernetes.dask.org/v1', 'DaskWorkerGroup', 'spec.worker.spec'],
  [
    'kubernetes.dask.org/v1',
    'DaskJob',
    'spec.job.spec',
    'spec.cluster.spec.worker.spec',
    'spec.cluster.spec.scheduler.spec',
  ],
  [
    'clickhouse.altinity.com/v1',
    'ClickHouseInstallation ClickHouseInstallationTemplate',
    'spec.templates.podTemplates[name=a].spec',
  ],
  [
    'clickhouse-keeper.altinity.com/v1',
    'ClickHouseKeeperInstallation',
    'spec.templates.podTemplates[name=a].spec',
  ],
  ['postgresql.cnpg.io/v1', 'Pooler', T],
  ['grafana.integreatly.org/v1beta1', 'Grafana', `spec.deployment.${T}`],
  ['mongodbcommunity.mongodb.com/v1', 'MongoDBCommunity', `spec.statefulSet.${T}`],
  ['kaito.sh/v1beta1', 'Workspace', 'inference.template.spec'],
  ['kaito.sh/v1alpha1', 'InferenceSet', 'spec.template.inference.template.spec'],
  [
    'flow.volcano.sh/v1alpha1',
    'JobFlow',
    'spec.flows[name=a].patch.jobSpec.tasks[name=b].template.spec',
  ],
  ['serving.kserve.io/v1alpha1', 'ServingRuntime ClusterServingRuntime', 'spec'],
];

/** Kinds that hold whole objects, and where. */
const holders: readonly (readonly [apiVersion: string, kind: string, path: string])[] = [
  ['workload.codeflare.dev/v1beta2', 'AppWrapper', 'spec.components[0].template'],
  ['kubeflow.org/v1beta1', 'Experiment', 'spec.trialTemplate.trialSpec'],
  ['template.openshift.io/v1', 'Template', 'objects[0]'],
  ['template.openshift.io/v1', 'TemplateInstance', 'spec.template.objects[0]'],
  ['argoproj.io/v1alpha1', 'Sensor', 'spec.triggers[0].template.k8s.source.resource'],
  ['argoproj.io/v1alpha1', 'Sensor', 'spec.triggers[0].template.argoWorkflow.source.resource'],
  ['kro.run/v1alpha1', 'ResourceGraphDefinition', 'spec.resources[0].template'],
  ['kubernetes.crossplane.io/v1alpha2', 'Object', 'spec.forProvider.manifest'],
  ['work.open-cluster-management.io/v1', 'ManifestWork', 'spec.workload.manifests[0]'],
  [
    'work.open-cluster-management.io/v1alpha1',
    'ManifestWorkReplicaSet',
    'spec.manifestWorkTemplate.workload.manifests[0]',
  ],
  ['core.oam.dev/v1beta1', 'Application', 'spec.components[name=a].properties.objects[0]'],
];

holders.forEach(([apiVersion, kind, path]) =>
  test(`finds the pods of what ${apiVersion} ${kind} holds at ${path}`, () => {
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      spec: { template: { spec: pod } },
    };
    const ray = {
      apiVersion: 'ray.io/v1',
      kind: 'RayCluster',
      spec: { headGroupSpec: { template: { spec: pod } } },
    };
    const { paths = [] } = rowOf(apiVersion, kind) ?? {};
    const found = (inner: unknown, isAsked?: Parameters<typeof podsOf>[2]) =>
      podsOf(objectWith(path, inner), { paths }, isAsked).map((place) => place.path);
    assert.equal(found(deployment), [`${recorded(path)}.spec.template.spec`]);
    assert.equal(found(pod), []);
    assert.equal(found(ray), []);
    assert.equal(
      found(ray, (row) => row.kind === 'RayCluster'),
      [`${recorded(path)}.spec.headGroupSpec.template.spec`],
    );
  }),
);

const imageless = [
  'FlinkDeployment',
  'Elasticsearch',
  'MongoDBCommunity',
  'Grafana',
  'Pooler',
  'RunnerSet',
  'SparkApplication',
  'LLMInferenceService',
];

test('kinds whose operator adds images, and kinds whose does not', () => {
  const found = new Set(kindRows.filter((row) => row.imageByOperator).map(({ kind }) => kind));
  imageless.forEach((kind) => assert.ok(found.has(kind), kind));
  ['Deployment', 'Pod', 'RayCluster', 'ScaledJob', 'ServingRuntime'].forEach((kind) =>
    assert.not(found.has(kind), kind),
  );
});

kinds.forEach(([apiVersion, names, ...paths]) => {
  names.split(' ').forEach((kind) => {
    test(`finds the pods of ${apiVersion} ${kind}`, () => {
      const row = rowOf(apiVersion, kind);
      paths.forEach((path) => {
        const object = objectWith(path);
        const [place, ...more] = podsOf(object, row ?? { paths: [] });
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

test('each row has a case here, except those that are never changed, or have a shape of their own', () => {
  const cases = new Set(
    [...kinds, ...holders].flatMap(([apiVersion, names]) =>
      names.split(' ').map((kind) => rowOf(apiVersion, kind)),
    ),
  );
  const missing = kindRows
    .filter((row) => !cases.has(row) && row.never === undefined && row.shape === undefined)
    .map(({ kind }) => kind);
  assert.equal(missing, []);
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
  ['apps.nvidia.com/v1alpha1', 'NIMService', 'sharedMemorySizeLimit'],
  ['apps.nvidia.com/v1alpha1', 'NIMPipeline', 'sharedMemorySizeLimit'],
  ['orchestration.aibrix.ai/v1alpha1', 'KVCache', 'own'],
  ['slurm.nebius.ai/v1', 'SlurmCluster', 'sharedMemorySize'],
  ['slurm.nebius.ai/v1alpha1', 'NodeSet', 'sharedMemorySize'],
  ['pgv2.percona.com/v2', 'PerconaPGCluster', 'own'],
  ['stackgres.io/v1', 'SGCluster', 'own'],
  ['production-stack.vllm.ai/v1alpha1', 'VLLMRuntime', 'shmSize'],
  ['kubeai.org/v1', 'Model', 'own'],
  ['inference.llmaz.io/v1alpha1', 'Playground', 'sharedMemorySize'],
  ['inference.llmaz.io/v1alpha1', 'BackendRuntime', 'sharedMemorySize'],
  ['kaito.sh/v1beta1', 'RAGEngine', 'own'],
] as const;

never.forEach(([apiVersion, kind, knob]) => {
  test(`never ${kind}`, () => {
    const row = rowOf(apiVersion, kind);
    assert.ok(row?.never?.includes(knob));
    assert.equal(row?.paths, []);
  });
});

const pathOf = (object: unknown, path: string) =>
  podsOf(object, { paths: [path] }).map((place) => place.path);

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
    assert.equal(podsOf(object, { paths: ['spec.template', 'spec.l[name]', 'spec{}'] }), []),
  );
  assert.equal(
    podsOf({ spec: {} }, { paths: ['toString', 'constructor.prototype', '__proto__'] }),
    [],
  );
});

test('a place that two paths lead to is there once', () => {
  assert.is(podsOf({ spec: pod }, { paths: ['spec', 'spec'] }).length, 1);
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
    assert.equal(podsOf({ a: {} }, { paths: [path] }), []);
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
    .filter(({ object, row }) => podsOf(object, row).length === 0)
    .map(({ file }) => file);
  assert.equal(without, []);
});

test.run();
