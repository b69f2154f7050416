import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaults } from '../../src/config.ts';
import * as E from 'fp-ts/lib/Either.js';
import { policyCommand } from '../../src/policy/command.ts';
import { admit } from '../../src/webhook/admit.ts';
import { makeCertificates } from '../../src/webhook/make-certificates.ts';
import { patchOf } from '../../src/webhook/patch.ts';
import { type ApiObject, named } from '../../test/cluster/api.ts';
import { type Cluster, startCluster } from '../../test/cluster/cluster.ts';
import { manifestsIn } from '../../test/cluster/manifests.ts';
import { container } from '../../test/webhook/pods.ts';
import { review } from '../../test/webhook/reviews.ts';
import { namespace, taken, until } from '../../test/webhook/scene.ts';
import { idles, ours, type Webhook } from './webhooks.ts';

/** A control plane with a namespace for each contender. */
export interface Stage {
  readonly cluster: Cluster;
  /** Ours, on each engine. */
  readonly ours: readonly Webhook[];
  /** Those that answer nothing. */
  readonly idles: readonly Webhook[];
  /** PEM. */
  readonly ca: string;
  /** A call of the API server, for a pod of 3 containers. */
  readonly body: string;
  readonly stop: () => Promise<void>;
}

/** The webhooks' Service, by whose name the API server speaks HTTP/1.1 as it does in a cluster; of a URL on loopback HTTP/2. */
const SERVICE = { name: 'localhost', namespace: 'webhooks' };

/** A namespace's name for a contender. */
export const placeOf = (name: string): string => name.toLowerCase().replaceAll(/\W+/g, '-');

export const podIn = (where: string): ApiObject => ({
  ...named('v1', 'Pod', 'web', where),
  spec: {
    containers: [
      container('app', '1Gi'),
      container('exporter', '512Mi'),
      container('agent', '256Mi'),
    ],
  },
});

const isShm = (answer: unknown): boolean => JSON.stringify(answer).includes('/dev/shm');

/** Waits until the API server asks a webhook, or a policy: one that answers nothing gives no other sign than its count. */
const inUse = ({ cluster }: Stage, where: string, isSign: (answer: unknown) => Promise<boolean>) =>
  until(`${where} is asked`, async () =>
    isSign((await cluster.create(podIn(where), { dryRun: true })).body),
  );

/** How often, and for how many seconds in all, the API server has asked a webhook. */
export const askedOf = async (
  { cluster }: Pick<Stage, 'cluster'>,
  name: string,
): Promise<{ readonly count: number; readonly seconds: number }> => {
  const text = String((await cluster.request('GET', '/metrics')).body);
  const read = (what: string): number =>
    Number(
      new RegExp(
        `^apiserver_admission_webhook_admission_duration_seconds_${what}\\{name="${placeOf(name)}\\.test\\.dev".*\\} (\\S+)`,
        'm',
      ).exec(text)?.[1] ?? 0,
    );
  return { count: read('count'), seconds: read('sum') };
};

const configurationOf = ({ name, port }: Webhook, caBundle: string): ApiObject => ({
  ...named('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', placeOf(name)),
  webhooks: [
    {
      name: `${placeOf(name)}.test.dev`,
      clientConfig: { service: { ...SERVICE, port, path: '/mutate' }, caBundle },
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': placeOf(name) } },
      rules: [
        { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] },
      ],
      admissionReviewVersions: ['v1'],
      sideEffects: 'None',
      reinvocationPolicy: 'IfNeeded',
      failurePolicy: 'Fail',
    },
  ],
});

const install = async (stage: Stage, caBundle: string): Promise<void> => {
  const { cluster } = stage;
  const create = async (object: ApiObject): Promise<void> =>
    void taken(await cluster.create(object));
  await create(namespace(SERVICE.namespace, {}));
  await create({
    ...named('v1', 'Service', SERVICE.name, SERVICE.namespace),
    spec: { type: 'ExternalName', externalName: 'localhost' },
  });
  await create(namespace('none', {}));
  await create(namespace('policy'));
  const policy = policyCommand(defaults);
  if (E.isLeft(policy)) throw new Error(policy.left);
  for (const each of manifestsIn(policy.right)) await create(each);
  for (const each of [...stage.ours, ...stage.idles]) {
    await create(namespace(placeOf(each.name), {}));
    await create(configurationOf(each, caBundle));
  }
  for (const where of ['policy', ...stage.ours.map(({ name }) => placeOf(name))])
    await inUse(stage, where, async (answer) => isShm(answer));
  for (const { name } of stage.idles)
    await inUse(stage, placeOf(name), async () => (await askedOf(stage, name)).count > 0);
};

/** What ours would answer to the pod. */
const patch = (): string => {
  const pod = podIn('x');
  const { wanted } = admit(defaults, pod, { namespace: 'x', name: 'web' });
  return Buffer.from(JSON.stringify(patchOf(pod, wanted))).toString('base64');
};

export const startStage = async (): Promise<Stage> => {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'inject-shm-bench-'));
  const caBundle = makeCertificates({
    service: SERVICE.name,
    namespace: SERVICE.namespace,
    out: folder,
    days: 1,
  });
  const cluster = await startCluster();
  const started: Webhook[] = [];
  const stop = async (): Promise<void> => {
    started.forEach(({ child }) => child.kill('SIGKILL'));
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const start of [...ours, ...idles(folder, patch())]) started.push(await start(folder));
    const parts = {
      cluster,
      ours: started.slice(0, ours.length),
      idles: started.slice(ours.length),
      ca: readFileSync(join(folder, 'ca.crt'), 'utf8'),
      stop,
    };
    await install({ ...parts, body: '' }, caBundle);
    // As the API server sends it: with its defaults, and who manages which fields.
    const pod = taken(await cluster.create(podIn('none'), { dryRun: true }));
    return { ...parts, body: review(pod) };
  } catch (error) {
    await stop();
    throw error;
  }
};
