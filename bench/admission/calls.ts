import { Agent, request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Webhook } from './webhooks.ts';

/** A load's connections are kept, as the API server keeps its own. */
export const newAgent = (ca: string): Agent =>
  new Agent({ keepAlive: true, maxSockets: 32, ca, servername: 'localhost' });

/** Calls a webhook; milliseconds to the last byte of its answer. */
export const call = ({ port }: Webhook, agent: Agent, body: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const start = performance.now();
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const options = { host: '127.0.0.1', port, path: '/mutate', method: 'POST', agent, headers };
    request(options, (response) => {
      response.resume();
      response.once('end', () =>
        response.statusCode === 200
          ? resolve(performance.now() - start)
          : reject(new Error(`status ${response.statusCode}`)),
      );
    })
      .on('error', reject)
      .end(body);
  });

/** So many calls a second, whether the earlier are answered or not. */
export const atRate = async (
  make: () => Promise<number>,
  perSecond: number,
  count: number,
): Promise<readonly number[]> => {
  const start = performance.now();
  const calls: Promise<number>[] = [];
  while (calls.length < count) {
    const due = Math.ceil(((performance.now() - start) * perSecond) / 1000);
    while (calls.length < Math.min(due, count)) calls.push(make());
    await sleep(1);
  }
  return Promise.all(calls);
};

/** So many calls, a few at a time, each after another; or fewer, when the time is up. */
export const inTurn = async (
  make: () => Promise<number>,
  atATime: number,
  count: number,
  seconds = Infinity,
): Promise<readonly number[]> => {
  const end = performance.now() + seconds * 1000;
  const times: number[] = [];
  let started = 0;
  const one = async (): Promise<void> => {
    while (started < count && performance.now() < end) {
      started += 1;
      times.push(await make());
    }
  };
  await Promise.all(Array.from({ length: atATime }, one));
  return times;
};
