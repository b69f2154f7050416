import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as assert from 'uvu/assert';
import { version } from '../../package.json';
import { spec } from '../spec.ts';
import { needs, run } from './tools.ts';

const test = spec('pre-commit');

const folder = mkdtempSync(join(tmpdir(), 'inject-shm-hook-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));

/** A repository with what would be committed here. */
const repository = (): string => {
  const files = run('.', 'git', ['ls-files', '--cached', '--others', '--exclude-standard']).stdout;
  const place = join(folder, 'repository');
  files
    .split('\n')
    .filter((file) => file !== '' && !dirname(file).startsWith('test'))
    .forEach((file) => cpSync(file, join(place, file)));
  const author = ['-c', 'user.name=a', '-c', 'user.email=a@example.org'];
  run(place, 'git', ['init', '--quiet']);
  run(place, 'git', ['add', '--all']);
  run(place, 'git', [...author, 'commit', '--quiet', '--message', 'all']);
  return place;
};

/** Without what npm says of itself to what it runs: another npm would take it for its own flags. */
const plain = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)),
);

test('a hook is installed as pre-commit does it: from a clone, into a place of its own', () => {
  needs('git', 'npm');
  const place = join(folder, 'environment');
  const args = ['install', '--install-links', '--global', `git+file://${repository()}`];
  const { stderr, status } = spawnSync('npm', args, {
    cwd: folder,
    env: { ...plain, NPM_CONFIG_PREFIX: place },
    encoding: 'utf8',
    timeout: 600_000,
  });
  assert.is(status, 0, stderr);
  assert.is(run(folder, join(place, 'bin', 'inject-shm'), ['version']).stdout, `${version}\n`);
});

test.run();
