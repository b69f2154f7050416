// The law that ties files and builds: where the files alone decide, injecting into them and building gives the pods that
// building and injecting gives; where an overlay decides, the build is what it was.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseAllDocuments } from 'yaml';
import { layoutOf } from '../src/files/layout.ts';
import { inject } from '../src/inject.ts';
import { skip, spec } from './spec.ts';

const test = spec('builds');

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'inject-shm-builds-'));

test.after(() => rmSync(folder, { recursive: true }));

/** BUILDS_CASES=1000 for a long run, with BUILDS_SEED=random for others than usual. */
const seed =
  process.env['BUILDS_SEED'] === 'random'
    ? Date.now() & 0x7fffffff
    : Number(process.env['BUILDS_SEED'] ?? 20240229);
const numRuns = Number(process.env['BUILDS_CASES'] ?? 12);

const names = ['web', 'db'] as const;

const workload = (name: string, memory: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers:
        - name: main
          image: ${name}:1
          resources: {limits: {memory: ${memory}}}
`;

type Tree = Readonly<Record<string, string>>;

/** A part of an overlay, with the files that it needs. */
interface Feature {
  readonly field: string;
  readonly entry: string;
  readonly files?: Tree;
  /** Whose pods it changes in a way that a size may depend on. */
  readonly decides: readonly string[];
}

const merge = (name: string, podSpec: string): string =>
  `{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "${name}"}, "spec": {"template": {"spec": ${podSpec}}}}`;

const limited = (memory: string): string =>
  `{"containers": [{"name": "main", "resources": {"limits": {"memory": "${memory}"}}}]}`;

const features = (name: string): readonly Feature[] => [
  { field: 'namePrefix', entry: 'prod-', decides: [] },
  { field: 'nameSuffix', entry: '-x', decides: [] },
  { field: 'namespace', entry: 'prod', decides: [] },
  { field: 'images', entry: `{name: ${name}, newTag: "2"}`, decides: [] },
  { field: 'replicas', entry: `{name: ${name}, count: 3}`, decides: [] },
  { field: 'labels', entry: '{pairs: {a: b}, includeTemplates: true}', decides: [] },
  {
    field: 'patches',
    entry: `{patch: '${merge(name, '{"nodeSelector": {"a": "b"}}')}'}`,
    decides: [],
  },
  { field: 'patches', entry: `{patch: '${merge(name, limited('8Gi'))}'}`, decides: [name] },
  {
    field: 'patches',
    entry: `{path: ${name}.yaml}`,
    files: { [`prod/${name}.yaml`]: merge(name, '{"volumes": [{"name": "a", "emptyDir": {}}]}') },
    decides: [name],
  },
  {
    field: 'patches',
    entry: `{target: {kind: Deployment, name: ${name}}, patch: '[{"op": "add", "path": "/spec/template/spec/volumes", "value": [{"name": "a", "emptyDir": {}}]}]'}`,
    decides: [name],
  },
  {
    field: 'patches',
    entry: `{target: {kind: Deploy.*}, patch: '[{"op": "replace", "path": "/spec/template/spec/containers/0/resources/limits/memory", "value": "4Gi"}]'}`,
    decides: names,
  },
  {
    field: 'components',
    entry: `../component-${name}`,
    files: {
      [`component-${name}/kustomization.yaml`]: `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches: [{patch: '${merge(name, limited('16Gi'))}'}]`,
    },
    decides: [name],
  },
  {
    field: 'replacements',
    entry: `{source: {kind: Deployment, name: ${name}, fieldPath: metadata.name}, targets: [{select: {kind: Deployment, name: ${name}}, fieldPaths: ["metadata.labels.of"], options: {create: true}}]}`,
    decides: [],
  },
];

const scalars = new Set(['namePrefix', 'nameSuffix', 'namespace']);

const kustomization = (resources: readonly string[], chosen: readonly Feature[]): string => {
  const fields = [...new Set(chosen.map(({ field }) => field))].map((field) => {
    const entries = [
      ...new Set(chosen.filter((each) => each.field === field).map(({ entry }) => entry)),
    ];
    return scalars.has(field)
      ? `${field}: ${entries[0]}`
      : `${field}:\n${entries.map((entry) => `- ${entry}\n`).join('')}`;
  });
  return [`resources: [${resources.join(', ')}]`, ...fields].join('\n');
};

interface Case {
  readonly tree: Tree;
  /** The files that an overlay decides about. */
  readonly decided: ReadonlySet<string>;
}

const feature = fc.constantFrom(...names).chain((name) => fc.constantFrom(...features(name)));

const arbitrary: fc.Arbitrary<Case> = fc
  .tuple(
    fc.array(fc.constantFrom('512Mi', '1Gi', '3Gi'), { minLength: 2, maxLength: 2 }),
    fc.array(feature, { maxLength: 3 }),
    fc.array(feature, { maxLength: 1 }),
  )
  .map(([memory, prod, top]) => {
    const moved = top.map((each) => ({
      ...each,
      // A path of the overlay below, from the one above it.
      entry: each.entry.replace('path: ', 'path: ../prod/'),
    }));
    const inline = moved.filter(
      ({ files, field }) => files === undefined || field === 'components',
    );
    const all = [...prod, ...inline];
    const tree: Tree = {
      'base/kustomization.yaml': kustomization(
        names.map((name) => `${name}.yaml`),
        [],
      ),
      ...Object.fromEntries(
        names.map((name, at) => [`base/${name}.yaml`, workload(name, memory[at] ?? '1Gi')]),
      ),
      'prod/kustomization.yaml': kustomization(['../base'], prod),
      'top/kustomization.yaml': kustomization(['../prod'], inline),
      ...Object.assign({}, ...all.map(({ files }) => files ?? {})),
    };
    return { tree, decided: new Set(all.flatMap(({ decides }) => decides)) };
  });

const write = (tree: Tree, at: string): string => {
  const place = join(folder, at);
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    writeFileSync(join(place, path), text);
  }
  return place;
};

/** What kustomize makes; undefined where it refuses, as it does where names no longer fit. */
const build = (root: string): string | undefined => {
  const { stdout, status, error } = spawnSync('kubectl', ['kustomize', root], { encoding: 'utf8' });
  if (error !== undefined) skip('kubectl is missing');
  return status === 0 ? stdout : undefined;
};

/** The pods of a stream, by the name that their workload had at first. */
const podsIn = (stream: string): ReadonlyMap<string, unknown> =>
  new Map(
    parseAllDocuments(stream).map((document) => {
      const { metadata, spec: of } = document.toJS() as {
        metadata: { name: string };
        spec: { template: { spec: unknown } };
      };
      return [names.find((name) => metadata.name.includes(name)) ?? '', of.template.spec];
    }),
  );

const cases = fc.sample(arbitrary, { seed, numRuns });

const tally = { written: 0, left: 0, built: 0 };

cases.forEach(({ tree, decided }, at) =>
  test(`case ${at} of seed ${seed}`, () => {
    const place = write(tree, String(at));
    const files = names.map((name) => [name, join(place, 'base', `${name}.yaml`)] as const);
    const { standingOf, overlayOn } = layoutOf(
      files.map(([, file]) => file),
      () => place,
    );
    const written = files.filter(([name, file]) => {
      const text = tree[`base/${name}.yaml`] ?? '';
      return standingOf(file).type === 'manifest' && overlayOn(file, text) === undefined;
    });
    const untouched = new Set(written.map(([name]) => name));
    decided.forEach((name) => assert.not.ok(untouched.has(name as 'web'), `${name} is decided`));
    const before = ['prod', 'top'].map((root) => build(join(place, root)));
    for (const [name, file] of written)
      writeFileSync(file, inject(tree[`base/${name}.yaml`] ?? '').stdout);
    ['prod', 'top'].forEach((root, which) => {
      const old = before[which];
      if (old === undefined) return;
      tally.built++;
      const now = podsIn(build(join(place, root)) ?? '');
      const [wanted, was] = [podsIn(inject(old).stdout), podsIn(old)];
      names.forEach((name) =>
        assert.equal(
          now.get(name),
          (untouched.has(name) ? wanted : was).get(name),
          `${root} ${name}`,
        ),
      );
    });
    tally.written += written.length;
    tally.left += names.length - written.length;
  }),
);

test('files are written and left, and most cases are built', () => {
  assert.ok(Math.min(tally.written, tally.left) >= numRuns / 4, JSON.stringify(tally));
  assert.ok(tally.built >= numRuns, JSON.stringify(tally));
});

test.run();
