import * as assert from 'uvu/assert';
import type { Fields } from '../src/data/value.ts';
import { podsOf, rowOf } from '../src/kinds.ts';
import { replicasOf } from '../src/report/replicas.ts';
import { scalersOf } from '../src/report/scalers.ts';
import { spec } from './spec.ts';

const test = spec('report: replicas');

const template = { spec: { containers: [{ name: 'a' }] } };
const jobTemplate = (more: object = {}) => ({ spec: { ...more, template } });

/** `3`, `1+`, by place where there are several; what says so in brackets. */
type Expected = string;

const scaler = (kind: string, spec_: object, namespace = 'n'): Fields => ({
  apiVersion: kind === 'ScaledObject' ? 'keda.sh/v1alpha1' : 'autoscaling/v2',
  kind,
  metadata: { name: 'up', namespace },
  spec: spec_,
});

const target = (apiVersion: string, kind: string, name = 'w') => ({ apiVersion, kind, name });

const hpa = (maxReplicas: unknown, scaleTargetRef = target('apps/v1', 'Deployment')) =>
  scaler('HorizontalPodAutoscaler', { maxReplicas, scaleTargetRef });

interface Case {
  readonly name: string;
  readonly of: readonly [apiVersion: string, kind: string, spec: object];
  readonly with?: readonly Fields[];
  readonly nodes?: number;
  readonly expected: readonly Expected[];
}

const group = (replicas: unknown, more: object = {}) => ({ ...more, replicas, template });

const lws = (more: object, leader: object = {}) =>
  ({ ...more, leaderWorkerTemplate: { workerTemplate: template, ...leader } }) as const;

const cases: readonly Case[] = [
  { name: 'replicas', of: ['apps/v1', 'Deployment', group(3)], expected: ['3 (spec.replicas)'] },
  { name: 'no replicas', of: ['apps/v1', 'StatefulSet', { template }], expected: ['1 (default)'] },
  { name: 'null', of: ['apps/v1', 'ReplicaSet', group(null)], expected: ['1 (default)'] },
  { name: 'none', of: ['apps/v1', 'Deployment', group(0)], expected: ['0 (spec.replicas)'] },
  {
    name: 'a template',
    of: ['apps/v1', 'Deployment', group('{{ .Values.replicas }}')],
    expected: ['1+ (spec.replicas)'],
  },
  { name: 'negative', of: ['apps/v1', 'Deployment', group(-3)], expected: ['1+ (spec.replicas)'] },
  {
    name: 'a fraction',
    of: ['apps/v1', 'Deployment', group(1.5)],
    expected: ['1+ (spec.replicas)'],
  },
  {
    name: 'an HPA',
    of: ['apps/v1', 'Deployment', group(3)],
    with: [hpa(10)],
    expected: ['10 (HorizontalPodAutoscaler up)'],
  },
  {
    name: 'an HPA of another version of the group',
    of: ['apps/v1beta2', 'Deployment', group(3)],
    with: [hpa(10)],
    expected: ['10 (HorizontalPodAutoscaler up)'],
  },
  {
    name: 'an HPA whose target is at 0',
    of: ['apps/v1', 'Deployment', group(0)],
    with: [hpa(10)],
    expected: ['0 (spec.replicas)'],
  },
  {
    name: 'an HPA without a number',
    of: ['apps/v1', 'Deployment', group(3)],
    with: [hpa('${MAX}')],
    expected: ['3+ (HorizontalPodAutoscaler up)'],
  },
  {
    name: 'HPAs of others',
    of: ['apps/v1', 'Deployment', group(3)],
    with: [
      hpa(10, target('apps/v1', 'StatefulSet')),
      hpa(10, target('apps/v1', 'Deployment', 'other')),
      hpa(10, target('argoproj.io/v1alpha1', 'Deployment')),
      scaler(
        'HorizontalPodAutoscaler',
        { maxReplicas: 10, scaleTargetRef: target('apps/v1', 'Deployment') },
        'other',
      ),
      scaler('HorizontalPodAutoscaler', {}),
    ],
    expected: ['3 (spec.replicas)'],
  },
  {
    name: 'a ScaledObject wakes it from 0',
    of: ['apps/v1', 'Deployment', group(0)],
    with: [scaler('ScaledObject', { maxReplicaCount: 7, scaleTargetRef: { name: 'w' } })],
    expected: ['7 (ScaledObject up)'],
  },
  {
    name: "a ScaledObject's default",
    of: ['apps/v1', 'StatefulSet', group(2)],
    with: [scaler('ScaledObject', { scaleTargetRef: { kind: 'StatefulSet', name: 'w' } })],
    expected: ['100 (ScaledObject up)'],
  },
  {
    name: 'the larger of two',
    of: ['apps/v1', 'Deployment', group(2)],
    with: [hpa(5), hpa(9)],
    expected: ['9 (HorizontalPodAutoscaler up)'],
  },
  { name: 'no nodes', of: ['apps/v1', 'DaemonSet', { template }], expected: ['1+ (one per node)'] },
  {
    name: 'nodes',
    of: ['apps/v1', 'DaemonSet', { template }],
    nodes: 30,
    expected: ['30 (--nodes)'],
  },
  { name: 'a Pod', of: ['v1', 'Pod', template.spec], expected: ['1 (one pod)'] },
  { name: 'a Job', of: ['batch/v1', 'Job', { template }], expected: ['1 (default)'] },
  {
    name: 'parallelism',
    of: ['batch/v1', 'Job', { parallelism: 4, template }],
    expected: ['4 (spec.parallelism)'],
  },
  {
    name: 'fewer completions',
    of: ['batch/v1', 'Job', { parallelism: 4, completions: 2, template }],
    expected: ['2 (spec.completions)'],
  },
  {
    name: 'a CronJob',
    of: ['batch/v1', 'CronJob', { jobTemplate: jobTemplate() }],
    expected: ['1+ (default)'],
  },
  {
    name: 'a CronJob without overlap',
    of: [
      'batch/v1',
      'CronJob',
      { concurrencyPolicy: 'Forbid', jobTemplate: jobTemplate({ parallelism: 2 }) },
    ],
    expected: ['2 (spec.jobTemplate.spec.parallelism)'],
  },
  {
    name: 'a JobSet',
    of: [
      'jobset.x-k8s.io/v1alpha2',
      'JobSet',
      {
        replicatedJobs: [
          { name: 'driver', template: jobTemplate() },
          { name: 'workers', replicas: 3, template: jobTemplate({ parallelism: 4 }) },
        ],
      },
    ],
    expected: [
      '1 (default)',
      '12 (spec.replicatedJobs.1.replicas × spec.replicatedJobs.1.template.spec.parallelism)',
    ],
  },
  {
    name: 'a LeaderWorkerSet',
    of: [
      'leaderworkerset.x-k8s.io/v1',
      'LeaderWorkerSet',
      lws({ replicas: 3 }, { size: 4, leaderTemplate: template }),
    ],
    expected: ['3 (spec.replicas)', '9 (spec.replicas × spec.leaderWorkerTemplate.size - 1)'],
  },
  {
    name: 'a LeaderWorkerSet whose leader is a worker',
    of: ['leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', lws({ replicas: 3 }, { size: 4 })],
    expected: ['12 (spec.replicas × spec.leaderWorkerTemplate.size)'],
  },
  {
    name: 'a LeaderWorkerSet of defaults',
    of: ['leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', lws({})],
    expected: ['1 (default)'],
  },
  {
    name: 'a LeaderWorkerSet with an HPA',
    of: ['leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', lws({ replicas: 1 }, { size: 2 })],
    with: [hpa(5, target('leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet'))],
    expected: ['10 (HorizontalPodAutoscaler up × spec.leaderWorkerTemplate.size)'],
  },
  {
    name: 'a DisaggregatedSet',
    of: [
      'disaggregatedset.x-k8s.io/v1',
      'DisaggregatedSet',
      { roles: [{ name: 'prefill', spec: lws({ replicas: 2 }, { size: 3 }) }] },
    ],
    expected: ['6 (spec.roles.0.spec.replicas × spec.roles.0.spec.leaderWorkerTemplate.size)'],
  },
  {
    name: 'replica specs',
    of: [
      'kubeflow.org/v1',
      'PyTorchJob',
      { pytorchReplicaSpecs: { Master: group(1), Worker: group(8) } },
    ],
    expected: [
      '1 (spec.pytorchReplicaSpecs.Master.replicas)',
      '8 (spec.pytorchReplicaSpecs.Worker.replicas)',
    ],
  },
  {
    name: 'tasks',
    of: ['batch.volcano.sh/v1alpha1', 'Job', { tasks: [{ name: 't', ...group(5) }] }],
    expected: ['5 (spec.tasks.0.replicas)'],
  },
  {
    name: 'a RayCluster',
    of: [
      'ray.io/v1',
      'RayCluster',
      {
        headGroupSpec: { template },
        workerGroupSpecs: [
          { groupName: 'small', ...group(2, { maxReplicas: 9, numOfHosts: 2 }) },
          { groupName: 'idle', template },
        ],
      },
    ],
    expected: [
      '1 (one pod)',
      '4 (spec.workerGroupSpecs.0.replicas × spec.workerGroupSpecs.0.numOfHosts)',
      '0 (default)',
    ],
  },
  {
    name: 'a RayCluster that scales',
    of: [
      'ray.io/v1',
      'RayCluster',
      {
        enableInTreeAutoscaling: true,
        headGroupSpec: { template },
        workerGroupSpecs: [
          { groupName: 'small', ...group(2, { maxReplicas: 9 }) },
          { groupName: 'open', ...group(2) },
        ],
      },
    ],
    expected: [
      '1 (one pod)',
      '9 (spec.workerGroupSpecs.0.maxReplicas)',
      '2+ (spec.workerGroupSpecs.1.replicas)',
    ],
  },
  {
    name: 'Knative',
    of: ['serving.knative.dev/v1', 'Service', { template }],
    expected: ['1+ (autoscaling.knative.dev)'],
  },
  {
    name: 'Knative with a maximum',
    of: [
      'serving.knative.dev/v1',
      'Service',
      {
        template: {
          metadata: { annotations: { 'autoscaling.knative.dev/max-scale': '8' } },
          ...template,
        },
      },
    ],
    expected: ['8 (autoscaling.knative.dev/max-scale)'],
  },
  {
    name: 'an AppWrapper: the kind inside counts',
    of: [
      'workload.codeflare.dev/v1beta2',
      'AppWrapper',
      {
        components: [
          { template: { apiVersion: 'batch/v1', kind: 'Job', spec: { parallelism: 6, template } } },
        ],
      },
    ],
    expected: ['6 (spec.parallelism)'],
  },
  {
    name: 'an Elasticsearch',
    of: [
      'elasticsearch.k8s.elastic.co/v1',
      'Elasticsearch',
      { nodeSets: [{ name: 'hot', count: 3, podTemplate: template }] },
    ],
    expected: ['3 (spec.nodeSets.0.count)'],
  },
  {
    name: 'a SparkApplication',
    of: [
      'sparkoperator.k8s.io/v1beta2',
      'SparkApplication',
      { driver: { template }, executor: { instances: 5, template } },
    ],
    expected: ['1 (one pod)', '5 (spec.executor.instances)'],
  },
  {
    name: 'a kind that nobody listed',
    of: ['mlops.seldon.io/v1alpha1', 'Server', { podSpec: template.spec }],
    expected: ['1+ (unknown)'],
  },
  {
    name: 'a number that is too large to multiply',
    of: [
      'jobset.x-k8s.io/v1alpha2',
      'JobSet',
      {
        replicatedJobs: [
          { name: 'w', replicas: 2 ** 40, template: jobTemplate({ parallelism: 2 ** 40 }) },
        ],
      },
    ],
    expected: [
      '9007199254740991+ (spec.replicatedJobs.0.replicas × spec.replicatedJobs.0.template.spec.parallelism)',
    ],
  },
];

for (const {
  name,
  of: [apiVersion, kind, spec_],
  with: others = [],
  nodes,
  expected,
} of cases)
  test(`${kind}: ${name}`, () => {
    const object: Fields = {
      apiVersion,
      kind,
      metadata: { name: 'w', namespace: 'n' },
      spec: spec_,
    };
    const context = { scalers: scalersOf(others), nodes };
    const found = podsOf(object, rowOf(apiVersion, kind) ?? { paths: [] }).map(({ steps }) => {
      const { count, atLeast, from } = replicasOf(object, steps, context);
      return `${count}${atLeast ? '+' : ''} (${from})`;
    });
    assert.equal(found, expected);
  });

test('a kind of one’s own: `replicas` beside its template', () => {
  const object: Fields = {
    apiVersion: 'example.com/v1',
    kind: 'Trainer',
    spec: { pool: group(4) },
  };
  const context = { scalers: scalersOf([]), nodes: undefined };
  assert.equal(replicasOf(object, ['spec', 'pool', 'template', 'spec'], context), {
    count: 4,
    atLeast: false,
    from: 'spec.pool.replicas',
  });
});

test.run();
