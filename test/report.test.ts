import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { toJson, toReport } from '../src/report.ts';
import {
  amountOf,
  amountOfBytes,
  bytesOf,
  shortAmount,
  shortBytes,
  signedBytes,
  wholeBytes,
} from '../src/report/amount.ts';
import { overBudget } from '../src/report/budget.ts';
import { compareReports } from '../src/report/compare.ts';
import type { SizingFacts } from '../src/report/facts.ts';
import type { Report } from '../src/report/model.ts';
import { killedFirst, riskOf } from '../src/report/risk.ts';
import { arithmetic } from '../src/report/why.ts';
import * as fixture from './report/fixture.ts';
import type { MoreFacts } from './report/fixture.ts';
import { spec } from './spec.ts';

const { container, half, memory, plain, pod, q, runtime, twelve, unbounded, warning } = fixture;
const test = spec('report');
const GI = 2 ** 30;

const report = toReport(twelve, plain);
const gi = (n: number) => amountOfBytes(BigInt(n * GI));

// Added up by hand from the table in the fixture.
test('totals of twelve workloads of every outcome', () => {
  assert.equal(report.totals, {
    workloads: 12,
    pods: 12,
    replicas: 2 + 3 + 1 + 3 + 2 + 1 + 1 + 10 + 1 + 4 + 1 + 2,
    atLeast: true,
    changed: 3,
    rolling: 2,
    refused: 1,
    risks: { error: 1, unbounded: 2, 'oom-risk': 1, disk: 1, 'needs-shm': 1, unknown: 1, ok: 5 },
    limits: {
      before: { quantity: '38Gi', bytes: 40802189312 },
      after: { quantity: '39Gi', bytes: 41875931136 },
      incomplete: { before: 4, after: 3 },
    },
    sharedMemory: {
      before: { quantity: '20Gi', bytes: 21474836480 },
      after: { quantity: '25Gi', bytes: 26843545600 },
      unknown: { before: 3, after: 3 },
    },
    bounded: { before: 8, after: 9 },
  });
});

test('totals of its namespaces', () => {
  const [none, db, ml, web] = report.namespaces;
  assert.equal(
    report.namespaces.map(({ namespace }) => namespace),
    ['', 'db', 'ml', 'web'],
  );
  assert.equal(db, {
    namespace: 'db',
    workloads: 3,
    pods: 3,
    replicas: 8,
    atLeast: true,
    changed: 1,
    rolling: 0,
    refused: 1,
    risks: { error: 0, unbounded: 0, 'oom-risk': 1, disk: 0, 'needs-shm': 0, unknown: 0, ok: 2 },
    limits: { before: gi(9), after: gi(9), incomplete: { before: 0, after: 0 } },
    sharedMemory: { before: gi(8), after: gi(7.5), unknown: { before: 0, after: 0 } },
    bounded: { before: 2, after: 3 },
  });
  assert.equal(
    [none, ml, web].map((each) => [
      each?.replicas,
      each?.atLeast,
      each?.sharedMemory.after.quantity,
      each?.sharedMemory.unknown.after,
      each?.limits.after.quantity,
      each?.bounded.after,
    ]),
    [
      [1, true, '0', 0, '0', 1],
      [7, false, '12Gi', 3, '16Gi', 1],
      [15, false, '5632Mi', 0, '14Gi', 4],
    ],
  );
});

test('worst first, then by namespace, kind and name', () => {
  assert.equal(
    report.pods.map(
      ({ risk, workload: { namespace, name } }) => `${risk} ${namespace ?? ''}/${name}`,
    ),
    [
      'error web/broken',
      'unbounded ml/trainer',
      'unbounded ml/notebook',
      'oom-risk db/postgres',
      'disk web/cache',
      'needs-shm ml/vllm',
      'unknown /agent',
      'ok db/backup',
      'ok db/migrate',
      'ok ml/ipc',
      'ok web/exporter',
      'ok web/shop',
    ],
  );
});

test('the order of the input does not matter', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...twelve], { minLength: twelve.length }), (order) =>
      assert.is(toJson(toReport(order, plain)), toJson(report)),
    ),
    { numRuns: 20 },
  );
});

test('namespaces add up to the whole', () => {
  fc.assert(
    fc.property(fc.subarray([...twelve]), (some) => {
      const { namespaces, totals } = toReport(some, plain);
      const shared = namespaces.map(({ sharedMemory }) => bytesOf(sharedMemory.after));
      const sum = shared.reduce((total, each) => total + each, 0n);
      assert.is(sum, bytesOf(totals.sharedMemory.after));
      assert.is(
        namespaces.reduce((total, each) => total + each.replicas, 0),
        totals.replicas,
      );
    }),
    { numRuns: 50 },
  );
});

const schema = JSON.parse(readFileSync('fn-config/report.schema.json', 'utf8'));
const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).addSchema(
  schema,
  'report',
);
const validate = ajv.compile({ $ref: 'report' });
const validateComparison = ajv.compile({ $ref: 'report#/definitions/comparison' });

const measured = toReport(twelve, {
  ...plain,
  samples: [
    {
      namespace: 'db',
      pod: 'backup-1-x',
      uid: '',
      volume: 'dshm',
      used: 1020n,
      size: 1024n,
      by: 'du',
    },
  ],
});

for (const [name, each] of [
  ['twelve workloads', report],
  ['measured', measured],
  ['nothing', toReport([], plain)],
  [
    'more bytes than a number holds',
    toReport([pod('v1', 'Pod big', {}, { shm: { before: runtime, after: memory('8Ei') } })], plain),
  ],
] as const)
  test(`the schema takes a report: ${name}`, () => {
    assert.ok(validate(JSON.parse(toJson(each))), JSON.stringify(validate.errors));
  });

test('the schema refuses what is no report', () => {
  const wrong: readonly object[] = [
    {},
    { ...report, version: 2 },
    { ...report, more: 1 },
    { ...report, pods: [{ ...report.pods[0], risk: 'bad' }] },
    { ...report, pods: [{ ...report.pods[0], shm: undefined }] },
    { ...report, totals: { ...report.totals, limits: { before: '1Gi', after: '1Gi' } } },
  ];
  assert.equal(
    wrong.map((each) => validate(JSON.parse(toJson(each)))),
    wrong.map(() => false),
  );
});

test('the schema takes a comparison', () => {
  const comparison = JSON.parse(toJson(compareReports(toReport(twelve.slice(3), plain), report)));
  assert.ok(validateComparison(comparison), JSON.stringify(validateComparison.errors));
});

test('amounts', () => {
  const cases: readonly (readonly [string, object, string])[] = [
    ['0', { quantity: '0', bytes: 0 }, '0'],
    ['8Gi', { quantity: '8Gi', bytes: 8589934592 }, '8Gi'],
    ['1.5Gi', { quantity: '1536Mi', bytes: 1610612736 }, '1536Mi'],
    ['1500M', { quantity: '1500M', bytes: 1500000000 }, '1500M'],
    ['400m', { quantity: '400m', bytes: 1 }, '400m'],
    ['1000000001', { quantity: '1000000001', bytes: 1000000001 }, '953.7Mi'],
    ['8Pi', { quantity: '8Pi', bytes: '9007199254740992' }, '8Pi'],
  ];
  for (const [text, amount, short] of cases) {
    assert.equal(amountOf(q(text)), amount, text);
    assert.is(shortAmount(amountOf(q(text))), short, text);
    assert.is(bytesOf(amountOf(q(text))), wholeBytes(q(text)));
  }
  const shorts: readonly (readonly [bigint, string])[] = [
    [0n, '0'],
    [1023n, '1023'],
    [1024n, '1Ki'],
    [BigInt(72.5 * GI), '72.5Gi'],
    [BigInt(GI) - 1n, '1Gi'],
    [2n ** 70n, '1024Ei'],
    [-BigInt(1.5 * GI), '-1.5Gi'],
  ];
  for (const [bytes, short] of shorts) assert.is(shortBytes(bytes), short);
  assert.equal([5n * 1024n, -1024n, 0n].map(signedBytes), ['+5Ki', '-1Ki', '0']);
});

test('risk', () => {
  const info = { ...warning('oom-risk', 'small'), severity: 'info' as const };
  const error = { ...warning('no-memory-limit', 'none'), severity: 'error' as const };
  const cases: readonly (readonly [string, MoreFacts, string])[] = [
    ['nothing', {}, 'ok'],
    ['a bystander that is smaller', { findings: [info] }, 'ok'],
    ['an error beside others', { findings: [warning('unbounded', ''), error] }, 'error'],
    ['the worst', { findings: [warning('disk-backed', ''), warning('oom-risk', '')] }, 'oom-risk'],
    [
      'a size in spite of one unknown limit',
      {
        shm: { before: runtime, after: memory('1Gi') },
        findings: [warning('no-memory-limit', '')],
      },
      'ok',
    ],
    ['unbounded, and silenced', { shm: { before: unbounded, after: unbounded } }, 'unbounded'],
    [
      'a code of no risk',
      { findings: [warning('vpa-drift', ''), warning('constructor', '')] },
      'ok',
    ],
  ];
  for (const [name, facts, risk] of cases)
    assert.is(riskOf(pod('v1', 'Pod a', {}, facts)), risk, name);
});

test('who is killed first', () => {
  const [a, b, c] = [
    container('a', '2Gi', { mounts: true }),
    container('b', '1Gi', { mounts: true }),
    container('c', '64Mi', { mounts: true, role: 'init' }),
  ];
  const cases: readonly (readonly [string, MoreFacts, string | undefined])[] = [
    ['nobody', { containers: [a, b] }, undefined],
    [
      'the smallest in danger',
      {
        atRisk: [
          { container: 'a', limit: q('2Gi'), volumes: q('2Gi') },
          { container: 'b', limit: q('1Gi'), volumes: q('2Gi') },
        ],
      },
      'b',
    ],
    ['unbounded', { containers: [a, b, c], shm: { before: unbounded, after: unbounded } }, 'b'],
    [
      'unbounded, no limits',
      {
        containers: [container('d', undefined, { mounts: true })],
        shm: { before: unbounded, after: unbounded },
      },
      undefined,
    ],
  ];
  for (const [name, facts, first] of cases)
    assert.is(killedFirst(pod('v1', 'Pod a', {}, facts))?.container, first, name);
});

test('an unbounded volume holds what the pod may use, if anything bounds that', () => {
  const shm = { before: unbounded, after: unbounded };
  const cases: readonly (readonly [string, MoreFacts, string | undefined])[] = [
    ['all limits', { containers: [container('a', '1Gi'), container('b', '1Gi')] }, '2Gi'],
    ['one without', { containers: [container('a', '1Gi'), container('b', undefined)] }, undefined],
    ['a limit of 0', { containers: [container('a', '0')] }, undefined],
    [
      'an init container without',
      { containers: [container('a', '1Gi'), container('i', undefined, { role: 'init' })] },
      undefined,
    ],
    [
      'a large init container after a sidecar',
      {
        containers: [
          container('s', '1Gi', { role: 'sidecar' }),
          container('i', '4Gi', { role: 'init' }),
          container('a', '1Gi'),
        ],
      },
      '5Gi',
    ],
    ['a limit of the pod', { podLimit: q('3Gi'), containers: [container('a', undefined)] }, '3Gi'],
    ['no containers', {}, undefined],
  ];
  for (const [name, facts, quantity] of cases) {
    const [row] = toReport([pod('v1', 'Pod a', {}, { ...facts, shm })], plain).pods;
    assert.is(row?.sharedMemory.after?.quantity, quantity, name);
  }
});

test('arithmetic', () => {
  const ratio = half('db', '2Gi', '1Gi');
  const cases: readonly (readonly [SizingFacts, string])[] = [
    [ratio, '0.5 × 2Gi (limit of db)'],
    [
      { ...ratio, size: q('512Mi'), bounds: [{ field: 'maxSize', quantity: q('512Mi') }] },
      '0.5 × 2Gi (limit of db) = 1Gi, lowered to maxSize 512Mi',
    ],
    [
      { ...ratio, size: q('1430Mi'), bounds: [{ field: 'minSize', quantity: q('1500M') }] },
      '0.5 × 2Gi (limit of db) = 1Gi, raised to minSize 1500M, rounded down to a whole Mi',
    ],
    [
      {
        size: q('307Mi'),
        by: 'ratio',
        amount: q('322122547200m'),
        ratio: '30%',
        basis: { container: 'a', quantity: q('1Gi'), origin: 'request' },
        bounds: [],
      },
      '30% × 1Gi (memory request of a), rounded down to a whole Mi',
    ],
    [{ size: q('2Gi'), by: 'size', amount: q('2Gi'), bounds: [] }, 'size 2Gi'],
    [
      { ...ratio, basis: { container: 'a', quantity: q('2Gi'), origin: 'pod' } },
      '0.5 × 2Gi (limit of the pod)',
    ],
  ];
  for (const [sizing, text] of cases) assert.is(arithmetic(sizing), text);
});

test('budget', () => {
  const small = toReport([fixture.shop], plain).totals;
  const cases: readonly (readonly [Report['totals'], string, string | undefined])[] = [
    [small, '5Gi', undefined],
    [small, '4Gi', 'shared memory of 5Gi is 1Gi above the budget of 4Gi'],
    [small, '0', 'shared memory of 5Gi is 5Gi above the budget of 0'],
    [report.totals, '64Gi', undefined],
    [
      report.totals,
      '24Gi',
      'shared memory of at least 25Gi is 1Gi above the budget of 24Gi, beside 3 pods of unknown size',
    ],
  ];
  for (const [totals, budget, message] of cases) assert.is(overBudget(totals, q(budget)), message);
});

test.run();
