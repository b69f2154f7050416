import * as E from 'fp-ts/lib/Either.js';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as assert from 'uvu/assert';
import { topsOf } from '../src/files/tops.ts';
import { configFinder } from '../src/files/config-file.ts';
import { spec } from './spec.ts';

const test = spec('config file');

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'inject-shm-config-'));

test.after(() => rmSync(folder, { recursive: true }));

const write = (top: string, paths: readonly string[]): void =>
  paths.forEach((path) => {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), `# ${path}\n`);
  });

type Case = readonly [
  name: string,
  paths: readonly string[],
  argument: string,
  file: string,
  found: string | undefined,
];

const cases: readonly Case[] = [
  [
    'beside the file',
    ['.inject-shm.yaml', 'a/.inject-shm.yaml'],
    '.',
    'a/b.yaml',
    'a/.inject-shm.yaml',
  ],
  ['above the file', ['.inject-shm.yaml', 'a/x.yaml'], '.', 'a/b/c.yaml', '.inject-shm.yaml'],
  ['not below it', ['a/b/.inject-shm.yaml'], '.', 'a/c.yaml', undefined],
  ['not above the argument', ['.inject-shm.yaml', 'a/x.yaml'], 'a', 'a/b.yaml', undefined],
  [
    "not above an argument that is a file's",
    ['.inject-shm.yaml', 'a/b.yaml'],
    'a/b.yaml',
    'a/b.yaml',
    undefined,
  ],
  [
    'beside an argument that is a file',
    ['a/.inject-shm.yaml', 'a/b.yaml'],
    'a/b.yaml',
    'a/b.yaml',
    'a/.inject-shm.yaml',
  ],
  [
    'above the argument, in a repository',
    ['.git/HEAD', '.inject-shm.yaml', 'a/x.yaml'],
    'a',
    'a/b.yaml',
    '.inject-shm.yaml',
  ],
  [
    'not above a repository',
    ['.inject-shm.yaml', 'a/.git/HEAD', 'a/b/c.yaml'],
    'a/b',
    'a/b/c.yaml',
    undefined,
  ],
];

cases.forEach(([name, paths, argument, file, found], at) =>
  test(name, () => {
    const top = join(folder, String(at));
    write(top, [...paths, file]);
    const discovered = configFinder(topsOf([join(top, argument)]))(join(top, file));
    const wanted =
      found === undefined ? undefined : { path: join(top, found), text: `# ${found}\n` };
    assert.equal(discovered, E.right(wanted));
  }),
);

test('a link is followed within the top, and not out of it', () => {
  const top = join(folder, 'links');
  write(top, ['shared.yaml', 'a/b.yaml', 'c/d.yaml']);
  write(folder, ['outside.yaml']);
  symlinkSync('../shared.yaml', join(top, 'a/.inject-shm.yaml'));
  symlinkSync('../../outside.yaml', join(top, 'c/.inject-shm.yaml'));
  const find = configFinder(topsOf([top]));
  const path = join(top, 'a/.inject-shm.yaml');
  assert.equal(find(join(top, 'a/b.yaml')), E.right({ path, text: '# shared.yaml\n' }));
  const message = 'is a link that leads out, and is not read';
  assert.equal(
    find(join(top, 'c/d.yaml')),
    E.left({ path: join(top, 'c/.inject-shm.yaml'), message }),
  );
});

test('one that cannot be read is told, and none above it is taken instead', () => {
  const top = join(folder, 'broken');
  write(top, ['.inject-shm.yaml', 'a/b.yaml', 'c/d.yaml']);
  writeFileSync(join(top, 'a/.inject-shm.yaml'), Buffer.from('a: caf\xe9\n', 'latin1'));
  mkdirSync(join(top, 'c/.inject-shm.yaml'));
  const find = configFinder(topsOf([top]));
  ['a/b.yaml', 'c/d.yaml'].forEach((file) => {
    const found = find(join(top, file));
    assert.ok(E.isLeft(found));
    assert.is(found.left.path, join(top, dirname(file), '.inject-shm.yaml'));
  });
});

test('each folder is looked into once', () => {
  const top = join(folder, 'once');
  write(top, ['.inject-shm.yaml', 'a/b.yaml']);
  const find = configFinder(topsOf([top]));
  assert.is(find(join(top, 'a/b.yaml')), find(join(top, 'c.yaml')));
});

test.run();
