import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { type ApiObject, named } from '../cluster/api.ts';
import { auditEvent } from '../cluster/audit.ts';
import { type Cluster, startCluster } from '../cluster/cluster.ts';
import { spec } from '../spec.ts';
import { needs, run } from './tools.ts';

const test = spec('cluster');

const made: { cluster?: Promise<Cluster> } = {};

const start = (): Promise<Cluster> => (made.cluster ??= startCluster({ controllers: true }));

const volume = { name: 'dshm', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } };
const mount = { name: 'dshm', mountPath: '/dev/shm' };

const podSpec = (...volumeMounts: readonly object[]) => ({
  containers: [{ name: 'app', image: 'app', volumeMounts }],
  volumes: [volume],
});

const pod = (name: string, of: object): ApiObject => ({ ...named('v1', 'Pod', name), spec: of });

const messageOf = (body: unknown): string => (body as { readonly message: string }).message;

test('takes a namespace and a pod, strictly validated, and audits the pod', async () => {
  const cluster = await start();
  const namespace = await cluster.create(named('v1', 'Namespace', 'shop'));
  assert.is(namespace.status, 201);
  const { status, auditId } = await cluster.create(pod('app', podSpec(mount)));
  assert.is(status, 201);
  const { verb, responseStatus } = await auditEvent(cluster, auditId);
  assert.equal([verb, responseStatus?.code], ['create', 201]);
});

test('refuses a volume that is mounted twice at one path, also in a dry run', async () => {
  const twice = pod('twice', podSpec(mount, mount));
  const { status, body } = await (await start()).create(twice, { dryRun: true });
  assert.is(status, 422);
  assert.match(messageOf(body), /volumeMounts\[1\]\.mountPath: Invalid value: .*must be unique/);
});

test('refuses an unknown field, or warns of it', async () => {
  const cluster = await start();
  const unknown = pod('unknown', { ...podSpec(), volume: [] });
  const strict = await cluster.create(unknown, { dryRun: true });
  assert.equal([strict.status, strict.warnings], [400, []]);
  assert.match(messageOf(strict.body), 'unknown field "spec.volume"');
  const lax = await cluster.create(unknown, { dryRun: true, fieldValidation: 'Warn' });
  assert.equal([lax.status, lax.warnings], [201, ['unknown field "spec.volume"']]);
});

test('kubectl works with the kubeconfig', async () => {
  needs('kubectl');
  const { kubeconfig } = await start();
  const args = ['--kubeconfig', kubeconfig, 'get', 'namespace', 'default', '--output=name'];
  const { stdout, stderr, status } = run('.', 'kubectl', args);
  assert.equal([stdout, stderr, status], ['namespace/default\n', '', 0]);
});

test('a Deployment gets a ReplicaSet and its Pods', async () => {
  const cluster = await start();
  const labels = { app: 'web' };
  const { status } = await cluster.apply({
    ...named('apps/v1', 'Deployment', 'web'),
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: podSpec(mount) },
    },
  });
  assert.is(status, 201);
  const pods = await podsOf(cluster, 'app=web', 2);
  assert.equal(
    pods.map((each) => each.spec.volumes),
    [[volume], [volume]],
  );
});

interface Pod {
  readonly spec: { readonly volumes: unknown };
}

/** The Pods with a label, once there are as many as are expected. */
const podsOf = async (
  cluster: Cluster,
  labelSelector: string,
  count: number,
): Promise<readonly Pod[]> => {
  const path = `/api/v1/namespaces/default/pods?labelSelector=${labelSelector}`;
  for (let attempt = 0; attempt < 300; attempt++) {
    const { items } = (await cluster.request('GET', path)).body as { readonly items: Pod[] };
    if (items.length === count) return items;
    await sleep(100);
  }
  throw new Error(`there are no ${count} Pods with ${labelSelector}`);
};

// The last: it ends the cluster.
test('nothing is left of it', async () => {
  const cluster = await start();
  await cluster.stop();
  assert.not(existsSync(cluster.folder));
  const refused = await cluster.request('GET', '/readyz').catch((error: unknown) => error);
  assert.match(String(refused), 'ECONNREFUSED');
});

test.run();
