import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { skip, spec } from './spec.ts';
import { plainEnv as env, type Workbench, workbench } from './workbench.ts';

const test = spec('faults', { long: 'disks that are full and processes that are ended' });

const made: { bench?: Workbench } = {};
const bench = (): Workbench => (made.bench ??= workbench());

test.after(() => made.bench?.remove());

const pod = (name: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  template:\n    spec:\n      containers:\n      - name: a\n        image: a\n        resources:\n          limits:\n            memory: 1Gi\n`;

const pods = (count: number): string =>
  Array.from({ length: count }, (_unused, at) => pod(`p${at}`)).join('---\n');

/** Runs a line of bash in which `$run` is the executable and `pods.yaml` are many pods; `$?` of the run is printed last. */
const bash = (line: string) => {
  const { folder, executable } = bench();
  writeFileSync(join(folder, 'pods.yaml'), pods(3000));
  const { stdout, stderr } = spawnSync('bash', ['-c', `${line}; echo "exit $?"`], {
    encoding: 'utf8',
    cwd: folder,
    env: { ...env, run: executable },
    maxBuffer: 2 ** 28,
  });
  return { stdout, stderr };
};

const ONE_LINE = /^inject-shm: error: [^\n]+\n$/;

const faults: readonly (readonly [name: string, line: string, exit: number, stderr: RegExp])[] = [
  ['stdin closed', '"$run" <&-', 2, /^stdin: error: the input is empty|stdin cannot be read/],
  [
    'stdin for writing only',
    '"$run" 0> other',
    2,
    /^inject-shm: error: stdin cannot be read: EBADF/,
  ],
  ['a full disk', '"$run" < pods.yaml > /dev/full', 2, /^inject-shm: error: ENOSPC[^\n]*\n$/],
  ['a full disk for messages', '"$run" --frobnicate < pods.yaml 2> /dev/full', 2, /^$/],
  [
    'a full disk for warnings',
    'echo "kind: Pod" | cat - pods.yaml | "$run" --size 1Gi 2> /dev/full',
    2,
    /^$/,
  ],
  [
    'a file that may not grow',
    'ulimit -f 64; trap "" XFSZ; "$run" < pods.yaml > out.yaml',
    2,
    ONE_LINE,
  ],
  [
    'a reader that leaves',
    '"$run" < pods.yaml | head -c 10 > /dev/null; (exit "${PIPESTATUS[0]}")',
    2,
    ONE_LINE,
  ],
  [
    'a half-written document',
    'head -c 100000 pods.yaml | sed "$ s/.*/  a: {/" | "$run"',
    2,
    /^stdin:\d+:\d+: error: /,
  ],
];

faults.forEach(([name, line, exit, stderr]) =>
  test(`${name}: exit ${exit}`, () => {
    if (process.platform !== 'linux') skip('these faults are made as Linux makes them');
    const found = bash(line);
    assert.is(found.stdout.split('\n').at(-2), `exit ${exit}`, found.stderr.slice(0, 500));
    assert.match(found.stderr, stderr);
    assert.not.match(found.stderr, /\n {4}at /);
  }),
);

const tooLittleMemory = (): void => {
  const input = pods(60_000);
  const { executable } = bench();
  const { status, signal, stdout } = spawnSync(
    process.execPath,
    ['--max-old-space-size=30', executable],
    { input, env, maxBuffer: 2 ** 28 },
  );
  assert.ok(signal === 'SIGABRT' || (status ?? 0) > 2, `exit ${status}, signal ${signal}`);
  assert.is(stdout.length, 0);
};

// The size of the heap is an option of Node, which the single-file executable does not take.
if (env['INJECT_SHM_BIN'] === undefined)
  test('too little memory: killed, with nothing on stdout', tooLittleMemory);

test('SIGTERM while the input comes: ended by it, with nothing on stdout', async () => {
  const child = spawn(bench().executable, [], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((done) => child.once('close', (code, signal) => done(signal ?? code)));
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stdin.write(`${pod('a')}---\n`);
  await sleep(500);
  child.kill('SIGTERM');
  assert.is(await ended, 'SIGTERM');
  assert.is(chunks.length, 0);
});

test('SIGTERM while the output goes: ended by it, though part of the output is out', async () => {
  const { folder, executable } = bench();
  writeFileSync(join(folder, 'many.yaml'), pods(3000));
  const input = openSync(join(folder, 'many.yaml'), 'r');
  // Nobody reads: the pipe is full before the output is out.
  const child = spawn(executable, [], { env, stdio: [input, 'pipe', 'inherit'] });
  child.stdout?.pause();
  const ended = new Promise((done) => child.once('exit', (code, signal) => done(signal ?? code)));
  await sleep(1500);
  child.kill('SIGTERM');
  assert.is(await ended, 'SIGTERM');
  child.stdout?.destroy();
  closeSync(input);
});

test('stdout closed: the exit code cannot tell, and nothing is lost that anybody could have read', () => {
  const found = bash('"$run" < pods.yaml >&-');
  // Node opens /dev/null in its place, as those do who want no output.
  assert.match(found.stdout, /^exit [02]\n$/);
});

test('a write that fails leaves no half of a file that looks whole', () => {
  bash('ulimit -f 64; trap "" XFSZ; "$run" < pods.yaml > out.yaml');
  const { folder } = bench();
  assert.ok(
    statSync(join(folder, 'out.yaml')).size < readFileSync(join(folder, 'pods.yaml')).length,
  );
});

test.run();
