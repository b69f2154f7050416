import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import * as assert from 'uvu/assert';
import { skip, spec } from './spec.ts';
import { plainEnv, type Workbench, workbench } from './workbench.ts';

const test = spec('launcher');

const made: { bench?: Workbench } = {};

test.after(() => made.bench?.remove());

const bench = (): Workbench => {
  if (process.env['INJECT_SHM_BIN']) skip('the executable has no cache');
  return (made.bench ??= workbench());
};

const input = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n';

interface Place {
  readonly home: string;
  readonly code: string;
}

/** A user's cache that is empty. */
const place = (name: string): Place => {
  const home = join(bench().folder, name);
  mkdirSync(home);
  return { home, code: join(home, 'inject-shm/code') };
};

/** What the program prints with a cache. */
const run = ({ home }: Pick<Place, 'home'>, env: NodeJS.ProcessEnv = {}, ...args: string[]) => {
  const { executable } = bench();
  const { stdout, stderr, status } = spawnSync(process.execPath, [executable, ...args], {
    input,
    encoding: 'utf8',
    env: { ...plainEnv, NODE_DISABLE_COMPILE_CACHE: '', XDG_CACHE_HOME: home, ...env },
  });
  assert.equal([status, stderr], [0, '']);
  return stdout;
};

const files = ({ code }: Place): readonly string[] => {
  try {
    return readdirSync(code).map((name) => join(code, name));
  } catch {
    return [];
  }
};

/** A cache that V8 takes for that of the program and that does something else. */
const planted = (): Buffer => {
  const { length } = readFileSync(join(bench().folder, 'dist/program/stream.cjs'), 'latin1');
  const code = '(function () {process.stdout.write("planted")})'.padEnd(length);
  const program = new Script(code);
  (program.runInThisContext() as () => void).call(undefined);
  return program.createCachedData();
};

/** A cache as the first run leaves it, with something else in its file. */
const withCache = (name: string, content: Buffer): Place & { readonly file: string } => {
  const found = place(name);
  assert.is(run(found), input);
  const [file = '', ...others] = files(found);
  assert.equal(others, []);
  writeFileSync(file, content);
  return { ...found, file };
};

test('the file does by itself', () =>
  assert.is(run({ home: '' }, { HOME: '', XDG_CACHE_HOME: '' }), input));

test('the first run keeps what was compiled, and the second uses it', () =>
  assert.is(run(withCache('own', planted())), 'planted', 'a cache is code'));

test('a cache that V8 refuses is not used, and made anew', () => {
  const found = withCache('garbage', Buffer.from('no cache'));
  assert.is(run(found), input);
  assert.ok(readFileSync(found.file).length > 100_000);
});

test('a cache is of one build of Node', () => {
  const found = withCache('engine', planted());
  assert.match(found.file, new RegExp(`-${process.version}-${process.arch}-\\d+-\\d+\\.cache$`));
});

test('a cache that others may write is not used', () => {
  const found = withCache('open', planted());
  chmodSync(found.file, 0o666);
  assert.is(run(found), input);
  const open = withCache('open-folder', planted());
  chmodSync(open.code, 0o777);
  assert.is(run(open), input);
});

test('a cache that another user put there is not used', () => {
  const found = withCache('planted', planted());
  if (process.getuid?.() !== 0) skip('giving a file away needs root');
  chownSync(found.file, 65_534, 65_534);
  assert.is(run(found), input);
});

const without: readonly (readonly [string, NodeJS.ProcessEnv, readonly string[]])[] = [
  ['Node is told to', { NODE_DISABLE_COMPILE_CACHE: '1' }, []],
  ['the help is asked for', {}, ['--help']],
  ['the version is asked for', {}, ['version']],
];

without.forEach(([name, env, args], at) =>
  test(`nothing is kept where ${name}`, () => {
    const found = place(`without-${at}`);
    run(found, env, ...args);
    assert.equal(files(found), []);
  }),
);

test('few caches are kept', () => {
  const found = place('many');
  mkdirSync(found.code, { recursive: true, mode: 0o700 });
  Array.from({ length: 12 }, (_, at) => writeFileSync(join(found.code, `${at}.cache`), ''));
  run(found);
  assert.is(files(found).length, 10);
});

test('a launcher without its program says so', () => {
  const { executable, folder } = bench();
  const alone = join(folder, 'alone.cjs');
  copyFileSync(executable, alone);
  const { stderr, status } = spawnSync(process.execPath, [alone], { input, encoding: 'utf8' });
  assert.is(status, 2);
  assert.match(stderr, /^inject-shm: error: .*stream\.cjs cannot be read; it belongs beside .*\n$/);
});

test('what only some runs need has a cache of its own', () => {
  const found = place('apart');
  run(found);
  assert.is(files(found).length, 1);
  run(found, {}, 'report', '-');
  assert.is(files(found).length, 2);
});

test('a cache that cannot be kept is no error', () => {
  const file = join(bench().folder, 'file');
  writeFileSync(file, '');
  assert.is(run({ home: file }), input);
});

test.run();
