import { setTimeout as sleep } from 'node:timers/promises';
import { atRate, call, inTurn, newAgent } from './calls.ts';
import { printTable, quantile, shown } from './figures.ts';
import type { Stage } from './stage.ts';
import { memoryOf, processorOf, type Webhook } from './webhooks.ts';

const RATES = [100, 500];
const SECONDS = 4;
const ROUNDS = 2;

interface Seen {
  readonly times: readonly number[];
  readonly handled: readonly number[];
  readonly processor: number;
}

const load = async ({ ca, body }: Stage, webhook: Webhook, rate: number): Promise<Seen> => {
  const agent = newAgent(ca);
  webhook.handled();
  const before = processorOf(webhook);
  const times = await atRate(() => call(webhook, agent, body), rate, rate * SECONDS);
  agent.destroy();
  const processor = processorOf(webhook) - before;
  // The last lines of its log are on their way.
  await sleep(200);
  return { times, handled: webhook.handled(), processor };
};

/** Webhooks under load that does not wait for them, in turn. */
export const underLoad = async (stage: Stage): Promise<void> => {
  const rows: string[][] = [];
  for (const rate of RATES) {
    const all = [...stage.ours, ...stage.idles];
    const seen = all.map((): Seen[] => []);
    for (let round = 0; round < ROUNDS; round++)
      for (const [at, each] of all.entries()) seen[at]?.push(await load(stage, each, rate));
    all.forEach((each, at) => {
      const found = seen[at] ?? [];
      const [times, handled] = [
        found.flatMap((one) => one.times),
        found.flatMap((one) => one.handled),
      ];
      const processor = found.reduce((sum, one) => sum + one.processor, 0);
      rows.push([
        `${each.name}, ${rate}/s`,
        ...[handled, times].flatMap((values) =>
          [0.5, 0.99].map((share) => shown(quantile(values, share))),
        ),
        shown(processor / times.length),
        shown(memoryOf(each).now, 0),
      ]);
    });
  }
  printTable([['ms', 'handler p50', 'p99', 'client p50', 'p99', 'processor', 'MiB'], ...rows]);
  console.log();
};

const COUNTS = [1_000, 10_000, 100_000];
const PATIENCE_S = 150;

/** A call as large as they come. */
const largest = (body: string): string => {
  const review = JSON.parse(body);
  review.request.object.metadata.annotations = { padding: '' };
  const rest = 7 * 1024 * 1024 - Buffer.byteLength(JSON.stringify(review));
  review.request.object.metadata.annotations.padding = 'x'.repeat(rest);
  return JSON.stringify(review);
};

const memoryUnder = async ({ ca, body }: Stage, webhook: Webhook): Promise<readonly string[]> => {
  const agent = newAgent(ca);
  const found: string[] = [shown(memoryOf(webhook).now, 0)];
  let done = 0;
  for (const count of COUNTS) {
    const times = await inTurn(() => call(webhook, agent, body), 8, count - done, PATIENCE_S);
    done += times.length;
    found.push(`${shown(memoryOf(webhook).now, 0)}${done < count ? ` (${done})` : ''}`);
    webhook.handled();
  }
  found.push(shown(memoryOf(webhook).peak, 0));
  const large = largest(body);
  for (let burst = 0; burst < 2; burst++)
    await Promise.allSettled(Array.from({ length: 16 }, () => call(webhook, agent, large)));
  await sleep(5000);
  found.push(shown(memoryOf(webhook).now, 0), shown(memoryOf(webhook).peak, 0));
  await atRate(() => call(webhook, agent, body), 500, 2500);
  found.push(shown(memoryOf(webhook).now, 0));
  agent.destroy();
  return found;
};

/** What webhooks hold after so many calls, a few at a time as fast as they go, and after bursts of the largest. */
export const memory = async (stage: Stage): Promise<void> => {
  const rows: (readonly string[])[] = [];
  for (const each of stage.ours) rows.push([each.name, ...(await memoryUnder(stage, each))]);
  printTable([
    [
      'MiB',
      'before',
      ...COUNTS.map((count) => `after ${count.toLocaleString('en')}`),
      'most',
      'after 2 × 16 of 7 MiB',
      'most',
      'and 500/s',
    ],
    ...rows,
  ]);
  console.log();
};
