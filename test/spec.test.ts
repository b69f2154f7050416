import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import * as assert from 'uvu/assert';
import { spec } from './spec.ts';

const test = spec('spec', { long: 'runs tests as processes of their own' });
const folder = join('.test-build', `spec-${process.pid}`);

test.before(() => void mkdirSync(folder, { recursive: true }));
test.after(() => rmSync(folder, { recursive: true, force: true }));

const environment = (more: Readonly<Record<string, string>>) => {
  const {
    NODE_V8_COVERAGE: _coverage,
    CI_MUST_RUN: _must,
    SPEC_TALLY: _tally,
    TEST_SHORT: _short,
    ...rest
  } = process.env;
  return { ...rest, ...more };
};

const runSource = (name: string, source: string, more: Readonly<Record<string, string>> = {}) => {
  const outfile = join(folder, `${name.replaceAll(/\W/g, '-')}.js`);
  buildSync({
    stdin: {
      contents: `import { long, skip, spec } from './spec.ts';\n${source}\nexport { long, skip, spec };`,
      resolveDir: 'test',
      loader: 'ts',
    },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    outfile,
  });
  const tallyFile = `${outfile}.json`;
  const env = environment({ SPEC_TALLY: tallyFile, ...more });
  const byRunner = spawnSync(process.execPath, ['scripts/run-tests.mjs', outfile], { env });
  const alone = spawnSync(process.execPath, [outfile], { env });
  return { byRunner, alone, tallyFile };
};

const fails = [
  ['run forgotten', `const t = spec('s'); t('a', () => {});`, 'did not run'],
  [
    'tests after run',
    `const t = spec('s'); t('a', () => {}); t.run(); t('b', () => {});`,
    'did not run',
  ],
  ['zero tests', `spec('s').run();`, 'has no tests'],
  ['a failing test', `const t = spec('s'); t('a', () => { throw new Error('x'); }); t.run();`, ''],
  ['a string thrown', `const t = spec('s'); t('a', () => { throw 'x'; }); t.run();`, ''],
  ['undefined thrown', `const t = spec('s'); t('a', () => { throw undefined; }); t.run();`, ''],
  ['a rejection', `const t = spec('s'); t('a', () => Promise.reject(null)); t.run();`, ''],
  [
    'a stray rejection',
    `const t = spec('s'); t('a', () => void Promise.reject(new Error('x'))); t.run();`,
    '',
  ],
  [
    'a test that never ends',
    `const t = spec('s'); t('a', () => new Promise(() => {})); t.run();`,
    'did not run',
  ],
  [
    'process.exit in a test',
    `const t = spec('s'); t('a', () => process.exit(0)); t.run();`,
    'did not run',
  ],
  ...['before', 'before.each', 'after', 'after.each'].map((hook) => [
    `${hook} throws`,
    `const t = spec('s'); t.${hook}(() => { throw new Error('x'); }); t('a', () => {}); t('b', () => {}); t.run();`,
    'a hook failed',
  ]),
  [
    'a hook throws a string',
    `const t = spec('s'); t.before(() => { throw 'x'; }); t('a', () => {}); t.run();`,
    'a hook failed',
  ],
] as const;

fails.forEach(([name = '', source = '', said = '']) => {
  test(`exits non-zero: ${name}`, () => {
    const { byRunner, alone } = runSource(name, source);
    assert.is.not(byRunner.status, 0);
    assert.is.not(alone.status, 0);
    assert.ok(byRunner.stderr.includes(said), String(byRunner.stderr));
  });
});

test('exits non-zero: a file without a spec', () => {
  const { byRunner } = runSource('no spec', '');
  assert.is.not(byRunner.status, 0);
  assert.ok(byRunner.stderr.includes('makes no spec'));
});

test('exits non-zero: no file matches', () => {
  const { status, stdout } = spawnSync(process.execPath, ['scripts/test.mjs', 'no-such-file'], {
    env: environment({}),
    encoding: 'utf8',
  });
  assert.is(status, 1);
  assert.is(stdout, '0 passed, 1 failed\n');
});

const mixed = `const t = spec('s'); t('a', () => {}); t('b', () => skip('no data')); t.run();`;

test('counts what passes and what is skipped', () => {
  const { byRunner, alone, tallyFile } = runSource('mixed', mixed);
  assert.is(byRunner.status, 0);
  assert.is(alone.status, 0);
  assert.ok(byRunner.stderr.includes('"b" skipped: no data'));
  const expected = { passed: 1, failed: 0, skipped: 1 };
  assert.equal(JSON.parse(readFileSync(tallyFile, 'utf8')), expected);
});

test('a skip fails under CI_MUST_RUN', () => {
  const { byRunner } = runSource('must run', mixed, { CI_MUST_RUN: '1' });
  assert.is(byRunner.status, 1);
});

test('says a reason once for all that are skipped for it', () => {
  const source = `const t = spec('s'); t('a', () => skip('no data')); t('b', () => skip('no data')); t.run();`;
  const { byRunner } = runSource('twice', source);
  assert.match(String(byRunner.stderr), 'spec "s": 2 tests skipped: no data\n');
});

const roads = `const t = spec('s', { long: 'minutes' }); t('a', () => { throw new Error('x'); }); t.run();
  const u = spec('u'); u('b', () => long('seconds')); u('c', () => {}); u.run();`;

test('the short road leaves out what takes long, and says so', () => {
  const { byRunner, alone, tallyFile } = runSource('short', roads, { TEST_SHORT: '1' });
  assert.equal([byRunner.status, alone.status], [0, 0]);
  assert.match(String(byRunner.stderr), 'spec "s": 1 tests left out: minutes; `npm run test:all`');
  assert.match(String(byRunner.stderr), '"b" skipped: seconds; `npm run test:all` runs it');
  const expected = { passed: 1, failed: 0, skipped: 2 };
  assert.equal(JSON.parse(readFileSync(tallyFile, 'utf8')), expected);
});

test('the whole road takes all', () => {
  const { byRunner, tallyFile } = runSource('whole', roads);
  assert.is(byRunner.status, 1);
  const expected = { passed: 2, failed: 1, skipped: 0 };
  assert.equal(JSON.parse(readFileSync(tallyFile, 'utf8')), expected);
});

test.run();
