import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import * as assert from 'uvu/assert';
import { parseAllDocuments } from 'yaml';
import { defaults } from '../../src/config.ts';
import type { Fields } from '../../src/data/value.ts';
import { policyCommand } from '../../src/policy/command.ts';
import { admit } from '../../src/webhook/admit.ts';
import { patchOf } from '../../src/webhook/patch.ts';
import { type Answer, type ApiObject, named } from '../cluster/api.ts';
import { spec } from '../spec.ts';
import { same } from '../support.ts';
import { admittedOf, container, pods, sizesOf, written } from '../webhook/pods.ts';
import {
  called,
  namespace,
  place,
  podIn,
  type Scene,
  served,
  startScene,
  taken,
  until,
} from '../webhook/scene.ts';
import { metric, type Service, startService, stopService } from '../webhook/service.ts';

const test = spec('webhook in the cluster: faults and neighbours');

const made: { scene?: Promise<Scene> } = {};
const services: Service[] = [];
const others: ChildProcess[] = [];

const scene = (): Promise<Scene> => (made.scene ??= startScene({ controllers: true }));

const serve = async (...args: Parameters<typeof served>): Promise<Service> => {
  const service = await served(...args);
  services.push(service);
  return service;
};

test.after(async () => {
  await Promise.all(services.map((each) => stopService(each)));
  others.forEach((each) => each.kill());
  await (await made.scene?.catch(() => undefined))?.stop();
});

const messageOf = ({ body }: Answer): string => String((body as Fields)['message']);

/** `whole`: all of it is there. `none`: nothing is. */
const stateOf = (stored: Fields): 'whole' | 'none' | 'half' => {
  const found = JSON.stringify([sizesOf(stored), admittedOf(stored)]);
  if (found === '[{"a":"512Mi"},"512Mi;a"]') return 'whole';
  return found === '[{},null]' ? 'none' : 'half';
};

const PODS = 300;

/** Creates pods while the webhook is killed, and says what came of each. */
const underFire = async (where: string, service: Service): Promise<readonly Answer[]> => {
  const { cluster } = await scene();
  let answered = 0;
  const answers = await Promise.all(
    Array.from({ length: PODS }, async (_, at) => {
      const answer = await cluster.create(podIn(where, `pod-${at}`, [container('a', '1Gi')]));
      answered += 1;
      if (answered === PODS / 3) await stopService(service);
      return answer;
    }),
  );
  return answers;
};

const again = async (where: string, { port }: Service): Promise<void> => {
  const { bench, certificates } = await scene();
  services.push(await startService(bench.executable, certificates, ['--port', String(port)]));
  await called(await scene(), where);
};

test('SIGKILL with Ignore: every pod is created, with all of it or nothing', async () => {
  const all = await scene();
  const service = await serve(all, 'ignore', [], { failurePolicy: 'Ignore' });
  const states = (await underFire('ignore', service)).map((each) => stateOf(taken(each)));
  const count = (state: string) => states.filter((each) => each === state).length;
  same(count('half'), 0);
  assert.ok(count('whole') > 0 && count('none') > 0);
  const { body } = await all.cluster.request('GET', '/metrics');
  const counted =
    /^apiserver_admission_webhook_fail_open_count\{name="ignore\.test\.dev".*\} (\d+)/m;
  assert.ok(Number(counted.exec(String(body))?.[1]) >= count('none'));
  await again('ignore', service);
  console.log(`Ignore: ${count('whole')} of ${PODS} pods have it, ${count('none')} do not`);
});

test('SIGKILL with Fail: no pod is created without it, and who asks is told', async () => {
  const all = await scene();
  const service = await serve(all, 'fail', [], { failurePolicy: 'Fail' });
  const answers = await underFire('fail', service);
  const refused = answers.filter(({ status }) => status > 201);
  const created = answers.filter(({ status }) => status === 201);
  assert.ok(created.length > 0 && refused.length > 0);
  assert.ok(created.every((each) => stateOf(each.body as Fields) === 'whole'));
  refused.forEach((each) =>
    assert.match(messageOf(each), /failed calling webhook "fail.test.dev"/),
  );
  await again('fail', service);
  console.log(`Fail: ${created.length} of ${PODS} pods are created, ${refused.length} refused`);
});

test('a ResourceQuota counts the injected limit', async () => {
  const all = await scene();
  const { cluster } = all;
  await serve(all, 'quota', ['--default-memory-limit', '2Gi']);
  const quota = named('v1', 'ResourceQuota', 'memory', 'quota');
  taken(await cluster.create({ ...quota, spec: { hard: { 'limits.memory': '3Gi' } } }));
  const used = async (): Promise<unknown> =>
    (taken(await cluster.get(quota)) as { status?: { used?: Fields } }).status?.used?.[
      'limits.memory'
    ];
  await until('the quota is counted', async () => (await used()) !== undefined);
  same(sizesOf(taken(await cluster.create(podIn('quota', 'one', [container('a')])))), {
    a: '1Gi',
  });
  same(await used(), '2Gi');
  const second = await cluster.create(podIn('quota', 'two', [container('a')]));
  same(second.status, 403);
  assert.match(messageOf(second), /exceeded quota: memory, requested: limits.memory=2Gi/);
});

const restricted = {
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
};

const confined = container('a', '1Gi', {
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
});

test('Pod Security `restricted` takes what is injected', async () => {
  const all = await scene();
  const { bench, certificates, cluster } = all;
  const service = await startService(bench.executable, certificates);
  services.push(service);
  const enforce = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  await place(all, 'restricted', service.port, {}, enforce);
  const pod = podIn('restricted', 'one', [confined], restricted);
  await until('the webhook is called', async () => {
    const { body } = await cluster.create(pod, { dryRun: true });
    return admittedOf(body as Fields) !== undefined;
  });
  const answer = await cluster.create(pod);
  same([sizesOf(taken(answer)), answer.warnings], [{ a: '512Mi' }, []]);
  const refused = await cluster.create(podIn('restricted', 'two', [container('a', '1Gi')]));
  assert.match(messageOf(refused), /violates PodSecurity "restricted/);
});

test("a Deployment's pods get it, and its ReplicaSet stays as it is", async () => {
  const all = await scene();
  const { cluster } = all;
  await serve(all, 'deployed');
  const labels = { app: 'web' };
  const template = { metadata: { labels }, spec: { containers: [container('a', '1Gi')] } };
  taken(
    await cluster.create({
      ...named('apps/v1', 'Deployment', 'web', 'deployed'),
      spec: { replicas: 3, selector: { matchLabels: labels }, template },
    }),
  );
  const listed = async (path: string): Promise<readonly Fields[]> =>
    (taken(await cluster.request('GET', path)) as { items: readonly Fields[] }).items;
  const podsOf = () => listed('/api/v1/namespaces/deployed/pods');
  await until('there are 3 pods', async () => (await podsOf()).length === 3);
  same((await podsOf()).map(stateOf), ['whole', 'whole', 'whole']);
  const [set] = await listed('/apis/apps/v1/namespaces/deployed/replicasets');
  assert.not.match(JSON.stringify((set as Fields)['spec']), /dev\/shm/);
});

const POLICED = { 'inject-shm.dev/inject': 'enabled' };

test('a policy with the same config, and then the webhook: as the webhook alone', async () => {
  const all = await scene();
  const { cluster } = all;
  const service = await serve(all, 'alone');
  await place(all, 'both', service.port, {}, POLICED);
  taken(await cluster.create(namespace('policed', POLICED)));
  const policy = policyCommand(defaults);
  if (E.isLeft(policy)) throw new Error(policy.left);
  for (const each of parseAllDocuments(policy.right))
    taken(await cluster.create(each.toJS() as ApiObject));
  await Promise.all(['both', 'policed'].map((where) => called(all, where)));
  const isDry = { dryRun: true };
  const storedIn = async (where: string, pod: Fields): Promise<unknown> => {
    const metadata = { ...(pod['metadata'] as Fields), namespace: where };
    const answer = await cluster.create({ ...pod, metadata } as ApiObject, isDry);
    if (answer.status > 201) return answer.status;
    const stored = answer.body as Fields;
    return [admittedOf(stored), stored['spec']];
  };
  const found = await Promise.all(
    fc.sample(pods.map(written), { numRuns: 300, seed: 20240301 }).map(async (pod) => {
      const [alone, both] = [await storedIn('alone', pod), await storedIn('both', pod)];
      same(both, alone);
      return both;
    }),
  );
  assert.ok(found.filter((each) => typeof each !== 'number').length > 150);
});

const median = (times: readonly number[], share = 0.5): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? 0;

/** A webhook that does nothing, or what it is told. */
const idle = async (name: string, ...patch: readonly string[]): Promise<void> => {
  const all = await scene();
  const program = resolve('test/webhook/idle-webhook.mjs');
  const child = spawn(process.execPath, [program, all.certificates, ...patch], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  others.push(child);
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  await place(all, name, Number(String(port)));
};

const ROUNDS = 400;
const WARM_UP = 100;

/** Milliseconds of requests, the places taken in turn. */
const timesOf = async (
  places: readonly string[],
  containers: readonly Fields[],
): Promise<readonly (readonly number[])[]> => {
  const { cluster } = await scene();
  const times = places.map((): number[] => []);
  for (let round = 0; round < ROUNDS + WARM_UP; round++)
    for (let step = 0; step < places.length; step++) {
      const at = (step + round) % places.length;
      const start = performance.now();
      taken(await cluster.create(podIn(places[at] ?? '', 'x', containers), { dryRun: true }));
      if (round >= WARM_UP) times[at]?.push(performance.now() - start);
    }
  return times;
};

test('what it adds to a request, beside webhooks that do nothing, or the same without thinking', async () => {
  const all = await scene();
  const service = await serve(all, 'timed');
  const containers = [container('a', '1Gi'), container('b', '512Mi'), container('c', '256Mi')];
  const pod = podIn('x', 'x', containers);
  const patch = patchOf(pod, admit(defaults, pod, { namespace: 'x', name: 'x' }).wanted);
  await idle('idle');
  await idle('constant', Buffer.from(JSON.stringify(patch)).toString('base64'));
  taken(await all.cluster.create(namespace('bare', {})));
  const places = ['bare', 'idle', 'constant', 'timed'];
  const times = await timesOf(places, containers);
  const [, none = 1, constant = 1, ours = 0] = times.map((each) => median(each));
  const shown = places.map((name, at) => {
    const each = times[at] ?? [];
    return `${name} ${median(each).toFixed(2)} / ${median(each, 0.99).toFixed(2)}`;
  });
  const seconds = await metric(service, 'handler_duration_seconds_sum{outcome="patched"}');
  const calls = await metric(service, 'handler_duration_seconds_count{outcome="patched"}');
  const mean = ((seconds ?? 0) / (calls ?? 1)) * 1000;
  console.log(
    `ms at p50 / p99: ${shown.join(', ')}; ${(ours / none).toFixed(2)} of the idle one's, ${(ours / constant).toFixed(2)} of the constant one's; ${mean.toFixed(2)} in the handler`,
  );
  assert.ok(times.every((each) => each.length === ROUNDS));
});

test.run();
