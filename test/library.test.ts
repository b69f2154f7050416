import { readFileSync } from 'node:fs';
import * as E from 'fp-ts/lib/Either.js';
import * as assert from 'uvu/assert';
import { parseAllDocuments } from 'yaml';
import { decodeBoth, decodeInput, fields } from '../src/config.ts';
import type { ConfigInput } from '../src/config/input.ts';
import type { Config, FieldName } from '../src/config/types.ts';
import {
  compareReports,
  inject,
  injectFiles,
  plan,
  policy,
  report,
  type Result,
} from '../src/index.ts';
import { spec } from './spec.ts';

const test = spec('library');

/** A value for every field; one that is missing or not in the table is an error of compilation. */
const everyField: Required<ConfigInput> & Readonly<Record<FieldName, unknown>> = {
  ratio: 0.25,
  sizeFrom: 'min',
  minSize: '128Mi',
  maxSize: 17179869184,
  size: '1Gi',
  defaultMemoryLimit: 'fromSize',
  maxMemoryLimit: '64Gi',
  missingLimit: 'error',
  fallbackSize: '256Mi',
  existing: 'complete',
  initContainers: false,
  containers: ['train*'],
  excludeContainers: ['istio-proxy'],
  select: 'needed',
  needs: ['trainer*'],
  kinds: ['*', 'RayCluster'],
  excludeKinds: ['Job', 'core/Pod'],
  namespaces: ['prod-*'],
  excludeNamespaces: ['prod-db'],
  names: ['*'],
  excludeNames: ['old'],
  labelSelector: 'app=web',
  podSpecs: [{ apiGroup: 'example.com', kind: 'Fleet', path: 'spec.template.spec' }],
  severity: { 'oom-risk': 'ignore', 'no-memory-limit': 'error' },
  lockedAnnotations: ['inject'],
  volumeName: 'shm',
  mode: 'check',
};

/** The same as flags have it. */
const asText = (name: string, value: unknown): string => {
  if (name === 'podSpecs') return 'example.com/Fleet:spec.template.spec';
  if (name === 'severity') return 'oom-risk=ignore,no-memory-limit=error';
  return Array.isArray(value) ? value.join(',') : String(value);
};

test('every field of the table is in the type, in its order', () =>
  assert.equal(
    Object.keys(everyField),
    fields.map(({ name }) => name),
  ));

fields.forEach(({ name, flag }) =>
  test(`${name} is what its flag is`, () => {
    const typed = decodeInput(undefined, { [name]: everyField[name] });
    assert.ok(E.isRight(typed), E.isLeft(typed) ? typed.left[0]?.message : '');
    assert.equal(typed, decodeBoth(undefined, { [flag]: asText(name, everyField[name]) }));
  }),
);

/** The doc comments of the type, by field. */
const comments = (): ReadonlyMap<string, string> => {
  const source = readFileSync('src/config/input.ts', 'utf8').split(
    'export interface ConfigInput',
  )[1];
  const found = (source ?? '').matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\s+readonly (\w+)\?/g);
  return new Map(
    [...found].map(([, comment = '', name = '']) => [
      name,
      comment
        .replaceAll(/\n\s*\*/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    ]),
  );
};

test('the comments of the type are those of the table', () => {
  const isValue = (text: string): boolean => text !== 'none' && text !== 'by code';
  const expected = fields.map(({ name, doc, defaultText }): [string, string] => [
    name,
    isValue(defaultText) ? `${doc} Default: \`${defaultText}\`.` : doc,
  ]);
  assert.equal([...comments()], expected);
});

/** Words that are not the table's are errors of compilation. */
export const misspelt: readonly ConfigInput[] = [
  // @ts-expect-error: a field
  { maxSzie: '1Gi' },
  // @ts-expect-error: a word
  { existing: 'kept' satisfies string },
  // @ts-expect-error: a code
  { severity: { 'oom-rsik': 'error' } },
];

type Same<A, B> = [A, B] extends [B, A] ? true : false;
export const sameWords: readonly true[] = [
  true satisfies Same<NonNullable<ConfigInput['mode']>, Config['mode']>,
  true satisfies Same<NonNullable<ConfigInput['select']>, Config['select']>,
  true satisfies Same<NonNullable<ConfigInput['existing']>, Config['existing']>,
  true satisfies Same<NonNullable<ConfigInput['missingLimit']>, Config['missingLimit']>,
];

const pod = (name: string, memory?: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: {
    containers: [
      { name: 'a', image: 'a', ...(memory !== undefined && { resources: { limits: { memory } } }) },
    ],
  },
});

const text = (name: string, memory?: string): string =>
  `# ${name}\n${JSON.stringify(pod(name, memory))}\n`;

const codesOf = (results: readonly Result[]): readonly string[] =>
  results.map(({ tags }) => tags.code);

test('a text comes back with the results as data', () => {
  const { stdout, results, exitCode } = inject(text('web', '1Gi'), { config: { ratio: 0.25 } });
  assert.is(exitCode, 0);
  assert.match(stdout, /"sizeLimit":\s*"256Mi"/);
  const { facts } = results.find(({ tags }) => tags.code === 'injected') ?? {};
  assert.equal(facts, {
    code: 'injected',
    change: 'new',
    size: '256Mi',
    why: {
      start: {
        from: 'ratio',
        ratio: '0.25',
        basis: { quantity: '1Gi', origin: { from: 'container', container: 'a' }, container: 'a' },
      },
      rounded: false,
    },
    mounts: ['a'],
    adopted: undefined,
  });
  // The type knows what a code has.
  if (facts?.code === 'injected') assert.is(facts.size satisfies string, '256Mi');
});

test('results are JSON, the edits of a check inside them too', () => {
  const { results } = inject(text('web', '1Gi'), { config: { mode: 'check' } });
  const again = JSON.parse(JSON.stringify(results)) as typeof results;
  assert.ok(codesOf(again).includes('would-change'));
  const facts = again.map((each) => each.facts).find(({ code }) => code === 'would-change');
  assert.is(facts?.code === 'would-change' ? facts.edit.code : undefined, 'injected');
});

test('the data of results is not written into a ResourceList', () => {
  const list = {
    apiVersion: 'config.kubernetes.io/v1',
    kind: 'ResourceList',
    items: [pod('web', '1Gi')],
  };
  const { stdout } = inject(JSON.stringify(list));
  const { results } = JSON.parse(stdout) as { readonly results: readonly object[] };
  assert.ok(results.length > 0);
  assert.not.ok(results.some((each) => 'facts' in each || 'place' in each));
});

const wrong: readonly (readonly [string, ConfigInput, RegExp])[] = [
  ['a value', { ratio: 1.5 }, /`config\.ratio` must be in \(0, 1\], got 1\.5/],
  ['a Quantity', { maxSize: '16GB' }, /`config\.maxSize` .*16GB/],
  [
    'a field',
    { maxSzie: '1Gi' } as ConfigInput,
    /unknown field `config\.maxSzie` \(did you mean "config\.maxSize"\?\)/,
  ],
  ['two fields', { minSize: '2Gi', maxSize: '1Gi' }, /`config\.minSize`/],
];

wrong.forEach(([name, config, expected]) => {
  test(`${name} that is wrong is exit code 3`, () => {
    const { stdout, results, exitCode } = inject(text('web', '1Gi'), { config });
    assert.equal([stdout, exitCode, codesOf(results)], ['', 3, ['invalid-config']]);
    assert.match(results[0]?.message ?? '', expected);
  });

  test(`${name} that is wrong is a problem of a plan, a report and a policy`, () => {
    const answers = [plan([], { config }), report([], { config }), policy({ config })];
    answers.forEach((answer) => {
      assert.is(answer.ok, false);
      if (!answer.ok) assert.match(answer.problems[0]?.message ?? '', expected);
    });
  });
});

test('the config wins over the functionConfig, whose problems are told with its own', () => {
  const functionConfig = {
    apiVersion: 'inject-shm.dev/v1alpha1',
    kind: 'InjectShm',
    spec: { ratio: 0.5, maxSize: '128Mi' },
  };
  const { stdout } = inject(text('web', '1Gi'), { functionConfig, config: { maxSize: '192Mi' } });
  assert.match(stdout, /192Mi/);
  const broken = { ...functionConfig, spec: { ratio: 2 } };
  const { results } = inject(text('web'), { functionConfig: broken, config: { size: '1' } });
  assert.is(results.length, 2);
});

test('files belong together: a LimitRange counts for its folder and those below', () => {
  const range = {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'limits' },
    spec: { limits: [{ type: 'Container', default: { memory: '2Gi' } }] },
  };
  const { files, results, exitCode } = injectFiles([
    { file: 'a/limits.json', text: JSON.stringify(range) },
    { file: 'a/b/web.json', text: text('web') },
    { file: 'c/web.json', text: text('other') },
  ]);
  assert.is(exitCode, 0);
  assert.equal(
    files.map(({ file, changed }) => [file, changed]),
    [
      ['a/limits.json', false],
      ['a/b/web.json', true],
      ['c/web.json', false],
    ],
  );
  const injected = results.find(({ tags }) => tags.code === 'injected');
  assert.equal([injected?.file?.path, injected?.place?.line], ['a/b/web.json', 2]);
  assert.is(results.find(({ tags }) => tags.code === 'no-memory-limit')?.file?.path, 'c/web.json');
});

test('a file that cannot be read is a problem with its place, and nothing is done', () => {
  const { files, problems, exitCode } = injectFiles([
    { file: 'web.json', text: text('web', '1Gi') },
    { file: 'broken.yaml', text: 'a: 1\nb: [\n' },
  ]);
  assert.equal([files, exitCode], [[], 2]);
  assert.equal(
    problems.map(({ file, place }) => [file, place !== undefined]),
    [['broken.yaml', true]],
  );
});

test('no files are nothing to do', () => assert.is(injectFiles([]).exitCode, 0));

test('objects are planned and left as they are', () => {
  const objects = [pod('web', '1Gi'), { apiVersion: 'v1', kind: 'Service' }, pod('tiny', '64Mi')];
  const before = structuredClone(objects);
  const answer = plan(objects, { config: { ratio: 0.5 } });
  assert.ok(answer.ok);
  if (!answer.ok) return;
  assert.equal(objects, before);
  const [web, tiny] = answer.plans;
  assert.equal(
    answer.plans.map(({ object, changed, live }) => [
      objects.indexOf(object as never),
      changed,
      live,
    ]),
    [
      [0, true, 'immutable'],
      [2, false, undefined],
    ],
  );
  assert.is(answer.objects[0], web?.wanted);
  assert.is(answer.objects[1], objects[1]);
  assert.is(tiny?.wanted, objects[2]);
  assert.ok(codesOf(answer.results).includes('summary'));
  assert.is(web?.results[0]?.facts.code, 'injected');
});

test('a check plans, and leaves the objects', () => {
  const objects = [pod('web', '1Gi')];
  const answer = plan(objects, { config: { mode: 'check' } });
  assert.ok(answer.ok && answer.plans[0]?.changed === true && answer.objects[0] === objects[0]);
});

test('a report has a row for each pod', () => {
  const answer = report([{ file: 'a.json', text: text('web', '1Gi') }]);
  assert.ok(answer.ok);
  if (!answer.ok) return;
  const [row] = answer.report.pods;
  assert.equal(
    [row?.workload.name, row?.risk, row?.shm.after.state, row?.file],
    ['web', 'ok', 'memory', 'a.json'],
  );
});

test('a report has what kubelets measured, or says which file is none of theirs', () => {
  const files = [{ file: 'a.json', text: text('web', '1Gi') }];
  const answer = report(files, {
    stats: [{ file: 'n.json', text: '{"node": {"nodeName": "n"}, "pods": []}' }],
  });
  assert.ok(answer.ok);
  const broken = report(files, { stats: [{ file: 'node.json', text: 'no' }] });
  assert.ok(!broken.ok);
  const [problem] = broken.ok ? [] : broken.problems;
  assert.is(problem?.file, 'node.json');
  assert.match(problem?.message ?? '', /^node\.json /);
});

test('two reports are compared', () => {
  const [before, after] = ['1Gi', '2Gi'].map((memory) =>
    report([{ file: 'a.json', text: text('web', memory) }]),
  );
  if (before?.ok !== true || after?.ok !== true) throw new Error('no reports');
  const { changed, difference } = compareReports(before.report, after.report);
  assert.equal([changed.length, difference.limits], [1, 2 ** 30]);
});

test('a report on a text that cannot be read is a problem', () => {
  const answer = report([{ file: 'a.yaml', text: 'a: [\n' }]);
  assert.is(!answer.ok && answer.problems[0]?.file, 'a.yaml');
});

test('a policy is YAML, and what it cannot express a problem', () => {
  const answer = policy({ config: { ratio: 0.5 }, name: 'shm', namespaces: 'all' });
  assert.ok(answer.ok);
  if (answer.ok)
    assert.equal(
      parseAllDocuments(answer.yaml).map((each) => each.getIn(['metadata', 'name'])),
      ['shm', 'shm'],
    );
  const refused = policy({ config: { existing: 'enforce' } });
  assert.is(!refused.ok && refused.problems[0]?.field, 'existing');
});

test.run();
