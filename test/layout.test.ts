import * as assert from 'uvu/assert';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { layoutOf } from '../src/files/layout.ts';
import { spec } from './spec.ts';

const test = spec('layout');

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'inject-shm-layout-'));

test.after(() => rmSync(folder, { recursive: true }));

const object = (kind: string, name: string): string =>
  `apiVersion: apps/v1\nkind: ${kind}\nmetadata: {name: ${name}}\nspec: {template: {spec: {containers: []}}}\n`;

const web = object('Deployment', 'web');

type Tree = Readonly<Record<string, string>>;

const base: Tree = { 'base/kustomization.yaml': 'resources: [web.yaml]', 'base/web.yaml': web };

/** The base with an overlay. */
const overlay = (kustomization: string, more: Tree = {}): Tree => ({
  ...base,
  'prod/kustomization.yaml': `resources: [../base]\n${kustomization}`,
  ...more,
});

/** A patch of the Deployment's pods. */
const patch = (podSpec: string, name = 'web', kind = 'Deployment'): string =>
  `kind: ${kind}\nmetadata: {name: ${name}}\nspec: {template: {spec: ${podSpec}}}`;

const merge = (podSpec: string, name?: string, kind?: string): Tree =>
  overlay('patches: [{path: p.yaml}]', { 'prod/p.yaml': patch(podSpec, name, kind) });

const operations = (text: string, target = '{kind: Deployment, name: web}'): Tree =>
  overlay(`patches: [{path: p.yaml, target: ${target}}]`, { 'prod/p.yaml': text });

const replacing = (fieldPath: string): Tree =>
  overlay(
    `replacements: [{source: {kind: Service}, targets: [{select: {kind: Deployment}, fieldPaths: [${fieldPath}]}]}]`,
  );

const transformer = (text: string): Tree =>
  overlay('transformers: [t.yaml]', { 'prod/t.yaml': text });

type Case = readonly [name: string, tree: Tree, file: string, verdict: string];

const changed = 'overlay by prod/kustomization.yaml';

const cases: readonly Case[] = [
  ['no kustomization', { 'a/b.yaml': web }, 'a/b.yaml', 'manifest'],
  ['listed', base, 'base/web.yaml', 'manifest, local-config'],
  [
    'an overlay that changes nothing of it',
    overlay(
      'namePrefix: prod-\nimages: [{name: a, newTag: b}]\nreplicas: [{name: web, count: 3}]\nlabels: [{pairs: {a: b}}]',
    ),
    'base/web.yaml',
    'manifest, local-config',
  ],
  ['a kustomization', base, 'base/kustomization.yaml', 'description'],
  [
    'not listed',
    { ...base, 'base/old.yaml': web },
    'base/old.yaml',
    'unlisted by base/kustomization.yaml',
  ],
  [
    'not listed, in a folder below',
    { ...base, 'base/x/old.yaml': web },
    'base/x/old.yaml',
    'manifest',
  ],
  [
    'listed from above',
    { 'kustomization.yml': 'resources: [x/web.yaml]', 'x/web.yaml': web },
    'x/web.yaml',
    'manifest, local-config',
  ],
  [
    'a kustomization without an extension',
    { Kustomization: 'resources: [web.yaml]', 'web.yaml': web, 'b.yaml': web },
    'b.yaml',
    'unlisted by Kustomization',
  ],
  [
    'a patch',
    merge('{containers: [{name: web}]}'),
    'prod/p.yaml',
    'patch of prod/kustomization.yaml',
  ],
  [
    'a merge patch',
    overlay('patchesStrategicMerge: [p.yaml]', { 'prod/p.yaml': web }),
    'prod/p.yaml',
    'patch of prod/kustomization.yaml',
  ],
  [
    'a patch in JSON',
    overlay('patchesJson6902: [{path: p.json, target: {kind: X}}]', { 'prod/p.json': '[]' }),
    'prod/p.json',
    'patch of prod/kustomization.yaml',
  ],
  [
    'a resource here, a patch there',
    { ...overlay('patches: [{path: ../base/web.yaml}]') },
    'base/web.yaml',
    'patch of prod/kustomization.yaml',
  ],
  [
    'a generator',
    overlay('generators: [g.yaml]', { 'prod/g.yaml': web }),
    'prod/g.yaml',
    'generator of prod/kustomization.yaml',
  ],
  [
    'a transformer',
    transformer('kind: X'),
    'prod/t.yaml',
    'transformer of prod/kustomization.yaml',
  ],
  [
    'a folder of transformers',
    overlay('transformers: [t]', {
      'prod/t/kustomization.yaml': 'resources: [x.yaml]',
      'prod/t/x.yaml': web,
    }),
    'prod/t/x.yaml',
    'transformer of prod/kustomization.yaml',
  ],
  [
    'a validator',
    overlay('validators: [v.yaml]', { 'prod/v.yaml': web }),
    'prod/v.yaml',
    'validator of prod/kustomization.yaml',
  ],
  [
    'replacements',
    overlay('replacements: [{path: r.yaml}]', { 'prod/r.yaml': '[]' }),
    'prod/r.yaml',
    'replacement of prod/kustomization.yaml',
  ],
  [
    'a configuration',
    overlay('configurations: [c.yaml]', { 'prod/c.yaml': '' }),
    'prod/c.yaml',
    'configuration of prod/kustomization.yaml',
  ],
  [
    'a schema',
    overlay('openapi: {path: s.json}', { 'prod/s.json': '{}' }),
    'prod/s.json',
    'configuration of prod/kustomization.yaml',
  ],
  [
    'CRDs',
    overlay('crds: [c.yaml]', { 'prod/c.yaml': '' }),
    'prod/c.yaml',
    'configuration of prod/kustomization.yaml',
  ],
  [
    'what a ConfigMap is made of',
    overlay('configMapGenerator: [{name: a, files: [app.yaml=pod.yaml]}]', {
      'prod/pod.yaml': web,
    }),
    'prod/pod.yaml',
    'input of a generator of prod/kustomization.yaml',
  ],
  [
    'what a Secret is made of',
    overlay('secretGenerator: [{name: a, files: [pod.yaml]}]', { 'prod/pod.yaml': web }),
    'prod/pod.yaml',
    'input of a generator of prod/kustomization.yaml',
  ],
  [
    'values of a chart that is inflated',
    overlay('helmCharts: [{name: a, valuesFile: v.yaml}]', { 'prod/v.yaml': 'a: b' }),
    'prod/v.yaml',
    'input of a generator of prod/kustomization.yaml',
  ],

  ['containers', merge('{containers: [{name: web, env: []}]}'), 'base/web.yaml', changed],
  ['init containers', merge('{initContainers: []}'), 'base/web.yaml', changed],
  ['volumes', merge('{volumes: [{name: a}]}'), 'base/web.yaml', changed],
  ['a directive', merge('{$patch: replace, nodeName: a}'), 'base/web.yaml', changed],
  [
    'a pod taken away',
    overlay('patches: [{path: p.yaml}]', {
      'prod/p.yaml': 'kind: Deployment\nmetadata: {name: web}\nspec: {template: null}',
    }),
    'base/web.yaml',
    changed,
  ],
  ['a nodeSelector', merge('{nodeSelector: {a: b}}'), 'base/web.yaml', 'manifest, local-config'],
  [
    'an inline patch',
    overlay(`patches:\n- patch: |-\n    ${patch('{containers: []}').replaceAll('\n', '\n    ')}`),
    'base/web.yaml',
    changed,
  ],
  [
    'an inline merge patch',
    overlay(
      `patchesStrategicMerge:\n- |-\n  ${patch('{containers: []}').replaceAll('\n', '\n  ')}`,
    ),
    'base/web.yaml',
    changed,
  ],
  ['another workload', merge('{containers: []}', 'db'), 'base/web.yaml', 'manifest, local-config'],
  [
    'a longer name: with a prefix it may be meant',
    merge('{containers: []}', 'prod-web'),
    'base/web.yaml',
    changed,
  ],
  [
    'another kind',
    merge('{containers: []}', 'web', 'StatefulSet'),
    'base/web.yaml',
    'manifest, local-config',
  ],
  [
    'another kind in a List, which is not looked into',
    {
      ...merge('{containers: []}', 'web', 'StatefulSet'),
      'base/web.yaml': 'kind: List\nitems: [{containers: []}]',
    },
    'base/web.yaml',
    changed,
  ],
  [
    'an object without containers',
    { ...operations('[{'), 'base/web.yaml': object('A', 'web').replace('containers', 'a') },
    'base/web.yaml',
    'manifest, local-config',
  ],
  [
    'a target with a pattern',
    operations('[{op: add, path: /spec/template/spec/volumes/-, value: {}}]', '{kind: Deploy.*}'),
    'base/web.yaml',
    changed,
  ],
  [
    'any target',
    overlay('patches: [{path: p.yaml, target: {labelSelector: a=b}}]', {
      'prod/p.yaml': patch('{containers: []}', 'other', 'Other'),
    }),
    'base/web.yaml',
    changed,
  ],
  [
    'operations on volumes',
    operations('[{op: add, path: /spec/template/spec/volumes, value: []}]'),
    'base/web.yaml',
    changed,
  ],
  [
    'operations on a limit',
    operations(
      '[{op: replace, path: /spec/template/spec/containers/0/resources/limits/memory, value: 1Gi}]',
    ),
    'base/web.yaml',
    changed,
  ],
  [
    'operations on the whole',
    operations('[{op: replace, path: /spec/template, value: {}}]'),
    'base/web.yaml',
    changed,
  ],
  [
    'operations from a container',
    operations(
      '[{op: copy, from: /spec/template/spec/containers/0/name, path: /metadata/labels/a}]',
    ),
    'base/web.yaml',
    changed,
  ],
  [
    'operations elsewhere',
    operations('[{op: replace, path: /spec/replicas, value: 3}]'),
    'base/web.yaml',
    'manifest, local-config',
  ],
  [
    'operations on another kind',
    operations('[{op: add, path: /rules/0/resources, value: []}]', '{kind: Role}'),
    'base/web.yaml',
    'manifest, local-config',
  ],
  [
    'a patch that renames, and one of the new name',
    overlay('patches: [{path: p.yaml, target: {kind: Deployment, name: web}}, {path: q.yaml}]', {
      'prod/p.yaml': '[{op: replace, path: /metadata/name, value: api}]',
      'prod/q.yaml': patch('{containers: []}', 'api'),
    }),
    'base/web.yaml',
    changed,
  ],
  ['a patch that is missing', overlay('patches: [{path: gone.yaml}]'), 'base/web.yaml', changed],
  ['a patch that is broken', operations('[{'), 'base/web.yaml', changed],
  [
    'a replacement in containers',
    replacing('"spec.template.spec.containers.[name=web].image"'),
    'base/web.yaml',
    changed,
  ],
  [
    'a replacement elsewhere',
    replacing('metadata.annotations.host'),
    'base/web.yaml',
    'manifest, local-config',
  ],
  [
    'a replacement from a file',
    overlay('replacements: [{path: r.yaml}]', {
      'prod/r.yaml':
        '- source: {kind: A}\n  targets: [{select: {kind: Deployment}, fieldPaths: [spec.template.spec.volumes.0.name]}]',
    }),
    'base/web.yaml',
    changed,
  ],
  [
    'a replacement that is missing',
    overlay('replacements: [{path: r.yaml}]'),
    'base/web.yaml',
    changed,
  ],
  [
    "kustomize's own transformer of labels",
    transformer('apiVersion: builtin\nkind: LabelTransformer\nmetadata: {name: a}'),
    'base/web.yaml',
    'manifest, local-config',
  ],
  [
    "kustomize's own patch",
    transformer(
      `apiVersion: builtin\nkind: PatchTransformer\npatch: '[{"op": "remove", "path": "/spec/template/spec/volumes"}]'\ntarget: {kind: Deployment}`,
    ),
    'base/web.yaml',
    changed,
  ],
  [
    'a function',
    transformer('apiVersion: inject-shm.dev/v1alpha1\nkind: InjectShm'),
    'base/web.yaml',
    changed,
  ],
  [
    'a folder of transformers, which may do anything',
    overlay('transformers: [t]', {
      'prod/t/kustomization.yaml': 'resources: [x.yaml]',
      'prod/t/x.yaml': 'apiVersion: builtin\nkind: LabelTransformer',
    }),
    'base/web.yaml',
    changed,
  ],

  [
    'two overlays up',
    {
      ...overlay(''),
      'top/kustomization.yaml': 'bases: [../prod]\npatches: [{path: p.yaml}]',
      'top/p.yaml': patch('{containers: []}'),
    },
    'base/web.yaml',
    'overlay by top/kustomization.yaml',
  ],
  [
    "a neighbour's patch does not reach it",
    {
      ...overlay(''),
      'other/kustomization.yaml': 'resources: [o.yaml]\npatches: [{path: p.yaml}]',
      'other/o.yaml': web,
      'other/p.yaml': patch('{containers: []}'),
    },
    'base/web.yaml',
    'manifest, local-config',
  ],
  [
    "a component's patch",
    overlay('components: [../shm]', {
      'shm/kustomization.yaml': 'kind: Component\npatches: [{path: p.yaml}]',
      'shm/p.yaml': patch('{volumes: []}'),
    }),
    'base/web.yaml',
    changed,
  ],
  [
    "the patch of a component's component",
    overlay('components: [../c]', {
      'c/kustomization.yaml': 'kind: Component\ncomponents: [../shm]',
      'shm/kustomization.yaml': 'kind: Component\npatches: [{path: p.yaml}]',
      'shm/p.yaml': patch('{volumes: []}'),
    }),
    'base/web.yaml',
    changed,
  ],
  [
    "a component's resource, and who uses it",
    overlay('components: [../c]\npatches: [{path: p.yaml}]', {
      'c/kustomization.yaml': 'kind: Component\nresources: [web.yaml]',
      'c/web.yaml': web,
      'prod/p.yaml': patch('{volumes: []}'),
    }),
    'c/web.yaml',
    changed,
  ],
  [
    'a component that is somewhere else',
    overlay('components: ["https://example.com/x?ref=v1"]'),
    'base/web.yaml',
    changed,
  ],
  [
    'a circle of bases',
    {
      'a/kustomization.yaml': 'resources: [../b, web.yaml]',
      'a/web.yaml': web,
      'b/kustomization.yaml': 'resources: [../a]',
    },
    'a/web.yaml',
    'manifest, local-config',
  ],

  [
    'a broken kustomization',
    { ...base, 'base/kustomization.yaml': 'resources: [' },
    'base/web.yaml',
    'broken by base/kustomization.yaml',
  ],
  [
    'below a broken kustomization',
    { 'kustomization.yaml': 'resources: {}', 'a/b/web.yaml': web },
    'a/b/web.yaml',
    'broken by kustomization.yaml',
  ],
  [
    'beside a broken kustomization',
    { ...base, 'other/kustomization.yaml': '- a' },
    'base/web.yaml',
    'manifest, local-config',
  ],
  [
    'an empty kustomization',
    { 'kustomization.yaml': '', 'web.yaml': web },
    'web.yaml',
    'unlisted by kustomization.yaml',
  ],

  [
    'a template',
    { 'chart/Chart.yaml': '', 'chart/templates/a/web.yaml': '{{' },
    'chart/templates/a/web.yaml',
    'template by chart',
  ],
  [
    'a chart in a chart',
    { 'chart/Chart.yaml': '', 'chart/charts/db/Chart.yaml': '', 'chart/charts/db/values.yaml': '' },
    'chart/charts/db/values.yaml',
    'template by chart',
  ],
  [
    "a chart's CRDs are applied as they are",
    { 'chart/Chart.yaml': '', 'chart/crds/a.yaml': web },
    'chart/crds/a.yaml',
    'manifest',
  ],
  [
    "a chart's values",
    { 'chart/Chart.yaml': '', 'chart/values-prod.yaml': web },
    'chart/values-prod.yaml',
    'description',
  ],
  ['templates without a chart', { 'templates/web.yaml': web }, 'templates/web.yaml', 'manifest'],
  ['values without a chart', { 'values.yaml': web }, 'values.yaml', 'manifest'],
  ['below a Kptfile', { Kptfile: '', 'a/web.yaml': web }, 'a/web.yaml', 'manifest, local-config'],
];

const write = (tree: Tree, at: string): string => {
  const top = join(folder, at);
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), text);
  }
  return top;
};

/** What the layout of a tree says of a file that is the only argument in it. */
const verdictOf = (tree: Tree, file: string, at: string): string => {
  const top = write(tree, at);
  const real = join(top, file);
  const { standingOf, overlayOn } = layoutOf([real], () => top);
  const standing = standingOf(real);
  const path = (by: string): string => by.slice(top.length + 1);
  if (standing.type === 'description') return 'description';
  const left = standing.type === 'left' ? standing.left : overlayOn(real, tree[file] ?? '');
  if (left?.because === 'part') return `${left.role} of ${path(left.by)}`;
  if (left !== undefined && 'by' in left) return `${left.because} by ${path(left.by)}`;
  return standing.type === 'manifest' && standing.honoursLocalConfig
    ? 'manifest, local-config'
    : 'manifest';
};

cases.forEach(([name, tree, file, verdict], at) =>
  test(`${file}: ${name}`, () => assert.is(verdictOf(tree, file, String(at)), verdict)),
);

test('a kustomization that cannot be read is told where it is, without its text', () => {
  const top = write(
    {
      'kustomization.yaml': 'a: b\nsecret: [',
      'web.yaml': web,
      'x/Chart.yaml': '',
      'x/templates/kustomization.yaml': '{{',
    },
    'told',
  );
  const files = [join(top, 'web.yaml'), join(top, 'kustomization.yaml')];
  const { problems } = layoutOf(files, () => top);
  assert.is(problems.length, 1);
  assert.match(problems[0]?.path ?? '', /kustomization\.yaml$/);
  assert.match(
    problems[0]?.message ?? '',
    /^cannot be read, and nothing below it is changed: line 2, column 1\d: /,
  );
  assert.not.match(problems[0]?.message ?? '', 'secret');
});

test("what is broken among a chart's templates is no problem", () => {
  const top = write(
    { 'x/Chart.yaml': '', 'x/templates/kustomization.yaml': '{{', 'x/templates/a.yaml': '' },
    'chart',
  );
  const { problems } = layoutOf([join(top, 'x/templates/a.yaml')], () => top);
  assert.equal(problems, []);
});

test.run();
