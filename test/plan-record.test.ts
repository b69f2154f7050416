import * as assert from 'uvu/assert';
import type { Fields } from '../src/data/value.ts';
import { decided, decisionOf, deployment, type Flags, podOf, runOf } from './fixture.ts';
import { spec } from './spec.ts';

const test = spec('plan: the record');

const planned = (object: Fields, flags: Flags): Fields =>
  runOf({ '': [object] }, flags).finished[0]?.plan.wanted ?? object;

/** What stands in place of a text everywhere in an object. */
const replaced = (object: Fields, from: string, to: string): Fields =>
  JSON.parse(JSON.stringify(object).replaceAll(from, to));

const nothing = [''] as const;
const given: Flags = { 'default-memory-limit': '1Gi' };

/** `[name, containers, flags, what is changed since, flags of the next run, decision]` */
type Row = readonly [string, string, Flags, readonly [string, string?], Flags, string];

// oxfmt-ignore
const rows: readonly Row[] = [
  ['nothing', 'app 2Gi', {}, nothing, {}, 'inject 1Gi'],
  ['the limit', 'app 2Gi', {}, ['2Gi', '4Gi'], {}, 'inject 2Gi'],
  ['the ratio', 'app 2Gi', {}, nothing, { ratio: '0.25' }, 'inject 512Mi'],
  ['the size by hand', 'app 2Gi', {}, ['"sizeLimit":"1Gi"', '"sizeLimit":"1536Mi"'], {}, 'theirs (released:volume)'],
  ['the name of the volume', 'app 2Gi', {}, nothing, { 'volume-name': 'shm' }, 'inject 1Gi'],
  ['an injected limit stays ours', 'app', given, nothing, { 'default-memory-limit': '2Gi' }, 'inject 1Gi app=2Gi'],
  ['no limit any more', 'app', given, nothing, { 'missing-limit': 'ignore' }, 'hold app=1Gi'],
  ['the injected limit by hand', 'app', given, ['"limits":{"memory":"1Gi"}', '"limits":{"memory":"4Gi"}'], given, 'inject 2Gi (released:limit)'],
  ['what cannot be sized keeps what it has', 'app 2Gi', {}, ['"limits":{"memory":"2Gi"}', '"limits":{}'], {}, 'hold no-memory-limit:all=app'],
  ['it needs nothing any more', 'app 2Gi', {}, ['2Gi', '64Mi'], {}, 'leave (below-default)'],
  ['it is out', 'app 2Gi', {}, ['"annotations":{', '"annotations":{"inject-shm.dev/inject":"false",'], {}, 'leave'],
  ['it is not selected any more', 'app 2Gi', {}, nothing, { select: 'needed' }, 'inject 1Gi'],
  ['nor annotated', 'app 2Gi', {}, nothing, { select: 'annotated' }, 'unselected'],
  ['a renamed container', 'app', given, ['"name":"app"', '"name":"web"'], given, 'inject 512Mi released:lost-limit'],
];

rows.forEach(([name, containers, flags, [from, to], next, expected]) =>
  test(`${name}: ${containers}`, () => {
    const object = deployment(podOf(containers));
    const before = planned(object, flags);
    assert.is.not(before, object);
    const now = from === '' ? before : replaced(before, from, to ?? '');
    assert.is(decided([now], next), expected);
  }),
);

// oxfmt-ignore
const kept: readonly (readonly [string, string, Flags])[] = [
  ['a volume', 'app 2Gi, ~proxy, +setup', {}],
  ['a limit', 'app, db', given],
  ['a limit beside a request', 'app req:256Mi', given],
  ['a completed volume', 'app 2Gi @dshm', { existing: 'complete' }],
];

kept.forEach(([name, containers, flags]) => {
  const volumes = containers.includes('@')
    ? { volumes: [{ name: 'dshm', emptyDir: { medium: 'Memory' } }] }
    : {};
  const object = deployment(podOf(containers, volumes));

  test(`${name}: the second run changes nothing`, () => {
    const once = planned(object, flags);
    assert.is.not(once, object);
    assert.is(planned(once, flags), once);
  });

  test(`${name}: taken back it is as it was`, () =>
    assert.equal(planned(planned(object, flags), { mode: 'remove' }), object));
});

test('a volume without its size and mounts is no record', () => {
  const record = '{"v":1,"pods":{"spec.template.spec":{"volume":"dshm"}}}';
  const annotations = { 'inject-shm.dev/injected': record };
  const [found] = runOf({ '': [deployment(podOf('app 2Gi'), { annotations })] }).finished;
  assert.is(found && decisionOf(found.plan), 'bad-record');
  assert.is(found?.plan.wanted, found?.opened.resource.object);
});

test('two pods of one object say which of them is meant', () => {
  const template = (containers: string): Fields => ({ spec: podOf(containers) });
  const job: Fields = {
    apiVersion: 'kubeflow.org/v1',
    kind: 'PyTorchJob',
    metadata: { name: 'train' },
    spec: {
      pytorchReplicaSpecs: {
        Master: { template: template('pytorch') },
        Worker: { template: template('pytorch') },
      },
    },
  };
  const found = runOf({ '': [job] }).finished.flatMap(({ plan }) => plan.findings);
  assert.equal(
    found.map(({ code, pod }) => [code, pod]),
    ['Master', 'Worker'].map((name) => [
      'no-memory-limit',
      `spec.pytorchReplicaSpecs.${name}.template.spec`,
    ]),
  );
});

test.run();
