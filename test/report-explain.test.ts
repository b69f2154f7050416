import * as assert from 'uvu/assert';
import { toReport } from '../src/report.ts';
import { type ExplainFacts, explain, explainText } from '../src/report/explain.ts';
import type { PodFacts } from '../src/report/facts.ts';
import { isExpected } from './report/expected.ts';
import {
  container,
  half,
  memory,
  plain,
  pod,
  q,
  runtime,
  twelve,
  unbounded,
  vllm,
} from './report/fixture.ts';
import { spec } from './spec.ts';

const test = spec('report: explain');

const usual: ExplainFacts['settings'] = [
  { field: 'ratio', value: '0.5', from: 'default' },
  { field: 'sizeFrom', value: 'max', from: 'default' },
];

const explained = (facts: PodFacts, more: Partial<ExplainFacts> = {}): ExplainFacts => {
  const [row] = toReport([facts], plain).pods;
  assert.ok(row);
  return { pod: facts, row, places: 1, needs: [], settings: usual, ...more };
};

const more: Readonly<Record<string, Partial<ExplainFacts>>> = {
  vllm: { needs: ['the image "vllm-openai"'] },
  shop: {
    settings: [
      { field: 'ratio', value: '0.5', from: 'file', name: 'web/.inject-shm.yaml' },
      { field: 'sizeFrom', value: 'max', from: 'default' },
      { field: 'existing', value: 'complete', from: 'flag', name: '--existing' },
    ],
  },
  exporter: {
    settings: [...usual, { field: 'defaultMemoryLimit', value: '1Gi', from: 'functionConfig' }],
  },
  broken: {
    settings: [{ field: 'ratio', value: '1.5', from: 'annotation', name: 'inject-shm.dev/ratio' }],
  },
};

for (const facts of twelve)
  test(`${facts.workload.kind} ${facts.workload.name}`, () =>
    isExpected(
      `explain/${facts.workload.name}.txt`,
      explainText(explained(facts, more[facts.workload.name])),
    ));

const others: readonly (readonly [string, ExplainFacts])[] = [
  ['left-out', explained(vllm, { leftOut: '`namespaces` is "prod-*"', settings: [] })],
  [
    'asked-for',
    explained(
      pod(
        'ray.io/v1',
        'RayCluster ml/ray',
        {},
        {
          place: 'spec.headGroupSpec.template.spec',
          containers: [
            container('head', '8Gi', { mounts: true }),
            container('autoscaler', '512Mi', { mounts: true, counts: false, role: 'sidecar' }),
            container('setup', undefined, { counts: false, role: 'init' }),
          ],
          shm: { before: runtime, after: memory('2Gi') },
          sizing: {
            ...half('head', '8Gi', '4Gi'),
            size: q('2Gi'),
            bounds: [{ field: 'maxSize', quantity: q('2Gi') }],
          },
          atRisk: [{ container: 'autoscaler', limit: q('512Mi'), volumes: q('2Gi') }],
          findings: [
            {
              code: 'oom-risk',
              severity: 'info',
              message:
                'container "autoscaler" may be OOM-killed before its memory volumes are full',
            },
          ],
          live: 'next',
          changed: true,
        },
      ),
      { places: 2, optIn: 'KubeRay mounts a /dev/shm of its own' },
    ),
  ],
  [
    'taken-back',
    explained(
      pod(
        'apps/v1',
        'Deployment a/b',
        {},
        {
          shm: { before: memory('1Gi'), after: runtime },
          podLimit: q('2Gi'),
          containers: [container('a', undefined, { origin: 'template' })],
          changed: true,
        },
      ),
    ),
  ],
  [
    'resized',
    explained(
      pod(
        'apps/v1',
        'Deployment a/b',
        { replicas: 1 },
        {
          shm: { before: memory('1Gi'), after: memory('2Gi') },
          containers: [container('a', '4Gi', { mounts: true })],
          sizing: half('a', '4Gi', '2Gi'),
          changed: true,
        },
      ),
    ),
  ],
  [
    'others-volume',
    explained(
      pod(
        'apps/v1',
        'Deployment a/b',
        {},
        {
          shm: {
            before: { state: 'other', what: 'the claim "data"' },
            after: { state: 'other', what: 'the claim "data"' },
          },
        },
      ),
    ),
  ],
];

for (const [name, facts] of others)
  test(name, () => isExpected(`explain/${name}.txt`, explainText(facts)));

test('every sentence ends, and no step is empty', () => {
  const steps = [
    ...twelve.map((each) => explained(each)),
    ...others.map(([, each]) => each),
  ].flatMap(explain);
  assert.equal(
    steps.filter(({ lines }) => lines.length === 0),
    [],
  );
  assert.equal(
    steps
      .flatMap(({ lines }) => lines)
      .filter((line) => !/[.]$/.test(line) || /\.\.|undefined/.test(line)),
    [],
  );
});

test('an unbounded volume that is completed', () => {
  const steps = explain(
    explained(
      pod(
        'v1',
        'Pod a',
        {},
        {
          shm: { before: unbounded, after: memory('1Gi') },
          sizing: half('a', '2Gi', '1Gi'),
          containers: [container('a', '2Gi', { mounts: true })],
          changed: true,
          live: 'immutable',
        },
      ),
    ),
  );
  const lines = (title: string) => steps.find((step) => step.title === title)?.lines;
  assert.equal(lines('Written'), ['The size of the volume "dshm": unbounded becomes 1Gi.']);
  assert.equal(lines('In a cluster'), [
    'Where it exists already the API server refuses the change: recreate it.',
    '1 pod: 1Gi of shared memory in all.',
  ]);
});

test.run();
