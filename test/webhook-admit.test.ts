import * as E from 'fp-ts/lib/Either.js';
import * as assert from 'uvu/assert';
import type { Fields } from '../src/data/value.ts';
import { admit } from '../src/webhook/admit.ts';
import { formatAdmitted, parseAdmitted } from '../src/webhook/admitted.ts';
import { spec } from './spec.ts';
import { same } from './support.ts';
import { cases } from './webhook/admit-cases.ts';
import { admittedOf, configOf, container, pod, sizesOf, specOf } from './webhook/pods.ts';

const test = spec('webhook: admit');

const asked = { namespace: 'ml', name: 'web' };

type Texts = readonly (readonly [
  text: unknown,
  expected: readonly [string | undefined, ...string[]] | undefined,
])[];

const texts: Texts = [
  ['307Mi;a,b', ['307Mi', 'a', 'b']],
  ['-;a', [undefined, 'a']],
  ['-;', [undefined]],
  ['2Gi;1', ['2Gi', '1']],
  ['', undefined],
  ['307Mi', undefined],
  ['307Mi;a,', undefined],
  ['307Mi;a b', undefined],
  ['307Mi;A', undefined],
  ['307Mi;a,a', undefined],
  ['1.5Gi;a', undefined],
  ['0Mi;a', undefined],
  ['307Mi;a\n', undefined],
  [';a', undefined],
  ['307Mi;a;b', undefined],
  [`-;${'a,'.repeat(40_000)}a`, undefined],
  [7, undefined],
  [null, undefined],
];

texts.forEach(([text, expected]) =>
  test(`admitted: ${JSON.stringify(text)?.slice(0, 40)}`, () => {
    const read = parseAdmitted(text);
    if (expected === undefined) return assert.ok(E.isLeft(read));
    const [size, ...counted] = expected;
    assert.equal(read, E.right({ size, counted }));
    if (E.isRight(read)) assert.is(formatAdmitted(read.right), text);
  }),
);

cases.forEach(([name, flags, object, sizes, admitted, codes]) =>
  test(name, () => {
    const { wanted, results } = admit(configOf(flags), object, asked);
    same(sizesOf(wanted), sizes);
    same(admittedOf(wanted), admitted);
    same(
      results
        .map(({ tags }) => tags.code)
        .filter((code) => code !== 'oom-risk')
        .join(' '),
      codes,
    );
  }),
);

test('owners do not skip, names and namespaces may be missing', () => {
  const object = {
    ...pod([container('a', '1Gi')]),
    metadata: {
      generateName: 'web-',
      ownerReferences: [{ kind: 'ReplicaSet', name: 'web', controller: true }],
    },
  };
  const { wanted } = admit(configOf(), object, { namespace: undefined, name: undefined });
  same(sizesOf(wanted), { a: '512Mi' });
  same((wanted['metadata'] as Fields)['ownerReferences'], object.metadata.ownerReferences);
});

test('a request of 0 follows an injected limit', () => {
  const { wanted } = admit(
    configOf({ 'default-memory-limit': '1Gi' }),
    pod([container('a', '0')]),
    asked,
  );
  const [{ resources } = { resources: {} }] = specOf(wanted)['containers'] as readonly Fields[];
  same(resources, { limits: { memory: '1Gi' }, requests: { memory: '1Gi' } });
});

test.run();
