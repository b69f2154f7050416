import * as assert from 'uvu/assert';
import { inject } from '../src/inject.ts';
import { isInLine } from './growth.ts';
import { spec } from './spec.ts';

const test = spec('scale', { long: 'inputs that take seconds' });

const pod = (name: string, more: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'app', image: 'app:1', resources: { limits: { memory: '1Gi' } } }] },
  ...more,
});

const many = <A>(count: number, make: (at: number) => A): readonly A[] =>
  Array.from({ length: count }, (_, at) => make(at));

/** Aliases that double at each level: more ways to the last than can be walked. */
const doubling = (levels: number): string =>
  many(levels, (at) => {
    const inner = at === 0 ? '{x: 1}' : `{l: *a${at - 1}, r: *a${at - 1}}`;
    return `  a${at}: &a${at} ${inner}\n`;
  }).join('');

const podText =
  'spec:\n  containers:\n  - name: app\n    image: app:1\n    resources: {limits: {memory: 1Gi}}\n';

/** Inputs that a quadratic step would take minutes for, by how much there is of it; as many mounts come out. */
const inputs: readonly (readonly [string, number, (count: number) => string])[] = [
  [
    'pods of a List on one line',
    1600,
    (count) =>
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: many(count, (at) => pod(`p${at}`)) }),
  ],
  [
    'containers of a pod',
    1600,
    (count) => {
      const containers = many(count, (at) => ({
        name: `c${at}`,
        image: 'c:1',
        resources: { limits: { memory: '1Gi' } },
      }));
      return JSON.stringify(pod('wide', { spec: { containers } }), null, 2);
    },
  ],
  [
    'documents',
    4000,
    (count) =>
      many(count, (at) => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: p${at}\n${podText}`).join(
        '---\n',
      ),
  ],
];

const injected = (text: string, mounts: number): void => {
  const { exitCode, stdout, stderr } = inject(text);
  assert.is(exitCode, 0, stderr);
  assert.is(stdout.split(/"?mountPath"?: ?"?\/dev\/shm/).length - 1, mounts);
};

inputs.forEach(([name, most, make]) =>
  test(`${most} ${name}: the time grows in line with them`, () => {
    assert.ok(isInLine(most / 8, (count) => injected(make(count), count)));
  }),
);

/** What an exponential step would never end with. */
const doubled: readonly (readonly [string, string])[] = [
  [
    'in a workload',
    `apiVersion: v1\nkind: Pod\nmetadata: {name: bomb}\nstatus:\n${doubling(40)}${podText}`,
  ],
  [
    'in a kind that nobody knows',
    `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n${podText}---\napiVersion: x.io/v1\nkind: X\ncontainers: none\nspec:\n${doubling(40)}`,
  ],
];

doubled.forEach(([name, text]) =>
  test(`aliases that double 40 times ${name} are not walked`, () => injected(text, 1)),
);

test.run();
