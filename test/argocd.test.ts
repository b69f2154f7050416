import { spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { parameters } from '../src/argocd.ts';
import { fields } from '../src/config.ts';
import { inject } from '../src/inject.ts';
import { long, spec } from './spec.ts';
import { type Workbench, workbench } from './workbench.ts';

const test = spec('argocd');

const made: { bench?: Workbench; count: number } = { count: 0 };

const bench = (): Workbench => (made.bench ??= workbench());

test.after(() => made.bench?.remove());

type Files = Readonly<Record<string, string>>;
type Env = Readonly<Record<string, string>>;

/** An application's folder, and in front of the PATH its `bin` with stand-ins for the renderers. */
const application = (files: Files): string => {
  const folder = join(bench().folder, `app-${made.count++}`);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    if (path.startsWith('.bin/')) chmodSync(join(folder, path), 0o755);
  }
  return folder;
};

const envOf = (folder: string, env: Env): Env => ({
  PATH: `${join(folder, '.bin')}${delimiter}${process.env['PATH'] ?? ''}`,
  ...env,
});

const generate = (
  folder: string,
  env: Env = {},
  args: readonly string[] = [],
): SpawnSyncReturns<string> =>
  spawnSync(bench().executable, ['argocd', 'generate', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: envOf(folder, env),
  });

const given = (...list: readonly object[]): Env => ({
  ARGOCD_APP_PARAMETERS: JSON.stringify(list),
});

const pod = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: a
spec:
  selector: {}
  template:
    spec:
      containers:
        - name: a
          image: a
          resources:
            limits:
              memory: 1Gi
`;

/** A renderer that prints what it was called with and a Pod. */
const telling = `#!/bin/sh
echo "# $0" | sed s,/.*/,,
for each; do echo "# $each"; done
sed 's/^/# /'
cat <<'END'
${pod}END
`;

const kustomizeApp: Files = { 'kustomization.yaml': '', '.bin/kustomize': telling };
const helmApp: Files = { 'Chart.yaml': '', '.bin/helm': telling };

const calls: readonly (readonly [
  name: string,
  files: Files,
  env: Env,
  called: readonly string[],
])[] = [
  ['kustomization.yaml', kustomizeApp, {}, ['kustomize', 'build', '.']],
  [
    'kustomization.yml',
    { '.bin/kustomize': telling, 'kustomization.yml': '' },
    {},
    ['kustomize', 'build', '.'],
  ],
  ['kustomize before Helm', { ...kustomizeApp, ...helmApp }, {}, ['kustomize', 'build', '.']],
  [
    'Helm when it is asked for',
    { ...kustomizeApp, ...helmApp },
    { ...given({ name: 'renderer', string: 'helm' }), ARGOCD_APP_NAME: 'shop' },
    ['helm', 'template', '--include-crds', '--', 'shop', '.'],
  ],
  [
    'a chart, with what the cluster is',
    helmApp,
    {
      ARGOCD_APP_NAME: 'shop',
      ARGOCD_APP_NAMESPACE: 'prod',
      KUBE_VERSION: '1.34',
      KUBE_API_VERSIONS: 'v1,apps/v1',
      ARGOCD_APP_PARAMETERS: 'null',
    },
    [
      'helm',
      'template',
      '--include-crds',
      '--namespace=prod',
      '--kube-version=1.34',
      '--api-versions=v1',
      '--api-versions=apps/v1',
      '--',
      'shop',
      '.',
    ],
  ],
  [
    'a chart, with what the application says; nothing of it is taken for a flag',
    { ...helmApp, 'prod.yaml': '' },
    {
      ARGOCD_APP_NAME: 'shop',
      ...given(
        { name: 'helmReleaseName', string: '--post-renderer=x' },
        { name: 'helmNamespace', string: 'a b; c' },
        { name: 'helmValueFiles', array: ['prod.yaml'] },
        { name: 'helmValues', string: 'password: hunter2\n' },
      ),
    },
    [
      'helm',
      'template',
      '--include-crds',
      '--namespace=a b; c',
      '--values=$PWD/prod.yaml',
      '--values=-',
      '--',
      '--post-renderer=x',
      '.',
      'password: hunter2',
    ],
  ],
];

calls.forEach(([name, files, env, called]) =>
  test(`calls: ${name}`, () => {
    const folder = application(files);
    const { stdout, stderr, status } = generate(folder, env);
    const told = [...stdout.matchAll(/^# (.*)$/gm)].map(([, line]) => line);
    assert.equal(
      told,
      called.map((each) => each.replace('$PWD', folder)),
    );
    assert.ok(stdout.endsWith(inject(pod).stdout));
    assert.equal([stderr, status], ['', 0]);
  }),
);

const sized = (folder: string, env: Env, args: readonly string[] = []): string | undefined =>
  /sizeLimit: (\S+)/.exec(generate(folder, env, args).stdout)?.[1];

test('parameter before application before sidecar before flag before default; what is empty says nothing', () => {
  const folder = application({ 'a.yaml': pod });
  const flag = ['--ratio', '0.1'];
  const sidecar = {
    INJECT_SHM_RATIO: '0.2',
    INJECT_SHM_PORT: 'tcp://10.0.0.1',
    INJECT_SHM_SERVICE_HOST: 'x',
  };
  const app = { ...sidecar, ARGOCD_ENV_INJECT_SHM_RATIO: '0.3' };
  const parameter = { ...app, ...given({ name: 'ratio', string: '0.4' }) };
  const empty = { ...app, ...given({ name: 'ratio', string: '' }, { name: 'kinds' }) };
  assert.equal(
    [
      sized(folder, {}),
      sized(folder, {}, flag),
      sized(folder, sidecar, flag),
      sized(folder, app, flag),
      sized(folder, parameter, flag),
      sized(folder, empty),
    ],
    ['512Mi', '102Mi', '204Mi', '307Mi', '409Mi', '307Mi'],
  );
});

const config = (settings: string): string =>
  `apiVersion: inject-shm.dev/v1alpha1\nkind: InjectShm\nspec: ${settings}\n`;

test("an application's own file stands between its variables and the sidecar's", () => {
  const folder = application({ 'a.yaml': pod, '.inject-shm.yaml': config('{ratio: 0.3}') });
  const sidecar = { INJECT_SHM_RATIO: '0.2' };
  const app = { ...sidecar, ARGOCD_ENV_INJECT_SHM_RATIO: '0.4' };
  assert.equal(
    [sized(folder, {}), sized(folder, sidecar), sized(folder, app)],
    ['307Mi', '307Mi', '409Mi'],
  );
});

test("the file of a folder above or below is not the application's", () => {
  const folder = application({
    '.inject-shm.yaml': config('{ratio: 0.3}'),
    'app/a.yaml': pod,
    'app/below/.inject-shm.yaml': config('{ratio: 0.3}'),
  });
  const recurse = given({ name: 'directoryRecurse', string: 'true' });
  const env = { ...recurse, PATH: process.env['PATH'] ?? '' };
  assert.is(sized(join(folder, 'app'), env), '512Mi');
});

test('severities add up, and the last word on each code counts', () => {
  const folder = application({
    'a.yaml': pod,
    '.inject-shm.yaml': config('{severity: {injected: info}}'),
  });
  const flags = ['--severity', 'injected=error,oom-risk=error'];
  assert.is(generate(folder, {}, flags).status, 0);
  const other = given({ name: 'severity', map: { 'no-memory-limit': 'error' } });
  const { status, stderr } = generate(application({ 'a.yaml': pod }), other, flags);
  assert.match(stderr, '[injected]');
  assert.is(status, 1);
});

/** What an application asks for, where the operator has said something: what is wrong with that. */
const asked: readonly (readonly [
  name: string,
  flags: readonly string[],
  env: Env,
  file: string | undefined,
  problems: readonly string[],
])[] = [
  ['what nobody has set', [], given({ name: 'maxSize', string: '128Mi' }), undefined, []],
  [
    'what a workload may set by annotation',
    ['--size=128Mi', '--severity=unbounded=error', '--containers=a'],
    given(
      { name: 'size', string: '256Mi' },
      { name: 'severity', map: { unbounded: 'ignore' } },
      { name: 'containers', array: ['*'] },
    ),
    config('{ratio: 0.25}'),
    [],
  ],
  [
    'what the operator bounds',
    ['--max-size=128Mi', '--locked-annotations=size'],
    {
      ...given({ name: 'maxSize', string: '1Gi' }),
      ARGOCD_ENV_INJECT_SHM_LOCKED_ANNOTATIONS: 'ratio',
    },
    undefined,
    [
      '`ARGOCD_ENV_INJECT_SHM_LOCKED_ANNOTATIONS` cannot be set by an application: the operator has set it',
      '`maxSize` cannot be set by an application: the operator has set it',
    ],
  ],
  [
    'whom the operator selects',
    ['--kinds=*', '--exclude-kinds=Job', '--select=all', '--mode=inject'],
    given(
      { name: 'kinds', array: ['Pod'] },
      { name: 'excludeKinds', array: ['Pod'] },
      { name: 'select', string: 'annotated' },
      { name: 'mode', string: 'remove' },
    ),
    undefined,
    ['select', 'kinds', 'excludeKinds', 'mode'].map(
      (name) => `\`${name}\` cannot be set by an application: the operator has set it`,
    ),
  ],
  [
    'in the file too',
    ['--min-size=128Mi'],
    {},
    config('{minSize: 1Gi}'),
    ['`.inject-shm.yaml: minSize` cannot be set by an application: the operator has set it'],
  ],
  [
    "the sidecar's variables are the operator's",
    [],
    { INJECT_SHM_VOLUME_NAME: 'a', ARGOCD_ENV_INJECT_SHM_VOLUME_NAME: 'b' },
    undefined,
    [
      '`ARGOCD_ENV_INJECT_SHM_VOLUME_NAME` cannot be set by an application: the operator has set it',
    ],
  ],
  [
    'what is locked, whether it is set or not',
    ['--locked-annotations=severity,size'],
    given(
      { name: 'severity', map: { unbounded: 'ignore' } },
      { name: 'size', string: '1Gi' },
      { name: 'ratio', string: '0.25' },
    ),
    undefined,
    ['size', 'severity'].map(
      (name) => `\`${name}\` cannot be set by an application: the operator has locked it`,
    ),
  ],
  [
    'who locks `inject` locks who is selected',
    ['--locked-annotations=inject'],
    given(
      { name: 'mode', string: 'check' },
      { name: 'names', array: ['b'] },
      { name: 'labelSelector', string: 'a=b' },
      { name: 'ratio', string: '0.25' },
    ),
    config('{excludeNamespaces: [a]}'),
    ['`.inject-shm.yaml: excludeNamespaces`', '`names`', '`labelSelector`', '`mode`'].map(
      (name) => `${name} cannot be set by an application: the operator has locked it`,
    ),
  ],
  [
    'all that is locked',
    ['--locked-annotations=*'],
    given({ name: 'ratio', string: '0.25' }, { name: 'maxSize', string: '1Gi' }),
    undefined,
    ['`ratio` cannot be set by an application: the operator has locked it'],
  ],
  [
    'a file that locks',
    [],
    {},
    config('{lockedAnnotations: [size]}'),
    ['.inject-shm.yaml: `lockedAnnotations` cannot be set there'],
  ],
  ['a file that is broken', [], {}, 'a: [hunter2', ['.inject-shm.yaml is no YAML']],
  ['a file that is none', [], {}, 'kind: Pod\n', ['.inject-shm.yaml must be an InjectShm']],
  [
    'a file with a wrong field',
    [],
    {},
    config('{rato: 1}'),
    ['.inject-shm.yaml: unknown field `rato` (did you mean "ratio"?)'],
  ],
];

asked.forEach(([name, flags, env, file, problems]) =>
  test(`an application asks for ${name}`, () => {
    const own = file === undefined ? {} : { '.inject-shm.yaml': file };
    const { stdout, stderr, status } = generate(application({ 'a.yaml': pod, ...own }), env, flags);
    assert.is(stderr, problems.map((problem) => `inject-shm: error: ${problem}\n`).join(''));
    assert.equal([stdout === '', status], problems.length > 0 ? [true, 3] : [false, 0]);
  }),
);

test('a file that is a link leading out is not read', () => {
  const folder = application({ 'elsewhere.yaml': config('{}'), 'app/a.yaml': pod });
  symlinkSync('../elsewhere.yaml', join(folder, 'app/.inject-shm.yaml'));
  const { stderr, status } = generate(join(folder, 'app'));
  assert.equal(
    [stderr, status],
    ['inject-shm: error: .inject-shm.yaml is a link that leads out, and is not read\n', 3],
  );
});

['null', '[]', ''].forEach((text) =>
  test(`ARGOCD_APP_PARAMETERS=${text}`, () =>
    assert.is(sized(application({ 'a.yaml': pod }), { ARGOCD_APP_PARAMETERS: text }), '512Mi')),
);

test('lists and maps as parameters', () => {
  const folder = application({
    'a.yaml': pod.replace('1Gi', '64Mi').replace(/$/, `---\n${pod.replaceAll(' a\n', ' b\n')}`),
  });
  const { stdout, stderr } = generate(
    folder,
    given(
      { name: 'names', array: ['b', 'c'] },
      { name: 'severity', map: { 'oom-risk': 'ignore', injected: 'warning' } },
    ),
  );
  assert.is([...stdout.matchAll(/sizeLimit/g)].length, 1);
  assert.match(stderr, /^a\.yaml:\d+:\d+: warning: Deployment b: .*\[injected\]\n$/);
});

const broken = 'ARGOCD_APP_PARAMETERS is no list of parameters in JSON';

type Refusal = readonly [name: string, files: Files, env: Env, status: number, stderr: RegExp];

const refusals: readonly Refusal[] = [
  [
    'parameters that are no JSON',
    { 'a.yaml': pod },
    { ARGOCD_APP_PARAMETERS: '{password: x' },
    3,
    new RegExp(`^inject-shm: error: ${broken}\n$`),
  ],
  [
    'parameters that are no list',
    { 'a.yaml': pod },
    { ARGOCD_APP_PARAMETERS: '{"ratio": 1}' },
    3,
    new RegExp(`^inject-shm: error: ${broken}\n$`),
  ],
  [
    'parameters without a name',
    { 'a.yaml': pod },
    given({ string: 'x' }),
    3,
    new RegExp(`^inject-shm: error: ${broken}\n$`),
  ],
  [
    'all that is wrong, at once',
    { 'a.yaml': pod },
    {
      ...given(
        { name: 'ratio', string: '2' },
        { name: 'rendrer', string: 'x' },
        { name: 'renderer', string: 'x' },
        { name: 'allowEmpty', string: 'yes' },
      ),
      ARGOCD_ENV_INJECT_SHM_MAX_SIZ: '1Gi',
    },
    3,
    /^inject-shm: error: unknown variable `ARGOCD_ENV_INJECT_SHM_MAX_SIZ` \(did you mean "ARGOCD_ENV_INJECT_SHM_MAX_SIZE"\?\)\ninject-shm: error: `ratio` must be in \(0, 1\], got "2"\ninject-shm: error: unknown parameter `rendrer` \(did you mean "renderer"\?\)\ninject-shm: error: `renderer` must be one of auto, kustomize, helm, directory, got "x"\ninject-shm: error: `allowEmpty` must be true or false, got "yes"\n$/,
  ],
  [
    'a renderer that fails',
    { 'kustomization.yaml': '', '.bin/kustomize': '#!/bin/sh\necho half\necho why >&2\nexit 7\n' },
    {},
    2,
    /^why\ninject-shm: error: kustomize failed with exit code 7, see above\n$/,
  ],
  [
    'a renderer that is ended',
    { 'kustomization.yaml': '', '.bin/kustomize': '#!/bin/sh\necho half\nkill -9 $$\n' },
    {},
    2,
    /^inject-shm: error: kustomize was ended by SIGKILL\n$/,
  ],
  [
    'a renderer that is not there',
    { 'Chart.yaml': '' },
    { ARGOCD_APP_NAME: 'shop', PATH: '/nowhere:/usr/bin:/bin' },
    2,
    /^inject-shm: error: helm is not on PATH\n$/,
  ],
  [
    'a renderer that prints nothing',
    { 'kustomization.yaml': '', '.bin/kustomize': '#!/bin/sh\n' },
    {},
    2,
    /^inject-shm: error: there are no manifests, and Argo CD would delete what it has: see `allowEmpty`\n$/,
  ],
  [
    'a renderer that prints comments',
    {
      'kustomization.yaml': '',
      '.bin/kustomize': '#!/bin/sh\nprintf -- "---\\n# Source: x\\n--- \\n\\n...\\n"\n',
    },
    {},
    2,
    /there are no manifests/,
  ],
  ['an empty folder', { 'README.md': '' }, {}, 2, /there are no manifests/],
  [
    'a chart without a name',
    helmApp,
    {},
    2,
    /^inject-shm: error: the release has no name: set `helmReleaseName`\n$/,
  ],
  [
    'broken manifests, of which nothing is shown',
    { 'a.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {}\ndata: {password: hunter2\n' },
    {},
    2,
    /^a\.yaml:\d+:\d+: error: (?!.*hunter2)[^\n]*\n$/,
  ],
  [
    'broken output, of which nothing is shown',
    { 'kustomization.yaml': '', '.bin/kustomize': '#!/bin/sh\necho "data: {password: hunter2"\n' },
    {},
    2,
    /^the rendered manifests:\d+:\d+: error: (?!.*hunter2)[^\n]*\n$/,
  ],
  [
    'an error result',
    { 'a.yaml': `${pod}---\n${pod.replace('1Gi', '1GiB')}` },
    {},
    1,
    /^a\.yaml:29:15: error: Deployment a: .*\[invalid-quantity\]\n$/,
  ],
  ...[
    '/etc/passwd',
    '../../../../../../etc/passwd',
    'https://example.com/values.yaml',
    'gone.yaml',
    'link.yaml',
  ].map((path): Refusal => [
    `values from ${path}`,
    helmApp,
    {
      ARGOCD_APP_NAME: 'shop',
      ARGOCD_APP_SOURCE_PATH: '.',
      ...given({ name: 'helmValueFiles', array: [path] }),
    },
    2,
    /^inject-shm: error: `helmValueFiles`: \S+ is no file of the repository\n$/,
  ]),
];

refusals.forEach(([name, files, env, status, stderr]) =>
  test(`nothing is printed: ${name}`, () => {
    const found = generate(application(files), env);
    assert.match(found.stderr, stderr);
    assert.equal([found.stdout, found.status], ['', status]);
  }),
);

test('values from elsewhere in the repository', () => {
  const folder = application({
    'values/prod.yaml': '',
    'apps/shop/Chart.yaml': '',
    'apps/shop/.bin/helm': telling,
  });
  const chart = join(folder, 'apps/shop');
  chmodSync(join(chart, '.bin/helm'), 0o755);
  const env = {
    ARGOCD_APP_NAME: 'shop',
    ...given({ name: 'helmValueFiles', array: ['../../values/prod.yaml'] }),
  };
  assert.match(
    generate(chart, { ...env, ARGOCD_APP_SOURCE_PATH: 'apps/shop' }).stdout,
    `# --values=${folder}/values/prod.yaml\n`,
  );
  assert.is(generate(chart, { ...env, ARGOCD_APP_SOURCE_PATH: 'other' }).status, 2);
});

test('allowEmpty', () => {
  const { stdout, stderr, status } = generate(
    application({ 'README.md': '' }),
    given({ name: 'allowEmpty', string: 'true' }),
  );
  assert.equal([stdout, stderr, status], ['', '', 0]);
});

const podNamed = (name: string): string => pod.replaceAll(' a\n', ` ${name}\n`);

const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\n';

test('a directory is read by itself, and with directoryRecurse with those below', () => {
  const folder = application({ 'a.yaml': pod, 'b/b.yaml': podNamed('b') });
  assert.is(generate(folder).stdout, inject(pod).stdout);
  assert.is(
    generate(folder, given({ name: 'directoryRecurse', string: 'true' })).stdout,
    inject(`${pod}---\n${podNamed('b')}`).stdout,
  );
});

/** Files, and those that are printed: what Argo CD's own renderer reads, and nothing less. */
const directories: readonly (readonly [name: string, files: Files, printed: readonly string[]])[] =
  [
    [
      'no ignore file counts',
      { '.krmignore': 'm.yaml', '.gitignore': '*', 'a.yaml': pod, 'm.yaml': map },
      ['a.yaml', 'm.yaml'],
    ],
    ['hidden files', { '.m.yaml': map, 'a.yaml': pod }, ['.m.yaml', 'a.yaml']],
    [
      'hidden folders, node_modules, and charts',
      {
        '.x/m.yaml': map,
        'Chart.yaml': 'apiVersion: v2\n',
        'node_modules/m.yaml': map,
        'templates/m.yaml': map,
      },
      ['.x/m.yaml', 'node_modules/m.yaml', 'templates/m.yaml'],
    ],
    [
      'no kustomization counts',
      { 'a.yaml': pod, 'x/kustomization.yaml': `kind: Kustomization\n`, 'x/m.yaml': map },
      ['a.yaml', 'x/kustomization.yaml', 'x/m.yaml'],
    ],
    ['JSON', { 'a.yaml': pod, 'm.json': '{"kind": "ConfigMap"}\n' }, ['a.yaml', 'm.json']],
    [
      'files that are marked',
      {
        'a.yaml': pod,
        'b.yaml': `# +argocd:skip-file-rendering\n${map}`,
        'c.jsonnet': '// +argocd:skip-file-rendering',
      },
      ['a.yaml'],
    ],
    [
      'files that are no manifests',
      {
        '.argocd-source.yaml': 'kustomize: {}\n',
        'a.yaml': pod,
        'b.yaml': '{{ broken',
        'c.yaml': '- a\n',
        'd.yaml': `a: b\n---\nkind: ConfigMap\n`,
        'e.yaml': 'kind: ConfigMap\n---\na: b\n',
        'f.yaml': '# nothing\n---\nkind: ConfigMap\n',
      },
      ['a.yaml', 'e.yaml', 'f.yaml'],
    ],
    [
      "the application's own settings",
      { 'a.yaml': pod, '.inject-shm.yaml': config('{}') },
      ['a.yaml'],
    ],
  ];

directories.forEach(([name, files, printed]) =>
  test(`a directory: ${name}`, () => {
    const env = given(
      { name: 'directoryRecurse', string: 'true' },
      { name: 'renderer', string: 'directory' },
    );
    const { stdout, status } = generate(application(files), env);
    const texts = printed.map((path) => files[path] ?? '');
    assert.is(stdout, inject(texts.join('---\n')).stdout);
    assert.is(status, 0);
  }),
);

test('links in a directory: read where they lead into the repository, left out where they lead nowhere', () => {
  const folder = application({ 'm.txt': map, 'a.yaml': pod, 'x/m.yaml': map });
  symlinkSync('m.txt', join(folder, 'b.yaml'));
  symlinkSync('gone', join(folder, 'c.yaml'));
  symlinkSync('x', join(folder, 'd.yaml'));
  const { stdout, stderr, status } = generate(folder);
  assert.is(stdout, inject(`${pod}---\n${map}`).stdout);
  assert.is(
    stderr,
    'inject-shm: c.yaml is a link that leads nowhere, and left out\n' +
      'inject-shm: d.yaml is no file and left out, as Argo CD does\n',
  );
  assert.is(status, 0);
});

test('what Argo CD would render, or refuse, fails', () => {
  const outside = application({ 'm.yaml': map });
  const folder = application({ 'a.yaml': pod, 'b.jsonnet': '{}' });
  symlinkSync(join(outside, 'm.yaml'), join(folder, 'c.yaml'));
  const { stdout, stderr, status } = generate(folder);
  assert.is(
    stderr,
    'b.jsonnet: error: is Jsonnet, which Argo CD renders and this does not: render it before, in a command of plugin.yaml\n' +
      'c.yaml: error: is a link that leads out of the repository\n',
  );
  assert.equal([stdout, status], ['', 2]);
});

/** Says that it runs, and then waits for longer than a test may take. */
const waiting =
  '#!/bin/sh\ntrap "echo ended > ended; exit 1" TERM INT\necho $$ > started\nwhile :; do sleep 0.05; done\n';

(['SIGTERM', 'SIGINT'] as const).forEach((signal) =>
  test(`${signal} ends the renderer as well, and nothing is printed`, async () => {
    const folder = application({ 'kustomization.yaml': '', '.bin/kustomize': waiting });
    const child = spawn(bench().executable, ['argocd', 'generate'], {
      cwd: folder,
      env: envOf(folder, {}),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said: string[] = [];
    [child.stdout, child.stderr].forEach((stream) =>
      stream.on('data', (chunk: Buffer) => said.push(chunk.toString())),
    );
    const closed = new Promise((resolve) => child.once('close', (code, by) => resolve(by ?? code)));
    while (!existsSync(join(folder, 'started'))) await sleep(5);
    child.kill(signal);
    assert.is(await closed, signal);
    assert.is(readFileSync(join(folder, 'ended'), 'utf8'), 'ended\n');
    assert.equal(said, [`inject-shm: error: stopped by ${signal}\n`]);
  }),
);

test('a renderer that does not obey is killed', async () => {
  long('waits for what does not obey');
  const deaf = waiting.replace(/trap .*/, 'trap "" TERM');
  const folder = application({ 'kustomization.yaml': '', '.bin/kustomize': deaf });
  const child = spawn(bench().executable, ['argocd', 'generate'], {
    cwd: folder,
    env: envOf(folder, {}),
    stdio: 'ignore',
  });
  const closed = new Promise((resolve) => child.once('close', (code, by) => resolve(by ?? code)));
  while (!existsSync(join(folder, 'started'))) await sleep(5);
  child.kill('SIGTERM');
  assert.is(await closed, 'SIGTERM');
});

test('the announcement has every field and what the renderers want, as Argo CD reads it', () => {
  const found = JSON.parse(parameters().stdout) as readonly Record<string, unknown>[];
  const names = new Set(found.map(({ name }) => name));
  fields.forEach(({ name }) => assert.ok(names.has(name), name));
  const allowed = new Set([
    'name',
    'title',
    'tooltip',
    'required',
    'itemType',
    'collectionType',
    'string',
  ]);
  found.forEach((each) =>
    assert.ok(
      Object.keys(each).every((key) => allowed.has(key)),
      String(each['name']),
    ),
  );
  const ratio = found.find(({ name }) => name === 'ratio');
  assert.equal(
    [ratio?.['title'], ratio?.['collectionType'], ratio?.['string']],
    ['Ratio', 'string', '0.5'],
  );
  const collections = new Map(found.map(({ name, collectionType }) => [name, collectionType]));
  assert.equal(
    ['excludeKinds', 'podSpecs', 'severity', 'helmValueFiles', 'initContainers'].map((name) =>
      collections.get(name),
    ),
    ['array', 'array', 'map', 'array', 'string'],
  );
});

test.run();
