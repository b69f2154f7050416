import fc from 'fast-check';
import {
  type Range,
  container,
  defined,
  initContainer,
  maybe,
  noList,
  resources,
} from './container.ts';
import { type Arrangement, arrangements } from './arrangement.ts';
import { type Fields, type Value, verbatim } from './value.ts';

const NAMES = ['app', 'db', 'exporter', 'web-1', 'proxy', '1e3', 'on', '0x1f'];

const volume = fc.constantFrom<Fields[]>(
  { name: 'data', emptyDir: {} },
  { name: 'config', configMap: { name: 'config', defaultMode: verbatim('0644') } },
  { name: 'host', hostPath: { path: '/dev' } },
  { name: 'scratch', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } },
  { persistentVolumeClaim: { claimName: 'claim' }, name: 'claim' },
);

const volumes = (range: Range): fc.Arbitrary<Value> =>
  fc.oneof(
    { weight: 1, arbitrary: noList(range) },
    {
      weight: 2,
      arbitrary: fc.uniqueArray(volume, { minLength: 1, maxLength: 3, selector: (v) => v['name'] }),
    },
  );

/** What makes a pod one that is left alone. */
const skips: fc.Arbitrary<Fields> = fc.constantFrom<Fields[]>(
  { hostIPC: true },
  { os: { name: 'windows' } },
  { nodeSelector: { 'kubernetes.io/os': 'windows' } },
  { priorityClassName: 'system-node-critical' },
);

const others: fc.Arbitrary<Fields> = fc.constantFrom<Fields[]>(
  {},
  {},
  { restartPolicy: 'Never', hostIPC: false },
  { nodeSelector: { 'kubernetes.io/os': 'linux' }, tolerations: [{ operator: 'Exists' }] },
  { terminationGracePeriodSeconds: 30, priorityClassName: 'high' },
);

const named = (maxLength: number): fc.Arbitrary<readonly string[]> =>
  fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength });

/** All like the first but for their names and what it has not: what people write with anchors and merges. */
const alike = (containers: readonly Fields[]): readonly Fields[] =>
  containers.map((each) => ({ ...each, ...containers[0], name: each['name'] ?? null }));

const lists = (range: Range): fc.Arbitrary<Fields> =>
  fc
    .tuple(named(4), named(2))
    .chain(([names, inits]) =>
      fc.tuple(
        fc.tuple(...names.map((name) => container(name, range))),
        fc.tuple(...inits.map((name) => initContainer(`init-${name}`, range))),
        maybe(30, noList(range)),
        maybe(25, fc.constant(true)),
      ),
    )
    .map(([found, inits, none, twins]) => [twins ? alike(found) : found, inits, none] as const)
    .map(([containers, inits, none]) =>
      defined({
        initContainers: inits.length > 0 ? inits : none,
        containers: containers.length > 0 ? containers : [{ name: 'app', image: 'nginx' }],
      }),
    );

const assemble = ([base, found, more, level, skip, arrange]: readonly [
  Fields,
  Value | undefined,
  Fields,
  Value | undefined,
  Fields | undefined,
  Arrangement,
]): Fields => arrange(defined({ ...more, ...base, resources: level, ...skip, volumes: found }));

/** A PodSpec; in the `plain` range without skips and without a `/dev/shm` of its own. */
export const podSpec = (range: Range): fc.Arbitrary<Fields> => {
  const all = range === 'all';
  return fc
    .tuple(
      lists(range),
      maybe(50, volumes(range)),
      others,
      maybe(all ? 10 : 0, resources(range)),
      maybe(all ? 5 : 0, skips),
      all ? arrangements : fc.constant<Arrangement>((pod) => pod),
    )
    .map(assemble);
};
