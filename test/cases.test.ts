import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { inject } from '../src/inject.ts';
import type { Result } from '../src/result.ts';
import type { Flags } from './fixture.ts';
import { skip, spec } from './spec.ts';
import { plainEnv as env, type Workbench, workbench } from './workbench.ts';

const CASES = '../shared/cases';
const test = spec('cases');

const read = (file: string): string =>
  existsSync(CASES) ? readFileSync(join(CASES, file), 'utf8') : skip(`there is no ${CASES}`);

/** The size or the limit that is written or advised. */
const amountOf = ({ field }: Result): string => {
  const proposed = field?.proposedValue;
  const volume = proposed as { readonly emptyDir?: { readonly sizeLimit?: string } } | undefined;
  return typeof proposed === 'string' ? proposed : (volume?.emptyDir?.sizeLimit ?? '');
};

const told = ({ results }: ReturnType<typeof inject>): readonly string[] =>
  results
    .filter(({ resourceRef }) => resourceRef !== undefined)
    .map((each) => `${each.resourceRef?.name}: ${each.tags.code} ${amountOf(each)}`.trim());

const given = (memory: string): Flags => ({ 'default-memory-limit': memory });

/** `[file, flags, what check says of it]` */
// oxfmt-ignore
const rows: readonly (readonly [string, Flags, readonly string[]])[] = [
  ['01-kustomize-patch', given('1Gi'), ['db: partial-object']],
  ['02-kustomize-patch-directive', {}, ['d: partial-object']],
  ['03-default-limit-not-needed', given('256Mi'), ['d: would-change 4Gi', 'd: no-memory-limit']],
  ['04-pod-level-request', given('4Gi'), ['d: limit-refused']],
  ['05-dra-gpu', given('1Gi'), ['d: accelerator-limit']],
  ['06-limitrange-min', given('256Mi'), ['d: would-change 256Mi', 'd: would-change 512Mi', 'd: limit-clamped']],
  ['07-cloud-run', {}, ['web: cloud-run']],
  ['08-job-silent', {}, ['migrate: would-change 512Mi', 'migrate: immutable-template']],
  ['09-basis-from-sidecar', { 'missing-limit': 'request' }, ['d: would-change 32Gi', 'd: oom-risk']],
  ['09-basis-from-sidecar', { 'missing-limit': 'error' }, ['d: no-memory-limit']],
  ['12-lock-bypass', { 'locked-annotations': '*', severity: 'unbounded=error' }, ['d: unbounded']],
  ['13-uncovered-silent', {}, ['train: would-change 8Gi', 'e2e: ask-for-kind', 'llm: uncovered-kind', 'ray: ask-for-kind']],
  ['14-appwrapper-ray', { kinds: '*,RayCluster' }, ['aw: would-change 4Gi', 'aw: immutable-template']],
  ['14-appwrapper-ray', {}, ['aw: ask-for-kind']],
  ['15-renamed-container-limit', given('4Gi'), ['d: released']],
  ['15-renamed-container-limit', { mode: 'remove' }, ['d: taken-back', 'd: released']],
  ['16-crio-v2-annotation', {}, ['d: crio-shm-size']],
  ['17-windows', {}, ['win-affinity: windows', 'win-beta: windows', 'win-hostprocess: windows']],
  ['18-hugepages-medium', {}, ['d: huge-pages']],
  ['19-no-oom-risk-at-99-percent', { 'min-size': '1023Mi' }, ['p: would-change 1023Mi', 'p: oom-risk', 'p: immutable-template']],
  ['19-no-oom-risk-at-99-percent', { ratio: '0.99' }, ['p: would-change 1013Mi', 'p: oom-risk', 'p: immutable-template']],
  ['20-quantity-blank', {}, ['p: would-change 512Mi', 'p: immutable-template']],
  ['22-cronjob-jobtemplate-annotation', {}, []],
  ['23-keda-arc', {}, ['selenium-node-chrome: would-change 1Gi', 'e2e: would-change 4Gi']],
  ['gpu-advice', given('1Gi'), ['vllm: accelerator-limit']],
  ['gpu-advice', {}, ['vllm: needs-shm']],
  ['gpu-advice', { 'fallback-size': '1Gi' }, ['vllm: would-change 1Gi']],
  ['gpu-zero', given('1Gi'), ['triton: would-change 512Mi', 'triton: would-change 1Gi']],
  ['other-resource', given('1Gi'), ['builder: would-change 512Mi', 'builder: would-change 1Gi']],
  ['katib-embedded', {}, ['tune: would-change 4Gi', 'tune: would-change 8Gi', 'tune: immutable-template']],
  ['keda-scaledjob', {}, ['browser-node: would-change 1Gi']],
  ['no-image', {}, ['browsers: would-change 4Gi', 'train-: would-change 4Gi', 'm: ask-for-kind', 'e2e: ask-for-kind', 'tj: uncovered-kind', 'i: uncovered-kind', 'k: uncovered-kind', 'd: ask-for-kind']],
  ['openshift-template', {}, ['notebook: no-memory-limit']],
  ['openshift-template', { 'fallback-size': '1Gi' }, ['notebook: would-change 1Gi']],
  ['opt-in-silent', {}, ['ray: ask-for-kind', 'es: ask-for-kind']],
  ['quoted-shallow', {}, ['web: would-change 512Mi', 'other: would-change 512Mi']],
  ['sizelimit-not-a-page', {}, ['db: unaligned-size 953Mi']],
  ['uncovered-alternatives', {}, ['one: would-change 1Gi', 'two: would-change 32Gi']],
  ['uncovered-first-path-only', {}, ['llm: would-change 16Gi', 'llm: would-change 32Gi']],
  ['uncovered-misleading', {}, []],
  ['kpt-alias-leak/job', {}, ['cleanup: would-change 256Mi', 'cleanup: immutable-template']],
];

rows.forEach(([file, flags, expected]) =>
  test(`${file} ${Object.entries(flags).flat().join(' ')}`, () =>
    assert.equal(
      told(inject(read(`${file}.yaml`), { flags: { mode: 'check', ...flags } })),
      expected,
    )),
);

test('a ratio of .5 in a functionConfig', () => {
  const functionConfig: unknown = parse(read('21-ratio-dot-five-fnconfig.yaml'));
  assert.is(inject(read('20-quantity-blank.yaml'), { functionConfig }).exitCode, 0);
});

test('an alias that is expanded leaves behind what the orchestrator adds', () => {
  const job = read('kpt-alias-leak/job.yaml').replace(
    '    team: web\n',
    "    team: web\n    config.kubernetes.io/index: '0'\n    internal.config.kubernetes.io/path: job.yaml\n    config.k8s.io/id: '1'\n",
  );
  assert.match(inject(job).stdout, '\n      annotations: {team: web}\n');
});

const made: { bench?: Workbench; count: number } = { count: 0 };

const bench = (): Workbench => (made.bench ??= workbench());

test.after(() => made.bench?.remove());

const place = (files: Readonly<Record<string, string>>): string => {
  const folder = join(bench().folder, `case-${made.count++}`);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
};

const filesIn = (folder: string): Readonly<Record<string, string>> => {
  if (!existsSync(CASES)) return skip(`there is no ${CASES}`);
  const all = readdirSync(join(CASES, folder), { recursive: true, encoding: 'utf8' });
  const files = all.filter((path) => path.endsWith('.yaml'));
  return Object.fromEntries(files.map((path) => [path, read(join(folder, path))]));
};

/** `[name, files, arguments, the files that change, what is said]` */
const folders: readonly (readonly [
  string,
  () => Readonly<Record<string, string>>,
  readonly string[],
  readonly string[],
  RegExp,
])[] = [
  [
    'a folder with a patch',
    () => filesIn('kustomize-patch'),
    ['--write', '--default-memory-limit', '1Gi', '.'],
    [],
    /overlay\/env\.yaml/,
  ],
  [
    'a patch alone',
    () => filesIn('kustomize-patch'),
    ['--write', '--default-memory-limit', '1Gi', 'overlay/env.yaml'],
    [],
    /overlay\/env\.yaml/,
  ],
  [
    'a LimitRange of another overlay',
    () => filesIn('kustomize-limitrange'),
    ['--write', '.'],
    [],
    /user\.yaml is left: it is a patch[^]*web\.yaml is left: overlays\/prod\/kustomization\.yaml changes/,
  ],
  [
    'a LimitRange of another folder',
    () => filesIn('10-limitrange-tree'),
    ['--write', '.'],
    [],
    /team-a\/deploy\.yaml.*no-memory-limit/,
  ],
  [
    'a base to which an overlay adds volumes',
    () => overlaid(),
    ['--write', '.'],
    [],
    /base\/d\.yaml is left: overlay\/kustomization\.yaml changes/,
  ],
];

const operation = { op: 'add', path: '/spec/template/spec/volumes', value: [] };

const overlaid = (): Readonly<Record<string, string>> => ({
  ...filesIn('kustomize-patch'),
  'overlay/kustomization.yaml': JSON.stringify({
    resources: ['../base'],
    patches: [{ target: { kind: 'Deployment' }, patch: JSON.stringify([operation]) }],
  }),
});

folders.forEach(([name, files, args, changed, says]) =>
  test(`--write: ${name}`, () => {
    const tree = files();
    const folder = place(tree);
    const { stderr, status } = spawnSync(bench().executable, args, {
      cwd: folder,
      encoding: 'utf8',
      env,
    });
    assert.is(status, 0, stderr);
    assert.match(stderr, says);
    assert.equal(
      Object.keys(tree).filter((path) => readFileSync(join(folder, path), 'utf8') !== tree[path]),
      changed,
    );
  }),
);

const generate = (folder: string, args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
  spawnSync(bench().executable, ['argocd', 'generate', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...env, ...more },
  });

test("an application does not override the operator's severity", () => {
  const folder = place({ 'd.yaml': read('11-argocd-parameter.yaml') });
  const args = ['--severity', 'unbounded=error', '--locked-annotations', 'severity,inject'];
  const parameter = [{ name: 'severity', map: { unbounded: 'ignore' } }];
  assert.is(generate(folder, args).status, 1);
  const set = { ARGOCD_APP_PARAMETERS: JSON.stringify(parameter) };
  assert.is(generate(folder, args, set).status, 3);
});

test('what an ignore file names is in what Argo CD applies', () => {
  const folder = place({
    '.krmignore': 'map.yaml\n',
    'map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kept}\n',
    'd.yaml': read('quoted-shallow.yaml'),
  });
  assert.match(generate(folder, []).stdout, 'name: kept');
});

test('every case has a test', () => {
  if (!existsSync(CASES)) return skip(`there is no ${CASES}`);
  const text = readFileSync('test/cases.test.ts', 'utf8');
  const names = readdirSync(CASES).filter((name) => name !== 'README.md');
  const untested = names.filter((name) => !text.includes(name.replace(/\.yaml$/, '')));
  assert.equal(untested, []);
});

test.run();
