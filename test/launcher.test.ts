import { spawnSync } from 'node:child_process';
import { chownSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import * as assert from 'uvu/assert';
import { skip, spec } from './spec.ts';
import { type Workbench, workbench } from './workbench.ts';

const test = spec('launcher');

const made: { bench?: Workbench } = {};

test.after(() => made.bench?.remove());

const input = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n';

/** What the program prints in a folder of its own, beside a cache. */
const run = (folder: string, cache?: Buffer, owner = 0): string => {
  if (process.env['INJECT_SHM_BIN']) skip('the executable has no cache');
  made.bench ??= workbench();
  const home = join(made.bench.folder, folder);
  mkdirSync(home);
  const program = join(home, 'inject-shm.cjs');
  const beside = join(home, 'inject-shm.cache');
  copyFileSync(made.bench.executable, program);
  if (cache !== undefined) writeFileSync(beside, cache);
  if (owner !== 0) chownSync(beside, owner, owner);
  const { stdout, stderr, status } = spawnSync(process.execPath, [program], {
    input,
    encoding: 'utf8',
  });
  assert.equal([status, stderr], [0, '']);
  return stdout;
};

/** A cache that V8 takes for that of the program and that does something else. */
const planted = (): Buffer => {
  made.bench ??= workbench();
  const launcher = readFileSync(made.bench.executable, 'utf8');
  const comment = launcher.slice(launcher.indexOf('\n/*') + 3, launcher.lastIndexOf('*/'));
  const { length } = comment.replaceAll('*~~/', '*/');
  const code = '(function () {process.stdout.write("planted")})'.padEnd(length);
  const program = new Script(code);
  (program.runInThisContext() as () => void).call(undefined);
  return program.createCachedData();
};

test('the file does by itself', () => assert.is(run('alone'), input));

test('a cache that V8 refuses is not used', () =>
  assert.is(run('garbage', Buffer.from('no cache')), input));

test('a cache that another user put there is not used', () => {
  if (process.env['INJECT_SHM_BIN']) skip('the executable has no cache');
  if (process.getuid?.() !== 0) skip('giving a file away needs root');
  const cache = planted();
  assert.is(run('own', cache), 'planted', 'a cache is code');
  assert.is(run('planted', cache, 65_534), input);
});

test.run();
