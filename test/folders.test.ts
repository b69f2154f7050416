import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as assert from 'uvu/assert';
import { inject } from '../src/inject.ts';
import { skip, spec } from './spec.ts';
import { plainEnv as env, type Workbench, workbench } from './workbench.ts';

const test = spec('folders');

const made: { bench?: Workbench; count: number } = { count: 0 };

const bench = (): Workbench => (made.bench ??= workbench());

test.after(() => made.bench?.remove());

type Tree = Readonly<Record<string, string>>;

const place = (tree: Tree): string => {
  const folder = join(bench().folder, `place-${made.count++}`);
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
};

const run = (folder: string, ...args: readonly string[]): SpawnSyncReturns<string> =>
  spawnSync(bench().executable, args, { cwd: folder, encoding: 'utf8', env });

const read = (folder: string, path: string): string => readFileSync(join(folder, path), 'utf8');

const changedIn = (folder: string, tree: Tree): readonly string[] =>
  Object.keys(tree).filter((path) => read(folder, path) !== tree[path]);

const after = (text: string): string => inject(text).stdout;

const pod = (name: string, memory = '1Gi'): string => `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
spec:
  containers:
    - name: ${name}
      image: ${name}
      resources:
        limits:
          memory: ${memory}
`;

const deployment = (memory: string): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: web:1
        resources: {limits: {memory: ${memory}}}
`;

const patch = (container: string): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: web
        ${container}
`;

/** An overlay that patches a container, in place of which no limit may come. */
const patched: Tree = {
  'base/kustomization.yaml': 'resources: [d.yaml]\n',
  'base/d.yaml': deployment('8Gi'),
  'overlay/kustomization.yaml': 'resources: [../base]\npatches:\n- path: env.yaml\n',
  'overlay/env.yaml': `${patch('env: [{name: LOG_LEVEL, value: debug}]')}      - name: old-sidecar\n        $patch: delete\n`,
};

/** An overlay with a LimitRange, and one without. */
const ranged: Tree = {
  'base/kustomization.yaml': 'resources: [web.yaml]\n',
  'base/web.yaml': deployment('512Mi'),
  'overlays/prod/kustomization.yaml': 'resources: [../../base]\npatches: [{path: user.yaml}]\n',
  'overlays/prod/user.yaml': patch('securityContext: {runAsUser: 1000}'),
  'overlays/small/kustomization.yaml': 'resources: [../../base, limits.yaml]\n',
  'overlays/small/limits.yaml':
    'apiVersion: v1\nkind: LimitRange\nmetadata: {name: bounds}\nspec:\n  limits: [{type: Container, max: {memory: 32Gi}}]\n',
};

/** An overlay whose operations would drop the volume and keep the mount. */
const operated: Tree = {
  'base/kustomization.yaml': 'resources: [d.yaml]\n',
  'base/d.yaml': deployment('8Gi'),
  'overlay/kustomization.yaml': `resources: [../base]
patches:
- target: {kind: Deployment}
  patch: '[{"op": "add", "path": "/spec/template/spec/volumes", "value": [{"name": "a", "emptyDir": {}}]}]'
`,
};

const build = (folder: string, root: string): string => {
  const { stdout, stderr, status, error } = spawnSync('kubectl', ['kustomize', root], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (error !== undefined) skip('kubectl is missing');
  assert.is(status, 0, stderr);
  return stdout;
};

const decided = (by: string): string =>
  `is left: ${by} changes containers, volumes or resources of it; run behind the build\n`;

const builds: readonly (readonly [
  name: string,
  tree: Tree,
  roots: readonly string[],
  told: readonly string[],
])[] = [
  [
    'an overlay that patches containers',
    patched,
    ['base', 'overlay'],
    [
      `base/d.yaml ${decided('overlay/kustomization.yaml')}`,
      'overlay/env.yaml is left: it is a patch of overlay/kustomization.yaml\n',
    ],
  ],
  [
    'a LimitRange of one overlay',
    ranged,
    ['base', 'overlays/prod', 'overlays/small'],
    [
      `base/web.yaml ${decided('overlays/prod/kustomization.yaml')}`,
      'overlays/prod/user.yaml is left: it is a patch of overlays/prod/kustomization.yaml\n',
    ],
  ],
  [
    'an overlay that replaces the volumes',
    operated,
    ['base', 'overlay'],
    [`base/d.yaml ${decided('overlay/kustomization.yaml')}`],
  ],
];

builds.forEach(([name, tree, roots, told]) =>
  test(`the build is what it was: ${name}`, () => {
    const folder = place(tree);
    const before = roots.map((root) => build(folder, root));
    const { stderr, status } = run(folder, '--write', '--default-memory-limit', '1Gi', '.');
    told.forEach((line) => assert.ok(stderr.includes(`inject-shm: ${line}`), stderr));
    assert.equal([changedIn(folder, tree), status], [[], 0]);
    assert.equal(
      roots.map((root) => build(folder, root)),
      before,
    );
  }),
);

test('a patch that is the only argument', () => {
  const folder = place(patched);
  const { stderr, status } = run(
    folder,
    '--write',
    '--default-memory-limit=1Gi',
    'overlay/env.yaml',
  );
  assert.is(
    stderr,
    'inject-shm: overlay/env.yaml is left: it is a patch of overlay/kustomization.yaml\n' +
      'inject-shm: no files to look at\n',
  );
  assert.equal([changedIn(folder, patched), status], [[], 0]);
});

/** Without a repository the working folder is looked through. */
[{}, { '.git/HEAD': '' }].forEach((repository) =>
  test(`an overlay is seen from a base that is the only argument: ${Object.keys(repository).join('')}`, () => {
    const tree = { ...patched, ...repository };
    const folder = place(tree);
    ['base/d.yaml', 'base'].forEach((argument) => {
      const { stderr } = run(folder, '--write', argument);
      assert.match(stderr, `base/d.yaml ${decided('overlay/kustomization.yaml')}`);
    });
    assert.equal(changedIn(folder, tree), []);
  }),
);

test('an overlay is seen from a base that is the only argument, from below a repository', () => {
  const tree = { ...patched, '.git/HEAD': '' };
  const folder = place(tree);
  const below = run(join(folder, 'base'), '--write', 'd.yaml');
  assert.match(below.stderr, `d.yaml ${decided('../overlay/kustomization.yaml')}`);
  assert.equal(changedIn(folder, tree), []);
});

test('where the files alone decide, they are written, and the build follows', () => {
  const folder = place({
    ...patched,
    'overlay/kustomization.yaml': 'resources: [../base]\nnamePrefix: prod-\n',
  });
  const { stderr, status } = run(folder, '--write', '.');
  assert.equal([read(folder, 'base/d.yaml'), status], [after(deployment('8Gi')), 0]);
  assert.match(stderr, 'overlay/env.yaml is left: overlay/kustomization.yaml does not list it\n');
  assert.match(build(folder, 'overlay'), 'sizeLimit: 4Gi');
});

test('a broken kustomization: an error of that file, and nothing below it is changed', () => {
  const tree = { ...patched, 'overlay/kustomization.yaml': 'resources: [', 'pod.yaml': pod('a') };
  const folder = place(tree);
  const { stderr, status } = run(folder, '--write', '.');
  assert.match(
    stderr,
    /^overlay\/kustomization\.yaml: error: cannot be read, and nothing below it is changed: line 1, column 13: .*\n/m,
  );
  assert.match(stderr, 'overlay/env.yaml is left: overlay/kustomization.yaml cannot be read\n');
  assert.equal([changedIn(folder, tree), status], [['base/d.yaml', 'pod.yaml'], 2]);
});

const chart: Tree = {
  'chart/Chart.yaml': 'name: web\n',
  'chart/values.yaml': 'memory: 1Gi\n',
  'chart/templates/pod.yaml': '{{ if .x }}\n',
  'chart/charts/db/templates/pod.yaml': '{{ if .x }}\n',
  'chart/ci/pod.yaml': pod('ci'),
};

test("a chart's templates are left before they are read, and do not stop the folder", () => {
  const folder = place({ ...chart, 'node_modules/x/pod.yaml': pod('x') });
  const { stderr, status } = run(folder, '--write', '.');
  assert.equal([changedIn(folder, chart), status], [['chart/ci/pod.yaml'], 0]);
  assert.match(
    stderr,
    'chart/templates/pod.yaml is left: it is a template of the chart chart; run behind `helm template`\n',
  );
  assert.is(read(folder, 'node_modules/x/pod.yaml'), pod('x'));
  const alone = run(folder, '--check', 'chart/templates/pod.yaml');
  assert.equal([alone.stdout, alone.status], ['', 0]);
});

test('one stream has all that is left as it is, and no templates', () => {
  const folder = place({ ...patched, ...chart });
  const { stdout, status } = run(folder, '--default-memory-limit=1Gi', '.');
  const wanted = [
    deployment('8Gi'),
    patched['base/kustomization.yaml'],
    chart['chart/Chart.yaml'],
    inject(pod('ci')).stdout,
    chart['chart/values.yaml'],
    patched['overlay/env.yaml'],
    patched['overlay/kustomization.yaml'],
  ];
  assert.is(stdout, wanted.join('---\n'));
  assert.is(status, 0);
});

test('one stream: what is left and cannot be read means no output', () => {
  const folder = place({ ...patched, 'overlay/env.yaml': 'a: [', 'pod.yaml': pod('a') });
  const { stdout, stderr, status } = run(folder, '.');
  assert.match(stderr, /^overlay\/env\.yaml:1:5: error: /m);
  assert.equal([stdout, status], ['', 2]);
});

test('many files of a reason are counted', () => {
  const tree = Object.fromEntries(
    Array.from({ length: 17 }, (_unused, at) => [`p${String(at).padStart(2, '0')}.yaml`, pod('a')]),
  );
  const folder = place({ ...tree, 'kustomization.yaml': 'resources: []\n' });
  const lines = run(folder, '--check', '.').stderr.split('\n');
  assert.equal(
    [lines.length, lines[0], lines[5]],
    [
      8,
      'inject-shm: p00.yaml is left: kustomization.yaml does not list it',
      'inject-shm: and 12 more are left: not listed by the kustomization beside them',
    ],
  );
});

const ignoring: Tree = {
  '.git/HEAD': '',
  '.gitignore': 'build/\n*.gen.yaml\n',
  'a.gen.yaml': pod('gen'),
  'a.yaml': pod('a'),
  'app/.gitignore': '!keep.gen.yaml\n/local.yaml\n',
  'app/keep.gen.yaml': pod('keep'),
  'app/local.yaml': pod('local'),
  'app/sub/local.yaml': pod('sub'),
  'build/out.yaml': pod('out'),
  'krm/.krmignore': 'x.yaml\n',
  'krm/x.yaml': pod('x'),
};

type Choice = readonly [
  name: string,
  where: string,
  args: readonly string[],
  changed: readonly string[],
];

const choices: readonly Choice[] = [
  ['all', '.', ['.'], ['a.yaml', 'app/keep.gen.yaml', 'app/sub/local.yaml']],
  ['from a folder below', 'app', ['.'], ['app/keep.gen.yaml', 'app/sub/local.yaml']],
  ['a file that is named', '.', ['a.gen.yaml'], ['a.gen.yaml']],
  ['a folder that is named', '.', ['build'], ['build/out.yaml']],
  ['a file in an ignored folder', '.', ['build/out.yaml'], ['build/out.yaml']],
  ['.krmignore, also of what is named', '.', ['krm/x.yaml'], []],
  ['--exclude', '.', ['--exclude', '/a.yaml', '.'], ['app/keep.gen.yaml', 'app/sub/local.yaml']],
  ['--exclude of a folder', '.', ['--exclude=sub/', '.'], ['a.yaml', 'app/keep.gen.yaml']],
  ['--exclude twice', '.', ['--exclude', 'sub', '--exclude', 'keep*', '.'], ['a.yaml']],
  ['--exclude with commas', '.', ['--exclude', 'sub,keep*', '.'], ['a.yaml']],
  [
    '--exclude is relative to the argument',
    '.',
    ['--exclude', '/sub', 'app'],
    ['app/keep.gen.yaml'],
  ],
  [
    '--exclude of what is named',
    '.',
    ['--exclude', 'app/sub', 'app/sub/local.yaml', 'a.yaml'],
    ['a.yaml'],
  ],
];

choices.forEach(([name, where, args, changed]) =>
  test(`left out: ${name}`, () => {
    const folder = place(ignoring);
    const { status } = run(join(folder, where), '--write', ...args);
    assert.equal([changedIn(folder, ignoring), status], [changed, 0]);
  }),
);

test('what is left out is told, folders as a whole', () => {
  const { stderr } = run(place(ignoring), '--check', '--exclude', 'krm', '.');
  assert.is(
    stderr.slice(0, stderr.indexOf('inject-shm: would')),
    [
      'a.gen.yaml is left: .gitignore names it',
      'app/local.yaml is left: app/.gitignore names it',
      'build/ is left: .gitignore names it',
      'krm/ is left: --exclude names it',
    ]
      .map((line) => `inject-shm: ${line}\n`)
      .join(''),
  );
});

test('rules decide what is changed, not what is printed', () => {
  const { stdout, status } = run(place(ignoring), '--exclude', 'krm', '.');
  const names = [...stdout.matchAll(/^ {2}name: (.*)$/gm)].map(([, name]) => name);
  assert.equal(names, ['gen', 'a', 'keep', 'local', 'sub', 'out', 'x']);
  assert.is([...stdout.matchAll(/sizeLimit/g)].length, 3);
  assert.is(status, 0);
});

/** A pod without a limit, and a LimitRange of another folder. */
const ranges: Tree = {
  'overlays/dev/range.yaml':
    'apiVersion: v1\nkind: LimitRange\nmetadata: {name: r}\nspec: {limits: [{type: Container, default: {memory: 2Gi}}]}\n',
  'overlays/dev/own/pod.yaml': pod('own').replace(/ {6}resources:[^]*/, ''),
  'team-a/pod.yaml': pod('a').replace(/ {6}resources:[^]*/, ''),
};

test('a LimitRange without a namespace counts for its folder and those below', () => {
  const folder = place(ranges);
  const { stderr, status } = run(folder, '--write', '.');
  assert.equal([changedIn(folder, ranges), status], [['overlays/dev/own/pod.yaml'], 0]);
  assert.match(stderr, /^team-a\/pod\.yaml:\d+:\d+: warning: .* \[no-memory-limit\]$/m);
});

const local = pod('a').replace(
  '  name: a\n',
  '  name: a\n  annotations: {config.kubernetes.io/local-config: "true"}\n',
);

const locals: readonly (readonly [name: string, tree: Tree, isChanged: boolean])[] = [
  ['applied like any other', {}, true],
  ['below a Kptfile', { Kptfile: 'kind: Kptfile\n' }, false],
  ['listed by a kustomization', { 'kustomization.yaml': 'resources: [x/a.yaml]\n' }, false],
];

locals.forEach(([name, more, isChanged]) =>
  test(`local-config: ${name}`, () => {
    const tree = { ...more, 'x/a.yaml': local };
    const folder = place(tree);
    assert.is(run(folder, '--write', '.').status, 0);
    assert.equal(changedIn(folder, tree), isChanged ? ['x/a.yaml'] : []);
  }),
);

test('a link into a base is the file that it leads to', () => {
  const folder = place(patched);
  symlinkSync('base/d.yaml', join(folder, 'a.yaml'));
  const { status } = run(folder, '--write', '.');
  assert.equal([changedIn(folder, patched), status], [[], 0]);
});

test.run();
