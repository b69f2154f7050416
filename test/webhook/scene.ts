import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseAllDocuments } from 'yaml';
import type { Fields } from '../../src/data/value.ts';
import type { Answer, ApiObject } from '../cluster/api.ts';
import { type Cluster, type ClusterOptions, startCluster } from '../cluster/cluster.ts';
import { needs } from '../e2e/tools.ts';
import { type Workbench, workbench } from '../workbench.ts';
import { admittedOf, container } from './pods.ts';
import { makeCertificates, type Service, startService, stopService } from './service.ts';

/** A cluster, and what its webhooks are made of. */
export interface Scene {
  readonly cluster: Cluster;
  readonly bench: Workbench;
  /** Certificates for localhost. */
  readonly certificates: string;
  readonly caBundle: string;
  /** The webhook configuration of deploy/base. */
  readonly deployed: ApiObject;
  readonly stop: () => Promise<void>;
}

/** What an overlay of deploy/ gives, with certificates for localhost where it takes some. */
export const built = ({ folder, executable }: Workbench, overlay: string): readonly ApiObject[] => {
  needs('kubectl');
  const root = join(folder, 'deploy');
  cpSync('deploy', root, { recursive: true });
  makeCertificates(executable, join(root, 'self-made/certificates'));
  const { status, stdout, stderr } = spawnSync('kubectl', ['kustomize', join(root, overlay)], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return parseAllDocuments(stdout).map((each) => each.toJS() as ApiObject);
};

export const startScene = async (options: ClusterOptions): Promise<Scene> => {
  const cluster = await startCluster(options);
  const bench = workbench();
  const certificates = join(bench.folder, 'certificates');
  const caBundle = makeCertificates(bench.executable, certificates);
  const deployed = built(bench, 'base').find(({ kind }) => kind === 'MutatingWebhookConfiguration');
  if (deployed === undefined) throw new Error('deploy/base has no webhook');
  const stop = async (): Promise<void> => {
    await cluster.stop();
    bench.remove();
  };
  return { cluster, bench, certificates, caBundle, deployed, stop };
};

export const namespace = (
  name: string,
  labels: Fields = { 'inject-shm.dev/inject': 'enabled' },
): ApiObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });

/** The configuration that is deployed, with the webhook at a port of this machine. */
export const configuration = (
  { deployed, caBundle }: Scene,
  name: string,
  port: number,
  more: Fields = {},
): ApiObject => {
  const [webhook] = deployed['webhooks'] as readonly Fields[];
  const clientConfig = { url: `https://localhost:${port}/mutate`, caBundle };
  return {
    apiVersion: deployed.apiVersion,
    kind: deployed.kind,
    metadata: { name },
    webhooks: [{ ...webhook, name: `${name}.test.dev`, clientConfig, ...more }],
  };
};

/** What the API server gives back; a refusal is thrown. */
export const taken = (answer: Answer): Fields => {
  if (answer.status > 201) throw new Error(JSON.stringify(answer.body));
  return answer.body as Fields;
};

export const podIn = (
  where: string,
  name: string,
  containers: readonly Fields[],
  spec: Fields = {},
): ApiObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: where },
  spec: { containers, ...spec },
});

/** Waits for what takes the API server a moment to learn of. */
export const until = async (what: string, isDone: () => Promise<boolean>): Promise<void> => {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (await isDone()) return;
    await sleep(100);
  }
  throw new Error(`it does not come true: ${what}`);
};

/** A namespace with a webhook of its own, that is called. */
export const place = async (
  scene: Scene,
  name: string,
  port: number,
  more: Fields = {},
  labels: Fields = {},
): Promise<void> => {
  const { cluster } = scene;
  const own = { 'test.dev/webhook': name };
  taken(await cluster.create(namespace(name, { ...own, ...labels })));
  const namespaceSelector = { matchLabels: own };
  taken(await cluster.create(configuration(scene, name, port, { namespaceSelector, ...more })));
};

/** Waits until the webhook of a namespace is called. */
export const called = ({ cluster }: Scene, where: string, spec: Fields = {}): Promise<void> =>
  until(`the webhook of ${where} is called`, async () => {
    const annotations = { 'inject-shm.dev/inject': 'true' };
    const asked = podIn(where, 'probe', [container('a', '1Gi')], spec);
    const probe = { ...asked, metadata: { ...asked.metadata, annotations } };
    const { body } = await cluster.create(probe, { dryRun: true });
    return admittedOf(body as Fields) !== undefined;
  });

/** A webhook with a namespace of its own. */
export const served = async (
  scene: Scene,
  name: string,
  args: readonly string[] = [],
  more: Fields = {},
): Promise<Service> => {
  const service = await startService(scene.bench.executable, scene.certificates, args);
  try {
    await place(scene, name, service.port, more);
    await called(scene, name);
    return service;
  } catch (error) {
    await stopService(service);
    throw error;
  }
};
