import { spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { replaceAll } from '../src/files/replace.ts';
import { inject } from '../src/inject.ts';
import { silent } from '../src/process/terminal.ts';
import { long, skip, spec } from './spec.ts';
import { plainEnv as env, type Workbench, workbench } from './workbench.ts';

const test = spec('files');

const made: { bench?: Workbench; count: number } = { count: 0 };

const bench = (): Workbench => (made.bench ??= workbench());

test.after(() => made.bench?.remove());

const maxBuffer = 2 ** 28;

const pod = (name: string, memory = '1Gi'): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  selector: {}
  template:
    spec:
      containers:
        - name: ${name}
          image: ${name}
          resources:
            limits:
              memory: ${memory}
`;

const bare = (name: string): string => pod(name).replace(/ {10}resources:[^]*/, '');

const after = (text: string, flags = {}): string => inject(text, { flags }).stdout;

type Files = Readonly<Record<string, string | Uint8Array>>;

const write = (folder: string, files: Files): string => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
};

/** A folder of its own for a test. */
const place = (files: Files): string => write(join(bench().folder, `place-${made.count++}`), files);

const run = (folder: string, ...args: readonly string[]): SpawnSyncReturns<string> =>
  spawnSync(bench().executable, args, { cwd: folder, encoding: 'utf8', env, maxBuffer });

const read = (folder: string, path: string): string => readFileSync(join(folder, path), 'utf8');

/** Everything in a folder, so that nothing is left behind unseen. */
const names = (folder: string): readonly string[] => readdirSync(folder).sort();

test('a folder is one stream: by name, without hidden ones, and what .krmignore names as it is', () => {
  const folder = place({
    'b.yaml': pod('b'),
    'a/z.yml': `---\n${pod('z')}`,
    'a/.krmignore': '*.tmpl.yaml\n!keep.tmpl.yaml\n',
    'a/x.tmpl.yaml': '{{ broken',
    'a/keep.tmpl.yaml': pod('keep'),
    'a/y.json': '{"kind": "ConfigMap"}',
    'a/notes.txt': 'no manifest',
    '.git/c.yaml': pod('c'),
    '.d.yaml': pod('d'),
    '.krmignore': '# charts\ncharts/\n/b.tmpl\n',
    'charts/templates/t.yaml': '{{ broken',
    'empty.yaml': '',
  });
  const { stdout, stderr, status } = run(folder, '.');
  const wanted = [pod('keep'), '{"kind": "ConfigMap"}\n', pod('z'), pod('b')];
  assert.is(stdout, after(wanted.join('---\n')));
  assert.equal(
    [stderr.split('\n'), status],
    [
      [
        'inject-shm: a/x.tmpl.yaml is left: a/.krmignore names it',
        'inject-shm: charts/ is left: .krmignore names it',
        'inject-shm: a/x.tmpl.yaml is no YAML and not printed',
        'inject-shm: charts/templates/t.yaml is no YAML and not printed',
        '',
      ],
      0,
    ],
  );
  assert.is(run(bench().folder, folder).stdout, stdout, 'from outside');
  assert.is(
    run(folder, 'a', 'b.yaml', './a/../b.yaml', 'a/z.yml').stdout,
    stdout,
    'each file once',
  );
});

test('every file that cannot be read is told', () => {
  const folder = place({ 'a.yaml': 'a: [', 'b.yaml': pod('b'), 'c.yaml': '- ]' });
  const told = run(folder, '.').stderr.match(/^\S+:\d+:\d+: error:/gm);
  assert.equal(told, ['a.yaml:1:5: error:', 'c.yaml:1:3: error:']);
});

test('directives and byte order marks in the second file', () => {
  const folder = place({ 'a.yaml': pod('a'), 'b.yaml': `\ufeff%YAML 1.1\n---\n${pod('b')}` });
  const { stdout, status } = run(folder, 'a.yaml', 'b.yaml');
  assert.is(stdout, `${after(pod('a'))}...\n%YAML 1.1\n---\n${after(pod('b'))}`);
  assert.is(status, 0);
});

test('a LimitRange in one file counts for the others', () => {
  const range =
    'apiVersion: v1\nkind: LimitRange\nspec: {limits: [{type: Container, default: {memory: 2Gi}}]}\n';
  const folder = place({ 'a.yaml': bare('a'), 'range.yaml': range });
  const { status } = run(folder, '--write', '.');
  assert.match(read(folder, 'a.yaml'), 'sizeLimit: 1Gi\n');
  assert.equal([read(folder, 'range.yaml'), status], [range, 0]);
});

type Refusal = readonly [
  name: string,
  files: Files,
  args: readonly string[],
  status: number,
  stderr: string,
];

const refusals: readonly Refusal[] = [
  [
    'a template',
    { 'a.yaml': pod('a'), 'b/t.yaml': 'kind: Pod\n{{- if .x }}\n' },
    ['.'],
    2,
    'b/t.yaml:2:3: error: ',
  ],
  [
    'all of several',
    { 'a.yaml': 'a: [', 'b.yaml': pod('b'), 'c.yaml': '- ]' },
    ['.'],
    2,
    'a.yaml:1:',
  ],
  [
    'Latin-1',
    { 'a.yaml': pod('a'), 'b.yaml': Buffer.from('a: caf\xe9\n', 'latin1') },
    ['.'],
    2,
    'b.yaml: error: the file is not UTF-8: byte 6 belongs to no character\n',
  ],
  [
    'a path that is not there',
    { 'a.yaml': pod('a') },
    ['a.yaml', 'b.yaml'],
    2,
    'b.yaml: error: there is no such file or folder\n',
  ],
  [
    'no manifests',
    { 'a.txt': '' },
    ['.'],
    2,
    'inject-shm: error: no .yaml, .yml or .json files in .\n',
  ],
  ['only an empty one', { 'a.yaml': '\n' }, ['.'], 2, 'a.yaml: error: the input is empty'],
  [
    'a ResourceList among others',
    {
      'a.yaml': pod('a'),
      'b.yaml': 'apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n',
    },
    ['.'],
    2,
    'b.yaml:1:1: error: a ResourceList must be the only input',
  ],
  [
    'broken flags',
    { 'a.yaml': pod('a') },
    ['--ratio', '2', '.'],
    3,
    'inject-shm: error: `--ratio` must be in (0, 1]',
  ],
];

/** A run over a folder, and the files that it changed. */
const changedBy = (files: Files, args: readonly string[]) => {
  const folder = place(files);
  const { stdout, stderr, status } = run(folder, ...args);
  const changed = Object.entries(files)
    .filter(([path, text]) => !readFileSync(join(folder, path)).equals(Buffer.from(text)))
    .map(([path]) => path);
  return { stdout, stderr, status, changed };
};

refusals.forEach(([name, files, args, status, stderr]) => {
  test(`nothing is printed: ${name}`, () => {
    const found = changedBy(files, args);
    assert.is(found.stderr.slice(0, stderr.length), stderr);
    assert.equal([found.stdout, found.status, found.changed], ['', status, []]);
  });
  const pods = Object.keys(files).filter((path) => files[path] === pod(path.charAt(0)));
  const others = status === 2 ? pods : [];
  test(`the others are written: ${name}`, () => {
    const found = changedBy(files, ['--write', ...args]);
    assert.is(found.stderr.slice(0, stderr.length), stderr);
    assert.equal([found.stdout, found.status, found.changed], ['', status, others]);
  });
  test(`the others are shown: ${name}`, () => {
    const found = changedBy(files, ['--diff', ...args]);
    const shown = [...found.stdout.matchAll(/^--- (.*)$/gm)].map(([, path]) => path);
    assert.equal([shown, found.status, found.changed], [others, status, []]);
  });
});

test('what .krmignore leaves out is nothing to fail for, but no stream', () => {
  const folder = place({ 'a.yaml': '{{ broken', '.krmignore': 'a.yaml' });
  assert.equal(
    [run(folder, '--check', 'a.yaml').status, run(folder, '--write', '.').status],
    [0, 0],
  );
  const { stdout, stderr, status } = run(folder, 'a.yaml');
  assert.equal(
    [stdout, stderr, status],
    [
      '',
      'inject-shm: a.yaml is left: .krmignore names it\ninject-shm: error: there is nothing else to print\n',
      2,
    ],
  );
});

test('--diff shows what --write does, and patch applies it', () => {
  const files = {
    'a.yaml': pod('a'),
    'b/c.yaml': pod('c').replaceAll('\n', '\r\n'),
    'd.json': '{}\n',
  };
  const folder = place(files);
  const { stdout, stderr, status } = run(folder, '--diff', '.');
  assert.equal([stderr, status], ['', 0]);
  assert.match(stdout, /^--- a\.yaml\n\+\+\+ a\.yaml\n@@ /);
  assert.is(read(folder, 'a.yaml'), files['a.yaml']);
  const other = place(files);
  const patched = spawnSync('patch', ['-p0', '--binary'], {
    cwd: other,
    input: stdout,
    encoding: 'utf8',
  });
  if (patched.error !== undefined) skip('patch is missing');
  run(folder, '--write', '.');
  Object.keys(files).forEach((path) => assert.is(read(other, path), read(folder, path)));
});

test('--diff of stdin', () => {
  const found = spawnSync(bench().executable, ['--diff'], {
    input: pod('a'),
    encoding: 'utf8',
    env,
  });
  assert.match(found.stdout, /^--- stdin\n\+\+\+ stdin\n@@ .*\n[^]*\n\+ +sizeLimit: 512Mi\n/);
  assert.is(found.status, 0);
});

test('--write changes what is to be changed, once, and keeps what files are', () => {
  const windows = `\ufeff${pod('w').replaceAll('\n', '\r\n')}`;
  const folder = place({
    'a.yaml': pod('a'),
    'b.yaml': windows,
    'c.yaml': 'kind: Secret\n',
    'd/e.yaml': pod('e'),
  });
  symlinkSync('../d', join(folder, 'd', 'loop'));
  symlinkSync('a.yaml', join(folder, 'z.yaml'));
  chmodSync(join(folder, 'a.yaml'), 0o640);
  if (process.getuid?.() === 0) chownSync(join(folder, 'a.yaml'), 999, 998);
  const before = statSync(join(folder, 'c.yaml'));
  const { stdout, stderr, status } = run(folder, '--write', '.');
  assert.is(
    stderr,
    'inject-shm: d/loop is a link to a folder and left out; name it to read it\ninject-shm: changed 3 workloads in 3 of 4 files: 3 will roll their pods\n',
  );
  assert.equal([stdout, status], ['', 0]);
  assert.is(read(folder, 'a.yaml'), after(pod('a')));
  assert.is(read(folder, 'b.yaml'), after(windows));
  assert.equal(
    [statSync(join(folder, 'c.yaml')).ino, statSync(join(folder, 'c.yaml')).mtimeMs],
    [before.ino, before.mtimeMs],
  );
  const { mode, uid, gid } = statSync(join(folder, 'a.yaml'));
  assert.is(mode & 0o777, 0o640);
  if (process.getuid?.() === 0) assert.equal([uid, gid], [999, 998]);
  assert.equal(names(folder), ['a.yaml', 'b.yaml', 'c.yaml', 'd', 'z.yaml']);
  const again = run(folder, '--write', 'a.yaml');
  assert.equal(
    [again.stderr, again.status],
    ['inject-shm: checked 1 workload in 1 file: all in order\n', 0],
  );
  run(folder, '--write', '--mode', 'remove', '.');
  assert.equal([read(folder, 'a.yaml'), read(folder, 'b.yaml')], [pod('a'), windows]);
});

test('a link that is named is edited where it leads to, and stays', () => {
  const folder = place({ 'real/a.txt': pod('a') });
  symlinkSync('real/a.txt', join(folder, 'a.yaml'));
  assert.is(run(folder, '--write', 'a.yaml').status, 0);
  assert.ok(lstatSync(join(folder, 'a.yaml')).isSymbolicLink());
  assert.is(read(folder, 'real/a.txt'), after(pod('a')));
});

test('a link that is found is read, and not edited', () => {
  const outside = place({ 'a.yaml': pod('a') });
  const folder = place({ 'b.yaml': pod('b') });
  symlinkSync(join(outside, 'a.yaml'), join(folder, 'a.yaml'));
  assert.is(run(folder, '.').stdout, after(`${pod('a')}---\n${pod('b')}`));
  const { stderr, status } = run(folder, '--write', '.');
  assert.match(
    stderr,
    /^a\.yaml: error: is a link to \S+a\.yaml and not edited: name that file, .*\ninject-shm: error: no file is changed\n$/,
  );
  assert.equal([status, read(outside, 'a.yaml'), read(folder, 'b.yaml')], [2, pod('a'), pod('b')]);
});

test('a link that leads nowhere', () => {
  const folder = place({ 'b.yaml': pod('b') });
  symlinkSync('gone.yaml', join(folder, 'a.yaml'));
  const { stdout, stderr, status } = run(folder, '.');
  assert.match(stderr, /^a\.yaml: error: ENOENT/);
  assert.equal([stdout, status], ['', 2]);
});

test('a read-only file: an error before anything is written', () => {
  const folder = place({ 'a.yaml': pod('a'), 'b.yaml': pod('b'), 'c.yaml': 'kind: Secret\n' });
  chmodSync(join(folder, 'b.yaml'), 0o444);
  chmodSync(join(folder, 'c.yaml'), 0o444);
  const { stderr, status } = run(folder, '--write', '.');
  assert.is(stderr, 'b.yaml: error: is read-only\ninject-shm: error: no file is changed\n');
  assert.equal(
    [status, read(folder, 'a.yaml'), names(folder)],
    [2, pod('a'), ['a.yaml', 'b.yaml', 'c.yaml']],
  );
});

test('a folder in which nothing may be created', () => {
  if (process.getuid?.() !== 0) skip('needs to be root to be somebody else');
  const folder = place({ 'a.yaml': pod('a'), 'b/b.yaml': pod('b') });
  chmodSync(join(folder, 'b'), 0o555);
  chmodSync(bench().folder, 0o755);
  [folder, join(folder, 'a.yaml'), join(folder, 'b/b.yaml')].forEach((path) =>
    chownSync(path, 54321, 54321),
  );
  const line = ['--reuid=54321', '--clear-groups', bench().executable, '--write', '.'];
  const found = spawnSync('setpriv', line, { cwd: folder, encoding: 'utf8', env });
  if (found.error !== undefined) skip('setpriv is missing');
  assert.match(
    found.stderr,
    /^b\/b\.yaml: error: cannot be written: EACCES.*\ninject-shm: error: no file is changed\n$/,
  );
  assert.equal(
    [found.status, read(folder, 'a.yaml'), names(folder)],
    [2, pod('a'), ['a.yaml', 'b']],
  );
});

test('error results: the others are written, exit 1', () => {
  const folder = place({ 'a.yaml': pod('a'), 'b.yaml': pod('b', '1GiB') });
  const { stderr, status } = run(folder, '--write', '.');
  assert.match(
    stderr,
    /^b\.yaml:14:15: error: Deployment b: .*\[invalid-quantity\]\ninject-shm: changed 1 workload in 1 of 2 files, 1 error: .*\n$/,
  );
  assert.equal(
    [status, read(folder, 'a.yaml'), read(folder, 'b.yaml')],
    [1, after(pod('a')), pod('b', '1GiB')],
  );
});

test('--check tells what is to be done, and where', () => {
  const folder = place({ 'a.yaml': pod('a'), 'b.yaml': bare('b') });
  const { stdout, stderr, status } = run(folder, '--check', '.');
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => /^(\S+): (\w+): .* \[(\S+)\]$/.exec(line)?.slice(1));
  assert.equal(lines, [
    ['a.yaml:8:5', 'error', 'would-change'],
    ['b.yaml:10:11', 'warning', 'no-memory-limit'],
  ]);
  assert.is(
    stderr,
    'inject-shm: would change 1 workload in 1 of 2 files, 1 warning: 1 will roll its pods; inject-shm --write does it\n',
  );
  assert.is(status, 1);
  assert.is(run(folder, '--mode', 'check', '.').stdout, stdout);
  run(folder, '--write', '.');
  const done = run(folder, '--check', 'a.yaml');
  assert.equal(
    [done.stdout, done.stderr, done.status],
    ['', 'inject-shm: checked 1 workload in 1 file: all in order\n', 0],
  );
});

test('--check of files of which one cannot be read: exit 2, the findings of the others, a whole document', () => {
  const folder = place({ 'a.yaml': pod('a'), 'b.yaml': '{{ x' });
  const { stdout, stderr, status } = run(folder, '--check', '--format', 'json', '.', 'gone.yaml');
  const found = JSON.parse(stdout) as readonly { readonly file: string; readonly code: string }[];
  assert.equal(
    found.map(({ file, code }) => [file, code]),
    [
      ['gone.yaml', 'unreadable'],
      ['b.yaml', 'unreadable'],
      ['a.yaml', 'would-change'],
    ],
  );
  assert.match(stderr, 'b.yaml:1:5: error: ');
  assert.is(status, 2);
});

test('--check of stdin', () => {
  const found = spawnSync(bench().executable, ['--check', '--format', 'github'], {
    input: pod('a'),
    encoding: 'utf8',
    env,
  });
  assert.match(
    found.stdout,
    /^::error file=stdin,line=8,col=5,title=inject-shm would-change::Deployment a: /,
  );
  assert.is(found.status, 1);
});

test('--results writes them in the form of kpt', () => {
  const folder = place({ 'a.yaml': pod('a') });
  const { status } = run(folder, '--results', 'r.yaml', '--write', 'a.yaml');
  const list = parse(read(folder, 'r.yaml')) as {
    kind: string;
    exitCode: number;
    items: readonly { results: readonly unknown[] }[];
  };
  assert.equal([list.kind, list.exitCode, status], ['FunctionResultList', 0, 0]);
  const { results } = inject(pod('a'), { file: 'a.yaml' });
  assert.equal(list.items[0]?.results, JSON.parse(JSON.stringify(results)));
  const bad = run(folder, '--results', 'no/r.yaml', 'a.yaml');
  assert.match(bad.stderr, /error: the results cannot be written: ENOENT/);
  assert.is(bad.status, 2);
});

const needsScript = (): void => {
  const { status } = spawnSync('bash', ['-c', 'script --version | grep util-linux']);
  if (status !== 0) skip('util-linux script is missing');
};

test('colours on a terminal, and not where NO_COLOR is', () => {
  needsScript();
  const folder = place({ 'a.yaml': pod('a') });
  const shown = (more: Record<string, string>): string =>
    spawnSync(
      'script',
      ['--quiet', '--return', '--command', `"${bench().executable}" --diff a.yaml`, '/dev/null'],
      {
        cwd: folder,
        encoding: 'utf8',
        env: { ...env, TERM: 'xterm', ...more },
      },
    ).stdout;
  assert.match(shown({}), '\u001b[32m+');
  assert.not.match(shown({ NO_COLOR: '1' }), '\u001b');
  assert.not.match(shown({ TERM: 'dumb' }), '\u001b');
  assert.not.match(run(folder, '--diff', 'a.yaml').stdout, '\u001b');
});

test('progress on a terminal, taken back in the end', () => {
  needsScript();
  const folder = place({
    'a.yaml': `${pod('a')}---\n${`kind: ConfigMap\ndata: {a: ${'x'.repeat(1000)}}\n---\n`.repeat(9000)}`,
  });
  const line = `"${bench().executable}" --write . 2>&1 >/dev/null`;
  const { stdout } = spawnSync('script', ['--quiet', '--return', '--command', line, '/dev/null'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...env, TERM: 'xterm' },
  });
  assert.match(stdout, '\r\u001b[Kinject-shm: planning 1 file …');
  assert.match(stdout, '\r\u001b[Kinject-shm: changed 1 workload in 1 of 1 file');
  assert.not.match(stdout.split('changed 1 workload').at(-1) ?? '', '\u001b');
});

/** Many files, so that writing them takes long enough to be disturbed. */
const many = (): { readonly folder: string; readonly count: number } => {
  const count = 400;
  const files = Array.from(
    { length: count },
    (_unused, at) => [`f${at}.yaml`, pod(`p${at}`)] as const,
  );
  return { folder: place(Object.fromEntries(files)), count };
};

/** How many files are new; all others must be old. */
const countNew = (folder: string, count: number): number =>
  Array.from({ length: count }, (_unused, at) => {
    const text = read(folder, `f${at}.yaml`);
    const [old, wanted] = [pod(`p${at}`), after(pod(`p${at}`))];
    assert.ok(text === old || text === wanted, `f${at}.yaml is neither old nor new`);
    return text === wanted;
  }).filter(Boolean).length;

const strays = (folder: string): readonly string[] =>
  names(folder).filter((name) => name.startsWith('.'));

/** Starts a run and sends a signal as soon as it has begun to write. */
const disturbed = async (folder: string, signal: NodeJS.Signals, wait: number) => {
  const child = spawn(bench().executable, ['--write', '.'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  const closed = new Promise<NodeJS.Signals | number | null>((resolve) =>
    child.once('close', (code, by) => resolve(by ?? code)),
  );
  let isOver = false;
  void closed.then(() => (isOver = true));
  while (!isOver && strays(folder).length === 0) await sleep(1);
  await sleep(wait);
  child.kill(signal);
  return { end: await closed, stderr: Buffer.concat(said).toString() };
};

const ended = 'hundreds of files, and processes that are ended';

[0, 5, 20, 60].forEach((wait) =>
  test(`killed ${wait} ms into writing: each file is old or new, and the next run does the rest`, async () => {
    long(ended);
    const { folder, count } = many();
    await disturbed(folder, 'SIGKILL', wait);
    countNew(folder, count);
    assert.is(run(folder, '--write', '.').status, 0);
    assert.is(countNew(folder, count), count);
  }),
);

(['SIGTERM', 'SIGINT'] as const).forEach((signal) =>
  test(`${signal} into writing: all files are old and nothing is left behind, or all are new`, async () => {
    long(ended);
    const { folder, count } = many();
    const { end, stderr } = await disturbed(folder, signal, 0);
    const isDone = countNew(folder, count) === count;
    if (!isDone) {
      assert.is(countNew(folder, count), 0);
      assert.equal(
        [end, stderr],
        [signal, `inject-shm: error: stopped by ${signal}, no file is changed\n`],
      );
    }
    assert.equal(strays(folder), []);
  }),
);

test('two at once: every file is whole, and nothing is left behind', async () => {
  long(ended);
  const { folder, count } = many();
  const ends = await Promise.all(
    [1, 2].map(
      () =>
        new Promise<number | null>((resolve) =>
          spawn(bench().executable, ['--write', '.'], { cwd: folder, env, stdio: 'ignore' }).once(
            'close',
            resolve,
          ),
        ),
    ),
  );
  assert.equal(ends, [0, 0]);
  assert.is(countNew(folder, count), count);
  assert.equal(strays(folder), []);
});

test('a file that was changed meanwhile: no file is changed', async () => {
  const folder = place({ 'a.yaml': 'old', 'b.yaml': 'changed' });
  const replacement = (name: string) => {
    const path = join(folder, name);
    return { found: { path, real: path, isLink: false }, before: 'old', after: 'new' };
  };
  const both = [replacement('a.yaml'), replacement('b.yaml')];
  const { written, problems } = await replaceAll(both, silent);
  const told = problems.map(({ path, message }) => [path, message]);
  assert.equal(
    [written, told],
    [0, [[join(folder, 'b.yaml'), 'was changed meanwhile; run again']]],
  );
  assert.equal([read(folder, 'a.yaml'), read(folder, 'b.yaml')], ['old', 'changed']);
  assert.equal(strays(folder), []);
});

test('a pipe as a file is read, and not written', () => {
  const line = `"$run" <(printf '%s' "$pod") && ! "$run" --write <(printf '%s' "$pod")`;
  const found = spawnSync('bash', ['-c', line], {
    encoding: 'utf8',
    env: { ...env, run: bench().executable, pod: pod('a') },
  });
  assert.is(found.stdout, after(pod('a')));
  assert.match(found.stderr, /^\/dev\/fd\/\d+: error: is no regular file and cannot be replaced\n/);
  assert.is(found.status, 0);
});

const config = (fields: string): string =>
  `apiVersion: inject-shm.dev/v1alpha1\nkind: InjectShm\nspec: ${fields}\n`;

test('--fn-config: a config in a file, and flags over it', () => {
  const folder = place({ 'c.yaml': config('{ratio: 0.25, volumeName: shm}'), 'a.yaml': pod('a') });
  const asFlags = run(folder, '--ratio=0.25', '--volume-name=shm', 'a.yaml').stdout;
  assert.is.not(asFlags, pod('a'));
  assert.is(run(folder, '--fn-config', 'c.yaml', 'a.yaml').stdout, asFlags);
  const over = run(folder, '--fn-config', 'c.yaml', '--ratio=0.75', 'a.yaml').stdout;
  assert.is(over, run(folder, '--ratio=0.75', '--volume-name=shm', 'a.yaml').stdout);
});

const refusedConfigs: readonly (readonly [text: string | undefined, message: string])[] = [
  [undefined, '--fn-config c.yaml: there is no such file'],
  ['', 'c.yaml:1:1: a functionConfig is needed, as the only document'],
  [`${config('{}')}---\n${config('{}')}`, 'c.yaml:1:1: a functionConfig is needed'],
  ['kind: [', 'c.yaml:1:9: deficient indentation'],
  ['kind: InjectShm\nkind: InjectShm\n', 'c.yaml:2:1: '],
  [config('{rato: 1}'), 'unknown field `rato` (did you mean "ratio"?)'],
  [pod('a'), '`kind` of a functionConfig must be InjectShm'],
];

refusedConfigs.forEach(([text, message]) =>
  test(`--fn-config: ${message}`, () => {
    const folder = place({ 'a.yaml': pod('a'), ...(text === undefined ? {} : { 'c.yaml': text }) });
    const { stdout, stderr, status } = run(folder, '--fn-config', 'c.yaml', 'a.yaml');
    assert.equal([stdout, status], ['', 3]);
    assert.ok(stderr.startsWith(`inject-shm: error: ${message}`), stderr);
  }),
);

test('--check and a config of mode: remove exclude each other, as the flags do', () => {
  const folder = place({ 'c.yaml': config('{mode: remove}'), 'a.yaml': pod('a') });
  const { stdout, stderr, status } = run(folder, '--check', '--fn-config', 'c.yaml', 'a.yaml');
  assert.equal([stdout, status], ['', 3]);
  assert.match(stderr, /^inject-shm: error: --check and .*remove.* exclude each other/);
});

test('--fn-config is not for a ResourceList', () => {
  const folder = place({ 'c.yaml': config('{}'), 'list.yaml': 'kind: ResourceList\nitems: []\n' });
  const { stderr, status } = run(folder, '--fn-config', 'c.yaml', 'list.yaml');
  assert.is(
    stderr,
    'inject-shm: error: functionConfig: a ResourceList brings its own, and this is one [invalid-config]\n',
  );
  assert.is(status, 3);
});

test.run();
