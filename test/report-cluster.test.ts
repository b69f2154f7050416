import * as E from 'fp-ts/lib/Either.js';
import * as assert from 'uvu/assert';
import type { Fields } from '../src/data/value.ts';
import { rowOf } from '../src/kinds.ts';
import { compareReports } from '../src/report/compare.ts';
import type { WorkloadFacts } from '../src/report/facts.ts';
import { findWorkloads } from '../src/report/find.ts';
import { foldOwned } from '../src/report/owners.ts';
import { toReport } from '../src/report.ts';
import { memory, plain, pod, postgres, shop, twelve } from './report/fixture.ts';
import { spec } from './spec.ts';

const test = spec('report: owners, comparison, names');

interface Owned {
  readonly uid?: string | undefined;
  readonly by?: readonly [apiVersion: string, kind: string, name: string, uid?: string];
  readonly controller?: boolean;
  readonly namespace?: string;
}

const object = (apiVersion: string, kind: string, name: string, owned: Owned = {}): Fields => {
  const { uid = `uid-${kind}-${name}`, by, controller = true, namespace = 'n' } = owned;
  const reference = by && {
    apiVersion: by[0],
    kind: by[1],
    name: by[2],
    uid: by[3] ?? `uid-${by[1]}-${by[2]}`,
    controller,
  };
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      namespace,
      ...(uid !== '' && { uid }),
      ...(reference && { ownerReferences: [reference] }),
    },
  };
};

const isPlanned = ({ apiVersion, kind }: Fields): boolean =>
  (rowOf(String(apiVersion), String(kind))?.paths.length ?? 0) > 0;

const deployment = object('apps/v1', 'Deployment', 'web');
const replicaSet = object('apps/v1', 'ReplicaSet', 'web-1', {
  by: ['apps/v1', 'Deployment', 'web'],
});
const webPod = object('v1', 'Pod', 'web-1-a', { by: ['apps/v1', 'ReplicaSet', 'web-1'] });
const cronJob = object('batch/v1', 'CronJob', 'night');
const job = object('batch/v1', 'Job', 'night-1', { by: ['batch/v1', 'CronJob', 'night'] });
const jobPod = object('v1', 'Pod', 'night-1-a', { by: ['batch/v1', 'Job', 'night-1'] });
const kafka = object('kafka.strimzi.io/v1beta2', 'Kafka', 'k');
const kafkaPod = object('v1', 'Pod', 'k-0', { by: ['kafka.strimzi.io/v1beta2', 'Kafka', 'k'] });
const appOwned = object('apps/v1', 'Deployment', 'k-ui', {
  by: ['kafka.strimzi.io/v1beta2', 'Kafka', 'k'],
});
const uiPod = object('v1', 'Pod', 'k-ui-a', { by: ['apps/v1', 'Deployment', 'k-ui'] });

const folds: readonly (readonly [string, readonly Fields[], readonly Fields[]])[] = [
  ['a Pod into its Deployment', [webPod, replicaSet, deployment], [deployment]],
  ['whatever the order', [deployment, webPod, replicaSet], [deployment]],
  ['a Pod into its CronJob', [cronJob, job, jobPod], [cronJob]],
  ['only as far as the input goes', [replicaSet, webPod], [replicaSet]],
  ['nothing into what is not there', [webPod, jobPod], [webPod, jobPod]],
  ['nothing over a gap', [deployment, webPod], [deployment, webPod]],
  ['nothing into a kind that is not planned', [kafka, kafkaPod], [kafka, kafkaPod]],
  ['below a kind that is not planned', [kafka, appOwned, uiPod], [kafka, appOwned]],
  [
    'nothing into a namesake of another life',
    [
      deployment,
      object('apps/v1', 'ReplicaSet', 'web-0', { by: ['apps/v1', 'Deployment', 'web', 'old'] }),
    ],
    [
      deployment,
      object('apps/v1', 'ReplicaSet', 'web-0', { by: ['apps/v1', 'Deployment', 'web', 'old'] }),
    ],
  ],
  [
    'by name where there are no uids',
    [object('apps/v1', 'Deployment', 'web', { uid: '' }), replicaSet],
    [object('apps/v1', 'Deployment', 'web', { uid: '' })],
  ],
  [
    'nothing for a reference that is no controller',
    [
      deployment,
      object('v1', 'Pod', 'x', { by: ['apps/v1', 'Deployment', 'web'], controller: false }),
    ],
    [
      deployment,
      object('v1', 'Pod', 'x', { by: ['apps/v1', 'Deployment', 'web'], controller: false }),
    ],
  ],
];

for (const [name, objects, kept] of folds)
  test(`folds ${name}`, () => assert.equal(foldOwned(objects, isPlanned).kept, kept));

test('a circle of owners ends', () => {
  const [a, b] = ['a', 'b'].map((name) =>
    object('apps/v1', 'Deployment', name, {
      by: ['apps/v1', 'Deployment', name === 'a' ? 'b' : 'a'],
    }),
  ) as [Fields, Fields];
  const own = object('apps/v1', 'Deployment', 'c', { by: ['apps/v1', 'Deployment', 'c'] });
  assert.equal(foldOwned([own], isPlanned).kept, [own]);
  assert.equal(foldOwned([a, b], isPlanned).kept, [a, b]);
});

test('an owner knows its Pods, and no ReplicaSets', () => {
  const { podsOf } = foldOwned([webPod, replicaSet, deployment, cronJob, job, jobPod], isPlanned);
  assert.equal(podsOf(deployment), [{ name: 'web-1-a', uid: 'uid-Pod-web-1-a' }]);
  assert.equal(podsOf(cronJob), [{ name: 'night-1-a', uid: 'uid-Pod-night-1-a' }]);
  assert.equal(podsOf(replicaSet), []);
});

const report = toReport(twelve, plain);

test('a report compared with itself', () => {
  assert.equal(compareReports(report, report), {
    version: 1,
    added: [],
    removed: [],
    changed: [],
    unchanged: 12,
    totals: { before: report.totals, after: report.totals },
    difference: { pods: 0, replicas: 0, limits: 0, sharedMemory: 0, bounded: 0 },
  });
});

test('added, removed, changed, and the difference', () => {
  const larger = pod(
    'apps/v1',
    'StatefulSet db/postgres',
    { replicas: 4 },
    {
      containers: postgres.containers,
      shm: { before: memory('1Gi', 'author'), after: memory('1Gi', 'author') },
      file: 'moved.yaml',
    },
  );
  const [base, head] = [
    [postgres, shop],
    [larger, twelve[1], twelve[2]],
  ].map((facts) =>
    toReport(
      facts.filter((each) => each !== undefined),
      plain,
    ),
  );
  assert.ok(base && head);
  const { added, removed, changed, unchanged, difference } = compareReports(base, head);
  const names = (pods: typeof added) => pods.map(({ workload }) => workload.name);
  assert.equal(
    [names(added), names(removed), names(changed.map(({ after }) => after)), unchanged],
    [['agent', 'backup'], ['shop'], ['postgres'], 0],
  );
  // 4Gi and 1Gi in place of 6Gi and 5Gi; limits 8Gi and 2Gi in place of 6Gi and 10Gi.
  assert.equal(difference, {
    pods: 1,
    replicas: 4 + 1 + 1 - 3 - 10,
    limits: -6 * 2 ** 30,
    sharedMemory: -6 * 2 ** 30,
    bounded: 1,
  });
});

test('what moved, was measured, or has another version is no change', () => {
  const moved = {
    ...shop,
    workload: { ...shop.workload, apiVersion: 'apps/v1beta2', file: 'b.yaml', line: 9 },
  };
  const sample = {
    namespace: 'web',
    pod: 'shop-x',
    uid: '',
    volume: 'dshm',
    used: 1n,
    size: 2n,
  } as const;
  const head = toReport([moved], { ...plain, samples: [{ ...sample, by: 'du' }] });
  assert.is(compareReports(toReport([shop], plain), head).unchanged, 1);
});

test('namesakes are told apart', () => {
  const twice = toReport([shop, shop], plain);
  const compared = compareReports(toReport([shop], plain), twice);
  assert.equal([compared.added.length, compared.unchanged], [1, 1]);
});

const workloads = twelve.map(({ workload }) => workload);

const names: readonly (readonly [string, E.Either<string, readonly string[]>])[] = [
  ['postgres', E.right(['StatefulSet'])],
  ['StatefulSet/postgres', E.right(['StatefulSet'])],
  ['statefulsets/postgres', E.right(['StatefulSet'])],
  ['sts/postgres', E.right(['StatefulSet'])],
  ['statefulset.apps/postgres', E.right(['StatefulSet'])],
  ['cj/backup', E.right(['CronJob'])],
  ['postgre', E.left('no workload is named "postgre" (did you mean "StatefulSet/postgres"?)')],
  [
    'deploy/postgres',
    E.left('no workload is named "deploy/postgres" (did you mean "StatefulSet/postgres"?)'),
  ],
  [
    'constructor/postgres',
    E.left('no workload is named "constructor/postgres" (did you mean "StatefulSet/postgres"?)'),
  ],
  ['zzz', E.left('no workload is named "zzz"')],
  ['', E.left('no workload is named ""')],
];

for (const [query, expected] of names)
  test(`finds ${JSON.stringify(query)}`, () =>
    assert.equal(
      E.map((all: readonly WorkloadFacts[]) => all.map(({ kind }) => kind))(
        findWorkloads(query, workloads),
      ),
      expected,
    ));

test.run();
