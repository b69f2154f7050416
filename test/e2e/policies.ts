import { setTimeout as sleep } from 'node:timers/promises';
import * as E from 'fp-ts/lib/Either.js';
import { type Config, decodeFlags, defaults } from '../../src/config.ts';
import { type PolicyOptions, policyOf } from '../../src/policy.ts';
import type { Flags } from '../arbitrary/flags.ts';
import { type Value, at } from '../arbitrary/value.ts';
import { type Answer, type ApiObject, named } from '../cluster/api.ts';
import { type Cluster, type ClusterOptions, startCluster } from '../cluster/cluster.ts';
import { manifestsIn } from '../cluster/manifests.ts';

const made: { cluster?: Promise<Cluster> } = {};

/** The cluster of this file's tests. */
export const start = (options: ClusterOptions = {}): Promise<Cluster> =>
  (made.cluster ??= startCluster(options));

export const stop = async (): Promise<void> => {
  const cluster = await made.cluster?.catch(() => undefined);
  delete made.cluster;
  await cluster?.stop();
};

export const configOf = (flags: Flags): Config => {
  const config = decodeFlags(flags, defaults);
  if (E.isLeft(config)) throw new Error(JSON.stringify(config.left));
  return config.right;
};

/** The objects of a policy as it is printed. */
export const policyFor = (
  flags: Flags,
  name: string,
  options: Partial<PolicyOptions> = {},
): readonly ApiObject[] => {
  const text = policyOf(configOf(flags), {
    name,
    target: 'kubernetes',
    namespaces: 'enabled',
    ...options,
  });
  if (E.isLeft(text)) throw new Error(JSON.stringify(text.left));
  return manifestsIn(text.right);
};

/** Binds a policy to one namespace, so that those of many configs can be there at once. */
const boundTo = (namespace: string, object: ApiObject): ApiObject =>
  object.kind.endsWith('Binding')
    ? {
        ...object,
        spec: {
          ...(object['spec'] as object),
          matchResources: {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
          },
        },
      }
    : object;

/** What the server made of an object; throws where it refused. */
export const accepted = async (answer: Promise<Answer>): Promise<Value> => {
  const { status, body } = await answer;
  if (status > 201)
    throw new Error(String(at(body as Value, 'message')).replaceAll(/Invalid value: .*?": /gs, ''));
  return body as Value;
};

export const admittedOf = (pod: Value): Value | undefined =>
  at(pod, 'metadata', 'annotations', 'inject-shm.dev/admitted');

/** Asks until the answer is the one that is waited for: a policy takes about a second to take effect. */
export const eventually = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(100))
    if (await holds()) return;
  throw new Error(`not within 60 s: ${what}`);
};

/** Posts a Pod that is given to no other but the admission. */
export const podIn = async (
  cluster: Cluster,
  namespace: string,
  spec: object,
  metadata: object = {},
): Promise<Value> =>
  accepted(
    cluster.create(
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod', ...metadata, namespace }, spec },
      { dryRun: true },
    ),
  );

/** A policy in a namespace of its own, in effect. */
export const install = async (cluster: Cluster, flags: Flags, namespace: string): Promise<void> => {
  await accepted(cluster.apply(named('v1', 'Namespace', namespace)));
  for (const object of policyFor(flags, namespace))
    await accepted(cluster.apply(boundTo(namespace, object)));
  const annotations = flags['select'] === 'annotated' ? { 'inject-shm.dev/inject': 'true' } : {};
  const resources = { limits: { memory: '1Gi' } };
  const spec = { containers: [{ name: 'app', image: 'nginx', resources }] };
  await eventually(`the policy for ${JSON.stringify(flags)}`, async () => {
    const probe = await podIn(cluster, namespace, spec, { annotations });
    return admittedOf(probe) !== undefined;
  });
};

/** A RuntimeClass that Pods may name, in effect. */
export const classify = async (cluster: Cluster, name: string): Promise<void> => {
  await accepted(
    cluster.apply({ ...named('node.k8s.io/v1', 'RuntimeClass', name), handler: 'runc' }),
  );
  const containers = [{ name: 'app', image: 'nginx' }];
  const pod = {
    ...named('v1', 'Pod', 'pod', 'default'),
    spec: { runtimeClassName: name, containers },
  };
  await eventually(`the runtime class ${name}`, async () => {
    const { status } = await cluster.create(pod, { dryRun: true });
    return status === 201;
  });
};

/** So many at a time, in order. */
export const inParallel = async <A, B>(
  items: readonly A[],
  width: number,
  work: (item: A) => Promise<B>,
): Promise<readonly B[]> => {
  const done: B[] = [];
  const queue = [...items.entries()];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      done[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return done;
};
