import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { sentinel } from './cluster/sentinel.ts';
import { spec } from './spec.ts';

const test = spec('sentinel');

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'inject-shm-sentinel-'));

const waitUntil = async (what: string, holds: () => boolean): Promise<void> => {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (holds()) return;
    await sleep(100);
  }
  throw new Error(`not in time: ${what}`);
};

test('ends a process and removes the folder when it is told to', async () => {
  const folder = newFolder();
  const guard = sentinel(folder);
  const child = spawn('sleep', ['600']);
  guard.watch(child);
  await guard.finish();
  assert.is(child.signalCode, 'SIGKILL');
  assert.not(existsSync(folder));
});

test('takes it that a process has ended before', async () => {
  const folder = newFolder();
  const guard = sentinel(folder);
  const child = spawn('true');
  guard.watch(child);
  await once(child, 'exit');
  await guard.finish();
  assert.not(existsSync(folder));
});

/** What a test process does that starts another and says so. Both have its stdout. */
const owner = (folder: string): string => `
  import { spawn } from 'node:child_process';
  import { sentinel } from ${JSON.stringify(new URL('cluster/sentinel.js', import.meta.url).href)};
  const child = spawn('sleep', ['600'], { stdio: ['ignore', 'inherit', 'ignore'] });
  sentinel(${JSON.stringify(folder)}).watch(child);
  console.log('started');
  setInterval(() => {}, 1000);
`;

for (const signal of ['SIGKILL', 'SIGINT', 'SIGTERM'] as const) {
  test(`does so when its own process is ended by ${signal}`, async () => {
    const folder = newFolder();
    const args = ['--input-type=module', '--eval', owner(folder)];
    const process = spawn('node', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(process.stdout, 'data');
    // Ends when nobody can write to it any more.
    const closed = once(process.stdout, 'end', { signal: AbortSignal.timeout(10_000) });
    process.kill(signal);
    await closed;
    await waitUntil('the folder is gone', () => !existsSync(folder));
  });
}

test.run();
