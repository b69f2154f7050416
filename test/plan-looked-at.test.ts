import * as assert from 'uvu/assert';
import type { Fields } from '../src/data/value.ts';
import { decided, deployment, type Flags, podOf } from './fixture.ts';
import { spec } from './spec.ts';

const test = spec('plan: what is looked at');

const ours = (values: Fields): Fields =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`inject-shm.dev/${name}`, value]),
  );

const affinity = (...terms: readonly Fields[]): Fields => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: terms.map((term) => ({ matchExpressions: [term] })),
      },
    },
  },
});

const os = (...values: readonly string[]): Fields => ({
  key: 'kubernetes.io/os',
  operator: 'In',
  values,
});

/** `[name, of the PodSpec, annotations of the template, decision]` for a pod that would get 1Gi. */
// oxfmt-ignore
const skips: readonly (readonly [string, Fields, Fields, string])[] = [
  ['nothing', {}, {}, 'inject 1Gi'],
  ["the host's IPC", { hostIPC: true }, {}, 'leave (host-ipc)'],
  ["not the host's IPC", { hostIPC: false }, {}, 'inject 1Gi'],
  ['Windows', { os: { name: 'windows' } }, {}, 'leave (windows)'],
  ['Linux', { os: { name: 'linux' } }, {}, 'inject 1Gi'],
  ['Windows by its label', { nodeSelector: { 'kubernetes.io/os': 'windows' } }, {}, 'leave (windows)'],
  ['by its old label', { nodeSelector: { 'beta.kubernetes.io/os': 'windows' } }, {}, 'leave (windows)'],
  ['by its options', { securityContext: { windowsOptions: {} } }, {}, 'leave (windows)'],
  ['by affinity', affinity(os('windows')), {}, 'leave (windows)'],
  ['by affinity, or not', affinity(os('windows'), os('linux')), {}, 'inject 1Gi'],
  ['either', affinity(os('windows', 'linux')), {}, 'inject 1Gi'],
  ['not Windows', affinity({ ...os('windows'), operator: 'NotIn' }), {}, 'inject 1Gi'],
  ['critical to a node', { priorityClassName: 'system-node-critical' }, {}, 'leave (system-critical)'],
  ['critical to a cluster', { priorityClassName: 'system-cluster-critical' }, {}, 'leave (system-critical)'],
  ['of some priority', { priorityClassName: 'high' }, {}, 'inject 1Gi'],
  ["CRI-O's annotation", {}, { 'io.kubernetes.cri-o.ShmSize': '1Gi' }, 'leave (crio-shm-size)'],
  ["CRI-O's newer one", {}, { 'shm-size.crio.io': '1Gi' }, 'leave (crio-shm-size)'],
  ['Cloud Run', {}, { 'run.googleapis.com/execution-environment': 'gen2' }, 'leave (cloud-run)'],
  ['out', {}, ours({ inject: 'false' }), 'leave'],
  ['neither', {}, ours({ inject: 'maybe' }), 'hold invalid-annotation!'],
  ['a ratio', {}, ours({ ratio: '0.25' }), 'inject 512Mi'],
  ['a size', {}, ours({ size: '256Mi' }), 'inject 256Mi'],
  ['a broken size', {}, ours({ size: 'x' }), 'hold invalid-annotation!'],
  ['what none may set', {}, ours({ 'max-size': '1Gi' }), 'hold invalid-annotation!'],
  ['a container that is not there', {}, ours({ 'memory-limit': 'db=1Gi' }), 'hold invalid-annotation!'],
  ['containers', {}, ours({ 'exclude-containers': 'app' }), 'leave'],
];

skips.forEach(([name, pod, template, expected]) =>
  test(`a pod: ${name}`, () =>
    assert.is(decided([deployment(podOf('app 2Gi', pod), { template })]), expected)),
);

const owner = (more: Fields): Fields => ({ ownerReferences: [{ kind: 'X', name: 'x', ...more }] });

/** `[name, metadata of the workload, decision, at admission]` */
// oxfmt-ignore
const owned: readonly (readonly [string, Fields, string, string])[] = [
  ['a controller', owner({ controller: true }), 'leave (controlled-object)', 'inject 1Gi'],
  ['an owner that is none', owner({ controller: false }), 'inject 1Gi', 'inject 1Gi'],
  ['a node', owner({ kind: 'Node' }), 'leave (controlled-object)', 'inject 1Gi'],
  ['a mirror pod', { annotations: { 'kubernetes.io/config.mirror': 'x' } }, 'leave (controlled-object)', 'leave (controlled-object)'],
];

owned.forEach(([name, metadata, render, admission]) =>
  test(`owned by ${name}`, () => {
    const found = { ...deployment(podOf('app 2Gi')), metadata: { name: 'web', ...metadata } };
    assert.is(decided([found]), render);
    assert.is(decided([found], {}, { at: 'admission' }), admission);
  }),
);

const local = { annotations: { 'config.kubernetes.io/local-config': 'true' } };

test('local-config counts only where it means something', () => {
  const found = deployment(podOf('app 2Gi'), local);
  assert.is(decided([found]), 'inject 1Gi');
  assert.is(decided([found], {}, { honoursLocalConfig: true }), 'leave');
});

const bare = (name: string, more: Fields = {}): Fields => ({
  name,
  resources: { limits: { memory: '2Gi' } },
  ...more,
});

const podList = (containers: readonly Fields[]): Fields => ({ containers });

/** `[name, object, decision]`: what is a part of an object. */
// oxfmt-ignore
const parts: readonly (readonly [string, Fields, string])[] = [
  ['no image', deployment(podList([bare('app')])), 'hold partial-object:image'],
  ['an empty image', deployment(podList([bare('app', { image: '' })])), 'hold partial-object:image'],
  ['one of two', deployment(podList([bare('app', { image: 'a' }), bare('db')])), 'hold partial-object:image'],
  ['an init container', deployment({ ...podOf('app 2Gi'), initContainers: [{ name: 'x' }] }), 'hold partial-object:image'],
  ['no selector', deployment(podOf('app 2Gi')), 'inject 1Gi'],
  ['a directive', deployment(podList([bare('app', { image: 'a', $patch: 'delete' })])), 'hold partial-object:directive'],
  ['keys to keep', { ...deployment(podOf('app 2Gi')), $retainKeys: ['spec'] }, 'hold partial-object:directive'],
  ['an order', deployment({ ...podOf('app 2Gi'), '$setElementOrder/containers': [] }), 'hold partial-object:directive'],
  ['a dollar elsewhere', deployment(podOf('app 2Gi'), { annotations: { x: '$patch' } }), 'inject 1Gi'],
  ['another key with a dollar', deployment(podOf('app 2Gi'), { annotations: { $x: '' } }), 'inject 1Gi'],
];

parts.forEach(([name, object, expected]) =>
  test(`a part: ${name}`, () => assert.is(decided([object]), expected)),
);

test('at admission an image may be missing', () =>
  assert.is(decided([deployment(podList([bare('app')]))], {}, { at: 'admission' }), 'inject 1Gi'));

test('a container without an image, or an empty one, gets no default limit where something completes it', () => {
  const gadget = (image: unknown): Fields => ({
    apiVersion: 'example.com/v1',
    kind: 'Gadget',
    metadata: { name: 'g' },
    spec: { containers: [{ name: 'app', image }] },
  });
  const flags = { 'pod-specs': 'example.com/Gadget:spec', 'default-memory-limit': '1Gi' };
  assert.is(decided([gadget('app:1')], flags), 'inject 512Mi app=1Gi');
  for (const image of ['', null])
    assert.is(decided([gadget(image)], flags), 'hold no-memory-limit:all=app');
});

const labelled = (inject: string): Fields => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'team', labels: { 'inject-shm.dev/inject': inject } },
});

const annotated: Flags = { select: 'annotated' };
const needed: Flags = { select: 'needed' };
const yes = ours({ inject: 'true' });
const no = ours({ inject: 'false' });

/** `[name, containers, annotations, label of the namespace, flags, decision]` */
// oxfmt-ignore
const selected: readonly (readonly [string, string, Fields, string, Flags, string])[] = [
  ['all', 'app 2Gi', {}, '', {}, 'inject 1Gi'],
  ['annotated, and is not', 'app 2Gi', {}, '', annotated, 'unselected'],
  ['annotated, and is', 'app 2Gi', yes, '', annotated, 'inject 1Gi'],
  ['annotated, and is out', 'app 2Gi', no, '', annotated, 'leave'],
  ['annotated, by the namespace', 'app 2Gi', {}, 'enabled', annotated, 'inject 1Gi'],
  ["its own before the namespace's", 'app 2Gi', no, 'enabled', annotated, 'leave'],
  ['a namespace that is out', 'app 2Gi', {}, 'disabled', {}, 'leave'],
  ['in, in one that is out', 'app 2Gi', yes, 'disabled', {}, 'inject 1Gi'],
  ['another label', 'app 2Gi', {}, 'perhaps', {}, 'inject 1Gi'],
  ['needed, and is not', 'app 2Gi', {}, '', needed, 'unselected'],
  ['needed by its image', 'app 2Gi image:postgres:17', {}, '', needed, 'inject 1Gi (needs-shm)'],
  ['of a registry', 'app 2Gi image:example.com/library/postgres:17', {}, '', needed, 'inject 1Gi (needs-shm)'],
  ['the exporter of it', 'app 2Gi image:postgres-exporter:1', {}, '', needed, 'unselected'],
  ['one accelerator says little', 'app 2Gi nvidia.com/gpu=1', {}, '', needed, 'unselected'],
  ['needed by two', 'app 2Gi nvidia.com/gpu=2', {}, '', needed, 'inject 1Gi (needs-shm)'],
  ['0 of it', 'app 2Gi nvidia.com/gpu=0', {}, '', needed, 'unselected'],
  ['needed, or annotated', 'app 2Gi', yes, '', needed, 'inject 1Gi'],
  ['needed, or by the namespace', 'app 2Gi', {}, 'enabled', needed, 'inject 1Gi'],
  ['needed, and is out', 'app 2Gi image:postgres:17', no, '', needed, 'leave'],
  ['needed, of an image of ours', 'app 2Gi image:trainer:1', {}, '', { ...needed, needs: 'train*' }, 'inject 1Gi (needs-shm)'],
  ['needed, without a limit', 'app image:postgres:17', {}, '', { ...needed, 'fallback-size': '1Gi' }, 'inject 1Gi (needs-shm)'],
  ['in check it is told', 'app image:postgres:17', {}, '', { mode: 'check' }, 'hold needs-shm'],
  ['others are not', 'app', {}, '', { mode: 'check' }, 'hold no-memory-limit:all=app'],
  ['by kind', 'app 2Gi', {}, '', { kinds: 'Pod' }, 'not looked at'],
  ['by group and kind', 'app 2Gi', {}, '', { kinds: 'apps/Deployment' }, 'inject 1Gi'],
  ['not by kind', 'app 2Gi', {}, '', { 'exclude-kinds': 'Deployment' }, 'not looked at'],
  ['by namespace', 'app 2Gi', {}, '', { namespaces: 'te?m' }, 'inject 1Gi'],
  ['not by namespace', 'app 2Gi', {}, '', { 'exclude-namespaces': 'te*' }, 'not looked at'],
  ['by name', 'app 2Gi', {}, '', { names: 'api' }, 'not looked at'],
  ['by label', 'app 2Gi', {}, '', { 'label-selector': 'app=web' }, 'inject 1Gi'],
  ['by another label', 'app 2Gi', {}, '', { 'label-selector': 'app!=web' }, 'not looked at'],
];

selected.forEach(([name, containers, annotations, label, flags, expected]) =>
  test(`selected: ${name}`, () => {
    const about = { namespace: 'team', labels: { app: 'web' }, annotations };
    const beside = label === '' ? [] : [labelled(label)];
    assert.is(decided([deployment(podOf(containers), about), ...beside], flags), expected);
  }),
);

test.run();
