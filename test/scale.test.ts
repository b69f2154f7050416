import * as assert from 'uvu/assert';
import { inject } from '../src/inject.ts';
import { spec } from './spec.ts';

const test = spec('scale', { long: 'inputs that take seconds' });

const pod = (name: string, more: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'app', resources: { limits: { memory: '1Gi' } } }] },
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

const podText = 'spec:\n  containers:\n  - name: app\n    resources: {limits: {memory: 1Gi}}\n';

/** Inputs that a quadratic or exponential step would take minutes for, and how many mounts come out. */
const inputs: readonly (readonly [string, () => string, number])[] = [
  [
    'a List of 4,000 pods on one line',
    () =>
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: many(4000, (at) => pod(`p${at}`)) }),
    4000,
  ],
  [
    'a pod of 3,000 containers',
    () => {
      const containers = many(3000, (at) => ({
        name: `c${at}`,
        resources: { limits: { memory: '1Gi' } },
      }));
      return JSON.stringify(pod('wide', { spec: { containers } }), null, 2);
    },
    3000,
  ],
  [
    '5,000 documents',
    () =>
      many(5000, (at) => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: p${at}\n${podText}`).join(
        '---\n',
      ),
    5000,
  ],
  [
    'aliases that double 40 times in a workload',
    () => `apiVersion: v1\nkind: Pod\nmetadata: {name: bomb}\nstatus:\n${doubling(40)}${podText}`,
    1,
  ],
  [
    'aliases that double 40 times in a kind that nobody knows',
    () =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n${podText}---\napiVersion: x.io/v1\nkind: X\ncontainers: none\nspec:\n${doubling(40)}`,
    1,
  ],
];

inputs.forEach(([name, make, mounts]) =>
  test(`${name}: in seconds`, () => {
    const text = make();
    const start = performance.now();
    const { exitCode, stdout, stderr } = inject(text);
    assert.is(exitCode, 0, stderr);
    assert.is(stdout.split(/"?mountPath"?: ?"?\/dev\/shm/).length - 1, mounts);
    assert.ok(performance.now() - start < 15_000);
  }),
);

test.run();
