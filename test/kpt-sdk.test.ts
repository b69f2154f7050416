import { FunctionConfigError } from 'kpt-functions/dist/src/errors.js';
import {
  Configs,
  type KptFunc,
  type KubernetesObject,
  type Result as SdkResult,
} from 'kpt-functions/dist/src/types.js';
import * as assert from 'uvu/assert';
import { inject, injectShm } from '../src/index.ts';
import { spec } from './spec.ts';

const test = spec('kpt-sdk');

// The SDK takes it for one of its own.
const kptFunc: KptFunc = injectShm;

type Value = Readonly<Record<string, unknown>>;

/** An object as a program builds it; frozen, so that a change of it in place would throw. */
const made = (object: Value): KubernetesObject => frozen(object) as unknown as KubernetesObject;

const frozen = <A>(value: A): A => {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(frozen);
  return Object.freeze(value);
};

const podSpec = (memory: unknown, more: Value = {}): Value => ({
  containers: [
    { name: 'app', image: 'app', ...(memory === undefined ? {} : { resources: limit(memory) }) },
  ],
  ...more,
});

const limit = (memory: unknown): Value => ({ limits: { memory } });

const deployment = (pod: Value, metadata: Value = {}): KubernetesObject =>
  made({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', ...metadata },
    spec: { template: { spec: pod } },
  });

const configMap = (data: Value): KubernetesObject =>
  made({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'shm' }, data });

const injectShmConfig = (own: Value): KubernetesObject =>
  made({
    apiVersion: 'inject-shm.dev/v1alpha1',
    kind: 'InjectShm',
    metadata: { name: 'shm' },
    spec: own,
  });

const run = async (
  objects: readonly KubernetesObject[],
  functionConfig?: KubernetesObject,
): Promise<Configs> => {
  const configs = new Configs([...objects], functionConfig);
  await kptFunc(configs);
  return configs;
};

interface Workload {
  readonly spec: {
    readonly template: {
      readonly spec: { readonly volumes?: { readonly emptyDir: { readonly sizeLimit: string } }[] };
    };
  };
}

/** The sizes in each Deployment; nothing where it has no volumes. */
const sizesOf = (configs: Configs): readonly unknown[] =>
  configs
    .getAll()
    .filter(({ kind }) => kind === 'Deployment')
    .map((object) =>
      (object as unknown as Workload).spec.template.spec.volumes?.map(
        ({ emptyDir }) => emptyDir.sizeLimit,
      ),
    );

const codesOf = (results: readonly SdkResult[]): readonly string[] =>
  results.map(({ severity, tags }) => `${severity} ${tags?.['code']}`);

const thrownBy = async (functionConfig: KubernetesObject): Promise<unknown> => {
  try {
    await run([deployment(podSpec('1Gi'))], functionConfig);
  } catch (error) {
    return error;
  }
  return undefined;
};

const sizes: readonly (readonly [string, unknown, KubernetesObject | undefined, unknown])[] = [
  ['half of the limit', '1Gi', undefined, ['512Mi']],
  ['a number of bytes', 1073741824, undefined, ['512Mi']],
  ['a number with an exponent', 1e9, undefined, ['476Mi']],
  ['the placeholder', '1Gi', configMap({}), ['512Mi']],
  ['a ConfigMap', '1Gi', configMap({ ratio: '0.25' }), ['256Mi']],
  ['InjectShm', '1Gi', injectShmConfig({ ratio: 0.25 }), ['256Mi']],
  [
    'InjectShm with a percentage',
    '4Gi',
    injectShmConfig({ ratio: '75%', maxSize: '2Gi' }),
    ['2Gi'],
  ],
  ['a default limit', undefined, configMap({ defaultMemoryLimit: '512Mi' }), ['256Mi']],
  ['no limit', undefined, undefined, undefined],
  ['a limit of 0', 0, undefined, undefined],
];

sizes.forEach(([name, memory, functionConfig, expected]) =>
  test(`sizes by ${name}`, async () => {
    const configs = await run([deployment(podSpec(memory))], functionConfig);
    assert.equal(sizesOf(configs), [expected]);
  }),
);

test('gives the object with a volume, a mount and the record', async () => {
  const configs = await run([deployment(podSpec('1Gi'))]);
  assert.equal(configs.getAll(), [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: 'web',
        annotations: {
          'inject-shm.dev/injected':
            '{"v":1,"annotations":"created","pods":{"spec.template.spec":{"volume":"dshm","size":"512Mi","mounts":["app"],"created":["containers[app].volumeMounts","volumes"]}}}',
        },
      },
      spec: {
        template: {
          spec: {
            containers: [
              {
                name: 'app',
                image: 'app',
                resources: { limits: { memory: '1Gi' } },
                volumeMounts: [{ name: 'dshm', mountPath: '/dev/shm' }],
              },
            ],
            volumes: [{ name: 'dshm', emptyDir: { medium: 'Memory', sizeLimit: '512Mi' } }],
          },
        },
      },
    },
  ]);
});

test('tells what it did in the form of the SDK', async () => {
  const annotations = {
    'internal.config.kubernetes.io/path': 'web.yaml',
    'internal.config.kubernetes.io/index': '2',
  };
  const configs = await run([deployment(podSpec('1Gi'), { namespace: 'shop', annotations })]);
  const about = {
    resourceRef: { namespace: 'shop', apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    file: { path: 'web.yaml', index: 2 },
  };
  assert.equal(configs.getResults(), [
    {
      severity: 'info',
      message: 'changed 1 workload: 1 will roll its pods',
      tags: { code: 'summary' },
    },
    {
      severity: 'info',
      message:
        '`/dev/shm` of 512Mi: 0.5 × 1Gi (limit of container "app"); mounted in container "app"',
      tags: { code: 'injected' },
      ...about,
      field: {
        path: 'spec.template.spec.volumes[0]',
        suggestedValue: { name: 'dshm', emptyDir: { medium: 'Memory', sizeLimit: '512Mi' } },
      },
    },
  ]);
});

test('says warn where the specification says warning, and a namespace always', async () => {
  const configs = await run([deployment(podSpec(undefined))]);
  assert.equal(codesOf(configs.getResults()), ['warn no-memory-limit']);
  assert.is(configs.getResults()[0]?.resourceRef?.namespace, '');
});

test('gives the value that it replaces', async () => {
  const once = await run([deployment(podSpec('1Gi'))]);
  const [object] = once.getAll();
  assert.ok(object);
  const again = await run([object], configMap({ ratio: '0.25' }));
  assert.equal(again.getResults()[1]?.field, {
    path: 'spec.template.spec.volumes[0].emptyDir.sizeLimit',
    currentValue: '512Mi',
    suggestedValue: '256Mi',
  });
});

test('an object with generateName is told by it', async () => {
  const pod = made({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { generateName: 'run-' },
    spec: podSpec('2Gi'),
  });
  const configs = await run([pod]);
  assert.is(configs.getResults()[1]?.resourceRef?.name, 'run-');
});

test('tells of a kind that is never changed, with its own knob', async () => {
  const cluster = made({
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Cluster',
    metadata: { name: 'db' },
    spec: {},
  });
  const quiet = await run([cluster]);
  assert.equal(quiet.getResults(), []);
  const told = await run([cluster, deployment(podSpec('1Gi'))]);
  assert.equal(codesOf(told.getResults()), [
    'info summary',
    'info injected',
    'info operator-owned',
  ]);
  assert.is(
    told.getAll().find(({ kind }) => kind === 'Cluster'),
    cluster,
  );
});

const broken = injectShmConfig({ ratio: '1.5', sizeFrm: 'max', mode: 'injekt' });

test('a broken config is the SDK’s own error and names every problem', async () => {
  const error = await thrownBy(broken);
  assert.ok(error instanceof FunctionConfigError);
  assert.equal(error.message.split('\n'), [
    '`ratio` must be in (0, 1], got "1.5"',
    'unknown field `sizeFrm` (did you mean "sizeFrom"?)',
    '`mode` must be inject, check or remove, got "injekt" (did you mean "inject"?)',
  ]);
});

test('a broken config is told as on text', async () => {
  const list = { apiVersion: 'config.kubernetes.io/v1', kind: 'ResourceList', items: [] };
  const { results } = inject(JSON.stringify({ ...list, functionConfig: broken }));
  const error = await thrownBy(broken);
  assert.ok(error instanceof FunctionConfigError);
  assert.equal(
    error.message.split('\n'),
    results.map(({ message }) => message),
  );
});

test('a broken config changes nothing and adds no results', async () => {
  const object = deployment(podSpec('1Gi'));
  const configs = new Configs([object], broken);
  await kptFunc(configs).catch(() => undefined);
  assert.is(configs.getAll()[0], object);
  assert.equal(configs.getResults(), []);
});

test('a functionConfig of another kind is a broken config', async () => {
  const error = await thrownBy(deployment(podSpec('1Gi')));
  assert.ok(error instanceof FunctionConfigError);
});

test('a second run changes nothing, and what does not change stays the same object', async () => {
  const service = made({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: {} });
  const by = { volumes: [{ name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } }] };
  const own = deployment(
    {
      containers: [
        {
          name: 'app',
          image: 'app',
          resources: limit('4Gi'),
          volumeMounts: [{ name: 'shm', mountPath: '/dev/shm' }],
        },
      ],
      ...by,
    },
    { name: 'own' },
  );
  const out = deployment(podSpec('1Gi'), {
    name: 'out',
    annotations: { 'inject-shm.dev/inject': 'false' },
  });
  const once = await run([service, own, out, deployment(podSpec('1Gi'))]);
  [service, own, out].forEach((object) => assert.ok(once.getAll().includes(object)));
  const between = once.getAll();
  const twice = await run(between.map(frozen));
  assert.is(twice.getAll().length, 4);
  twice.getAll().forEach((object, at) => assert.is(object, between[at]));
  assert.equal(twice.getResults(), []);
});

const restored: readonly (readonly [string, KubernetesObject])[] = [
  ['an object', deployment(podSpec('1Gi'))],
  ['without a limit', deployment(podSpec(undefined))],
  ['with annotations', deployment(podSpec('1Gi'), { annotations: { a: 'b' } })],
  ['with empty annotations', deployment(podSpec('1Gi'), { annotations: {} })],
  [
    'with empty and null parents',
    deployment(podSpec('1Gi', { volumes: [], initContainers: null })),
  ],
  ['with a number', deployment(podSpec(1073741824))],
  [
    'with volumes',
    deployment(podSpec('1Gi', { volumes: [{ name: 'tmp', emptyDir: {} }], hostPID: false })),
  ],
];

restored.forEach(([name, object]) =>
  test(`remove restores ${name}`, async () => {
    const before = JSON.stringify(object);
    const injected = await run([object], configMap({ defaultMemoryLimit: '1Gi' }));
    assert.is.not(JSON.stringify(injected.getAll()[0]), before);
    const removed = await run(injected.getAll().map(frozen), configMap({ mode: 'remove' }));
    assert.is(JSON.stringify(removed.getAll()[0]), before);
    assert.ok(codesOf(removed.getResults()).includes('info taken-back'));
  }),
);

test('check changes nothing and says as errors what would change', async () => {
  const object = deployment(podSpec('1Gi'));
  const configs = await run([object], configMap({ mode: 'check' }));
  assert.is(configs.getAll()[0], object);
  assert.equal(codesOf(configs.getResults()), ['info summary', 'error would-change']);
  const injected = await run([object]);
  const passes = await run(injected.getAll(), configMap({ mode: 'check' }));
  assert.equal(
    codesOf(passes.getResults()).filter((code) => code.startsWith('error')),
    [],
  );
});

test('a broken annotation is an error on its workload, and the others go on', async () => {
  const annotations = { 'inject-shm.dev/ratio': '2' };
  const configs = await run([
    deployment(podSpec('1Gi'), { name: 'a', annotations }),
    deployment(podSpec('1Gi'), { name: 'b' }),
  ]);
  assert.equal(sizesOf(configs), [undefined, ['512Mi']]);
  assert.is(codesOf(configs.getResults())[1], 'error invalid-annotation');
});

test('reads LimitRanges beside the workloads', async () => {
  const range = made({
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'range' },
    spec: { limits: [{ type: 'Container', default: { memory: '2Gi' } }] },
  });
  const configs = await run([range, deployment(podSpec(undefined))]);
  assert.equal(sizesOf(configs), [['1Gi']]);
});

test("a LimitRange of another API group is not the core's", async () => {
  const range = made({
    apiVersion: 'example.com/v1',
    kind: 'LimitRange',
    metadata: { name: 'range' },
    spec: { limits: [{ type: 'Container', default: { memory: '2Gi' } }] },
  });
  const configs = await run([range, deployment(podSpec(undefined))]);
  assert.equal(sizesOf(configs), [undefined]);
  assert.equal(codesOf(configs.getResults()), ['warn no-memory-limit']);
});

test('what was injected on request is taken back without one', async () => {
  const cluster = made({
    apiVersion: 'ray.io/v1',
    kind: 'RayCluster',
    metadata: { name: 'ray' },
    spec: { headGroupSpec: { template: { spec: podSpec('8Gi') } } },
  });
  const injected = await run([cluster], configMap({ kinds: '*,RayCluster' }));
  assert.not.equal(injected.getAll(), [cluster]);
  const removed = await run(
    injected.getAll().map((object) => made(object as unknown as Value)),
    configMap({ mode: 'remove' }),
  );
  assert.equal(removed.getAll(), [cluster]);
});

test('a config that is allowed and unwise is told', async () => {
  const configs = await run([deployment(podSpec('1Gi'))], configMap({ ratio: '1' }));
  assert.is(codesOf(configs.getResults())[1], 'warn ratio-one');
});

test.run();
