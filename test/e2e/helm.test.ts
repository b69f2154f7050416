import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as assert from 'uvu/assert';
import { parseAllDocuments } from 'yaml';
import { spec } from '../spec.ts';
import { type Workbench, workbench } from '../workbench.ts';
import { helm, helm3, run } from './tools.ts';

const test = spec('helm');

const made: { bench?: Workbench } = {};
const home = mkdtempSync(join(tmpdir(), 'inject-shm-helm-'));

test.after(() => {
  made.bench?.remove();
  rmSync(home, { recursive: true });
});

/** inject-shm on the PATH, and a place of its own for Helm's plugins. */
const env = (version: '3' | '4'): Readonly<Record<string, string>> => {
  const bin = join(home, 'bin');
  if (!existsSync(bin)) {
    mkdirSync(bin);
    symlinkSync((made.bench ??= workbench()).executable, join(bin, 'inject-shm'));
  }
  return {
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
    HELM_DATA_HOME: join(home, version),
    HELM_CACHE_HOME: join(home, 'cache'),
    HELM_CONFIG_HOME: join(home, 'config'),
  };
};

const template = (version: '3' | '4', ...more: readonly string[]) => {
  const program = version === '3' ? helm3() : helm();
  return run('.', program, ['template', 'shop', 'examples/helm/chart', ...more], '', env(version));
};

interface Resource {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

const resources = (text: string): readonly Resource[] =>
  [...parseAllDocuments(text)].flatMap((document) =>
    document.contents === null ? [] : [document.toJS() as Resource],
  );

const names = (text: string): readonly string[] =>
  resources(text)
    .map(
      ({ kind, metadata }) =>
        `${kind} ${metadata.name} ${metadata.annotations?.['helm.sh/hook'] ?? ''}`,
    )
    .sort();

const sizes = (text: string): readonly string[] =>
  [...text.matchAll(/sizeLimit: (\S+)/g)].map(([, size = '']) => size).sort();

const args = [
  '--post-renderer',
  'inject-shm',
  '--post-renderer-args',
  '--ratio',
  '--post-renderer-args',
  '0.25',
];

const install = (): void => {
  const { status, stderr } = run(
    '.',
    helm(),
    ['plugin', 'install', resolve('examples/helm/plugin')],
    '',
    env('4'),
  );
  if (status !== 0 && !stderr.includes('already exists')) throw new Error(stderr);
};

test('Helm 4: a plugin that gets hooks too; nothing is lost, and what Helm marked comes back to its place', () => {
  install();
  const rendered = template('4').stdout;
  const { stdout, stderr, status } = template('4', ...args);
  assert.equal([stderr, status], ['', 0]);
  assert.equal(names(stdout), names(rendered));
  assert.equal(names(stdout).filter((name) => name.startsWith('ServiceAccount shop')).length, 2);
  assert.equal(sizes(stdout), ['256Mi', '512Mi']);
  const sources = (text: string) =>
    [...text.matchAll(/^# Source: .*$/gm)].map(([line]) => line).sort();
  assert.equal(sources(stdout), sources(rendered));
  assert.not.match(stdout, 'generated-by-postrender');
});

test('Helm 3: a program that gets all but the hooks', () => {
  const rendered = template('3').stdout;
  const { stdout, stderr, status } = template('3', ...args);
  assert.equal([stderr, status], ['', 0]);
  assert.equal(names(stdout), names(rendered));
  assert.equal(sizes(stdout), ['512Mi']);
});

test('a broken flag: Helm prints nothing and fails; Helm 3 says why', () => {
  install();
  const broken = args.map((each) => (each === '0.25' ? '2' : each));
  const [three, four] = [template('3', ...broken), template('4', ...broken)];
  assert.match(three.stderr, 'inject-shm: error: `--ratio` must be in (0, 1], got "2"');
  assert.match(four.stderr, 'plugin "inject-shm" exited with error');
  assert.equal([three.status, four.status], [1, 1]);
  assert.equal([three.stdout, four.stdout], ['', '']);
});

test('--no-hooks and tests of a chart change nothing about it', () => {
  install();
  const { stdout, status } = template('4', '--no-hooks', ...args);
  assert.equal([sizes(stdout), status], [['512Mi'], 0]);
});

test.run();
