import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { type Fields, type Value, at, list } from '../arbitrary/value.ts';
import { named } from '../cluster/api.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { spec } from '../spec.ts';
import { CASES, container } from './policy-cases.ts';
import {
  accepted,
  admittedOf,
  classify,
  eventually,
  install,
  podIn,
  policyFor,
  start,
  stop,
} from './policies.ts';

const test = spec('the policy and what it admitted before');

test.after(stop);

const NAMESPACE = 'admitted';

/** How often the requests are timed; POLICY_TIMES=200 for figures to write down. */
const TIMES = Number(process.env['POLICY_TIMES'] ?? 30);

const made: { ready?: Promise<unknown> } = {};

const ready = async (): Promise<Cluster> => {
  const cluster = await start();
  await (made.ready ??= Promise.all([
    install(cluster, { 'max-size': '8Gi' }, NAMESPACE),
    classify(cluster, 'nvidia'),
  ]));
  return cluster;
};

/** What there is to see of a Pod: the annotation, its memory volumes, and what each container has at `/dev/shm`. */
const seen = (pod: Value): string => {
  const volumes = list(at(pod, 'spec', 'volumes')).flatMap((volume) => {
    const size = at(volume, 'emptyDir', 'sizeLimit');
    return size === undefined ? [] : [`${String(at(volume, 'name'))}=${String(size)}`];
  });
  const mounts = ['containers', 'initContainers'].flatMap((name) =>
    list(at(pod, 'spec', name)).flatMap((each) =>
      list(at(each, 'volumeMounts'))
        .filter((found) => at(found, 'mountPath') === '/dev/shm')
        .map((found) => `${String(at(each, 'name'))}:${String(at(found, 'name'))}`),
    ),
  );
  return [admittedOf(pod) ?? 'none', volumes.join(' '), mounts.join(' ')].join(' | ');
};

for (const [name, pod, wanted] of CASES)
  test(name, async () => {
    const cluster = await ready();
    const annotations = {
      ...pod.annotations,
      ...(pod.admitted === undefined ? {} : { 'inject-shm.dev/admitted': pod.admitted }),
    };
    const podSpec = { ...pod.more, containers: pod.containers, volumes: pod.volumes ?? [] };
    const owner = {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      name: 'x',
      uid: 'x',
      controller: true,
    };
    const found = await podIn(cluster, NAMESPACE, podSpec, {
      annotations,
      ...(name.startsWith('an owner') ? { ownerReferences: [owner] } : {}),
    });
    assert.is(seen(found), wanted);
  });

const reviewed = (body: string, sidecar: Fields): string => {
  const { uid } = (JSON.parse(body) as { request: { uid: string } }).request;
  const patch = JSON.stringify([{ op: 'add', path: '/spec/containers/-', value: sidecar }]);
  return JSON.stringify({
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    response: {
      uid,
      allowed: true,
      patchType: 'JSONPatch',
      patch: Buffer.from(patch).toString('base64'),
    },
  });
};

/** A webhook that adds a sidecar, as a mesh's does. Webhooks come after policies. */
const sidecarWebhook = async (cluster: Cluster, sidecar: Fields) => {
  const file = (name: string) => readFileSync(join(cluster.folder, 'certificates', name));
  const server = createServer({ key: file('apiserver.key'), cert: file('apiserver.crt') });
  server.on('request', async (request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(reviewed(await text(request), sidecar));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await accepted(
    cluster.apply({
      ...named('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'mesh'),
      webhooks: [
        {
          name: 'mesh.example.com',
          clientConfig: {
            url: `https://127.0.0.1:${port}/`,
            caBundle: file('apiserver.crt').toString('base64'),
          },
          rules: [
            { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] },
          ],
          namespaceSelector: { matchLabels: { mesh: 'enabled' } },
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
        },
      ],
    }),
  );
  return server;
};

test('where a missing limit is an error the pod stays as it is', async () => {
  const cluster = await start();
  await install(cluster, { 'missing-limit': 'error', 'fallback-size': '1Gi' }, 'strict');
  const post = async (...containers: readonly Fields[]) =>
    seen(await podIn(cluster, 'strict', { containers }));
  assert.is(await post(container('a', '1Gi')), '512Mi;a | dshm=512Mi | a:dshm');
  assert.is(await post(container('a', '1Gi'), container('b')), 'none |  | ');
  assert.is(await post(container('a')), 'none |  | ');
});

test('a sidecar of a webhook is mounted by the second evaluation and does not count', async () => {
  const cluster = await start();
  await install(cluster, {}, 'meshed');
  const server = await sidecarWebhook(cluster, container('proxy', '8Gi'));
  try {
    await accepted(
      cluster.apply({
        ...named('v1', 'Namespace', 'meshed'),
        metadata: { name: 'meshed', labels: { mesh: 'enabled' } },
      }),
    );
    const post = async (memoryLimit?: string) =>
      seen(await podIn(cluster, 'meshed', { containers: [container('a', memoryLimit)] }));
    await eventually('the webhook', async () => (await post('1Gi')).includes('proxy'));
    assert.is(await post('1Gi'), '512Mi;a | dshm=512Mi | a:dshm proxy:dshm');
    assert.is(await post(), '-;a |  | ');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test("a LimitRange's default is a basis, and Pod Security takes what comes out", async () => {
  const cluster = await start();
  await install(cluster, {}, 'ranged');
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  await accepted(
    cluster.apply({
      ...named('v1', 'Namespace', 'ranged'),
      metadata: { name: 'ranged', labels },
    }),
  );
  await accepted(
    cluster.create({
      ...named('v1', 'LimitRange', 'defaults', 'ranged'),
      spec: { limits: [{ type: 'Container', default: { memory: '2Gi' } }] },
    }),
  );
  const restricted = {
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      container('a', undefined, {
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      }),
    ],
  };
  const post = () =>
    podIn(cluster, 'ranged', restricted, { name: undefined, generateName: 'run-' });
  await eventually('the LimitRange', async () => seen(await post()) !== '-;a |  | ');
  assert.is(seen(await post()), '1Gi;a | dshm=1Gi | a:dshm');
});

test('all namespaces but those disabled and the system’s', async () => {
  const cluster = await start();
  const [policy, binding] = policyFor({}, 'everywhere', { namespaces: 'all' });
  const spaces = { disabled: { 'inject-shm.dev/inject': 'disabled' }, other: {} };
  for (const [name, labels] of Object.entries(spaces))
    await accepted(
      cluster.apply({ ...named('v1', 'Namespace', name), metadata: { name, labels } }),
    );
  for (const object of [policy, binding])
    if (object !== undefined) await accepted(cluster.apply(object));
  const post = async (namespace: string) =>
    admittedOf(await podIn(cluster, namespace, { containers: [container('a', '1Gi')] }));
  await eventually('the policy', async () => (await post('other')) !== undefined);
  assert.is(await post('disabled'), undefined);
  assert.is(await post('kube-system'), undefined);
  if (binding !== undefined) await cluster.remove(binding);
  if (policy !== undefined) await cluster.remove(policy);
});

test('a pod of twenty containers is within the budget, and what it costs', async () => {
  const cluster = await ready();
  const containers = Array.from({ length: 20 }, (_, i) =>
    container(`c-${i}`, `${i + 1}Gi`, {
      volumeMounts: Array.from({ length: 10 }, (__, j) => ({
        name: `v-${j}`,
        mountPath: `/v/${j}`,
      })),
    }),
  );
  const volumes = Array.from({ length: 10 }, (_, j) => ({ name: `v-${j}`, emptyDir: {} }));
  const large = {
    containers: containers.slice(0, 10),
    initContainers: containers.slice(10),
    volumes,
  };
  const found = await podIn(cluster, NAMESPACE, large);
  assert.is(at(found, 'spec', 'volumes', '10', 'emptyDir', 'sizeLimit'), '5Gi');
  const small = { containers: [container('a', '1Gi'), container('b', '512Mi'), container('c')] };
  const time = async (namespace: string, podSpec: object): Promise<number> => {
    const before = performance.now();
    await podIn(cluster, namespace, podSpec);
    return performance.now() - before;
  };
  const middle = (times: readonly number[]): string =>
    (times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0).toFixed(1);
  for (const [name, podSpec] of [
    ['3 containers', small],
    ['20 containers of 10 mounts', large],
  ] as const) {
    const times: (readonly [number, number])[] = [];
    for (let i = 0; i < TIMES; i++)
      times.push([await time('default', podSpec), await time(NAMESPACE, podSpec)]);
    const [without, by] = [times.map(([first]) => first), times.map(([, second]) => second)];
    console.log(`\n${name}: p50 ${middle(without)} ms without, ${middle(by)} ms with the policy`);
  }
});

test.run();
