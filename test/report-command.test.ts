import { spawn, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import type { Comparison } from '../src/report/compare.ts';
import { report } from '../src/report/command.ts';
import type { Report } from '../src/report/model.ts';
import { context, given } from './report/given.ts';
import { planned } from './report/law.ts';
import { skip, spec } from './spec.ts';
import { plainEnv, type Workbench, workbench } from './workbench.ts';

const test = spec('report: the command');

const made: { bench?: Workbench; count: number; readonly folder: string } = {
  count: 0,
  folder: mkdtempSync(join(realpathSync(tmpdir()), 'report-command-')),
};

const bench = (): Workbench => (made.bench ??= workbench());

test.after(() => {
  made.bench?.remove();
  rmSync(made.folder, { recursive: true });
});

type Files = Readonly<Record<string, string>>;

const write = (folder: string, files: Files): string => {
  mkdirSync(folder, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
};

/** A folder of its own for a test. */
const place = (files: Files): string => write(join(made.folder, `${made.count++}`), files);

const deployment = (name: string, memory = '1Gi', more = ''): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers:
        - {name: app, image: app, resources: {limits: {memory: ${memory}}}${more}}
`;

const daemons = deployment('agent').replace('kind: Deployment', 'kind: DaemonSet');

const tell = async (...args: readonly string[]) => report(given('report', ...args), context);

const json = async <A = Report>(...args: readonly string[]): Promise<A> => {
  const { stdout, stderr, exitCode } = await tell('--format', 'json', ...args);
  assert.equal([stderr, exitCode], ['', 0]);
  return JSON.parse(stdout) as A;
};

const names = (pods: Report['pods']): readonly string[] =>
  pods.map(({ workload }) => workload.name);

test('a folder in each format', async () => {
  const folder = place({ 'a.yaml': deployment('a'), 'b/b.yaml': deployment('b', '2Gi') });
  const begins = async (...format: readonly string[]) =>
    (await tell(folder, ...format)).stdout.slice(0, 15);
  assert.is(await begins(), 'RISK  WORKLOAD ');
  assert.is(await begins('--format', 'markdown'), '<!-- inject-shm');
  assert.is(await begins('--format', 'html'), '<!doctype html>');
  const { totals, pods } = await json(folder);
  assert.equal(names(pods), ['a', 'b']);
  assert.equal(totals.sharedMemory.after, { quantity: '1536Mi', bytes: 1610612736 });
});

test('config: a flag, a file, the folder; a mode in a file does not count', async () => {
  const config = (fields: string) =>
    `apiVersion: inject-shm.dev/v1alpha1\nkind: InjectShm\nmetadata: {name: c}\nspec: {${fields}}\n`;
  const files = { '.inject-shm.yaml': config('ratio: 0.25'), 'a.yaml': deployment('a') };
  const folder = place(files);
  const other = join(place({ 'c.yml': config('ratio: 0.75, mode: remove') }), 'c.yml');
  const size = async (...args: readonly string[]) =>
    (await json(folder, ...args)).totals.sharedMemory.after.quantity;
  assert.is(await size(), '256Mi');
  assert.is(await size('--no-config'), '512Mi');
  assert.is(await size('--ratio', '0.125'), '128Mi');
  assert.is(await size('--fn-config', other), '768Mi');
});

test('it plans as a check does, which says more, and has the numbers of inject', () => {
  const files = ['test/report/workloads.yaml', 'test/explain/files/app.yaml'];
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const facts = (mode: string) =>
      planned(text, { flags: { mode } })?.facts.map(({ findings, ...numbers }) => [
        numbers,
        findings.map(({ code }) => (code === 'needs-shm' ? 'no-memory-limit' : code)),
      ]);
    assert.ok((facts('inject')?.length ?? 0) > 5);
    assert.equal(facts('check'), facts('inject'));
  }
});

test('the budget, and the nodes', async () => {
  const folder = place({ 'a.yaml': daemons });
  const budget = async (...args: readonly string[]) => tell(folder, ...args);
  const over = await budget('--budget', '4Gi', '--nodes', '10');
  assert.is(over.exitCode, 1);
  assert.match(over.stderr, 'shared memory of 5Gi is 1Gi above the budget of 4Gi');
  assert.match(over.stdout, 'DaemonSet agent');
  assert.is((await budget('--budget', '5Gi', '--nodes', '10')).exitCode, 0);
  assert.is((await budget('--budget', '1Gi')).exitCode, 0);
});

test('what cannot be read is told, and the others are reported', async () => {
  const folder = place({
    'a.yaml': deployment('a'),
    'broken.yaml': 'a: [\n',
    'late.yaml': `${deployment('late')}---\napiVersion: v1\nkind: Pod\nspec: {containers: [}\n`,
    'kustomization.yaml':
      'resources: [a.yaml, broken.yaml, late.yaml]\npatches: [{path: p.yaml}]\n',
    'p.yaml': 'spec: {replicas: 2}\n',
  });
  const { stdout, stderr, exitCode } = await tell('--format', 'json', folder);
  assert.is(exitCode, 2);
  assert.match(stderr, 'p.yaml is left: it is a patch of');
  assert.match(stderr, /broken\.yaml:2:1: error/);
  assert.match(stderr, /late\.yaml:\d+:\d+: error/);
  assert.equal(names(JSON.parse(stdout).pods), ['a']);
});

test('kinds that are left alone are told', async () => {
  const folder = place({
    'ray.yaml':
      'apiVersion: ray.io/v1\nkind: RayCluster\nmetadata: {name: r}\nspec: {headGroupSpec: {template: {spec: {containers: [{name: h, image: ray}]}}}}\n',
  });
  const { stderr, exitCode } = await tell(folder);
  assert.match(stderr, 'left alone, though there are pods in it: RayCluster (1)');
  assert.is(exitCode, 0);
});

const summary = (used: number): string =>
  JSON.stringify({
    pods: [
      {
        podRef: { name: 'a-5d9c-x', namespace: '', uid: 'u' },
        volume: [{ name: 'dshm', capacityBytes: 1000, usedBytes: used }],
      },
    ],
  });

test('what was measured, from files and folders', async () => {
  const folder = place({
    'm/a.yaml': deployment('a'),
    's/1.json': summary(10),
    's/2.json': summary(970),
  });
  const [pod] = (await json(join(folder, 'm'), '--stats', join(folder, 's'))).pods;
  assert.is(pod?.usage?.percent, 97);
  const one = await json(join(folder, 'm'), '--stats', join(folder, 's/1.json'));
  assert.is(one.pods[0]?.usage?.percent, 1);
  const wrong = join(place({ 'x.json': '{}' }), 'x.json');
  for (const [path, message] of [
    [wrong, 'x.json has no list `pods`'],
    [join(folder, 'none'), 'none cannot be read: there is no such file'],
    [join(folder, 'm'), 'there are no .json files in'],
  ] as const) {
    const { stdout, stderr, exitCode } = await tell(join(folder, 'm'), '--stats', path);
    assert.equal([stdout, exitCode], ['', 2]);
    assert.match(stderr, message);
  }
});

const refused: readonly (readonly [args: string, message: string])[] = [
  ['--budget many', '`--budget` must be a Quantity such as 64Gi, got "many"'],
  ['--nodes -1', "Option '--nodes' argument is ambiguous"],
  ['--nodes=1.5', '`--nodes` must be a number of nodes, got "1.5"'],
  ['--format text', '`--format` must be one of table, markdown, html, json, got "text"'],
  ['--format html --base x', '--format html shows one report'],
  ['--mode remove', '`report` tells what inject does; it has no --mode remove'],
  ['--exclude x', '--exclude is for files and folders, not for stdin'],
  ['- x', '`-` stands for stdin and cannot be read together with files'],
];

for (const [args, message] of refused)
  test(`refuses ${args}`, async () => {
    const found = await tell(...args.split(' ')).catch((error: unknown) => ({
      stdout: '',
      stderr: String(error),
      exitCode: 3,
    }));
    assert.equal([found.stdout, found.exitCode], ['', 3]);
    assert.match(found.stderr, message);
  });

/** Without the settings of whoever runs the tests. */
const none = join(made.folder, 'none');

const git = (folder: string, ...args: readonly string[]): string => {
  const { status, stdout, stderr, error } = spawnSync('git', ['-C', folder, ...args], {
    encoding: 'utf8',
    env: { ...plainEnv, GIT_CONFIG_GLOBAL: none, GIT_CONFIG_SYSTEM: none },
  });
  if (error !== undefined) skip('git is missing');
  assert.is(status, 0, stderr);
  return stdout;
};

/** A repository with one commit, a branch at it, and what was changed since. */
const repository = (before: Files, after: Files, gone: readonly string[] = []): string => {
  const folder = place(before);
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
  git(folder, 'init', '--quiet');
  git(folder, 'add', '--all');
  git(folder, ...who, 'commit', '--quiet', '--message', 'before');
  git(folder, 'branch', 'base');
  write(folder, after);
  gone.forEach((path) => rmSync(join(folder, path)));
  return folder;
};

const changed = () =>
  repository(
    {
      '.inject-shm.yaml':
        'apiVersion: inject-shm.dev/v1alpha1\nkind: InjectShm\nspec: {ratio: 0.25}\n',
      'd/a.yaml': deployment('a'),
      'd/b.yaml': deployment('b'),
      'd/c.yaml': deployment('c'),
      'd/kustomization.yaml': 'resources: [a.yaml, b.yaml, c.yaml, new.yaml]\n',
      'd/stray.yaml': deployment('stray'),
      'other/o.yaml': deployment('o'),
      'notes.txt': 'x',
    },
    { 'd/a.yaml': deployment('a', '8Gi'), 'd/new.yaml': deployment('new') },
    ['d/b.yaml'],
  );

const left = (): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('inject-shm-base-'));

test('--base: the same paths in a commit; the repository stays as it is, and nothing is left', async () => {
  const folder = changed();
  const [status, before] = [git(folder, 'status', '--porcelain'), left()];
  const { stdout, stderr, exitCode } = await tell(
    '--format',
    'json',
    '--base',
    'base',
    join(folder, 'd'),
  );
  assert.is(exitCode, 0, stderr);
  const found = JSON.parse(stdout) as Comparison;
  assert.equal(names(found.added), ['new']);
  assert.equal(names(found.removed), ['b']);
  assert.equal(
    found.changed.map(({ before: was, after }) =>
      [was, after].map((pod) => pod.sharedMemory.after?.quantity),
    ),
    [['256Mi', '2Gi']],
  );
  assert.is(found.unchanged, 1);
  assert.equal([git(folder, 'status', '--porcelain'), left()], [status, before]);
  assert.is(git(folder, 'worktree', 'list').trim().split('\n').length, 1);
});

test('--base: a path that the commit does not have is new', async () => {
  const folder = repository({ 'a.yaml': deployment('a') }, { 'd/b.yaml': deployment('b') });
  const found = await json<Comparison>('--base', 'HEAD', join(folder, 'd'));
  assert.equal([names(found.added), found.totals.before.pods], [['b'], 0]);
});

test('--base: a folder, or a file; ./NAME is never a commit', async () => {
  const folder = place({ 'old/a.yaml': deployment('a'), 'new/a.yaml': deployment('a', '2Gi') });
  const found = await json<Comparison>('--base', join(folder, 'old'), join(folder, 'new'));
  assert.is(found.changed.length, 1);
  const same = await json<Comparison>('--base', join(folder, 'old/a.yaml'), join(folder, 'old'));
  assert.is(same.unchanged, 1);
});

test('--base in Markdown is a comment', async () => {
  const { stdout } = await tell('--base', 'base', '--format', 'markdown', join(changed(), 'd'));
  assert.is(stdout.split('\n')[0], '<!-- inject-shm -->');
});

test('--base: what is nowhere, and what cannot be a commit of it', async () => {
  const folder = changed();
  const unknown = await tell('--base', 'nowhere', join(folder, 'd'));
  assert.equal([unknown.stdout, unknown.exitCode], ['', 2]);
  assert.match(
    unknown.stderr,
    'git knows no such commit here, and there is no such file or folder',
  );
  const option = await tell('--base=--output=x', join(folder, 'd'));
  assert.is(option.exitCode, 2);
  const elsewhere = await tell(
    '--base',
    'base',
    join(folder, 'd'),
    place({ 'x.yaml': deployment('x') }),
  );
  assert.is(elsewhere.exitCode, 2);
  assert.match(elsewhere.stderr, 'is not in the repository');
});

test('--base: what is broken there is warned of', async () => {
  const folder = repository(
    { 'd/a.yaml': 'a: [\n', 'd/b.yaml': deployment('b') },
    { 'd/a.yaml': deployment('a') },
  );
  const some = await tell('--base', 'base', join(folder, 'd'));
  const all = await tell('--base', 'base', join(folder, 'd/a.yaml'));
  assert.equal([some.exitCode, all.exitCode], [0, 0]);
  const warning = 'inject-shm: warning:';
  assert.is(
    some.stderr,
    `${warning} not all of base can be read; what is missing there counts as new\n`,
  );
  assert.is(
    all.stderr,
    `${warning} nothing of these paths can be read at base; all counts as new\n`,
  );
});

const run = (folder: string, input: string, ...args: readonly string[]) =>
  spawnSync(bench().executable, ['report', ...args], {
    cwd: folder,
    input,
    encoding: 'utf8',
    env: plainEnv,
  });

const owner = (kind: string, name: string, uid: string): string =>
  `ownerReferences: [{apiVersion: apps/v1, kind: ${kind}, name: ${name}, uid: ${uid}, controller: true}]`;

const spec_ = '{containers: [{name: app, image: app, resources: {limits: {memory: 1Gi}}}]}';

/** As kubectl prints a cluster. */
const list = `apiVersion: v1
items:
- apiVersion: apps/v1
  kind: Deployment
  metadata: {name: web, namespace: n, uid: "1"}
  spec: {replicas: 2, template: {spec: ${spec_}}}
- apiVersion: apps/v1
  kind: ReplicaSet
  metadata: {name: web-5d, namespace: n, uid: "2", ${owner('Deployment', 'web', '"1"')}}
  spec: {replicas: 2, template: {spec: ${spec_}}}
- apiVersion: v1
  kind: Pod
  metadata: {name: web-5d-x, namespace: n, uid: "3", ${owner('ReplicaSet', 'web-5d', '"2"')}}
  spec: ${spec_}
kind: List
metadata:
  resourceVersion: ""
`;

test('a process: a List on stdin, owned pods folded; no path and `-` are the same', () => {
  const folder = place({});
  const { stdout, stderr, status } = run(folder, list, '-', '--format', 'json');
  assert.equal([stderr, status], ['', 0]);
  const { pods } = JSON.parse(stdout) as Report;
  assert.equal(names(pods), ['web']);
  assert.equal([pods[0]?.replicas.count, pods[0]?.file], [2, 'stdin']);
  assert.is(run(folder, list, '--format', 'json').stdout, stdout);
  assert.is(run(folder, 'a: [', '-').status, 2);
});

test('a process: a commit cannot be compared with stdin, a file can', () => {
  const folder = repository({ 'base.yaml': deployment('a') }, {});
  const refusal = run(folder, deployment('a'), '-', '--base', 'HEAD');
  assert.equal([refusal.stdout, refusal.status], ['', 3]);
  const { stdout, status } = run(
    folder,
    deployment('a'),
    '--base',
    './base.yaml',
    '--format',
    'json',
  );
  assert.equal([status, JSON.parse(stdout).unchanged], [0, 1]);
});

test('a process: paths from a folder in the repository', () => {
  const folder = changed();
  const { stdout, status } = run(join(folder, 'd'), '', '.', '--base', 'base', '--format', 'json');
  const found = JSON.parse(stdout) as Comparison;
  assert.equal([status, names(found.added), found.unchanged], [0, ['new'], 1]);
});

test('a process that is asked to end leaves no folder behind, and ends by the signal', async () => {
  const folder = changed();
  const bin = place({
    git: '#!/bin/sh\nPATH=${PATH#*:}\ncase $3 in ls-tree) sleep 1;; esac\nexec git "$@"\n',
  });
  spawnSync('chmod', ['+x', join(bin, 'git')]);
  const temporary = place({ x: '' });
  const child = spawn(bench().executable, ['report', '--base', 'base', 'd'], {
    cwd: folder,
    env: { ...plainEnv, TMPDIR: temporary, PATH: `${bin}:${process.env['PATH']}` },
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  const ended = new Promise((resolve) => child.on('exit', (_, signal) => resolve(signal)));
  for (let turns = 0; readdirSync(temporary).length < 2 && turns < 600; turns++) await sleep(50);
  assert.is(readdirSync(temporary).length, 2);
  child.kill('SIGTERM');
  assert.is(await ended, 'SIGTERM');
  assert.equal(readdirSync(temporary), ['x']);
});

test.run();
