import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import * as assert from 'uvu/assert';
import { toTable } from '../src/format/table.ts';
import { configure } from '../src/inject/configure.ts';
import { readAll } from '../src/inject/read-all.ts';
import { textSurface } from '../src/inject/surface.ts';
import { toReport } from '../src/report.ts';
import { foldItems, planReport } from '../src/report/surface.ts';
import { cases } from './arbitrary/case.ts';
import { isExpected } from './report/expected.ts';
import { type Compared, compareWithInject, planned } from './report/law.ts';
import { spec } from './spec.ts';
import { caseLaw } from './support.ts';

const test = spec('report: from plans');

const workloads = readFileSync('test/report/workloads.yaml', 'utf8');

test('workloads of every outcome', () => {
  const found = planned(workloads);
  assert.ok(found);
  const report = toReport(found.facts, { ...found, nodes: 4, samples: [], podsOf: () => [] });
  isExpected('workloads.txt', toTable(report, { colours: false, width: 100 }));
});

test('completed, with a default limit, and a ceiling', () => {
  const flags = {
    existing: 'complete',
    'default-memory-limit': '2Gi',
    'max-size': '768Mi',
  };
  const found = planned(workloads, { flags });
  assert.ok(found);
  const report = toReport(found.facts, { ...found, nodes: 4, samples: [], podsOf: () => [] });
  isExpected('workloads-complete.txt', toTable(report, { colours: false, width: 100 }));
});

/** Goldens whose text has something in it that only the editor's own reader reads as kubectl does. */
const goldens = readdirSync('test/golden').filter((name) => {
  const folder = join('test/golden', name);
  return existsSync(join(folder, 'input.yaml')) && !existsSync(join(folder, 'flags.yaml'));
});

test('what kubectl prints of a cluster: owned pods in their owner, and their use', () => {
  const meta = (name: string, uid: string, owner?: readonly [string, string, string, string]) => ({
    name,
    namespace: 'n',
    uid,
    ...(owner && {
      ownerReferences: [
        { apiVersion: owner[0], kind: owner[1], name: owner[2], uid: owner[3], controller: true },
      ],
    }),
  });
  const spec_ = {
    containers: [
      {
        name: 'a',
        image: 'a',
        resources: { limits: { memory: '1Gi' } },
        volumeMounts: [{ name: 'shm', mountPath: '/dev/shm' }],
      },
    ],
    volumes: [{ name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '512Mi' } }],
  };
  const template = { spec: spec_ };
  const items = [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: meta('odd', 'u3', ['apps/v1', 'ReplicaSet', 'web-1', 'u2']),
      spec: spec_,
    },
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: meta('web-1', 'u2', ['apps/v1', 'Deployment', 'web', 'u1']),
      spec: { replicas: 2, template },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: meta('web', 'u1'),
      spec: { replicas: 2, template },
    },
  ];
  const { input } = readAll([
    { file: undefined, text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) },
  ]);
  const config = right(configure(input, {}));
  const text = textSurface(config);
  const folded = foldItems(input.items, text);
  const found = planReport(folded.items, text);
  const samples = [
    { namespace: 'n', pod: 'odd', uid: 'u3', volume: 'shm', used: 97n, size: 100n, by: 'du' },
  ] as const;
  const report = toReport(found.facts, { ...found, ...folded, nodes: undefined, samples });
  assert.equal(
    report.pods.map(({ workload, usage, replicas }) => [
      workload.kind,
      replicas.count,
      usage?.percent,
    ]),
    [['Deployment', 2, 97]],
  );
});

const right = <L, A>(found: E.Either<L, A>): A =>
  E.getOrElse((left: L): A => {
    throw new Error(JSON.stringify(left));
  })(found);

const sizedIn = (compared: readonly Compared[]): number =>
  compared.filter(({ written: [size] }) => size !== undefined).length;

test('the report has the numbers that inject writes: goldens', () => {
  const all = goldens.flatMap((name) => {
    const text = readFileSync(join('test/golden', name, 'input.yaml'), 'utf8');
    const { compared, missing } = compareWithInject(text);
    assert.equal(missing, [], name);
    for (const { pod, reported, written } of compared)
      assert.equal(reported, written, `${name}: ${pod}`);
    return compared;
  });
  assert.ok(all.length > 150 && sizedIn(all) > 100, `${all.length}, ${sizedIn(all)} sized`);
});

caseLaw(
  test,
  { name: 'the report has the numbers that inject writes: generated manifests' },
  cases(),
  ({ text, flags }) => {
    if (flags['mode'] !== undefined) return false;
    const { compared } = compareWithInject(text, { flags });
    for (const { reported, written } of compared) assert.equal(reported, written);
    return sizedIn(compared) > 0;
  },
);

test.run();
