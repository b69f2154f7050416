import * as fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import * as assert from 'uvu/assert';
import {
  type Config,
  configSchema,
  configTable,
  decode,
  decodeFlags,
  defaults,
  fields,
  injectAnnotation,
  override,
  warnings,
} from '../src/config.ts';
import { type Quantity, parseQuantity } from '../src/quantity.ts';
import { isInLine } from './growth.ts';
import { spec } from './spec.ts';

const test = spec('config');

const quantity = (text: string): Quantity =>
  E.getOrElse((): Quantity => {
    throw new Error(text);
  })(parseQuantity(text));

const injectShm = (values: unknown) => ({
  apiVersion: 'inject-shm.dev/v1alpha1',
  kind: 'InjectShm',
  metadata: { name: 'shm', annotations: { 'config.kubernetes.io/function': '…' } },
  spec: values,
});

const configMap = (data: unknown) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'function-input' },
  data,
});

const half = { num: 5n, den: 10n, text: '0.5' };
const gizmo = { group: 'example.com', kind: 'Gizmo', path: 'spec.pods[name].spec' };
const gizmoText = 'example.com/Gizmo:spec.pods[name].spec';
const limitOf = (all: string) => ({ all: quantity(all), byContainer: new Map() });

/** Values that mean the same, and what they mean. */
const good: readonly (readonly [keyof Config, readonly unknown[], unknown])[] = [
  ['ratio', ['0.5', ' 0.50\n', '50%'], half],
  ['ratio', [1, '1', '1.0', '100%'], { num: 1n, den: 1n, text: '1' }],
  ['sizeFrom', ['min'], 'min'],
  ['sizeFrom', ['db-1'], 'db-1'],
  ['minSize', ['128Mi', '128Mi\n'], quantity('128Mi')],
  ['maxSize', ['8Gi'], quantity('8Gi')],
  ['size', [1048576, '1048576'], quantity('1048576')],
  ['size', ['1e9'], quantity('1e9')],
  ['defaultMemoryLimit', ['2Gi'], limitOf('2Gi')],
  ['maxMemoryLimit', ['2Gi'], quantity('2Gi')],
  ['missingLimit', ['request'], 'request'],
  ['fallbackSize', ['1Gi', ' 1Gi\n'], quantity('1Gi')],
  ['fallbackSize', [1073741824, '1073741824'], quantity('1073741824')],
  ['existing', ['enforce', ' enforce '], 'enforce'],
  ['initContainers', [false, 'false'], false],
  ['initContainers', [true, 'true'], true],
  ['containers', ['app,db-*', 'app, db-*,', 'app\ndb-*\n', ['app', 'db-*']], ['app', 'db-*']],
  ['excludeContainers', ['', [], ',', '\n'], []],
  ['excludeContainers', [8080, [8080], '8080'], ['8080']],
  ['select', ['annotated'], 'annotated'],
  ['select', ['needed', ' needed'], 'needed'],
  [
    'needs',
    ['trainer*, example.com/db', ['trainer*', 'example.com/db']],
    ['trainer*', 'example.com/db'],
  ],
  ['kinds', ['*,apps/Deployment', ['*', 'apps/Deployment']], ['*', 'apps/Deployment']],
  ['kinds', ['core/Pod'], ['core/Pod']],
  ['excludeKinds', ['Job,Pod', 'Job\r\nPod'], ['Job', 'Pod']],
  ['excludeKinds', ['example.com/Gizmo'], ['example.com/Gizmo']],
  ['namespaces', ['team-?', ['team-?']], ['team-?']],
  ['excludeNamespaces', ['kube-*'], ['kube-*']],
  ['names', ['web.v1', ['web.v1']], ['web.v1']],
  ['excludeNames', [['a', 'b,c']], ['a', 'b', 'c']],
  [
    'labelSelector',
    ['app', ' app ,'.replace(',', '')],
    [{ key: 'app', operator: 'present', values: [] }],
  ],
  [
    'podSpecs',
    [gizmoText, [gizmoText], [{ apiGroup: 'example.com', kind: 'Gizmo', path: gizmo.path }]],
    [gizmo],
  ],
  [
    'podSpecs',
    ['core/Pod:spec', [{ apiGroup: '', kind: 'Pod', path: 'spec' }]],
    [{ group: '', kind: 'Pod', path: 'spec' }],
  ],
  [
    'podSpecs',
    [`${gizmoText},a/B:c`, [gizmoText, 'a/B:c']],
    [gizmo, { group: 'a', kind: 'B', path: 'c' }],
  ],
  [
    'severity',
    ['oom-risk=ignore', { 'oom-risk': 'ignore' }, ['oom-risk = ignore']],
    new Map([['oom-risk', 'ignore']]),
  ],
  ['lockedAnnotations', [['size', 'inject'], 'size,inject'], ['size', 'inject']],
  ['volumeName', ['shm'], 'shm'],
  ['mode', ['check'], 'check'],
];

good.forEach(([name, values, expected]) => {
  values.forEach((value) => {
    test(`${name}: ${JSON.stringify(value)}`, () => {
      const decoded = E.right({ ...defaults, [name]: expected });
      assert.equal(decode(injectShm({ [name]: value })), decoded);
      assert.equal(decode(configMap({ [name]: value })), decoded);
    });
  });
});

test('every field is tested', () => {
  const tested = new Set(good.map(([name]) => name));
  fields.forEach(({ name }) => assert.ok(tested.has(name), name));
});

const nothing: readonly (readonly [string, unknown])[] = [
  ['no functionConfig', undefined],
  ['a null', null],
  ['an empty map', {}],
  ["kpt's placeholder", configMap({})],
  ["kpt's placeholder without data", { ...configMap({}), data: undefined }],
  ['a ConfigMap with null data', configMap(null)],
  ['an immutable ConfigMap', { ...configMap({}), immutable: true }],
  ['an InjectShm with an empty spec', injectShm({})],
  ['an InjectShm with a null spec', injectShm(null)],
  ['nulls', injectShm(Object.fromEntries(fields.map(({ name }) => [name, null])))],
];

nothing.forEach(([name, functionConfig]) => {
  test(`${name} means the defaults`, () => {
    assert.equal(decode(functionConfig), E.right(defaults));
  });
});

test('the defaults are what the documentation says', () => {
  const shown = fields.filter(
    ({ defaultText }) => defaultText !== 'none' && defaultText !== 'by code',
  );
  const data = Object.fromEntries(shown.map(({ name, defaultText }) => [name, defaultText]));
  assert.equal(decode(configMap(data)), E.right(defaults));
  const others = fields.filter((field) => !shown.includes(field)).map(({ name }) => defaults[name]);
  const none = [undefined, [], new Map(), { all: undefined, byContainer: new Map() }];
  others.forEach((value) => assert.ok(none.some((empty) => isEqual(value, empty))));
});

const isEqual = (a: unknown, b: unknown): boolean => {
  try {
    assert.equal(a, b);
    return true;
  } catch {
    return false;
  }
};

test('several fields together', () => {
  const decoded = decode(
    injectShm({ size: '4Gi', maxSize: '1Gi', defaultMemoryLimit: 'fromSize' }),
  );
  const expected: Config = {
    ...defaults,
    size: quantity('4Gi'),
    maxSize: quantity('1Gi'),
    defaultMemoryLimit: { all: 'fromSize', byContainer: new Map() },
  };
  assert.equal(decoded, E.right(expected));
});

test('kinds may name what podSpecs adds', () => {
  const decoded = decode(configMap({ kinds: 'example.com/Gizmo', podSpecs: gizmoText }));
  assert.equal(decoded, E.right({ ...defaults, kinds: ['example.com/Gizmo'], podSpecs: [gizmo] }));
});

test('flags are laid on the functionConfig', () => {
  const base: Config = {
    ...defaults,
    sizeFrom: 'min',
    severity: new Map([['injected', 'ignore']]),
  };
  const flags = { ratio: '25%', 'exclude-kinds': 'Pod', severity: 'oom-risk=error' };
  const expected: Config = {
    ...base,
    ratio: { num: 25n, den: 100n, text: '0.25' },
    excludeKinds: ['Pod'],
    severity: new Map([
      ['injected', 'ignore'],
      ['oom-risk', 'error'],
    ]),
  };
  assert.equal(decodeFlags(flags, base), E.right(expected));
  assert.equal(decodeFlags({}, base), E.right(base));
});

const ours = (annotations: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(annotations).map(([name, value]) => [`inject-shm.dev/${name}`, value]),
  );

const platform: Config = {
  ...defaults,
  maxSize: quantity('1Gi'),
  defaultMemoryLimit: limitOf('512Mi'),
  severity: new Map([['injected', 'ignore']]),
};

/** Annotations, and what they change. */
const overridden: readonly (readonly [Readonly<Record<string, unknown>>, Partial<Config>])[] = [
  [{ ratio: '0.5' }, { ratio: half }],
  [{ 'size-from': 'db' }, { sizeFrom: 'db' }],
  [{ size: '4Gi' }, { size: quantity('4Gi') }],
  [{ 'fallback-size': '2Gi' }, { fallbackSize: quantity('2Gi') }],
  [{ existing: 'complete' }, { existing: 'complete' }],
  [{ 'init-containers': false }, { initContainers: false }],
  [{ containers: 'app' }, { containers: ['app'] }],
  [{ 'exclude-containers': 'istio-*,proxy' }, { excludeContainers: ['istio-*', 'proxy'] }],
  [
    { severity: 'oom-risk=info' },
    {
      severity: new Map([
        ['injected', 'ignore'],
        ['oom-risk', 'info'],
      ]),
    },
  ],
  [{ 'memory-limit': '2Gi' }, { defaultMemoryLimit: limitOf('2Gi'), limitByAnnotation: true }],
  [
    { 'memory-limit': 'fromSize', size: '1Gi' },
    {
      defaultMemoryLimit: { all: 'fromSize', byContainer: new Map() },
      limitByAnnotation: true,
      size: quantity('1Gi'),
    },
  ],
  [
    { 'memory-limit': 'db=2Gi, exporter=128Mi' },
    {
      defaultMemoryLimit: {
        all: quantity('512Mi'),
        byContainer: new Map([
          ['db', quantity('2Gi')],
          ['exporter', quantity('128Mi')],
        ]),
      },
    },
  ],
  [
    { 'memory-limit': '1Gi,db=2Gi' },
    {
      defaultMemoryLimit: { all: quantity('1Gi'), byContainer: new Map([['db', quantity('2Gi')]]) },
      limitByAnnotation: true,
    },
  ],
];

overridden.forEach(([annotations, change]) => {
  test(`annotations ${JSON.stringify(annotations)}`, () => {
    const expected = E.right({ ...platform, ...change });
    assert.equal(override(platform, ours(annotations), {}), expected);
    assert.equal(override(platform, {}, ours(annotations)), expected);
  });
});

test('every field that an annotation may set is tested', () => {
  const tested = new Set(overridden.flatMap(([annotations]) => Object.keys(annotations)));
  fields.forEach(({ annotation }) => assert.ok(annotation === undefined || tested.has(annotation)));
});

test("the pod template's annotations win, key by key", () => {
  const decoded = override(
    defaults,
    ours({ ratio: 'broken', 'size-from': 'min', size: '1Gi' }),
    ours({ ratio: '1', size: null }),
  );
  const expected = {
    ...defaults,
    ratio: { num: 1n, den: 1n, text: '1' },
    sizeFrom: 'min',
    size: quantity('1Gi'),
  };
  assert.equal(decoded, E.right(expected));
});

test('annotations that set no field leave the same config', () => {
  const others = { 'inject-shm.dev': 'x', 'inject-shm.dev.example.com/ratio': '2', app: null };
  const decoded = override(
    platform,
    { ...others, ...ours({ inject: 'maybe', injected: '{' }) },
    {},
  );
  assert.ok(E.isRight(decoded) && decoded.right === platform);
});

const injects: readonly (readonly [string, unknown, unknown, 'true' | 'false' | undefined])[] = [
  ['nothing', undefined, undefined, undefined],
  ['the object', 'true', undefined, 'true'],
  ['the template', undefined, 'false', 'false'],
  ['both', 'true', 'false', 'false'],
  ['a broken one below', 'maybe', 'true', 'true'],
  ['without quotes', false, undefined, 'false'],
  ['true without quotes', undefined, true, 'true'],
  ['a null above', 'false', null, 'false'],
];

injects.forEach(([name, object, template, expected]) => {
  test(`inject: ${name}`, () => {
    assert.equal(
      injectAnnotation(defaults, ours({ inject: object }), ours({ inject: template })),
      E.right(expected),
    );
  });
});

test('a ratio of 1 is warned of', () => {
  const ratio = { num: 10n, den: 10n, text: '1' };
  assert.equal(warnings({ ...defaults, ratio }), [
    {
      field: 'ratio',
      value: '1',
      message:
        '`ratio` is 1, so a full `/dev/shm` takes the whole memory limit and its writer is OOM-killed; use less than 1',
    },
  ]);
  assert.equal(warnings(defaults), []);
});

test('every field is in the schema, with a description', () => {
  const schema = JSON.parse(JSON.stringify(configSchema()));
  const { properties, additionalProperties } = schema.properties.spec;
  assert.is(additionalProperties, false);
  assert.equal(
    Object.keys(properties),
    fields.map(({ name }) => name),
  );
  fields.forEach(({ name }) => assert.ok(properties[name].description.length > 20));
  assert.equal(properties.mode, {
    description:
      'What to do: inject, check (change nothing, report what inject would do as errors), or remove (take back). Default: inject.',
    type: 'string',
    enum: ['inject', 'check', 'remove'],
  });
});

test('every field is in the table', () => {
  const [head, rule, ...rows] = configTable().split('\n');
  assert.is(head, '| field | default | by annotation | meaning |');
  assert.is(rule, '|---|---|---|---|');
  assert.is(rows.length, fields.length);
  assert.is(
    rows[2],
    '| `minSize` | none | no | Raises the size to this; without effect where it is at or above the limit. |',
  );
  rows.forEach((row) => assert.is(row.replaceAll('\\|', '').split('|').length, 6));
});

const key = fc.constantFrom(
  ...fields.flatMap(({ name, flag }) => [name, flag, `inject-shm.dev/${flag}`]),
  ...'__proto__ constructor toString hasOwnProperty valueOf length'.split(' '),
  ...'apiVersion kind path apiGroup oom-risk data spec binaryData'.split(' '),
);
const scalar = fc.oneof(
  key,
  fc.string(),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.constantFrom(
    null,
    undefined,
    '0.5',
    '1Gi',
    '*',
    'db=2Gi',
    'a in (b',
    '(((',
    'a/B:c',
    '\ud800',
    '=',
  ),
);
const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('value')),
    fc.array(fc.tuple(key, tie('value'))).map((entries): unknown => Object.fromEntries(entries)),
  ),
}));
const map = fc
  .array(fc.tuple(key, anything))
  .map((entries): Readonly<Record<string, unknown>> => Object.fromEntries(entries));

test('decodes or explains whatever comes', () => {
  const names = Object.keys(defaults).sort();
  const check = (decoded: ReturnType<typeof decode>) => {
    if (E.isRight(decoded)) assert.equal(Object.keys(decoded.right).sort(), names);
    else
      assert.ok(
        decoded.left.length > 0 && decoded.left.every(({ message }) => message.includes('`')),
      );
  };
  fc.assert(
    fc.property(anything, map, map, (whatever, some, other) => {
      check(decode(whatever));
      check(decode(injectShm(some)));
      check(decode(configMap(some)));
      check(decode({ ...injectShm(some), ...other }));
      check(override(defaults, some, other));
      injectAnnotation(defaults, { 'inject-shm.dev/inject': whatever }, other);
    }),
    { numRuns: 1000 },
  );
});

test('the time of long values grows in line with them', () => {
  assert.ok(
    isInLine(2_000, (count) => {
      const long = 'a=1Gi,'.repeat(count);
      const every = Object.fromEntries(fields.map(({ name }) => [name, long]));
      assert.ok(E.isLeft(decode(injectShm(every))));
      assert.ok(E.isLeft(override(defaults, ours({ 'memory-limit': long }), {})));
    }),
  );
});

test.run();
