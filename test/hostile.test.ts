import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { inject } from '../src/inject.ts';
import { HOSTILE, type Hostile } from './hostile-inputs.ts';
import { spec } from './spec.ts';
import { plainEnv as env, type Workbench, workbench } from './workbench.ts';

const test = spec('hostile input', { long: 'inputs that take seconds, and much memory' });

const made: { bench?: Workbench } = {};
const bench = (): Workbench => (made.bench ??= workbench());

test.after(() => made.bench?.remove());

/** Tells at the end of a process, on a pipe of its own, how much memory it had, and for how long it computed. */
const METER = `process.on('exit', () => {
  const { maxRSS, userCPUTime } = process.resourceUsage();
  require('fs').writeSync(3, maxRSS + ' ' + userCPUTime);
});`;

const measured = ({ input, args = [] }: Hostile) => {
  const { folder, executable } = bench();
  const meter = join(folder, 'meter.cjs');
  writeFileSync(meter, METER);
  const { status, stdout, stderr, output } = spawnSync(
    process.execPath,
    ['--require', meter, executable, ...args],
    { input: input(), env, maxBuffer: 2 ** 30, stdio: ['pipe', 'pipe', 'pipe', 'pipe'] },
  );
  const [kibibytes = NaN, microseconds = NaN] = String(output[3]).split(' ').map(Number);
  return {
    status,
    stdout,
    stderr: String(stderr),
    seconds: microseconds / 1e6,
    mebibytes: kibibytes / 1024,
  };
};

const MOUNT = /"?mountPath"?: ?"?\/dev\/shm/g;

HOSTILE.forEach((hostile) =>
  test(hostile.name, () => {
    const found = measured(hostile);
    const took = `${found.seconds.toFixed(1)} s, ${Math.round(found.mebibytes)} MiB`;
    console.log(`  ${hostile.name}: exit ${found.status}, ${took}`);
    assert.is(found.status, hostile.exitCode, found.stderr.slice(0, 500));
    if (hostile.says !== undefined) assert.match(found.stderr, hostile.says);
    if (hostile.mounts !== undefined)
      assert.is(found.stdout.toString().match(MOUNT)?.length ?? 0, hostile.mounts);
    assert.ok(found.seconds < hostile.seconds, took);
    assert.ok(found.mebibytes < hostile.mebibytes, took);
  }),
);

const ODD = ['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'valueOf'];

const everywhere = (name: string): string => `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: ${name}
  labels: {${name}: ${name}}
  annotations: {${name}: ${name}, inject-shm.dev/memory-limit: '1Gi'}
  ${name}: {${name}: 1}
${name}: [${name}]
spec:
  ${name}: {containers: []}
  volumes:
  - name: ${name}
    ${name}: {medium: Memory}
  containers:
  - name: ${name}
    image: x
    ${name}: ${name}
    resources: {${name}: {memory: 1}, limits: {${name}: 1}}
  - {<<: {${name}: 1}, name: other, image: x}
`;

ODD.forEach((name) =>
  test(`the name ${name} in every place of a pod is a name`, () => {
    const text = everywhere(name);
    const { stdout, exitCode, stderr } = inject(text);
    assert.is(exitCode, 0, stderr);
    assert.is(stdout.match(MOUNT)?.length, 2);
    assert.is(inject(stdout).stdout, stdout);
    assert.is(inject(stdout, { flags: { mode: 'remove' } }).stdout, text);
    assert.is(Reflect.get({}, 'memory'), undefined);
  }),
);

ODD.forEach((name) =>
  test(`the field ${name} of a functionConfig is unknown`, () => {
    const config = `functionConfig: {apiVersion: v1, kind: ConfigMap, data: {${name}: "1"}}`;
    const { exitCode, stderr } = inject(
      `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n${config}\n`,
    );
    assert.is(exitCode, 3);
    assert.match(stderr, `unknown field \`${name}\``);
  }),
);

/** An escape sequence, a line break, a bell, and what turns the direction of text. */
const ESCAPES = String.raw`"\e[31m\n::error::\a\u202e\u2066\x9b31m"`;

const RAW = /[^\P{C}\n]|\u2028|\u2029/u;

const printed: readonly (readonly [name: string, text: string])[] = [
  [
    'a name',
    'metadata: {name: @}\nspec: {containers: [{name: a, image: a, resources: {limits: {memory: x}}}]}',
  ],
  ['a namespace', 'metadata: {name: a, namespace: @}\nspec: {containers: [{name: a, image: a}]}'],
  ['a container', 'metadata: {name: a}\nspec: {containers: [{name: @, image: a}]}'],
  [
    'a limit',
    'metadata: {name: a}\nspec: {containers: [{name: a, image: a, resources: {limits: {memory: @}}}]}',
  ],
  [
    'an annotation',
    'metadata: {name: a, annotations: {inject-shm.dev/size: @}}\nspec: {containers: [{name: a, image: a}]}',
  ],
  [
    'the name of an annotation',
    'metadata: {name: a, annotations: {? "inject-shm.dev/\\e[31m\\u202e" : 1}}\nspec: {containers: [{name: a, image: a}]}',
  ],
  [
    'a volume',
    'metadata: {name: a}\nspec: {containers: [{name: a, image: a, volumeMounts: [{name: @, mountPath: /dev/shm}]}], volumes: [{name: @, emptyDir: {}}]}',
  ],
  [
    'a path',
    'metadata: {name: a, annotations: {config.kubernetes.io/path: @}}\nspec: {containers: [{name: a, image: a}]}',
  ],
  ['a key twice', 'metadata: {name: a}\nspec: {containers: [{name: a, image: a}]}\n@: 1\n@: 1'],
  [
    'a record',
    'metadata: {name: a, annotations: {inject-shm.dev/injected: \'{"v":1,"pods":{"\\u001b[31m":{}}}\'}}\nspec: {containers: [{name: a, image: a, resources: {limits: {memory: 1Gi}}}]}',
  ],
];

printed.forEach(([what, text]) =>
  test(`escape sequences in ${what} are never printed`, () => {
    const { stderr } = inject(`apiVersion: v1\nkind: Pod\n${text.replaceAll('@', ESCAPES)}\n`);
    assert.not.match(stderr, RAW);
    assert.match(stderr, /: (?:warning|error): /);
  }),
);

test('escape sequences in text that cannot be read are never printed', () => {
  const { stderr, exitCode } = inject('a: "\u001b[31m\u202e\n b: {');
  assert.is(exitCode, 2);
  assert.not.match(stderr, RAW);
});

test.run();
