import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diffLines } from 'diff';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { spec } from '../spec.ts';
import { type Workbench, workbench } from '../workbench.ts';
import { committed, copyOf, needs, run, watch, write } from './tools.ts';

const test = spec('kpt');

const example = 'examples/kpt';
const expected = (name: string): string => join(example, '.expected', name);

const made: { bench?: Workbench; count: number } = { count: 0 };

const bench = (): Workbench => {
  needs('kpt', 'git');
  return (made.bench ??= workbench());
};

test.after(() => made.bench?.remove());

/** kpt in the root of a checkout, so that the example's path of the executable is right. */
const kpt = (...args: readonly string[]) => run(bench().folder, 'kpt', ['fn', ...args]);

const evaluate = (folder: string, ...args: readonly string[]) =>
  kpt('eval', folder, '--exec', bench().executable, ...args);

const fresh = (): string => join(bench().folder, `package-${made.count++}`);

const examplePackage = (): string => copyOf(example, fresh());

/** What kpt itself changes in it (blanks before comments, empty lines, folded text) is not of our doing. */
const noisy = `# The licence stands here.
apiVersion: apps/v1
kind: Deployment
metadata:
    name: app   # {"$kpt-set": "name"}

spec:
    template:
        spec:
            # Above the list.
            containers:
            # The first.
            - name: main # inline, first
              image: main:1 # its image
              command: ["yes", 'no', 0644]
              resources:
                  limits:
                      memory: 2Gi
              volumeMounts:
              # A mount.
              - name: data
                mountPath: /data # where it is

            # The second.
            - name: side # inline, second
              image: side:1.10
              resources: {limits: {memory: 1Gi}}
              args:
              - >-
                folded
                text
            volumes:
            # A volume.
            - name: data # its name
              configMap: {defaultMode: 0644, name: x} # flow
`;

const noLimit = noisy.replaceAll(/memory: \dGi/g, 'memory: null');

const noisyPackage = (text = noisy): string => {
  const folder = fresh();
  write(folder, { 'app.yaml': text });
  return folder;
};

const textOf = (folder: string, file = 'app.yaml'): string =>
  readFileSync(join(folder, file), 'utf8');

/** What the text would be if our function did nothing. */
const baseline = (text = noisy): string => {
  const folder = noisyPackage(text);
  assert.is(kpt('eval', folder, '--exec', 'cat').status, 0);
  return textOf(folder);
};

interface Told {
  readonly message: string;
  readonly severity: string;
  readonly field?: {
    readonly path: string;
    readonly currentValue?: unknown;
    readonly proposedValue?: unknown;
  };
  readonly file?: { readonly path: string };
  readonly resourceRef?: object;
  readonly tags: { readonly code: string };
}

const resultsIn = (folder: string): readonly Told[] =>
  parse(textOf(folder, 'results.yaml')).items[0].results;

test('render: the example gives the committed changes and results, and again none', () => {
  const folder = examplePackage();
  const { changes } = watch(folder);
  const results = fresh();
  const first = kpt('render', folder, '--allow-exec', '--results-dir', results);
  assert.is(first.status, 0, first.stderr);
  assert.is(changes(), committed(expected('diff.patch'), changes()));
  const told = textOf(results, 'results.yaml');
  assert.is(told, committed(expected('results.yaml'), told));

  const { changes: changesAgain } = watch(folder);
  const again = kpt('render', folder, '--allow-exec');
  assert.is(again.status, 0);
  assert.is(changesAgain(), '');
  assert.not.match(again.stderr, 'Results:');
});

test('render: the example is in the form that kpt writes, so that it shows only our lines', () => {
  const folder = examplePackage();
  const { changes } = watch(folder);
  assert.is(kpt('eval', folder, '--exec', 'cat').status, 0);
  assert.is(changes(), '');
});

test('eval --fn-config: the example gives the committed changes', () => {
  const folder = examplePackage();
  const { changes } = watch(folder);
  const { status } = evaluate(folder, '--fn-config', join(example, 'inject-shm.yaml'));
  assert.is(status, 0);
  assert.is(changes(), textOf(example, '.expected/diff.patch'));
});

test('eval, mode=remove after render: the example as it was', () => {
  const folder = examplePackage();
  const { changes } = watch(folder);
  kpt('render', folder, '--allow-exec');
  assert.is(evaluate(folder, '--', 'mode=remove').status, 0);
  assert.is(changes(), '');
});

test('eval: beside what kpt does itself there are only our lines, and comments stay where they were', () => {
  const folder = noisyPackage();
  assert.is(evaluate(folder).status, 0);
  const parts = diffLines(baseline(), textOf(folder)).filter(
    ({ added, removed }) => added || removed,
  );
  const mount = '        - name: dshm\n          mountPath: /dev/shm\n';
  assert.equal(
    parts.map(({ added, value }) => `${added ? '+' : '-'}${value.replace(/'\{.*\}'/, 'RECORD')}`),
    [
      '+  annotations:\n    inject-shm.dev/injected: RECORD\n',
      `+${mount}`,
      `+        volumeMounts:\n${mount}`,
      '+      - name: dshm\n        emptyDir:\n          medium: Memory\n          sizeLimit: 1Gi\n',
    ],
  );
});

test('eval: a second run changes nothing, another ratio only the size, remove everything', () => {
  const folder = noisyPackage();
  evaluate(folder);
  const first = textOf(folder);
  const again = evaluate(folder);
  assert.is(textOf(folder), first);
  assert.not.match(again.stderr, 'Results:');

  const results = fresh();
  assert.is(evaluate(folder, '--results-dir', results, '--', 'ratio=0.3').status, 0);
  assert.is(
    textOf(folder),
    first.replace('"size":"1Gi"', '"size":"614Mi"').replace('sizeLimit: 1Gi', 'sizeLimit: 614Mi'),
  );
  const changed = resultsIn(results).find(({ tags }) => tags.code === 'injected');
  assert.equal(
    [changed?.field, changed?.file, changed?.severity, changed?.tags.code],
    [
      {
        path: 'spec.template.spec.volumes[1].emptyDir.sizeLimit',
        currentValue: '1Gi',
        proposedValue: '614Mi',
      },
      { path: 'app.yaml' },
      'info',
      'injected',
    ],
  );

  assert.is(evaluate(folder, '--', 'mode=remove').status, 0);
  assert.is(textOf(folder), baseline());
});

test('eval: a comment below the last list is there as often as without us, also after a second run', () => {
  const below = '# Below the list.';
  const text = `${noisy}            ${below}\n`;
  const often = (found: string): number => found.split(below).length;
  const folder = noisyPackage(text);
  evaluate(folder);
  assert.is(often(textOf(folder)), often(baseline(text)));
  evaluate(folder);
  assert.is(often(textOf(folder)), often(baseline(text)));
});

const kptfile = (rest: string): string =>
  `apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: app\npipeline:\n  mutators:\n    - exec: dist/inject-shm.cjs\n${rest}`;

test('render: configMap of the Kptfile, also unquoted', () => {
  const folder = noisyPackage();
  write(folder, { Kptfile: kptfile('      configMap:\n        ratio: 0.25\n') });
  const { status, stderr } = kpt('render', folder, '--allow-exec');
  assert.is(status, 0, stderr);
  assert.match(textOf(folder), 'sizeLimit: 512Mi');
});

test('render: without config the defaults; a package of nothing is fine', () => {
  const folder = noisyPackage();
  write(folder, { Kptfile: kptfile('') });
  assert.is(kpt('render', folder, '--allow-exec').status, 0);
  assert.match(textOf(folder), 'sizeLimit: 1Gi');
  const empty = fresh();
  write(empty, { Kptfile: kptfile('') });
  assert.is(kpt('render', empty, '--allow-exec').status, 0);
});

const failing: readonly (readonly [string, string, readonly string[], RegExp])[] = [
  [
    'a limit that is no Quantity',
    noisy.replace('2Gi', '2GiB'),
    [],
    /\[error\] apps\/v1\/Deployment\/app spec\.template\.spec\.containers\[0\]\.resources\.limits\.memory: .*"2GiB" is not a Quantity \(did you mean "2Gi"\?\)\n[^]*Exit code: 1/,
  ],
  [
    'no limit with missingLimit=error',
    noLimit,
    ['missingLimit=error'],
    /\[error\] apps\/v1\/Deployment\/app spec\.template\.spec\.containers\[0\]\.resources\.limits\.memory: no memory limit is known for .*"main"[^]*Exit code: 1/,
  ],
  [
    'an unknown field',
    noisy,
    ['ratoi=0.3'],
    /\[error\]: unknown field `ratoi` \(did you mean "ratio"\?\)\n[^]*Exit code: 3/,
  ],
  [
    'mode=check',
    noisy,
    ['mode=check'],
    /\[error\] apps\/v1\/Deployment\/app spec\.template\.spec\.volumes\[1\]: needs a [^]*Exit code: 1/,
  ],
];

failing.forEach(([name, text, args, message]) =>
  test(`eval: ${name} fails, says why, and leaves the package as it was`, () => {
    const folder = noisyPackage(text);
    const { status, stderr } = evaluate(folder, '--', ...args);
    assert.is(status, 1);
    assert.match(stderr, message);
    assert.is(textOf(folder), text);
  }),
);

test('eval: a warning is shown, by the name that the specification gives it, and passes', () => {
  const folder = noisyPackage(noLimit);
  const results = fresh();
  const { status, stderr } = evaluate(folder, '--results-dir', results);
  assert.is(status, 0);
  assert.match(stderr, /\[warning\] apps\/v1\/Deployment\/app spec\S*: no memory limit is known/);
  assert.not.match(stderr, 'Stderr:');
  assert.equal(
    resultsIn(results).map(({ severity }) => severity),
    ['warning'],
  );
});

test.run();
