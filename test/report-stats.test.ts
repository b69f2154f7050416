import * as E from 'fp-ts/lib/Either.js';
import * as assert from 'uvu/assert';
import { toReport } from '../src/report.ts';
import { type PodSample, parseStats } from '../src/report/stats.ts';
import { type PodIdentity, usageOf, usageText } from '../src/report/usage.ts';
import { memory, plain, pod, runtime, twelve, unbounded } from './report/fixture.ts';
import { spec } from './spec.ts';

const test = spec('report: measured use');

const volume = (name: string, more: object = {}) => ({
  time: '2026-01-01T00:00:00Z',
  availableBytes: 900,
  capacityBytes: 1000,
  usedBytes: 40,
  inodes: 9,
  inodesFree: 8,
  inodesUsed: 1,
  name,
  ...more,
});

/** A kubelet's summary, as `/stats/summary` has it. */
const summary = (namespace: string, name: string, volumes: readonly object[] | undefined) => ({
  node: { nodeName: 'node-1', memory: { workingSetBytes: 1 } },
  pods: [
    {
      podRef: { name, namespace, uid: `uid-of-${name}` },
      containers: [{ name: 'main', memory: { usageBytes: 5 } }],
      ...(volumes && { volume: volumes }),
      'ephemeral-storage': { usedBytes: 3 },
    },
  ],
});

const text = (value: unknown): string => JSON.stringify(value);
const one = summary('db', 'postgres-0', [volume('dshm')]);
const sample: PodSample = {
  namespace: 'db',
  pod: 'postgres-0',
  uid: 'uid-of-postgres-0',
  volume: 'dshm',
  used: 100n,
  size: 1000n,
  by: 'statfs',
};

const reads: readonly (readonly [string, string, E.Either<string, readonly PodSample[]>])[] = [
  ['one', text(one), E.right([sample])],
  ['pretty', JSON.stringify(one, null, 2), E.right([sample])],
  ['one after the other', `${text(one)}\n${text(one)}\n`, E.right([sample, sample])],
  [
    'without a newline between',
    text(one) + JSON.stringify(one, null, 1),
    E.right([sample, sample]),
  ],
  ['a list', text([one, one]), E.right([sample, sample])],
  ['brackets in a name', `${text(summary('db', '}{"', []))}\n${text(one)}`, E.right([sample])],
  ['a pod without volumes', text(summary('db', 'a', undefined)), E.right([])],
  ['no pods', text({ node: {}, pods: [] }), E.right([])],
  [
    'only du',
    text(summary('db', 'postgres-0', [volume('dshm', { availableBytes: undefined })])),
    E.right([{ ...sample, used: 40n, by: 'du' }]),
  ],
  [
    'more available than there is',
    text(summary('db', 'postgres-0', [volume('dshm', { availableBytes: 2000 })])),
    E.right([{ ...sample, used: 40n, by: 'du' }]),
  ],
  [
    'numbers that are missing, or none',
    text(
      summary('db', 'a', [
        volume('a', { capacityBytes: undefined }),
        volume('b', { capacityBytes: 0 }),
        volume('c', { availableBytes: undefined, usedBytes: undefined }),
        volume('d', { capacityBytes: '1000' }),
        volume('e', { availableBytes: -1, usedBytes: -1 }),
      ]),
    ),
    E.right([]),
  ],
  ['no JSON', 'kind: List', E.left('is not JSON as `kubectl get --raw` prints it')],
  ['cut', text(one).slice(0, -5), E.left('is not JSON as `kubectl get --raw` prints it')],
  ['nothing', '', E.left('is not JSON as `kubectl get --raw` prints it')],
  [
    'a List',
    text({ kind: 'List', items: [] }),
    E.left("has no list `pods`: it is not a kubelet's summary (/stats/summary)"),
  ],
  [
    'an empty list',
    '[]',
    E.left("has no list `pods`: it is not a kubelet's summary (/stats/summary)"),
  ],
];

for (const [name, input, expected] of reads)
  test(`reads ${name}`, () => assert.equal(parseStats(input), expected));

const shm = { before: memory('1Gi'), after: memory('1Gi') };
const at = (workload: string, more = {}) => pod('apps/v1', workload, {}, { shm, ...more });
const of = (
  namespace: string,
  name: string,
  used: number,
  more: Partial<PodSample> = {},
): PodSample => ({
  ...sample,
  namespace,
  pod: name,
  uid: '',
  used: BigInt(used),
  ...more,
});

const [web, webApi, other, single] = [
  at('Deployment a/web'),
  at('Deployment a/web-api'),
  at('Deployment b/web-api'),
  pod('v1', 'Pod a/web-api-7', {}, { shm }),
];
const all = [web, webApi, other, single];
const nobody = (): readonly PodIdentity[] => [];

const matches: readonly (readonly [
  string,
  readonly PodSample[],
  readonly (string | undefined)[],
])[] = [
  ['the longest name', [of('a', 'web-api-6d4f-x', 500)], [undefined, '50 %', undefined, undefined]],
  ['a shorter name', [of('a', 'web-6d4f-x', 500)], ['50 %', undefined, undefined, undefined]],
  ['its own name', [of('a', 'web-api-7', 500)], [undefined, undefined, undefined, '50 %']],
  ['another namespace', [of('b', 'web-api-x', 30)], [undefined, undefined, '3 %', undefined]],
  [
    'no such workload',
    [of('a', 'webapi-x', 500), of('c', 'web-x', 5)],
    [undefined, undefined, undefined, undefined],
  ],
  [
    'the bare name of a workload',
    [of('a', 'web', 500)],
    [undefined, undefined, undefined, undefined],
  ],
  [
    'another volume',
    [of('a', 'web-x', 500, { volume: 'data' })],
    [undefined, undefined, undefined, undefined],
  ],
  [
    'the fullest of several',
    [
      of('a', 'web-x', 10),
      of('a', 'web-x', 969, {}),
      of('a', 'web-y', 300),
      of('a', 'web-y', 970, { size: 2000n }),
    ],
    ['97 %: raise', undefined, undefined, undefined],
  ],
  ['nearly full', [of('a', 'web-x', 894)], ['89 %', undefined, undefined, undefined]],
];

for (const [name, samples, expected] of matches)
  test(`finds ${name}`, () => {
    const found = usageOf(all, samples, nobody);
    assert.equal(
      all.map((each) => {
        const usage = found.get(each);
        return usage && usageText(usage);
      }),
      expected,
    );
  });

test('finds by uid, whatever the name', () => {
  const pods = (object: object): readonly PodIdentity[] =>
    object === other.workload.object ? [{ name: 'odd', uid: 'u1' }] : [];
  const found = usageOf(all, [of('a', 'web-x', 500, { uid: 'u1' })], pods);
  assert.equal([...found.keys()], [other]);
});

test('finds by the name of a folded pod', () => {
  const pods = (object: object): readonly PodIdentity[] =>
    object === web.workload.object ? [{ name: 'web-api-x', uid: undefined }] : [];
  assert.equal([...usageOf(all, [of('a', 'web-api-x', 500)], pods).keys()], [web]);
});

test('the pods of a volume that is not in the manifest yet, or no longer', () => {
  const will = pod(
    'apps/v1',
    'Deployment a/w',
    {},
    { shm: { before: runtime, after: memory('1Gi') } },
  );
  const was = pod('apps/v1', 'Deployment a/v', {}, { shm: { before: unbounded, after: runtime } });
  const samples = [of('a', 'w-1', 1), of('a', 'v-1', 1, { volume: 'shm' })];
  assert.equal([...usageOf([will, was], samples, nobody).keys()], [will, was]);
});

test('a report has it in its rows', () => {
  const samples = [of('db', 'backup-1-x', 970), of('db', 'backup-2-x', 10)];
  const row = toReport(twelve, { ...plain, samples }).pods.find(
    ({ workload }) => workload.name === 'backup',
  );
  assert.equal(row?.usage, {
    used: { quantity: '970', bytes: 970 },
    size: { quantity: '1k', bytes: 1000 },
    percent: 97,
    pods: 2,
    by: 'statfs',
    advice: 'raise',
  });
});

test.run();
