import * as assert from 'uvu/assert';
import type { Fields } from '../src/data/value.ts';
import { decisionOf, deployment, limitRange, podOf, runOf } from './fixture.ts';
import { spec } from './spec.ts';

const test = spec('plan: what counts for a folder');

type Tree = Readonly<Record<string, readonly Fields[]>>;

const range = (memory: string, metadata: Fields = {}): Fields =>
  limitRange('Container', { default: { memory } }, metadata);

const labelled = (name: string, inject: string): Fields => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { 'inject-shm.dev/inject': inject } },
});

const web = (namespace?: string): Fields =>
  deployment(podOf('app'), namespace === undefined ? {} : { namespace });
const sized = (namespace: string): Fields => deployment(podOf('app 2Gi'), { namespace });

const unknown = 'hold no-memory-limit:all=app';
const team = { namespace: 'team' };

/** `[name, objects by folder, the decision for the workload]` */
// oxfmt-ignore
const rows: readonly (readonly [string, Tree, string])[] = [
  ['none', { '': [web()] }, unknown],
  ['in a stream', { '': [range('2Gi'), web()] }, 'inject 1Gi'],
  ['behind it in a stream', { '': [web(), range('2Gi')] }, 'inject 1Gi'],
  ['in its folder', { a: [range('2Gi'), web()] }, 'inject 1Gi'],
  ['at the top', { '.': [range('2Gi')], a: [web()] }, 'inject 1Gi'],
  ['above it', { a: [range('2Gi')], 'a/b/c': [web()] }, 'inject 1Gi'],
  ['below it', { a: [web()], 'a/b': [range('2Gi')] }, unknown],
  ['beside it', { a: [range('2Gi')], b: [web()] }, unknown],
  ['in one whose name starts the same', { a: [range('2Gi')], ab: [web()] }, unknown],
  ['the smallest above it', { '.': [range('4Gi')], a: [range('2Gi'), web()] }, 'inject 1Gi'],
  ['with its namespace, beside it', { a: [range('2Gi', team)], b: [web('team')] }, 'inject 1Gi'],
  ['of two beside it neither', { a: [range('2Gi', team)], c: [range('4Gi', team)], b: [web('team')] }, unknown],
  ['of two its own', { a: [range('2Gi', team)], b: [range('4Gi', team), web('team')] }, 'inject 2Gi'],
  ['two in one folder beside it', { a: [range('2Gi', team), range('4Gi', team)], b: [web('team')] }, 'inject 1Gi'],
  ['of another namespace', { a: [range('2Gi', { namespace: 'x' }), web('team')] }, unknown],
  ['with none, for one that has one', { a: [range('2Gi'), web('team')] }, unknown],
  ['with one, for one that has none', { a: [range('2Gi', team), web()] }, unknown],
  ['a namespace that is out', { '': [labelled('team', 'disabled'), sized('team')] }, 'leave'],
  ['another namespace', { '': [labelled('x', 'disabled'), sized('team')] }, 'inject 1Gi'],
  ['a namespace beside it', { a: [labelled('team', 'disabled')], b: [sized('team')] }, 'leave'],
  ['of two namespaces its own', { a: [labelled('team', 'disabled')], b: [labelled('team', 'enabled'), sized('team')] }, 'inject 1Gi'],
  ['of two beside it neither', { a: [labelled('team', 'disabled')], c: [labelled('team', 'disabled')], b: [sized('team')] }, 'inject 1Gi'],
];

rows.forEach(([name, tree, expected]) =>
  test(`${name}: ${Object.keys(tree).join(' ')}`, () => {
    const [found] = runOf(tree).finished;
    assert.is(found && decisionOf(found.plan), expected);
  }),
);

const autoscaler = (more: Fields): Fields => ({
  apiVersion: 'autoscaling.k8s.io/v1',
  kind: 'VerticalPodAutoscaler',
  metadata: { name: 'vpa' },
  spec: { targetRef: { kind: 'Deployment', name: 'web' }, ...more },
});

const policy = (more: Fields): Fields => ({
  resourcePolicy: { containerPolicies: [{ containerName: '*', ...more }] },
});

/** `[name, of the autoscaler, whether the size will drift]` */
// oxfmt-ignore
const autoscalers: readonly (readonly [string, Fields, boolean])[] = [
  ['as it is', {}, true],
  ['of requests only', policy({ controlledValues: 'RequestsOnly' }), false],
  ['of no container', policy({ mode: 'Off' }), false],
  ['of processors', policy({ controlledResources: ['cpu'] }), false],
  ['of memory', policy({ controlledResources: ['memory'] }), true],
  ['that only advises', { updatePolicy: { updateMode: 'Off' } }, false],
  ['of another', { targetRef: { kind: 'Deployment', name: 'api' } }, false],
  ['of another kind', { targetRef: { kind: 'StatefulSet', name: 'web' } }, false],
];

autoscalers.forEach(([name, more, drifts]) =>
  test(`an autoscaler ${name}`, () => {
    const [found] = runOf({ '': [deployment(podOf('app 2Gi')), autoscaler(more)] }).finished;
    assert.is(found && decisionOf(found.plan), `inject 1Gi${drifts ? ' vpa-drift' : ''}`);
  }),
);

test.run();
