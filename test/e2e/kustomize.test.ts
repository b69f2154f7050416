import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { parseAllDocuments } from 'yaml';
import { spec } from '../spec.ts';
import { type Workbench, workbench } from '../workbench.ts';
import { committed, copyOf, kustomize, needs, run, write } from './tools.ts';

const test = spec('kustomize');

const example = 'examples/kustomize';
const expected = join(example, 'expected.yaml');
const transformer = 'overlay/inject-shm.yaml';

const made: { bench?: Workbench; count: number } = { count: 0 };

const bench = (): Workbench => (made.bench ??= workbench());

test.after(() => made.bench?.remove());

/** The example beside the one of the checkout, so that its path of the executable is right. */
const fresh = (): string =>
  copyOf(example, join(bench().folder, 'examples', `kustomize-${made.count++}`));

const flags = ['--enable-alpha-plugins', '--enable-exec'];

const build = (folder: string, ...args: readonly string[]) =>
  run(bench().folder, kustomize(), ['build', folder, ...args]);

/** The example's overlay with some of its transformer replaced. */
const buildWith = (from: string | RegExp, to: string) => {
  const folder = fresh();
  const text = readFileSync(join(folder, transformer), 'utf8');
  assert.match(text, from);
  write(folder, { [transformer]: text.replace(from, to) });
  return build(join(folder, 'overlay'), ...flags);
};

test('the overlay builds what is committed, without a word', () => {
  const { stdout, stderr, status } = build(join(fresh(), 'overlay'), ...flags);
  assert.is(stdout, committed(expected, stdout));
  assert.equal([stderr, status], ['', 0]);
});

test('the transformer again, on what it gave, changes nothing', () => {
  const folder = fresh();
  write(folder, {
    'overlay/kustomization.yaml': 'resources: [all.yaml]\ntransformers: [inject-shm.yaml]\n',
    'overlay/all.yaml': readFileSync(expected, 'utf8'),
  });
  const { stdout, stderr, status } = build(join(folder, 'overlay'), ...flags);
  assert.is(stdout, readFileSync(expected, 'utf8'));
  assert.equal([stderr, status], ['', 0]);
});

test('mode: remove gives what the overlay is without the transformer', () => {
  const folder = fresh();
  write(folder, {
    'plain/kustomization.yaml': 'resources: [all.yaml]\ntransformers: [remove.yaml]\n',
    'plain/all.yaml': readFileSync(expected, 'utf8'),
    'plain/remove.yaml': readFileSync(join(folder, transformer), 'utf8').replace(
      'ratio: 0.5',
      'mode: remove',
    ),
  });
  const kustomization = readFileSync(join(folder, 'overlay/kustomization.yaml'), 'utf8');
  write(folder, {
    'overlay/kustomization.yaml': kustomization.replace(/transformers:[^]*/, ''),
  });
  const removed = build(join(folder, 'plain'), ...flags);
  assert.is(removed.stdout, build(join(folder, 'overlay')).stdout);
});

const limit = /defaultMemoryLimit: .*/;

test('a warning is on stderr, and the build passes', () => {
  const { stdout, stderr, status } = buildWith(limit, '');
  assert.match(stderr, /^[^\n]*warning: CronJob browsers\/smoke-test: no memory limit [^\n]*\n$/);
  assert.match(stdout, 'sizeLimit: 2Gi');
  assert.is(status, 0);
});

test('an error is on stderr, and the build fails', () => {
  const { stdout, stderr, status } = buildWith(limit, 'missingLimit: error');
  assert.match(stderr, /^[^\n]*error: CronJob browsers\/smoke-test: no memory limit [^\n]*\n/);
  assert.equal([stdout, status], ['', 1]);
});

test('a broken config is on stderr, all of it, and the build fails', () => {
  const { stdout, stderr, status } = buildWith(limit, 'memoryLimit: 1Gi\n  size: 1GiB');
  assert.match(stderr, /error: [^\n]*`memoryLimit`[^\n]*\n[^\n]*error: [^\n]*"1GiB"[^\n]*\n/);
  assert.equal([stdout, status], ['', 1]);
});

test('an executable that is not there fails the build', () => {
  const { stdout, status } = buildWith('../../../dist/inject-shm.cjs', './nowhere');
  assert.equal([stdout, status], ['', 1]);
});

test('without --enable-exec the transformer is skipped silently, as the README says', () => {
  const { stdout, stderr, status } = build(join(fresh(), 'overlay'), '--enable-alpha-plugins');
  assert.not.match(stdout, '/dev/shm');
  assert.equal([stderr, status], ['', 0]);
});

test('kustomize build base | inject-shm --ratio 0.5', () => {
  const base = build(join(fresh(), 'base'));
  const { stdout, stderr, status } = run(
    bench().folder,
    bench().executable,
    ['--ratio', '0.5'],
    base.stdout,
  );
  const lines = stdout.split('\n');
  assert.ok(base.stdout.split('\n').every((line) => lines.includes(line)));
  assert.match(
    stdout,
    /volumes:\n {6}- name: dshm\n {8}emptyDir:\n {10}medium: Memory\n {10}sizeLimit: 1Gi\n/,
  );
  assert.is(parseAllDocuments(stdout).length, parseAllDocuments(base.stdout).length);
  assert.match(stderr, /warning: CronJob smoke-test: no memory limit is known for .*"playwright"/);
  assert.is(status, 0);
});

test('kubectl kustomize base gives the pipe the same', () => {
  needs('kubectl');
  const folder = join(fresh(), 'base');
  assert.is(run(bench().folder, 'kubectl', ['kustomize', folder]).stdout, build(folder).stdout);
});

test.run();
