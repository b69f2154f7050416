import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { version } from '../package.json';
import { inject } from '../src/inject.ts';
import { long, skip, spec } from './spec.ts';
import { plainEnv as env, type Workbench, workbench } from './workbench.ts';

const test = spec('process');

const made: { bench?: Workbench } = {};

const bench = (): Workbench => (made.bench ??= workbench());

test.after(() => made.bench?.remove());

// Coverage of the executable would only cost time: it is not told by source file.

const maxBuffer = 2 ** 28;

const run = (args: readonly string[], input: string | Uint8Array): SpawnSyncReturns<string> =>
  spawnSync(bench().executable, args, {
    input,
    encoding: 'utf8',
    env,
    maxBuffer,
  });

/** Runs a line of bash in which `$run` is the executable. */
const bash = (line: string): SpawnSyncReturns<string> =>
  spawnSync('bash', ['-c', line], {
    encoding: 'utf8',
    cwd: bench().folder,
    env: { ...env, run: bench().executable },
    maxBuffer,
  });

const pod = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: a
spec:
  template:
    spec:
      containers:
        - name: a
          image: a
          resources:
            limits:
              memory: 1Gi
`;

const list = (rest: string): string =>
  `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n${rest}`;

const listed = (document: string, rest = ''): string =>
  list(`items:\n- ${document.trimEnd().replaceAll('\n', '\n  ')}\n${rest}`);

type Case = readonly [
  name: string,
  args: readonly string[],
  input: string | Uint8Array,
  status: number,
  stderr: string,
];

const help = '; `inject-shm --help` lists what there is';

/** Nothing is on stdout, and stderr is exactly this. */
const refused: readonly Case[] = [
  [
    'empty stdin',
    [],
    '',
    2,
    'stdin: error: the input is empty; a ResourceList or a stream of manifests is needed',
  ],
  [
    'blank stdin',
    [],
    '\n \n',
    2,
    'stdin: error: the input is empty; a ResourceList or a stream of manifests is needed',
  ],
  ['a half-written document', [], 'apiVersion: v1\nkind: "Po', 2, 'stdin:2:10: error: '],
  ['a half-written list', [], list('items: [{kind: Pod, '), 2, 'stdin:3:'],
  [
    'a ResourceList without items',
    [],
    list(''),
    2,
    'stdin:1:1: error: the ResourceList has no `items`; a list of resources is needed, which may be empty\n1 | apiVersion: config.kubernetes.io/v1\n  | ^',
  ],
  [
    'items that are no list',
    [],
    list('items: {}'),
    2,
    'stdin:1:1: error: `items` of the ResourceList must be a list',
  ],
  [
    'Latin-1',
    [],
    Buffer.from('a: caf\xe9\n', 'latin1'),
    2,
    'inject-shm: error: the input is not UTF-8: byte 6 belongs to no character',
  ],
  [
    'UTF-16',
    [],
    Buffer.from('\ufeffa: b\n', 'utf16le'),
    2,
    'inject-shm: error: the input is not UTF-8: byte 0 belongs to no character',
  ],
  [
    'a character cut off at the end',
    [],
    Buffer.from('a: café').subarray(0, -1),
    2,
    'inject-shm: error: the input is not UTF-8: byte 6 belongs to no character',
  ],
  [
    'a carriage return alone',
    [],
    'a: b\rc: d\n',
    2,
    'stdin:1:5: error: a carriage return without a line feed; lines must end in LF or CRLF',
  ],
  [
    'an unknown flag',
    ['--frobnicate', '1'],
    pod,
    3,
    `inject-shm: error: unknown flag --frobnicate${help}`,
  ],
  [
    'a flag without its value',
    ['--ratio'],
    pod,
    3,
    `inject-shm: error: Option '--ratio <value>' argument missing${help}`,
  ],
  [
    'a file that is not there',
    ['pod.yaml'],
    pod,
    2,
    'pod.yaml: error: there is no such file or folder\n',
  ],
  [
    'broken flags, all at once',
    ['--ratio', '1.5', '--size', '0'],
    pod,
    3,
    'inject-shm: error: `--ratio` must be in (0, 1], got "1.5" [invalid-config]\ninject-shm: error: `--size` must be at least 1Mi, got "0" [invalid-config]',
  ],
];

refused.forEach(([name, args, input, status, stderr]) =>
  test(`refused: ${name}`, () => {
    const found = run(args, input);
    assert.is(found.stderr.slice(0, stderr.length), stderr);
    assert.match(found.stderr, /\n$/);
    assert.is(found.stdout, '');
    assert.is(found.status, status);
  }),
);

test('a Deployment on stdin comes out with its /dev/shm', () => {
  const { stdout, stderr, status } = run(['--ratio', '0.25'], pod);
  assert.is(stdout, inject(pod, { flags: { ratio: '0.25' } }).stdout);
  assert.match(stdout, 'sizeLimit: 256Mi\n');
  assert.is(stderr, '');
  assert.is(status, 0);
});

test('of a large input the engine says nothing on stderr', () => {
  const { stdout, stderr, status } = run([], `${pod}#${'x'.repeat(50_000)}\n`);
  assert.match(stdout, 'mountPath: /dev/shm\n');
  assert.equal([stderr, status], ['', 0]);
});

test('a character of two halves comes out whole wherever it stands', () => {
  const service = 'apiVersion: v1\nkind: Service\n';
  [0, 1, 2, 3].forEach((shift) => {
    const text = `${service}#${' '.repeat(shift)}${'😀'.repeat(MiB)}\n`;
    const { stdout, status } = run([], text);
    assert.is(status, 0);
    assert.ok(stdout === text, `shifted by ${shift}`);
  });
});

['items: null\n', 'items:\n', 'items: []\n'].forEach((items) =>
  test(`a ResourceList with ${JSON.stringify(items)} comes out as it is`, () => {
    const { stdout, stderr, status } = run([], list(items));
    assert.equal([stdout, stderr, status], [list(items), '', 0]);
  }),
);

test('error results: exit 1, the manifests still come out, what failed as it was', () => {
  const broken = pod.replace('1Gi', '1GiB');
  const { stdout, stderr, status } = run([], `${broken}---\n${pod}`);
  assert.is(stdout.slice(0, broken.length), broken);
  assert.match(stdout, 'sizeLimit: 512Mi');
  assert.match(stderr, /error: Deployment a: .*"1GiB".*\[invalid-quantity\]\n/);
  assert.is(status, 1);
});

test('a broken functionConfig: exit 3, the ResourceList comes out as it was, with the errors', () => {
  const config = 'functionConfig:\n  apiVersion: v1\n  kind: ConfigMap\n  data:\n    ratoi: "1"\n';
  const { stdout, stderr, status } = run([], listed(pod, config));
  assert.is(stdout.slice(0, listed(pod).length), listed(pod));
  assert.match(stdout, `results:\n- message: 'unknown field \`ratoi\` (did you mean "ratio"?)'\n`);
  assert.match(stderr, 'error: unknown field `ratoi`');
  assert.is(status, 3);
});

test('warnings of a ResourceList are on stderr only when asked for', () => {
  const input = listed(pod.replace(/ {10}resources:[^]*/, ''));
  const [quiet, asked] = [run([], input), run(['--log-to-stderr'], input)];
  assert.equal([quiet.stderr, quiet.status, asked.status], ['', 0, 0]);
  assert.match(asked.stderr, /^inject-shm: warning: Deployment a: .*\[no-memory-limit\]\n$/);
  assert.is(asked.stdout, quiet.stdout);
});

test('nothing in the folder that it is called in is obeyed or run', () => {
  const folder = join(bench().folder, 'hostile');
  mkdirSync(folder);
  writeFileSync(join(folder, '.env'), 'LOG_TO_STDERR=true\nNODE_OPTIONS=--no-such-option\n');
  writeFileSync(join(folder, 'bunfig.toml'), 'preload = ["./preload.ts"]\n');
  writeFileSync(join(folder, 'preload.ts'), 'console.error("preloaded");\n');
  writeFileSync(join(folder, 'package.json'), '{"type": "module", "main": "no-such-file"}\n');
  const { stderr, status } = spawnSync(bench().executable, [], {
    cwd: folder,
    input: listed(pod.replace(/ {10}resources:[^]*/, '')),
    encoding: 'utf8',
    env,
  });
  assert.equal([stderr, status], ['', 0]);
});

test('--help and --version answer on stdout and do not wait for stdin', () => {
  const asked = ['--help', '-h', '--version'].map((flag) =>
    spawnSync(bench().executable, [flag], {
      encoding: 'utf8',
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
    }),
  );
  const [full, short, versioned] = asked.map(({ stdout }) => stdout);
  assert.match(
    full ?? '',
    /^inject-shm .*\n[^]*\nUsage:\n[^]*--ratio RATIO[^]*Exit codes: 0 done;/,
  );
  assert.is(short, full);
  assert.is(versioned, `${version}\n`);
  asked.forEach(({ status, stderr }) => assert.equal([status, stderr], [0, '']));
});

test('a terminal as stdin is told what to do', () => {
  const line = `script --quiet --return --command "$run" /dev/null`;
  if (bash('script --version | grep util-linux').status !== 0) skip('util-linux script is missing');
  const { stdout, status } = bash(line);
  assert.match(
    stdout,
    'manifests are read from stdin, and stdin is a terminal; see `inject-shm --help`',
  );
  assert.is(status, 2);
});

test('a folder as stdin', () => {
  const { stdout, stderr, status } = bash('"$run" < .');
  assert.match(stderr, /^inject-shm: error: stdin cannot be read: EISDIR/);
  assert.equal([stdout, status], ['', 2]);
});

test('a full disk: exit 2', () => {
  if (process.platform !== 'linux') skip('/dev/full is of Linux');
  const full = openSync('/dev/full', 'w');
  const { stderr, status } = spawnSync(bench().executable, [], {
    input: pod,
    stdio: ['pipe', full, 'pipe'],
    encoding: 'utf8',
    env,
  });
  closeSync(full);
  assert.match(stderr, /^inject-shm: error: ENOSPC/);
  assert.is(status, 2);
});

/** Pods, each beside a ConfigMap of 10 kB. */
const manifests = (bytes: number): string => {
  const data = `apiVersion: v1\nkind: ConfigMap\ndata:\n${'  a: some text\n'.repeat(660)}`;
  const each = (index: number): string =>
    `${pod.replace('name: a', `name: pod-${index}`)}---\n${data}---\n`;
  const count = Math.ceil(bytes / each(0).length);
  return Array.from({ length: count }, (_unused, index) => each(index)).join('');
};

/** A file of so many bytes of manifests, and what should come out of it. */
const large = (bytes: number): { readonly wanted: string } => {
  const text = manifests(bytes);
  writeFileSync(join(bench().folder, 'large.yaml'), text);
  return { wanted: inject(text).stdout };
};

const MiB = 2 ** 20;

test('a reader that is gone: exit 2, and no stack', () => {
  large(MiB);
  const { stdout, stderr } = bash('"$run" < large.yaml | true; echo "${PIPESTATUS[0]}"');
  assert.is(stdout, '2\n');
  assert.match(stderr, /^inject-shm: error: EPIPE[^\n]*\n$/);
});

const slow = 'a reader that waits';

const slowly = [
  ['1 MiB', MiB],
  ['20 MB', 20e6],
] as const;

slowly.forEach(([name, bytes]) =>
  test(`${name} into a slow reader arrive whole`, () => {
    long(slow);
    const { wanted } = large(bytes);
    const line = '"$run" < large.yaml | { sleep 1; cat > out.yaml; }; echo "${PIPESTATUS[0]}"';
    assert.is(bash(line).stdout, '0\n');
    assert.ok(readFileSync(join(bench().folder, 'out.yaml'), 'utf8') === wanted);
  }),
);

test('1 MiB into a slow reader arrive whole where the pipe does not block', () => {
  long(slow);
  const { wanted } = large(MiB);
  // Node sets a pipe to non-blocking for all who share it.
  const sharing = `"${process.execPath}" -e 'process.stdout; setTimeout(() => {}, 4000)' &`;
  const line = `{ ${sharing} sleep 0.5; "$run" < large.yaml; echo $? > status; kill $!; } | { sleep 2; cat > out.yaml; }; cat status`;
  assert.is(bash(line).stdout, '0\n');
  assert.ok(readFileSync(join(bench().folder, 'out.yaml'), 'utf8') === wanted);
});

test('1 MiB into a slow reader at a socket arrive whole', async () => {
  long(slow);
  const { wanted } = large(MiB);
  const input = openSync(join(bench().folder, 'large.yaml'), 'r');
  const child = spawn(bench().executable, [], {
    stdio: [input, 'pipe', 'inherit'],
    env,
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  await sleep(1000);
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  assert.is(await closed, 0);
  closeSync(input);
  assert.ok(Buffer.concat(chunks).toString() === wanted);
});

test.run();
