import * as assert from 'uvu/assert';
import { readFileSync } from 'node:fs';
import { type Fields, type Value, at } from '../arbitrary/value.ts';
import { type ApiObject, named } from '../cluster/api.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { spec } from '../spec.ts';
import { accepted, eventually, policyFor, start, stop } from './policies.ts';

const test = spec('the checking policy on an API server');

test.after(stop);

const UNBOUNDED =
  "memory volume shm at /dev/shm has no sizeLimit: it may fill the node's memory; set one below the container's memory limit";
const DISK =
  'volume shm at /dev/shm is an emptyDir that is not in memory: add medium: Memory and a sizeLimit';
const UNALIGNED =
  'memory volume shm at /dev/shm has a sizeLimit that is no whole page: its pod is evicted when it is full; set whole Mi';
const RISK =
  'container app may be OOM-killed before its memory volumes are full: they hold 0.8 of its memory limit or more; raise the limit, or lower the sizes';

const NEEDS =
  'container server has an image that needs more than 64Mi of shared memory, and nothing at /dev/shm: mount a memory volume with a sizeLimit there';

const shm = (emptyDir: Fields): Fields => ({ name: 'shm', emptyDir });

const pod = (volumes: readonly Fields[], more: Fields = {}): Fields => ({
  containers: [
    {
      name: 'app',
      image: 'nginx',
      resources: { limits: { memory: '1Gi' } },
      volumeMounts: volumes.map(({ name }, i) => ({
        name: name ?? '',
        mountPath: i === 0 ? '/dev/shm' : `/cache-${i}`,
      })),
    },
  ],
  volumes,
  ...more,
});

const unbounded = pod([shm({ medium: 'Memory' })]);

const template = (podSpec: Fields, annotations: Fields = {}): Fields => ({
  metadata: { labels: { app: 'x' }, annotations },
  spec: podSpec,
});

const selector = { matchLabels: { app: 'x' } };
const never = { ...unbounded, restartPolicy: 'Never' };

const object = (apiVersion: string, kind: string, more: Fields, metadata: Fields = {}) => ({
  ...named(apiVersion, kind, 'web'),
  metadata: { name: 'web', ...metadata },
  ...more,
});

const podOf = (podSpec: Fields, metadata: Fields = {}): ApiObject =>
  object('v1', 'Pod', { spec: podSpec }, metadata);

const deployment = (podSpec: Fields, annotations: Fields = {}, metadata: Fields = {}): ApiObject =>
  object(
    'apps/v1',
    'Deployment',
    { spec: { selector, template: template(podSpec, annotations) } },
    metadata,
  );

const server = (image: string, more: Fields = {}): Fields => ({ name: 'server', image, ...more });

const DIGEST = '0'.repeat(64);

const owned = (apiVersion: string) => ({
  ownerReferences: [{ apiVersion, kind: 'ReplicaSet', name: 'x', uid: 'x', controller: true }],
});

const CASES: readonly (readonly [name: string, object: ApiObject, wanted: readonly string[]])[] = [
  ['a Pod', podOf(unbounded), [`Pod web: ${UNBOUNDED}`]],
  [
    'a Pod whose name is made up',
    { ...podOf(unbounded), metadata: { generateName: 'run-' } },
    [`Pod run-*: ${UNBOUNDED}`],
  ],
  [
    'a sizeLimit of 0',
    podOf(pod([shm({ medium: 'Memory', sizeLimit: '0' })])),
    [`Pod web: ${UNBOUNDED}`],
  ],
  ['a disk', podOf(pod([shm({})])), [`Pod web: ${DISK}`]],
  ['huge pages', podOf(pod([shm({ medium: 'HugePages' })])), []],
  [
    'no whole page',
    podOf(pod([shm({ medium: 'Memory', sizeLimit: '500M' })])),
    [`Pod web: ${UNALIGNED}`],
  ],
  ['whole pages', podOf(pod([shm({ medium: 'Memory', sizeLimit: '409600k' })])), []],
  ['a risk', podOf(pod([shm({ medium: 'Memory', sizeLimit: '820Mi' })])), [`Pod web: ${RISK}`]],
  [
    'a risk with volumes elsewhere',
    podOf(
      pod([
        shm({ medium: 'Memory', sizeLimit: '512Mi' }),
        { name: 'cache', emptyDir: { medium: 'Memory', sizeLimit: '400Mi' } },
      ]),
    ),
    [`Pod web: ${RISK}`],
  ],
  ['no risk', podOf(pod([shm({ medium: 'Memory', sizeLimit: '512Mi' })])), []],
  [
    'what a policy or a run injected',
    podOf(pod([shm({ medium: 'Memory', sizeLimit: '900Mi' })]), {
      annotations: { 'inject-shm.dev/admitted': '900Mi;app' },
    }),
    [],
  ],
  [
    'an image that needs it, and has none',
    podOf({ containers: [server('vllm/vllm-openai:v0.11', { args: ['--model', 'm'] })] }),
    [`Pod web: ${NEEDS}`],
  ],
  [
    'the same from a mirror, by digest, in a Deployment',
    deployment({
      containers: [server(`Mirror.example:5000/library/postgres:18@sha256:${DIGEST}`)],
    }),
    [`Deployment web: ${NEEDS}`],
  ],
  [
    'such images that have it, and images and commands that do without',
    podOf({
      ...pod([shm({ medium: 'Memory', sizeLimit: '1Gi' })]),
      containers: [
        {
          ...server('postgres'),
          volumeMounts: [{ name: 'shm', mountPath: '/dev/shm' }],
        },
        server('postgres', { name: 'client', args: ['psql'] }),
        server('postgres', { name: 'other', command: ['sleep', '1'] }),
        server('postgres-operator', { name: 'operator' }),
        server('quay.io/x/pgvector-exporter', { name: 'exporter' }),
        server('selenium/standalone-chrome', { name: 'chrome', args: ['--disable-dev-shm-usage'] }),
        server('pytorch/pytorch', { name: 'weak' }),
        server('postgres/exporter', { name: 'folder' }),
      ],
    }),
    [],
  ],
  ['nothing at /dev/shm', podOf({ containers: [{ name: 'app', image: 'nginx' }] }), []],
  ['opted out', podOf(unbounded, { annotations: { 'inject-shm.dev/inject': 'false' } }), []],
  ['hostIPC', podOf({ ...unbounded, hostIPC: true }), []],
  ['a Deployment', deployment(unbounded), [`Deployment web: ${UNBOUNDED}`]],
  [
    'a Deployment that is opted out',
    deployment(unbounded, {}, { annotations: { 'inject-shm.dev/inject': 'false' } }),
    [],
  ],
  [
    "a Deployment whose template's annotation wins",
    deployment(
      unbounded,
      { 'inject-shm.dev/inject': 'true' },
      { annotations: { 'inject-shm.dev/inject': 'false' } },
    ),
    [`Deployment web: ${UNBOUNDED}`],
  ],
  [
    'a StatefulSet',
    object('apps/v1', 'StatefulSet', {
      spec: { selector, serviceName: 'x', template: template(unbounded) },
    }),
    [`StatefulSet web: ${UNBOUNDED}`],
  ],
  [
    'a DaemonSet',
    object('apps/v1', 'DaemonSet', { spec: { selector, template: template(unbounded) } }),
    [`DaemonSet web: ${UNBOUNDED}`],
  ],
  [
    'a ReplicaSet',
    object('apps/v1', 'ReplicaSet', { spec: { selector, template: template(unbounded) } }),
    [`ReplicaSet web: ${UNBOUNDED}`],
  ],
  [
    'a ReplicaSet of a Deployment',
    object(
      'apps/v1',
      'ReplicaSet',
      { spec: { selector, template: template(unbounded) } },
      owned('apps/v1'),
    ),
    [],
  ],
  ['a Pod of a ReplicaSet', podOf(unbounded, owned('apps/v1')), []],
  ['a Pod of an operator', podOf(unbounded, owned('ray.io/v1')), [`Pod web: ${UNBOUNDED}`]],
  [
    'a Job',
    object('batch/v1', 'Job', { spec: { template: template(never) } }),
    [`Job web: ${UNBOUNDED}`],
  ],
  [
    'a CronJob',
    object('batch/v1', 'CronJob', {
      spec: {
        schedule: '* * * * *',
        jobTemplate: { spec: { template: template(never) } },
      },
    }),
    [`CronJob web: ${UNBOUNDED}`],
  ],
  [
    'a PodTemplate',
    object('v1', 'PodTemplate', { template: template(unbounded) }),
    [`PodTemplate web: ${UNBOUNDED}`],
  ],
  [
    'a ReplicationController',
    object('v1', 'ReplicationController', {
      spec: { selector: { app: 'x' }, template: template(unbounded) },
    }),
    [`ReplicationController web: ${UNBOUNDED}`],
  ],
  [
    'two at once',
    podOf({
      ...pod([shm({ medium: 'Memory', sizeLimit: '1Gi' })]),
      containers: [
        ...(pod([shm({})])['containers'] as Value[]),
        {
          name: 'disk',
          image: 'nginx',
          volumeMounts: [{ name: 'disk', mountPath: '/dev/shm' }],
        },
      ],
      volumes: [shm({ medium: 'Memory', sizeLimit: '1Gi' }), { name: 'disk', emptyDir: {} }],
    }),
    [`Pod web: ${DISK.replace('shm', 'disk')}`, `Pod web: ${RISK}`],
  ],
];

const NAMESPACE = 'checked';
const made: { ready?: Promise<void> } = {};

const within = (namespace: string, found: ApiObject): ApiObject => ({
  ...found,
  metadata: { ...found.metadata, namespace },
});

const install = async (cluster: Cluster): Promise<void> => {
  const labels = { 'inject-shm.dev/inject': 'enabled' };
  const space = named('v1', 'Namespace', NAMESPACE);
  await accepted(cluster.apply({ ...space, metadata: { name: NAMESPACE, labels } }));
  for (const each of policyFor({ mode: 'check' }, 'inject-shm-check'))
    await accepted(cluster.apply(each));
  const probe = within(NAMESPACE, podOf(unbounded));
  await eventually('the policy', async () => {
    const { warnings } = await cluster.create(probe, { dryRun: true });
    return warnings.length > 0;
  });
};

const ready = async (): Promise<Cluster> => {
  const cluster = await start({ controllers: true });
  await (made.ready ??= install(cluster));
  return cluster;
};

/** The server says before the text which policy it was. */
const texts = (warnings: readonly string[]): readonly string[] =>
  warnings
    .filter((each) => each.includes('inject-shm-check'))
    .map((each) => each.replace(/^Validation failed for [^:]*: /, '').replace(/run-\w+/, 'run-*'));

for (const [name, found, wanted] of CASES)
  test(name, async () => {
    const cluster = await ready();
    const answer = await cluster.create(within(NAMESPACE, found), { dryRun: true });
    assert.is(answer.status, 201, JSON.stringify(answer.body));
    assert.equal(texts(answer.warnings), wanted);
    const elsewhere = await cluster.create(within('default', found), { dryRun: true });
    assert.equal(texts(elsewhere.warnings), []);
  });

test('an update of the spec is warned of, and no other; the audit log has it', async () => {
  const cluster = await ready();
  const first = within(NAMESPACE, deployment(unbounded));
  const created = await cluster.create(first);
  assert.equal(texts(created.warnings), [`Deployment web: ${UNBOUNDED}`]);
  const labelled = { ...first, metadata: { ...first.metadata, labels: { a: 'b' } } };
  const same = await cluster.apply(labelled);
  assert.equal(texts(same.warnings), []);
  const other = await cluster.apply(
    within(NAMESPACE, deployment(pod([shm({ medium: 'Memory' }), { name: 'x', emptyDir: {} }]))),
  );
  assert.equal(texts(other.warnings), [`Deployment web: ${UNBOUNDED}`]);
  const events = readFileSync(cluster.auditLog, 'utf8').split('\n');
  const event = events.find((line) => line.includes(created.auditId)) ?? '';
  assert.match(event, 'inject-shm-check/unbounded');
});

test('the controller that checks types finds no fault', async () => {
  const cluster = await ready();
  const policy = named(
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicy',
    'inject-shm-check',
  );
  const status = async () => at((await cluster.get(policy)).body as Value, 'status') ?? {};
  await eventually('the check', async () => at(await status(), 'observedGeneration') === 1);
  assert.equal(at(await status(), 'typeChecking', 'expressionWarnings'), undefined);
});

test.run();
