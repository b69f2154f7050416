// What a run says of flags that match nothing, and of many warnings alike: as the real program says it.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { inject } from '../src/inject.ts';
import { spec } from './spec.ts';
import { plainEnv as env, type Workbench, workbench } from './workbench.ts';

const test = spec('what is told');

const made: { bench?: Workbench } = {};

test.after(() => made.bench?.remove());

const deployment = (name: string, resources = '{limits: {memory: 4Gi}}'): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: prod}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers:
        - {name: main, image: app, resources: ${resources}}
`;

const texts = {
  'two.yaml': deployment('trainer') + deployment('web'),
  'none.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: trainer}\n',
  'many.yaml': Array.from({ length: 12 }, (_, at) => deployment(`w${at}`, '{}')).join(''),
} as const;

const run = (args: string, input?: keyof typeof texts) => {
  made.bench ??= workbench();
  const { folder, executable } = made.bench;
  for (const [file, text] of Object.entries(texts)) writeFileSync(join(folder, file), text);
  const stdin = input === undefined ? '' : texts[input];
  return spawnSync(executable, args.split(' '), {
    cwd: folder,
    encoding: 'utf8',
    input: stdin,
    env,
  });
};

const warningsIn = (stderr: string): readonly string[] =>
  [...stderr.matchAll(/^inject-shm: warning: (.*)$/gm)].map(([, message = '']) => message);

const named = ['no workload matches "trainr" of --names (did you mean "trainer"?)'];

/** `[command line, warnings, a stream on stdin]` */
const rows: readonly (readonly [
  args: string,
  warnings: readonly string[],
  input?: keyof typeof texts,
])[] = [
  ['--names trainr', named, 'two.yaml'],
  ['--names trainr two.yaml', named],
  ['--check --names trainr two.yaml', named],
  ['--diff --names trainr two.yaml', named],
  ['--write --names trainr two.yaml', named],
  ['report --names trainr two.yaml', named],
  ['explain trainer --names trainr two.yaml', named],
  ['--quiet --names trainr two.yaml', []],
  ['report --quiet --names trainr two.yaml', []],
  ['--names tr*', [], 'two.yaml'],
  ['--names trainer --namespaces prod --exclude-containers main two.yaml', []],
  [
    '--exclude-namespaces prd --containers mian two.yaml',
    [
      'no namespace matches "prd" of --exclude-namespaces (did you mean "prod"?)',
      'no container matches "mian" of --containers (did you mean "main"?)',
    ],
  ],
  // What is left out may be left out everywhere.
  ['--exclude-names zebra two.yaml', []],
  // Without workloads, or with a file that cannot be read, nothing is known of what would match.
  ['--names trainr none.yaml', []],
  ['--check --names trainr two.yaml missing.yaml', []],
  ['--mode remove --names trainr two.yaml', named],
];

rows.forEach(([args, warnings, input]) =>
  test(`${args}${input === undefined ? '' : ` < ${input}`}`, () =>
    assert.equal(warningsIn(run(args, input).stderr), warnings)),
);

const linesOf = (text: string): readonly string[] =>
  text.split('\n').filter((line) => line.includes('[no-memory-limit]'));

test('many warnings of one code are a count, unless all are asked for', () => {
  const more = 'inject-shm: 2 more [no-memory-limit]; --verbose shows all';
  for (const [args, of] of [
    ['many.yaml', 'stderr'],
    ['--diff many.yaml', 'stderr'],
    ['--check many.yaml', 'stdout'],
  ] as const) {
    const lines = linesOf(run(args)[of]);
    assert.equal([lines.length, lines.at(-1)], [11, more], args);
    assert.is(linesOf(run(`${args} --verbose`)[of]).length, 12, args);
  }
  assert.match(run('--check many.yaml').stderr, '12 warnings');
});

test('errors are never counted only, nor are results for programs', () => {
  const args = '--severity no-memory-limit=error many.yaml';
  assert.is(linesOf(run(`--check ${args}`).stdout).length, 12);
  assert.is(linesOf(run(args).stderr).length, 12);
  assert.is(JSON.parse(run('--check --format json many.yaml').stdout).length, 12);
  assert.is(linesOf(inject(texts['many.yaml']).stderr).length, 12);
});

test('report tells how files were read with --verbose, and errors only with --quiet', () => {
  made.bench ??= workbench();
  writeFileSync(
    join(made.bench.folder, '.inject-shm.yaml'),
    'apiVersion: inject-shm.dev/v1alpha1\nkind: InjectShm\n',
  );
  assert.match(run('report --verbose two.yaml').stderr, '.inject-shm.yaml is used');
  assert.match(run('explain web --verbose two.yaml').stderr, '.inject-shm.yaml is used');
  assert.is(run('report two.yaml').stderr, '');
  assert.match(run('report --exclude two.yaml two.yaml none.yaml').stderr, 'two.yaml is left');
  assert.is(run('report --quiet --exclude two.yaml two.yaml none.yaml').stderr, '');
  assert.is(run('report --quiet --verbose two.yaml').status, 3);
});

test.run();
