import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { Config } from '../../src/config.ts';
import { inject } from '../../src/inject.ts';
import { admit } from '../../src/webhook/admit.ts';
import { admittedPod, RUNTIME_CLASSES } from '../arbitrary/admitted-pod.ts';
import type { Flags } from '../arbitrary/flags.ts';
import { RECORD } from '../arbitrary/pods.ts';
import { type Fields, type Value, at, fields } from '../arbitrary/value.ts';
import type { Answer, ApiObject } from '../cluster/api.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { spec } from '../spec.ts';
import { admittedOf, classify, configOf, inParallel, install, start, stop } from './policies.ts';

const test = spec('the policy on an API server');

/** POLICY_SEED=random POLICY_PODS=500 for a long run: so many pods for each config. */
const env = process.env;
const SEED =
  env['POLICY_SEED'] === 'random' ? Date.now() & 0x7fffffff : Number(env['POLICY_SEED'] ?? 2026);
const PODS = Number(env['POLICY_PODS'] ?? 120);

const CONFIGS: readonly Flags[] = [
  {},
  { ratio: '0.3', 'min-size': '200Mi', 'max-size': '1Gi' },
  { 'size-from': 'min', 'init-containers': 'false', 'volume-name': 'shm' },
  { 'size-from': 'app', 'missing-limit': 'request' },
  { 'default-memory-limit': '1Gi' },
  { 'default-memory-limit': '1500M', 'max-memory-limit': '1Gi', 'size-from': 'min' },
  { 'default-memory-limit': 'fromSize', 'min-size': '300Mi', ratio: '33.3%' },
  { 'default-memory-limit': 'fromSize', size: '1Gi', 'max-memory-limit': '3Gi' },
  { containers: 'app,*e*,1', 'exclude-containers': 'exporter,init-o?', 'missing-limit': 'error' },
  { select: 'annotated', 'missing-limit': 'request', 'default-memory-limit': '300Mi' },
  { 'locked-annotations': 'ratio,size,size-from', ratio: '0.123456789' },
  { size: '700Mi', 'missing-limit': 'error', 'locked-annotations': 'size', 'size-from': 'db' },
  { 'fallback-size': '400M', 'min-size': '200Mi', 'max-size': '350Mi' },
  { 'default-memory-limit': '2Gi', 'fallback-size': '500Mi', 'max-memory-limit': '1536Mi' },
  { 'size-from': 'init-app', 'default-memory-limit': '1Gi', 'fallback-size': '150Mi' },
  {
    'fallback-size': '1Gi',
    'missing-limit': 'request',
    'locked-annotations': 'fallback-size,size',
  },
  { 'default-memory-limit': '1Gi', 'missing-limit': 'error' },
  {
    'default-memory-limit': '700Mi',
    'missing-limit': 'request',
    'size-from': 'min',
    'locked-annotations': 'size-from,ratio',
  },
];

test.after(stop);

const within = (pod: ApiObject, namespace: string): ApiObject => ({
  ...pod,
  metadata: { ...pod.metadata, namespace },
});

/** What the tool makes of a Pod at render time. A record on a Pod is a copy, and admission does not look at it. */
const rendered = (pod: ApiObject, flags: Flags): ApiObject => {
  const { [RECORD]: _, ...annotations } = fields(
    at(pod as unknown as Value, 'metadata', 'annotations'),
  );
  const bare = { ...pod, metadata: { ...pod.metadata, annotations } };
  return JSON.parse(inject(JSON.stringify(bare), { flags }).stdout) as ApiObject;
};

/** What the webhook makes of a Pod, which it gets as the API server has completed it. */
const hooked = (plain: Value, config: Config, namespace: string): ApiObject => {
  const { name = '', labels = {}, annotations = {} } = fields(at(plain, 'metadata'));
  const pod = { ...fields(plain), metadata: { name, labels, annotations } };
  return admit(config, pod, { namespace, name: String(name) }).wanted as unknown as ApiObject;
};

interface Difference {
  readonly flags: Flags;
  readonly pod: ApiObject;
  readonly what: string;
  readonly found: unknown;
  readonly wanted: unknown;
}

interface Seen {
  readonly outcome: 'refused' | 'same' | 'injected';
  readonly differences: readonly Difference[];
}

const compare = async (
  cluster: Cluster,
  flags: Flags,
  namespace: string,
  pod: ApiObject,
): Promise<Seen> => {
  const post = (object: ApiObject, where: string) =>
    cluster.create(within(object, where), { dryRun: true });
  const plain = await post(pod, 'default');
  if (plain.status !== 201) return { outcome: 'refused', differences: [] };
  const template = rendered(pod, flags);
  const wanted = await post(template, 'default');
  const admitted = await post(pod, namespace);
  const twice = await post(template, namespace);
  const byWebhook = await post(hooked(plain.body as Value, configOf(flags), namespace), 'default');
  const specIn = ({ status, body }: Answer) =>
    status === 201 ? at(body as Value, 'spec') : { status, message: at(body as Value, 'message') };
  const noted = (answer: Answer) => [specIn(answer), admittedOf(answer.body as Value)];
  const differences = [
    { what: 'admitted', found: specIn(admitted), wanted: specIn(wanted) },
    { what: 'rendered, then admitted', found: specIn(twice), wanted: specIn(wanted) },
    { what: 'by the webhook', found: noted(byWebhook), wanted: noted(admitted) },
  ].filter(({ found, wanted: other }) => !isDeepStrictEqual(found, other));
  return {
    outcome: isDeepStrictEqual(specIn(plain), specIn(wanted)) ? 'same' : 'injected',
    differences: differences.map((each) => ({ ...each, flags, pod })),
  };
};

const aloud = ({ flags, pod, what, found, wanted }: Difference): string =>
  [
    `${what}, ${JSON.stringify(flags)}`,
    JSON.stringify(pod),
    `wanted ${JSON.stringify(wanted)}`,
    `found  ${JSON.stringify(found)}`,
  ].join('\n');

const namespaceOf = (index: number): string => `config-${index}`;

const made: { ready?: Promise<unknown> } = {};

/** All policies at once, each in a namespace of its own: each takes a second to take effect. */
const ready = async (): Promise<Cluster> => {
  const cluster = await start();
  await (made.ready ??= Promise.all([
    ...CONFIGS.map((flags, index) => install(cluster, flags, namespaceOf(index))),
    ...RUNTIME_CLASSES.map((name) => classify(cluster, name)),
  ]));
  return cluster;
};

for (const [index, flags] of CONFIGS.entries())
  test(`what a Pod gets is what its template would have got: ${JSON.stringify(flags)}`, async () => {
    const cluster = await ready();
    const namespace = namespaceOf(index);
    const pods = fc.sample(admittedPod, { numRuns: PODS, seed: SEED + index });
    const seen = await inParallel(pods as readonly Fields[], 8, (pod) =>
      compare(cluster, flags, namespace, pod as unknown as ApiObject),
    );
    const count = (outcome: Seen['outcome']) =>
      seen.filter((each) => each.outcome === outcome).length;
    console.log(
      `\n${JSON.stringify(flags)}: ${count('injected')} injected, ${count('same')} left, ${count('refused')} refused`,
    );
    const differences = seen.flatMap((each) => each.differences);
    assert.is(
      differences.slice(0, 3).map(aloud).join('\n\n'),
      '',
      `${differences.length}, seed ${SEED + index}`,
    );
    assert.ok(count('injected') + count('same') >= PODS * 0.7, 'too many are refused');
    assert.ok(count('injected') >= PODS / 16, 'too few are injected');
  });

test.run();
