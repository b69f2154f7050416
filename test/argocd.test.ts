import { spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { parameters } from '../src/argocd.ts';
import { fields } from '../src/config.ts';
import { inject } from '../src/inject.ts';
import { spec } from './spec.ts';
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

const pod = `apiVersion: v1
kind: Pod
metadata:
  name: a
spec:
  containers:
    - name: a
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

test('what the operator bounds, an application does not set', () => {
  const folder = application({ 'a.yaml': pod });
  const maxSize = (string: string): Env => given({ name: 'maxSize', string });
  assert.is(sized(folder, maxSize('128Mi')), '128Mi', 'where nobody has');
  assert.is(sized(folder, given({ name: 'size', string: '900Mi' }), ['--max-size=128Mi']), '128Mi');
  const variables = {
    INJECT_SHM_MAX_SIZE: '1Gi',
    ARGOCD_ENV_INJECT_SHM_LOCKED_ANNOTATIONS: 'size',
  };
  const { stdout, stderr, status } = generate(folder, { ...variables, ...maxSize('128Mi') }, [
    '--locked-annotations=*',
  ]);
  assert.equal(
    [stdout, status, stderr.split('\n')],
    [
      '',
      3,
      [
        'inject-shm: error: `ARGOCD_ENV_INJECT_SHM_LOCKED_ANNOTATIONS` cannot be set by an application: the operator has set it',
        'inject-shm: error: `maxSize` cannot be set by an application: the operator has set it',
        '',
      ],
    ],
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
  assert.match(stderr, /^a\.yaml:\d+:1: warning: Pod b: .*\[injected\]\n$/);
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
    { 'a.yaml': 'kind: Secret\ndata: {password: hunter2\n' },
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
    /^a\.yaml:21:11: error: Pod a: .*\[invalid-quantity\]\n$/,
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

test('a directory is read by itself, and with directoryRecurse with those below', () => {
  const folder = application({
    'a.yaml': pod,
    'b/b.yaml': pod.replaceAll(' a\n', ' b\n'),
    '.hidden.yaml': '{{',
  });
  assert.is(generate(folder).stdout, inject(pod).stdout);
  assert.is(
    generate(folder, given({ name: 'directoryRecurse', string: 'true' })).stdout,
    inject(`${pod}---\n${pod.replaceAll(' a\n', ' b\n')}`).stdout,
  );
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
