import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { locked } from './cluster/lock.ts';
import { spec } from './spec.ts';

const test = spec('lock');

const folder = mkdtempSync(join(tmpdir(), 'inject-shm-lock-'));
test.after(() => rmSync(folder, { recursive: true }));

test('one after the other, also after a failure', async () => {
  const path = join(folder, 'busy');
  const events: string[] = [];
  const work = (name: string, fails: boolean) => async () => {
    events.push(`${name} begins`);
    await sleep(20);
    events.push(`${name} ends`);
    if (fails) throw new Error('as it should');
  };
  const first = locked(path, work('first', true)).catch(() => undefined);
  await Promise.all([first, locked(path, work('second', false))]);
  assert.equal(events, ['first begins', 'first ends', 'second begins', 'second ends']);
  assert.not(existsSync(path));
});

test('does not wait for a process that has ended', async () => {
  const path = join(folder, 'stale');
  writeFileSync(path, String(spawnSync('true').pid));
  assert.is(await locked(path, () => Promise.resolve('done')), 'done');
});

test('says it where there can be no lock', async () => {
  const nowhere = join(folder, 'nowhere', 'lock');
  const thrown = await locked(nowhere, () => Promise.resolve('done')).catch(String);
  assert.match(thrown, 'ENOENT');
});

test.run();
