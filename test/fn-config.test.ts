import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { parse, stringify } from 'yaml';
import { configSchema } from '../src/config.ts';
import { inject, type Outcome } from '../src/inject.ts';
import type { Result } from '../src/result.ts';
import { spec } from './spec.ts';

const test = spec('fn-config');
const folder = 'fn-config';
const schemaFile = 'inject-shm.schema.json';

const containers = (memory: string | undefined, more: object = {}) => [
  { name: 'main', image: 'main:1', ...(memory && { resources: { limits: { memory } } }), ...more },
];

const template = (podSpec: object) => ({ spec: { template: { spec: podSpec } } });

/** What a use case may meet: a limit, none, a volume by hand, a kind of one's own, the cluster's own. */
const items: readonly object[] = [
  {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'sized', annotations: { 'inject-shm.dev/inject': 'true' } },
    ...template({ containers: containers('16Gi') }),
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'no-limit' },
    ...template({ containers: containers(undefined) }),
  },
  {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'by-hand' },
    ...template({
      containers: containers('1Gi', { volumeMounts: [{ name: 'shm', mountPath: '/dev/shm' }] }),
      volumes: [{ name: 'shm', emptyDir: { medium: 'Memory' } }],
    }),
  },
  {
    apiVersion: 'example.com/v1',
    kind: 'Renderer',
    metadata: { name: 'custom' },
    spec: { workers: [{ name: 'a', template: { spec: { containers: containers('1Gi') } } }] },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'cluster', namespace: 'kube-system' },
    ...template({ containers: containers('512Mi') }),
  },
];

const listOf = (functionConfig: unknown, found = items): string =>
  stringify(
    {
      apiVersion: 'config.kubernetes.io/v1',
      kind: 'ResourceList',
      items: [...found, functionConfig],
      functionConfig,
    },
    { aliasDuplicateObjects: false },
  );

const readConfig = (file: string): unknown => parse(readFileSync(join(folder, file), 'utf8'));

const run = (file: string): Outcome => inject(listOf(readConfig(file)));

const itemsOf = ({ stdout }: Outcome): readonly object[] => parse(stdout).items;

const size = ({ field }: Result): string => {
  const proposed = field?.proposedValue;
  const volume = proposed as { readonly emptyDir?: { readonly sizeLimit?: string } } | undefined;
  return typeof proposed === 'string' ? proposed : (volume?.emptyDir?.sizeLimit ?? '');
};

/** `name: code value` for each result about a workload, but for the explanations that most runs have. */
const told = ({ results }: Outcome): readonly string[] =>
  results
    .filter(({ tags, resourceRef }) => resourceRef && tags.code !== 'immutable-template')
    .map((result) => `${result.resourceRef?.name}: ${result.tags.code} ${size(result)}`.trim())
    .sort();

const unsized = ['by-hand: unbounded 512Mi', 'no-limit: no-memory-limit'];
const kubeSystem = 'cluster: injected 256Mi';
const custom = 'custom: uncovered-kind';

const cases: readonly (readonly [string, readonly string[], Outcome['exitCode']?])[] = [
  [
    'configmap.yaml',
    [
      'cluster: injected 256Mi',
      custom,
      'no-limit: injected 512Mi',
      'no-limit: limit-injected 1Gi',
      'sized: injected 8Gi',
    ],
  ],
  ['defaults.yaml', [...unsized, custom, kubeSystem, 'sized: injected 8Gi']],
  [
    'default-limit.yaml',
    [
      'by-hand: unbounded 512Mi',
      kubeSystem,
      custom,
      'no-limit: injected 512Mi',
      'no-limit: limit-injected 1Gi',
      'sized: injected 8Gi',
    ],
  ],
  [
    'fixed-size.yaml',
    [
      'by-hand: unbounded 2Gi',
      'cluster: injected 2Gi',
      custom,
      'cluster: oom-risk',
      'no-limit: injected 2Gi',
      'no-limit: limit-injected 4Gi',
      'sized: injected 2Gi',
    ],
  ],
  ['platform-ceiling.yaml', [...unsized, custom, 'sized: injected 4Gi'], 1],
  ['staged-adoption.yaml', [custom, 'sized: injected 8Gi']],
  [
    'existing-volumes.yaml',
    [
      'by-hand: completed 512Mi',
      custom,
      kubeSystem,
      'no-limit: no-memory-limit',
      'sized: injected 8Gi',
    ],
  ],
  [
    'custom-resources.yaml',
    [...unsized, kubeSystem, 'custom: injected 512Mi', 'sized: injected 8Gi'],
  ],
  [
    'check-in-ci.yaml',
    [...unsized, custom, 'cluster: would-change 256Mi', 'sized: would-change 8Gi'],
    1,
  ],
  ['remove.yaml', []],
];

cases.forEach(([file, expected, exitCode = 0]) =>
  test(file, () => {
    const outcome = run(file);
    assert.equal(told(outcome), [...expected].sort());
    assert.is(outcome.exitCode, exitCode);
  }),
);

test('remove.yaml takes back what default-limit.yaml wrote', () => {
  const injected = itemsOf(run('default-limit.yaml')).slice(0, items.length);
  const removed = inject(listOf(readConfig('remove.yaml'), injected));
  assert.equal(itemsOf(removed).slice(0, items.length), items);
  assert.not.equal(injected, items);
});

test('check-in-ci.yaml changes nothing', () => {
  assert.equal(itemsOf(run('check-in-ci.yaml')).slice(0, items.length), items);
});

test('every file has a test', () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  assert.equal(files.sort(), cases.map(([file]) => file).sort());
});

test('the schema is up to date; `npm run docs` writes it', () => {
  const schema: unknown = JSON.parse(readFileSync(join(folder, schemaFile), 'utf8'));
  assert.equal(schema, JSON.parse(JSON.stringify(configSchema())));
});

test.run();
