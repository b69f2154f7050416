import fc from 'fast-check';
import { memory, unreadable, unset } from './quantity.ts';
import { type Fields, type Value, verbatim } from './value.ts';

/** How far a generated object strays: `plain` keeps to what any reader takes the same way. */
export type Range = 'plain' | 'all';

/** There in so many cases of a hundred. */
export const maybe = <A>(
  percent: number,
  arbitrary: fc.Arbitrary<A>,
): fc.Arbitrary<A | undefined> =>
  fc.oneof(
    { weight: 100 - percent, arbitrary: fc.constant(undefined) },
    { weight: percent, arbitrary },
  );

/** A map of those of the fields that are there. */
export const defined = (entries: Readonly<Record<string, Value | undefined>>): Fields =>
  Object.fromEntries(
    Object.entries(entries).flatMap(([key, value]): [string, Value][] =>
      value === undefined ? [] : [[key, value]],
    ),
  );

/** A list or map that is not there or empty; in all the range seldom an empty one of the other kind. */
const nothing = (range: Range, right: Value, wrong: Value): fc.Arbitrary<Value> =>
  fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(null, right) },
    { weight: range === 'all' ? 1 : 0, arbitrary: fc.constant(wrong) },
  );

export const noList = (range: Range): fc.Arbitrary<Value> => nothing(range, [], {});
export const noMap = (range: Range): fc.Arbitrary<Value> => nothing(range, {}, []);

const limit = (range: Range): fc.Arbitrary<Value> =>
  fc.oneof(
    { weight: 14, arbitrary: memory },
    { weight: 2, arbitrary: unset },
    { weight: range === 'all' ? 1 : 0, arbitrary: unreadable },
  );

const amounts = (range: Range): fc.Arbitrary<Value> =>
  fc.oneof(
    { weight: 1, arbitrary: noMap(range) },
    { weight: 1, arbitrary: fc.constant({ cpu: '500m' }) },
    { weight: 6, arbitrary: limit(range).map((value) => ({ memory: value })) },
    { weight: 3, arbitrary: limit(range).map((value) => ({ cpu: 2, memory: value })) },
    {
      weight: 1,
      arbitrary: limit(range).map((value) => ({ memory: value, 'nvidia.com/gpu': '1' })),
    },
  );

/** `resources` of a container or a pod. */
export const resources = (range: Range): fc.Arbitrary<Value> =>
  fc.oneof(
    { weight: 1, arbitrary: noMap(range) },
    { weight: 8, arbitrary: amounts(range).map((limits) => ({ limits })) },
    { weight: 2, arbitrary: requests.map((value) => ({ requests: value })) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(amounts(range), requests)
        .map(([limits, value]) => ({ requests: value, limits })),
    },
  );

const requests: fc.Arbitrary<Value> = fc.oneof(
  fc.constant({ cpu: '100m' }),
  memory.map((value) => ({ memory: value })),
);

const mount = fc.constantFrom<Fields[]>(
  { name: 'data', mountPath: '/data' },
  { name: 'data', mountPath: '/var/lib/x', subPath: 'x', readOnly: true },
  { name: 'config', mountPath: '/etc/config' },
  { mountPath: '/dev/shm-not', name: 'data' },
  { name: 'host', mountPath: '/dev' },
);

const mounts = (range: Range): fc.Arbitrary<Value> =>
  fc.oneof(
    { weight: 1, arbitrary: noList(range) },
    { weight: 2, arbitrary: fc.array(mount, { minLength: 1, maxLength: 3 }) },
  );

const script = '#!/bin/sh\nset -e\n# memory: 1Gi\necho "a: b" | sed s/a/b/\n';

const rest: fc.Arbitrary<Fields> = fc.constantFrom<Fields[]>(
  {},
  {},
  { args: ['--flag', '-x', 'a, b', 'yes', verbatim('yes')] },
  { command: ['sh', '-c', script] },
  {
    env: [
      { name: 'A', value: '1' },
      { name: 'B', value: '' },
    ],
  },
  { ports: [{ containerPort: 8080 }], tty: true },
  { args: ['a word and another', script.trimEnd(), `${script}\n`] },
  { securityContext: { runAsUser: verbatim('12345678901234567890'), procMount: null } },
);

/** A container with this name. */
export const container = (name: string, range: Range): fc.Arbitrary<Fields> =>
  fc
    .tuple(
      maybe(80, resources(range)),
      maybe(40, mounts(range)),
      rest,
      fc.constantFrom('nginx', 'reg.io:5000/x/y:1.2'),
    )
    .map(([found, volumeMounts, more, image]) =>
      defined({ name, image, ...more, resources: found, volumeMounts }),
    );

/** One that runs before the others: to its end, or beside them. */
export const initContainer = (name: string, range: Range): fc.Arbitrary<Fields> =>
  fc
    .tuple(container(name, range), fc.boolean())
    .map(([found, sidecar]) => (sidecar ? { ...found, restartPolicy: 'Always' } : found));
