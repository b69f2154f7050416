import { connect as connectTcp, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type TLSSocket } from 'node:tls';
import * as assert from 'uvu/assert';
import type { Fields } from '../../src/data/value.ts';
import { spec } from '../spec.ts';
import { same } from '../support.ts';
import { startLoad, stateOf, statesOf } from '../webhook/load.ts';
import { container } from '../webhook/pods.ts';
import { podIn, type Scene, served, startScene, taken } from '../webhook/scene.ts';
import { call, metric, type Service, stopService } from '../webhook/service.ts';

const test = spec('webhook in the cluster: who else comes to its port');

const made: { scene?: Promise<Scene>; service?: Promise<Service> } = {};

const scene = (): Promise<Scene> => (made.scene ??= startScene({}));

const WHERE = 'crowd';

/** One webhook for all that comes, which must answer the API server: with `Fail` a pod would be refused. */
const service = async (): Promise<Service> =>
  (made.service ??= served(await scene(), WHERE, [], { failurePolicy: 'Fail' }));

test.after(async () => {
  const one = await made.service?.catch(() => undefined);
  if (one !== undefined) await stopService(one);
  await (await made.scene?.catch(() => undefined))?.stop();
});

/** Pods are created all the while, and each is whole. */
const whileCreating = async (others: () => Promise<void>): Promise<void> => {
  await service();
  const load = startLoad((await scene()).cluster, WHERE);
  await load.more(20);
  await others().finally(async () => {
    await load.more(50);
    const answers = await load.stop();
    same(statesOf(answers), { '512Mi': answers.length });
  });
};

const secure = async ({ port, ca }: Service, protocol: 'h2' | 'http/1.1'): Promise<TLSSocket> => {
  const socket = connect({
    port,
    host: '127.0.0.1',
    ca,
    servername: 'localhost',
    ALPNProtocols: [protocol],
  });
  socket.on('error', () => undefined).resume();
  await new Promise((resolve) => {
    socket.once('secureConnect', resolve).once('close', resolve);
  });
  return socket;
};

const CROWD = 1000;

test('1,000 connections that say nothing keep no pod waiting', async () => {
  const one = await service();
  const sockets: Socket[] = [];
  await whileCreating(async () => {
    for (let at = 0; at < CROWD; at += 50)
      sockets.push(...(await Promise.all(Array.from({ length: 50 }, () => secure(one, 'h2')))));
  });
  assert.ok(sockets.filter(({ destroyed }) => !destroyed).length >= CROWD * 0.9);
  sockets.forEach((each) => each.destroy());
});

const HEAD =
  'POST /mutate HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n';

test('slow clients: in the handshake, in the head and in the body', async () => {
  const one = await service();
  await whileCreating(async () => {
    const shaking = Array.from({ length: 100 }, () => connectTcp(one.port, '127.0.0.1'));
    shaking.forEach((each) => each.on('error', () => undefined).resume());
    const talking = await Promise.all(Array.from({ length: 100 }, () => secure(one, 'http/1.1')));
    // The first bytes of a ClientHello, and a byte of a request a time.
    const texts = talking.map((_, at) => (at % 2 === 0 ? HEAD : `${HEAD}{"kind":`));
    shaking.forEach((each) => each.write(Buffer.from([0x16, 3, 1, 2, 0, 1])));
    for (let at = 0; at < 20; at++) {
      talking.forEach((each, which) => each.write(texts[which]?.slice(at * 8, at * 8 + 8) ?? ''));
      await sleep(50);
    }
    [...shaking, ...talking].forEach((each) => each.destroy());
  });
});

/** A frame of HTTP/2: RFC 9113 §4.1. */
const frame = (type: number, flags: number, stream: number, payload: Buffer, length?: number) => {
  const head = Buffer.alloc(9);
  head.writeUIntBE(length ?? payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
};

const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const SETTINGS = frame(4, 0, 0, Buffer.alloc(0));
const GET = Buffer.from([0x82, 0x87, 0x84]);

/** What is no call, and what is half of one. */
const noise: readonly (readonly [name: string, protocol: 'h2' | 'http/1.1', bytes: Buffer])[] = [
  ['nothing', 'h2', Buffer.alloc(0)],
  ['half a preface', 'h2', PREFACE.subarray(0, 10)],
  ['garbage for a preface', 'h2', Buffer.from('\u0000garbage'.repeat(50))],
  [
    'a frame of which nothing comes',
    'h2',
    Buffer.concat([PREFACE, SETTINGS, frame(1, 4, 1, GET, 16_000)]),
  ],
  ['headers that do not end', 'h2', Buffer.concat([PREFACE, SETTINGS, frame(1, 0, 1, GET)])],
  [
    'a frame that is too large',
    'h2',
    Buffer.concat([PREFACE, SETTINGS, frame(0, 0, 1, GET, 0xffffff)]),
  ],
  ['a stream of the server', 'h2', Buffer.concat([PREFACE, SETTINGS, frame(1, 5, 2, GET)])],
  ['garbage for a request', 'http/1.1', Buffer.from('\u0001\u0002\r\n\r\n')],
  ['half a request', 'http/1.1', Buffer.from(HEAD.slice(0, 30))],
  ['half a body', 'http/1.1', Buffer.from(`${HEAD}{`)],
  ['a length that lies', 'http/1.1', Buffer.from(`${HEAD.replace('5000', '-1')}{`)],
];

test('garbage, and halves of frames and requests', async () => {
  const one = await service();
  await whileCreating(async () => {
    for (let round = 0; round < 10; round++)
      await Promise.all(
        noise.map(async ([, protocol, bytes]) => {
          const socket = await secure(one, protocol);
          socket.write(bytes);
          await sleep(50);
          socket.destroy();
        }),
      );
    for (const [body, more, status] of [
      ['garbage', {}, 400],
      ['{"kind":"AdmissionReview"}', {}, 400],
      ['{}', { type: 'text/plain' }, 415],
      ['{}', { path: '/other' }, 404],
      ['{}', { method: 'PUT' }, 405],
    ] as const)
      same((await call(one, body, more)).status, status);
  });
  // What is an answer is counted, whatever it was to.
  assert.ok(((await metric(one, 'requests_total{outcome="invalid"}')) ?? 0) >= 5);
  same(await metric(one, 'requests_total{outcome="failed"}'), 0);
});

/** The API server takes 3 MiB of an object, and etcd stores half of that. */
const large = (name: string, bytes: number) =>
  podIn(WHERE, name, [container('a', '1Gi', { args: ['x'.repeat(bytes)] })]);

test('the largest pods that the API server takes, one after the other', async () => {
  const { cluster } = await scene();
  await whileCreating(async () => {
    for (const name of ['first', 'second', 'third']) {
      const { status, body } = await cluster.create(large(name, 2_900_000), { dryRun: true });
      same([stateOf({ status, body }), (body as Fields)['message']], ['512Mi', undefined]);
    }
    const stored = await cluster.create(large('stored', 1_300_000));
    same(stateOf(stored), '512Mi');
    const found = taken(await cluster.get(large('stored', 0))) as {
      spec: { containers: Fields[] };
    };
    same(String(found.spec.containers[0]?.['args']).length, 1_300_000);
  });
});

test.run();
