import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { parseAllDocuments } from 'yaml';
import { inject } from '../../src/inject.ts';
import { spec } from '../spec.ts';
import { type Workbench, workbench } from '../workbench.ts';
import {
  announce,
  type Application,
  clearUp,
  contained,
  files,
  generate,
  plugin,
  type Sidecar,
} from './cmp-server.ts';
import { image } from './images.ts';
import { helm, kustomize, run, write } from './tools.ts';

const test = spec('argocd');

const made: { bench?: Workbench; readonly sidecars: Map<string, Sidecar> } = {
  sidecars: new Map(),
};

const scratch = mkdtempSync(join(tmpdir(), 'inject-shm-repositories-'));

test.after(() => {
  made.bench?.remove();
  clearUp();
  rmSync(scratch, { recursive: true });
});

const sidecars: Readonly<Record<string, () => Sidecar>> = {
  'as user 999': () => files((made.bench ??= workbench()).executable),
  'the image, read-only': () => contained(image('cmp')),
};

const sidecar = (name: string): Sidecar => {
  const found = made.sidecars.get(name) ?? sidecars[name]?.();
  if (found === undefined) throw new Error(`no sidecar ${name}`);
  made.sidecars.set(name, found);
  return found;
};

const repository = (name: string, contents: Readonly<Record<string, string>>): string => {
  const folder = join(scratch, name);
  mkdirSync(folder, { recursive: true });
  write(folder, contents);
  return folder;
};

const pod = (name: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  template:\n    spec:\n      containers:\n        - name: a\n          image: a\n          resources:\n            limits:\n              memory: 1Gi\n`;

const plain = (): Application => ({
  repository: repository('plain', {
    'deploy/a.yaml': pod('a'),
    'deploy/b.yml': pod('b'),
    'deploy/c/c.yaml': pod('c'),
  }),
  path: 'deploy',
});

const kustomized: Application = { repository: 'examples/kustomize', path: 'base' };
const chart: Application = { repository: 'examples/helm', path: 'chart' };

/** 30 MB: Pods, each beside a ConfigMap of 10 kB. */
const large = (): Application => {
  const data = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  a: ${'x'.repeat(10_000)}\n`;
  const part = (at: number): string =>
    Array.from({ length: 100 }, (_, by) => `${pod(`p${at}-${by}`)}---\n${data}`).join('---\n');
  const parts = Array.from({ length: 30 }, (_, at) => [`part-${at}.yaml`, part(at)] as const);
  return { repository: repository('large', Object.fromEntries(parts)), path: '.' };
};

/** 60,000 Pods, which take seconds. */
const numerous = (): Application => {
  const part = (at: number): string =>
    Array.from({ length: 2000 }, (_, by) => pod(`p${at}-${by}`)).join('---\n');
  const parts = Array.from({ length: 30 }, (_, at) => [`part-${at}.yaml`, part(at)] as const);
  return { repository: repository('numerous', Object.fromEntries(parts)), path: '.' };
};

const sizes = (text: string): readonly string[] =>
  [...text.matchAll(/sizeLimit: (\S+)/g)].map(([, size = '']) => size);

const kindsOf = (text: string): readonly string[] =>
  [...parseAllDocuments(text)].flatMap((document) => {
    const kind = document.get('kind');
    return typeof kind === 'string' ? [kind] : [];
  });

Object.keys(sidecars).forEach((name) => {
  const generated = (application: Application) => generate(sidecar(name), application);

  test(`${name}: a plain folder`, async () => {
    const { stdout, stderr, end } = await generated({
      ...plain(),
      parameters: [{ name: 'ratio', string: '0.25' }],
    });
    assert.equal([stderr, end], ['', 0]);
    assert.is(stdout, inject(`${pod('a')}---\n${pod('b')}`, { flags: { ratio: '0.25' } }).stdout);
    const all = await generated({
      ...plain(),
      parameters: [{ name: 'directoryRecurse', string: 'true' }],
    });
    assert.is(sizes(all.stdout).length, 3);
  });

  test(`${name}: a kustomize application`, async () => {
    const rendered = run('examples/kustomize/base', kustomize(), ['build', '.']).stdout;
    const { stdout, stderr, end } = await generated({
      ...kustomized,
      parameters: [{ name: 'excludeKinds', array: ['Job', 'CronJob'] }],
      env: { INJECT_SHM_RATIO: '0.3' },
    });
    assert.equal([stderr, end], ['', 0]);
    assert.is(
      stdout,
      inject(rendered, { flags: { 'exclude-kinds': 'Job,CronJob', ratio: '0.3' } }).stdout,
    );
    assert.ok(sizes(stdout).length > 0);
  });

  test(`${name}: a Helm chart with hooks`, async () => {
    const rendered = run('examples/helm/chart', helm(), [
      'template',
      '--include-crds',
      '--namespace=prod',
      'shop',
      '.',
    ]).stdout;
    const { stdout, stderr, end } = await generated({
      ...chart,
      parameters: [
        { name: 'helmValues', string: 'memory: 3Gi' },
        { name: 'helmValueFiles', array: ['values.yaml'] },
      ],
    });
    assert.equal([stderr, end], ['', 0]);
    assert.equal(kindsOf(stdout), kindsOf(rendered));
    assert.equal([...sizes(stdout)].sort(), ['1536Mi', '512Mi']);
  });

  test(`${name}: the parameters are announced`, async () => {
    const { stdout, stderr, end } = await announce(sidecar(name), plain());
    assert.equal([stderr, end], ['', 0]);
    assert.ok(
      (JSON.parse(stdout) as readonly { name: string }[]).some((each) => each.name === 'ratio'),
    );
  });

  const failures: readonly (readonly [
    name: string,
    application: () => Application,
    end: number,
    stderr: RegExp,
  ])[] = [
    [
      'a renderer that fails',
      () => ({
        repository: repository('broken', { 'kustomization.yaml': 'resources: [gone.yaml]\n' }),
        path: '.',
      }),
      2,
      /gone\.yaml[^]*\ninject-shm: error: kustomize failed with exit code 1, see above\n$/,
    ],
    [
      'no manifests',
      () => ({
        repository: repository('empty', {
          'Chart.yaml': 'apiVersion: v2\nname: x\nversion: 0.1.0\n',
          'templates/a.yaml': '{{ if .Values.on }}\nkind: Pod\n{{ end }}\n',
        }),
        path: '.',
      }),
      2,
      /^inject-shm: error: there are no manifests/,
    ],
    [
      'a broken parameter',
      () => ({ ...plain(), parameters: [{ name: 'ratio', string: '1.5' }] }),
      3,
      /^inject-shm: error: `ratio` must be in \(0, 1\], got "1\.5"\n$/,
    ],
  ];

  failures.forEach(([what, application, end, stderr]) =>
    test(`${name}: ${what}`, async () => {
      const found = await generated(application());
      assert.match(found.stderr, stderr);
      assert.equal([found.stdout, found.end], ['', end]);
    }),
  );

  test(`${name}: 30 MB`, async () => {
    const { stdout, stderr, end } = await generated(large());
    assert.equal([stderr, end], ['', 0]);
    assert.ok(stdout.length > 30e6);
    assert.is(sizes(stdout).length, 3000);
  });

  test(`${name}: a deadline`, async () => {
    const started = Date.now();
    const { stdout, end } = await generated({ ...numerous(), deadline: 1500 });
    assert.is(stdout, '');
    assert.ok(end !== 0, `ended with ${end}`);
    assert.ok(Date.now() - started < 20_000);
  });
});

test('the sidecar patch fits a repo-server, and the Applications name the plugin', () => {
  const { stdout, stderr, status } = run('examples/argocd/sidecar', kustomize(), ['build', '.']);
  assert.equal([stderr, status], ['', 0]);
  const [, server] = stdout.split('---\n');
  assert.match(server ?? '', 'name: inject-shm\n');
  assert.match(server ?? '', 'name: argocd-repo-server\n');
  const { name } = plugin.metadata;
  ['application.yaml', 'application-hydrated.yaml'].forEach((file) =>
    assert.match(
      readFileSync(join('examples/argocd', file), 'utf8'),
      new RegExp(`plugin:\\n +name: ${name}\\n`),
    ),
  );
});

test.run();
