import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { Agent, request } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:tls';
import * as E from 'fp-ts/lib/Either.js';
import * as assert from 'uvu/assert';
import type { Fields } from '../src/data/value.ts';
import { defaults } from '../src/config.ts';
import { LARGE, LARGEST, newReader } from '../src/webhook/body.ts';
import { certificateOf } from '../src/webhook/certificate.ts';
import { make } from '../src/webhook/make-certificates.ts';
import { newMetrics } from '../src/webhook/metrics.ts';
import { type ServerParts, startServer } from '../src/webhook/server.ts';
import { spec } from './spec.ts';
import { same } from './support.ts';
import { type Workbench, workbench } from './workbench.ts';
import { container, pod } from './webhook/pods.ts';
import { responseIn, review, simple } from './webhook/reviews.ts';
import {
  call,
  callHttp2,
  makeCertificates,
  metric,
  probe,
  type Reply,
  type Service,
  serialOf,
  startService,
  stopService,
} from './webhook/service.ts';

const suite = spec('webhook: process', { long: 'starts webhooks, and ends them' });

const PATIENCE_MS = 60_000;

/** A test that ends, whatever the process does that it waits for. */
const test = (name: string, body: () => Promise<void>): void =>
  suite(name, () =>
    Promise.race([
      body(),
      sleep(PATIENCE_MS, undefined, { ref: false }).then(() => {
        throw new Error(`it does not end within ${PATIENCE_MS} ms`);
      }),
    ]),
  );

const made: { bench?: Workbench } = {};

const bench = (): Workbench => (made.bench ??= workbench());

const running: Service[] = [];

/** A webhook with certificates of its own, which ends with the tests at the latest. */
const start = async (
  name: string,
  args: readonly string[] = [],
): Promise<Service & { readonly folder: string }> => {
  const folder = join(bench().folder, `certificates-${name}`);
  makeCertificates(bench().executable, folder);
  const service = await startService(bench().executable, folder, args);
  running.push(service);
  return { ...service, folder };
};

suite.after(async () => {
  await Promise.all(running.map((each) => stopService(each)));
  made.bench?.remove();
});

const shared: { service?: Promise<Service> } = {};
const service = (): Promise<Service> => (shared.service ??= start('shared'));

const until = async (isDone: () => Promise<boolean>): Promise<void> => {
  for (let at = 0; at < 400; at++) {
    if (await isDone()) return;
    await sleep(50);
  }
  throw new Error('it does not come true');
};

const isPatched = ({ status, body }: Reply): boolean =>
  status === 200 && responseIn(body).patch !== undefined;

test('serves HTTP/1.1 and HTTP/2, and says what it did', async () => {
  const one = await service();
  assert.ok(isPatched(await call(one, review())));
  const all = await callHttp2(
    one,
    Array.from({ length: 20 }, () => review()),
  );
  assert.ok(all.every(isPatched));
  same(await probe(one, '/readyz'), { status: 200, body: 'ok\n' });
  same(await probe(one, '/healthz'), { status: 200, body: 'ok\n' });
  same((await probe(one, '/')).status, 404);
  assert.ok(((await metric(one, 'requests_total{outcome="patched"}')) ?? 0) >= 21);
  assert.ok(((await metric(one, 'results_total{code="injected",severity="info"}')) ?? 0) >= 21);
  assert.ok(((await metric(one, 'certificate_expiry_days')) ?? 0) > 3600);
  same(await metric(one, 'requests_in_flight'), 0);
  const entry = one.log.find(({ message }) => message === 'call');
  same(
    [entry?.['outcome'], entry?.['namespace'], entry?.['name'], entry?.['codes']],
    ['patched', 'ml', 'web', ['injected']],
  );
});

const padded = (bytes: number): Buffer => {
  const object = (padding: string): string => review(pod([container('a', '1Gi')], { padding }));
  const rest = bytes - Buffer.byteLength(object(''));
  return Buffer.from(object('x'.repeat(rest)));
};

test('takes bodies of up to 7 MiB', async () => {
  const one = await service();
  const [fits, above] = [padded(LARGEST), padded(LARGEST + 1)];
  assert.ok(isPatched(await call(one, fits)));
  same((await call(one, above)).status, 413);
  const [first, second] = await callHttp2(one, [fits, above]);
  assert.ok(first !== undefined && isPatched(first));
  same(second?.status, 413);
  // A length that is not told, and a client that goes on.
  const sent = request({
    port: one.port,
    host: '127.0.0.1',
    servername: 'localhost',
    ca: one.ca,
    path: '/mutate',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  });
  const answered = once(sent, 'response') as Promise<[import('node:http').IncomingMessage]>;
  sent.on('error', () => undefined);
  sent.write(above);
  const [response] = await answered;
  same(response.statusCode, 413);
  sent.destroy();
  assert.ok(isPatched(await call(one, review())));
});

const refused: readonly (readonly [
  name: string,
  body: string,
  more: Parameters<typeof call>[2],
  status: number,
])[] = [
  ['no JSON', 'garbage', {}, 400],
  ['nothing', '', {}, 400],
  ['another path', review(), { path: '/' }, 404],
  ['another method', '', { method: 'GET' }, 405],
  ['another type', review(), { type: 'text/plain' }, 415],
];

refused.forEach(([name, body, more, status]) =>
  test(`refuses ${name}`, async () => {
    const one = await service();
    same((await call(one, body, more)).status, status);
    assert.ok(isPatched(await call(one, review())));
  }),
);

test('outlives what is no TLS and what breaks off', async () => {
  const one = await service();
  for (const noise of ['GET / HTTP/1.1\r\n\r\n', '\u0000'.repeat(5000), '']) {
    const socket = connectTcp(one.port, '127.0.0.1');
    socket.on('error', () => undefined).resume();
    socket.end(noise);
    await once(socket, 'close');
  }
  const socket = connect({
    port: one.port,
    host: '127.0.0.1',
    ca: one.ca,
    servername: 'localhost',
    ALPNProtocols: ['h2'],
  });
  socket.on('error', () => undefined).resume();
  await once(socket, 'secureConnect');
  socket.write('garbage in place of a preface');
  await once(socket, 'close');
  const halfway = request({
    port: one.port,
    host: '127.0.0.1',
    ca: one.ca,
    servername: 'localhost',
    method: 'POST',
    path: '/mutate',
    headers: { 'content-type': 'application/json', 'content-length': 1000 },
  });
  halfway.on('error', () => undefined);
  halfway.write('{');
  await sleep(100);
  halfway.destroy();
  assert.ok(isPatched(await call(one, review())));
  await until(async () => one.log.some(({ error }) => error === 'the body was cut off'));
});

test('slow clients keep nobody waiting', async () => {
  const one = await service();
  const slow = Array.from({ length: 50 }, () => {
    const sent = request({
      port: one.port,
      host: '127.0.0.1',
      ca: one.ca,
      servername: 'localhost',
      method: 'POST',
      path: '/mutate',
      agent: false,
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(review()),
      },
    });
    sent.on('error', () => undefined);
    sent.write(review().slice(0, 10));
    return sent;
  });
  await sleep(200);
  assert.ok(isPatched(await call(one, review())));
  const [first, ...others] = slow;
  const answered = once(first as NonNullable<typeof first>, 'response') as Promise<
    [import('node:http').IncomingMessage]
  >;
  first?.end(review().slice(10));
  const [response] = await answered;
  assert.ok(isPatched({ status: response.statusCode ?? 0, body: await text(response) }));
  others.forEach((each) => each.destroy());
});

test('a body has its time, and all bodies their memory', async () => {
  const slow = await newReader(20).read(new PassThrough(), 10);
  assert.ok(E.isLeft(slow) && slow.left.status === 408);
  const { read } = newReader(1000, 100);
  const [one, two] = [new PassThrough(), new PassThrough()];
  const [first, second] = [read(one, 60), read(two, 60)];
  one.write(Buffer.alloc(60));
  await sleep(20);
  two.write(Buffer.alloc(60));
  const left = await second;
  assert.ok(E.isLeft(left) && left.left.status === 503);
  one.end();
  assert.ok(E.isRight(await first));
  // What was held is free again.
  const three = new PassThrough();
  three.end(Buffer.alloc(90));
  assert.ok(E.isRight(await read(three, 90)));
});

test('large bodies are read one after the other, and small ones meanwhile', async () => {
  const { read } = newReader();
  const [one, two, gone, small] = [1, 2, 3, 4].map(() => new PassThrough()) as [
    PassThrough,
    PassThrough,
    PassThrough,
    PassThrough,
  ];
  const all = [one, two, gone].map((each) => read(each, LARGE + 1));
  two.end('two');
  small.end('small');
  gone.destroy();
  assert.ok(E.isRight(await read(small, 5)));
  same(await Promise.race([...all, sleep(50, 'they wait')]), 'they wait');
  one.end('one');
  const [first, second, third] = await Promise.all(all);
  same(
    [first, second].map((each) => each !== undefined && E.isRight(each) && String(each.right)),
    ['one', 'two'],
  );
  assert.ok(third !== undefined && E.isLeft(third) && third.left.status === 400);
});

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0';

/** What a connection may stop after: nothing, a part of a preface, headers that do not end, a part of a request. */
const halves: readonly (readonly [protocol: string, sent: string])[] = [
  ['h2', ''],
  ['h2', PREFACE.slice(0, 10)],
  ['h2', `${PREFACE}\0\0\x03\x01\0\0\0\0\x01\x02\x07\x04`],
  ['h2', `${PREFACE}\0\x3e\x80\x01\x04\0\0\0\x01`],
  ['http/1.1', 'POST /mut'],
];

test('connections without calls are ended, those with calls are not', async () => {
  const { certificate, key } = make({ service: 'localhost', namespace: 'x', out: '', days: 1 });
  const shown = certificateOf(certificate, key);
  if (E.isLeft(shown)) throw new Error(shown.left);
  const parts: ServerParts = {
    certificate: shown.right,
    policy: () => ({ config: defaults, onError: 'admit' }),
    reader: newReader(),
    metrics: newMetrics({ notAfter: () => 0, isReady: () => true }),
    log: () => undefined,
    isDraining: () => false,
  };
  const server = await startServer(parts, '127.0.0.1', 0, 3000);
  const target = { port: server.port, host: '127.0.0.1', rejectUnauthorized: false };
  const ended = halves.map(async ([protocol, sent]) => {
    const socket = connect({ ...target, ALPNProtocols: [protocol] });
    socket.on('error', () => undefined).resume();
    await once(socket, 'secureConnect');
    socket.write(Buffer.from(sent, 'latin1'));
    await once(socket, 'close');
  });
  const session = connectHttp2(`https://127.0.0.1:${server.port}`, { rejectUnauthorized: false });
  for (let at = 0; at < 25; at++) {
    const stream = session.request({ ':method': 'GET', ':path': '/mutate' });
    await once(stream.resume(), 'end');
    await sleep(200);
  }
  assert.not.ok(session.destroyed);
  await Promise.all(ended);
  session.destroy();
  server.destroy();
  await server.close();
});

test('1,000 connections at a time', async () => {
  const one = await service();
  const replies = await Promise.allSettled(Array.from({ length: 1000 }, () => call(one, review())));
  const lost = replies.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []));
  const refusals = one.log.filter(({ message }) => message === 'TLS refused').slice(-5);
  same([lost, lost.length > 0 ? refusals : []], [[], []]);
  assert.ok(replies.every((each) => each.status === 'fulfilled' && isPatched(each.value)));
});

test('a certificate that is replaced is served; a broken one is not, and says so', async () => {
  const one = await start('replaced');
  const before = await serialOf(one);
  const agent = new Agent({ keepAlive: true });
  assert.ok(isPatched(await call(one, review(), { agent })));
  makeCertificates(bench().executable, one.folder);
  const now = new X509Certificate(readFileSync(join(one.folder, 'tls.crt'))).serialNumber;
  await until(async () => (await serialOf(one)) === now);
  assert.is.not(before, now);
  // Who was connected stays so; who trusts the new bundle trusts both.
  assert.ok(isPatched(await call(one, review(), { agent })));
  const ca = readFileSync(join(one.folder, 'ca.crt'), 'utf8');
  assert.ok(isPatched(await call({ ...one, ca }, review())));
  writeFileSync(join(one.folder, 'tls.crt'), 'garbage');
  await until(
    async () => (await metric(one, 'reloads_total{source="certificate",outcome="failed"}')) === 1,
  );
  same(await serialOf(one), now);
  same((await probe(one, '/readyz')).status, 200);
  assert.ok(
    one.log.some(
      ({ message, level }) =>
        level === 'error' && message === 'the new certificate is not used: the last stays',
    ),
  );
  agent.destroy();
});

test('a config that is replaced is used; a broken one is not, and says so', async () => {
  const config = join(bench().folder, 'config.yaml');
  const write = (ratio: string) =>
    writeFileSync(
      config,
      `apiVersion: inject-shm.dev/v1alpha1\nkind: InjectShm\nmetadata: {name: a}\nspec: {ratio: ${ratio}}\n`,
    );
  write('0.5');
  const one = await start('config', ['--fn-config', config]);
  const size = async (): Promise<unknown> =>
    responseIn((await call(one, review())).body).auditAnnotations?.['injected']?.split(':')[0];
  same(await size(), '`/dev/shm` of 512Mi');
  write('0.25');
  await until(async () => (await size()) === '`/dev/shm` of 256Mi');
  write('7');
  await until(
    async () => (await metric(one, 'reloads_total{source="config",outcome="failed"}')) === 1,
  );
  same(await size(), '`/dev/shm` of 256Mi');
  assert.ok(one.log.some(({ error }) => /`(?:spec\.)?ratio` must be in/.test(String(error))));
  write('0.75');
  await until(async () => (await size()) === '`/dev/shm` of 768Mi');
});

test('SIGTERM: not ready, still serving, then the end when all is answered', async () => {
  const one = await start('term');
  const agent = new Agent({ keepAlive: true });
  assert.ok(isPatched(await call(one, review(), { agent })));
  one.child.kill('SIGTERM');
  await until(async () => (await probe(one, '/readyz')).status === 503);
  assert.ok(isPatched(await call(one, review())));
  const body = review();
  const late = request({
    port: one.port,
    host: '127.0.0.1',
    ca: one.ca,
    servername: 'localhost',
    method: 'POST',
    path: '/mutate',
    agent,
    headers: { 'content-type': 'application/json', 'content-length': body.length },
  });
  const answered = once(late, 'response') as Promise<[import('node:http').IncomingMessage]>;
  const ended = once(one.child, 'exit');
  late.write(body.slice(0, 10));
  await until(async () => !(await call(one, body).then(isPatched, () => false)));
  late.end(body.slice(10));
  const [response] = await answered;
  assert.ok(isPatched({ status: response.statusCode ?? 0, body: await text(response) }));
  same(response.headers.connection, 'close');
  same(await ended, [0, null]);
});

test('SIGKILL: nobody gets half an answer, and the next one serves', async () => {
  const one = await start('kill');
  const calls = Array.from({ length: 50 }, () =>
    call(one, review()).then(isPatched, () => undefined),
  );
  await sleep(30);
  await stopService(one);
  // Answered, or cut off: nothing in between.
  for (const each of await Promise.all(calls)) assert.ok(each !== false);
  const next = await startService(bench().executable, one.folder, ['--port', String(one.port)]);
  running.push(next);
  assert.ok(isPatched(await call(next, review())));
});

const hindrances: readonly (readonly [
  name: string,
  break_: (folder: string) => readonly string[],
  found: RegExp,
])[] = [
  [
    'no certificate',
    () => ['--cert-dir', '/nowhere'],
    /ended with 2: inject-shm: error: ENOENT.*\/nowhere\/tls.crt/,
  ],
  [
    'a key of another',
    (folder) => {
      const other = `${folder}-other`;
      makeCertificates(bench().executable, other);
      cpSync(join(other, 'tls.key'), join(folder, 'tls.key'));
      return ['--cert-dir', folder];
    },
    /ended with 2: inject-shm: error: tls.key is not the key of tls.crt/,
  ],
  [
    'a broken config',
    (folder) => ['--cert-dir', folder, '--kinds', 'Job'],
    /ended with 3: inject-shm: error: `kinds` must have \* at admission/,
  ],
];

hindrances.forEach(([name, args, found], at) =>
  test(`does not start with ${name}`, async () => {
    const folder = join(bench().folder, `hindrance-${at}`);
    makeCertificates(bench().executable, folder);
    const [, certDir = '', ...more] = args(folder);
    const started = await startService(bench().executable, certDir, more).catch(String);
    assert.match(String(started), found);
  }),
);

test('a pod that cannot be read is a fault that is told', async () => {
  const one = await service();
  const { status, body } = await call(one, review({ ...simple, spec: 7 } satisfies Fields));
  same([status, responseIn(body).allowed], [200, true]);
});

suite.run();
