import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import type { Fields } from '../../src/data/value.ts';
import { certify, type Made, make, newAuthority } from '../../src/webhook/make-certificates.ts';
import type { Answer } from '../cluster/api.ts';
import { spec } from '../spec.ts';
import { same } from '../support.ts';
import { startBalancer } from '../webhook/balancer.ts';
import { startLoad, statesOf } from '../webhook/load.ts';
import {
  called,
  configuration,
  place,
  type Scene,
  startScene,
  taken,
  until,
} from '../webhook/scene.ts';
import {
  metric,
  probe,
  type Service,
  serialOf,
  startService,
  stopService,
} from '../webhook/service.ts';

const test = spec('webhook in the cluster: what is replaced under load');

const made: { scene?: Promise<Scene> } = {};
const services: Service[] = [];

const scene = (): Promise<Scene> => (made.scene ??= startScene({}));

const start = async (...args: Parameters<typeof startService>): Promise<Service> => {
  const service = await startService(...args);
  services.push(service);
  return service;
};

test.after(async () => {
  await Promise.all(services.map((each) => stopService(each)));
  await (await made.scene?.catch(() => undefined))?.stop();
});

const messageOf = ({ body }: Answer): string => String((body as Fields)['message']);

const FAIL = { failurePolicy: 'Fail' };
const LOCAL = { service: 'localhost', namespace: 'test' };
const DAYS = 30;

/** The folder of a certificate, written as an update of a Secret is: key and certificate one after the other. */
const write = (folder: string, { authority, certificate, key }: Made): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'tls.key'), key);
  writeFileSync(join(folder, 'tls.crt'), certificate);
  writeFileSync(join(folder, 'ca.crt'), authority);
};

const bundleOf = (...all: readonly Made[]): string =>
  Buffer.from(all.map(({ authority }) => authority).join('')).toString('base64');

/** A namespace with a webhook that shows a certificate. */
const showing = async (where: string, first: Made, more: Fields) => {
  const all = await scene();
  const folder = join(all.bench.folder, where);
  write(folder, first);
  const service = await start(all.bench.executable, folder);
  const trusting = { ...all, caBundle: bundleOf(first) };
  await place(trusting, where, service.port, more);
  await called(all, where);
  const trust = async (...authorities: readonly Made[]): Promise<void> => {
    const object = configuration(
      { ...all, caBundle: bundleOf(...authorities) },
      where,
      service.port,
      {
        ...more,
        namespaceSelector: { matchLabels: { 'test.dev/webhook': where } },
      },
    );
    taken(await all.cluster.apply(object));
  };
  const replace = async (next: Made): Promise<void> => {
    const before = await serialOf(service);
    write(folder, next);
    await until('it is shown', async () => (await serialOf(service)) !== before);
  };
  return { service, trust, replace, load: startLoad(all.cluster, where) };
};

const failedReloads = (service: Service): Promise<number | undefined> =>
  metric(service, 'reloads_total{source="certificate",outcome="failed"}');

/** Who looks at the certificate here hangs up. */
const refusals = (service: Service): readonly unknown[] =>
  service.log.filter(
    ({ message, error }) => message === 'TLS refused' && error !== 'socket hang up',
  );

test('a certificate by the same authority, and one by another: no pod is lost', async () => {
  const authority = newAuthority(DAYS);
  const [first, second] = [certify(authority, LOCAL, DAYS), certify(authority, LOCAL, DAYS)];
  const third = make({ ...LOCAL, days: DAYS, out: '' });
  const { service, trust, replace, load } = await showing('replaced', first, FAIL);
  await load.more(50);
  await replace(second);
  // New clients connect anew.
  await trust(second, third);
  await load.more(100);
  await replace(third);
  await trust(third);
  await load.more(100);
  const answers = await load.stop();
  same(statesOf(answers), { '512Mi': answers.length });
  same([refusals(service), (await probe(service, '/readyz')).status], [[], 200]);
});

test('an authority that is not trusted: who asks is told, and so is the log', async () => {
  const [first, second] = [
    make({ ...LOCAL, days: DAYS, out: '' }),
    make({ ...LOCAL, days: DAYS, out: '' }),
  ];
  const { service, trust, replace, load } = await showing('untrusted', first, FAIL);
  await load.more(20);
  await replace(second);
  await trust(first, first);
  await until('it is refused', async () => refusals(service).length > 0);
  await load.more(20);
  await trust(second);
  await load.more(100);
  const answers = await load.stop();
  const states = statesOf(answers);
  same(Object.keys(states).toSorted(), ['512Mi', 'refused']);
  answers
    .filter(({ status }) => status !== 201)
    .forEach((each) =>
      assert.match(
        messageOf(each),
        /failed calling webhook.*certificate signed by unknown authority/,
      ),
    );
  console.log(`untrusted for a while: ${JSON.stringify(states)}`);
});

test('a certificate that expires is told before and after, and one in its place is used', async () => {
  const soon = { ...LOCAL, days: 15 / 86_400, out: '' };
  const authority = newAuthority(DAYS);
  const first = certify(authority, LOCAL, soon.days);
  const { service, trust, replace, load } = await showing('expired', first, FAIL);
  assert.ok(((await metric(service, 'certificate_expiry_days')) ?? 1) < 0.001);
  await load.more(20);
  await until('it is not ready', async () => (await probe(service, '/readyz')).status === 503);
  assert.match((await probe(service, '/readyz')).body, /the certificate has expired/);
  assert.ok(((await metric(service, 'certificate_expiry_days')) ?? 1) < 0);
  // Connections that are open stay so; new ones are refused.
  await trust(first, first);
  await until('it is refused', async () => refusals(service).length > 0);
  await load.more(20);
  await replace(certify(authority, LOCAL, DAYS));
  same((await probe(service, '/readyz')).status, 200);
  await load.more(200);
  const answers = await load.stop();
  const states = statesOf(answers);
  same(Object.keys(states).toSorted(), ['512Mi', 'refused']);
  answers
    .filter(({ status }) => status !== 201)
    .forEach((each) => assert.match(messageOf(each), /certificate has expired/));
  same(statesOf(answers.slice(-100)), { '512Mi': 100 });
  same(await failedReloads(service), 0);
  console.log(`expired for a while: ${JSON.stringify(states)}`);
});

test('a config that is broken changes nothing and is told; a good one is used', async () => {
  const all = await scene();
  const file = join(all.bench.folder, 'config.yaml');
  const say = (ratio: string) =>
    writeFileSync(
      file,
      `apiVersion: inject-shm.dev/v1alpha1\nkind: InjectShm\nmetadata: {name: a}\nspec: {ratio: ${ratio}}\n`,
    );
  say('0.5');
  const service = await start(all.bench.executable, all.certificates, ['--fn-config', file]);
  await place(all, 'config', service.port, FAIL);
  await called(all, 'config');
  const load = startLoad(all.cluster, 'config');
  await load.more(50);
  const reloads = (outcome: string) =>
    metric(service, `reloads_total{source="config",outcome="${outcome}"}`);
  for (const broken of ['7', '[', '0.5\n  kinds: [Job']) {
    const before = await reloads('failed');
    say(broken);
    await until('it is told', async () => (await reloads('failed')) === (before ?? 0) + 1);
    await load.more(20);
  }
  same((await probe(service, '/readyz')).status, 200);
  say('0.25');
  await until('it is used', async () => (await reloads('used')) === 1);
  await load.more(100);
  const answers = await load.stop();
  const states = statesOf(answers);
  same(Object.keys(states).toSorted(), ['256Mi', '512Mi']);
  same(statesOf(answers.slice(0, 50)), { '512Mi': 50 });
  same(statesOf(answers.slice(-50)), { '256Mi': 50 });
  const told = service.log.filter(
    ({ message }) => message === 'the new config is not used: the last stays',
  );
  same(told.length, 3);
});

test('SIGTERM beside a second one: no pod is lost', async () => {
  const all = await scene();
  const [first, second] = await Promise.all([
    start(all.bench.executable, all.certificates),
    start(all.bench.executable, all.certificates),
  ]);
  const balancer = await startBalancer(() => [first, second]);
  try {
    await place(all, 'two', balancer.port, FAIL);
    await called(all, 'two');
    const load = startLoad(all.cluster, 'two');
    await load.more(50);
    const ended = stopService(first, 'SIGTERM');
    same(await ended, 0);
    await load.more(100);
    const answers = await load.stop();
    same(statesOf(answers), { '512Mi': answers.length });
    assert.ok(((await metric(second, 'requests_total{outcome="patched"}')) ?? 0) >= 90);
    assert.ok(first.log.every(({ level }) => level === 'info'));
  } finally {
    balancer.stop();
  }
});

for (const failurePolicy of ['Ignore', 'Fail'])
  test(`SIGTERM of the only one with ${failurePolicy}: whole until the end, and then ${failurePolicy === 'Fail' ? 'refused' : 'none'}`, async () => {
    const all = await scene();
    const where = `only-${failurePolicy.toLowerCase()}`;
    const service = await start(all.bench.executable, all.certificates);
    await place(all, where, service.port, { failurePolicy });
    await called(all, where);
    const load = startLoad(all.cluster, where);
    await load.more(20);
    same(await stopService(service, 'SIGTERM'), 0);
    await load.more(20);
    const answers = await load.stop();
    const states = statesOf(answers);
    const without = failurePolicy === 'Fail' ? 'refused' : 'none';
    same(Object.keys(states).toSorted(), ['512Mi', without]);
    // All of five seconds and more it was still called.
    same(statesOf(answers.slice(0, answers.length / 2)), {
      '512Mi': Math.floor(answers.length / 2),
    });
    answers
      .filter(({ status }) => status !== 201)
      .forEach((each) => assert.match(messageOf(each), /failed calling webhook/));
    console.log(`SIGTERM with ${failurePolicy}: ${JSON.stringify(states)}`);
  });

test.run();
