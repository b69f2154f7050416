import fc from 'fast-check';
import { defined, maybe } from './container.ts';
import { milli } from './quantity.ts';
import { at, type Fields, type Value } from './value.ts';

const NAMES = ['app', 'db', 'exporter', 'web-1', 'proxy', '1e3', 'on', '1'];

/** Spelt as people spell them; all are taken by the API server. */
const amount: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '64Mi',
      '100Mi',
      '129Mi',
      '130Mi',
      '256Mi',
      '257Mi',
      '512Mi',
      '1Gi',
      '1536Mi',
      '2Gi',
      '64Gi',
    ),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 8192 }).map((mi) => `${mi}Mi`) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 2 ** 26, max: 2 ** 40 }).map((bytes) => `${bytes}`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '1.5Gi',
      '0.3Gi',
      '500M',
      '1G',
      '2000000k',
      '129e6',
      '1e9',
      '2Ti',
      '100Ti',
      '500m',
    ),
  },
);

/** Some that compute, by several patterns, and some that only look so. */
const DEVICES: readonly Fields[] = [
  { 'nvidia.com/gpu': '1' },
  { 'nvidia.com/gpu': '0' },
  { 'nvidia.com/mig-1g.5gb': '2' },
  { 'nvidia.com/gpu-monitor': '1' },
  { 'amd.com/gpu': '8' },
  { 'amd.com/cpx_nps4': '1' },
  { 'aws.amazon.com/neuroncore': '1e3' },
  { 'google.com/tpu': '4' },
  { 'huawei.com/Ascend910': '1' },
  { 'example.com/nvidia.com-gpu': '1' },
  { 'rdma/hca': '1' },
  { 'squat.ai/fuse': '1' },
  { 'hugepages-2Mi': '0' },
];

const resourcesOf = (
  limit: string | undefined,
  request: string | undefined,
  device: Fields | undefined,
  claims: Value | undefined,
): Value | undefined => {
  const isHigher =
    limit !== undefined && limit !== '0' && (milli(request) ?? 0n) > (milli(limit) ?? 0n);
  const limits = defined({
    memory: limit,
    ...device,
  });
  const requests = defined({ memory: isHigher || limit === '0' ? undefined : request });
  const found = defined({
    limits: Object.keys(limits).length > 0 ? limits : undefined,
    requests: Object.keys(requests).length > 0 ? requests : undefined,
    claims,
  });
  return Object.keys(found).length > 0 ? found : undefined;
};

const resources: fc.Arbitrary<Value | undefined> = fc
  .tuple(
    maybe(
      70,
      fc.oneof({ weight: 12, arbitrary: amount }, { weight: 1, arbitrary: fc.constant('0') }),
    ),
    maybe(35, amount),
    maybe(10, fc.constantFrom(...DEVICES)),
    maybe(2, fc.constant([{ name: 'device' }])),
  )
  .map((found) => resourcesOf(...found));

const VOLUMES: readonly Fields[] = [
  { name: 'data', emptyDir: {} },
  { name: 'dshm', configMap: { name: 'config' } },
  { name: 'dshm-2', emptyDir: {} },
  { name: 'dshm', emptyDir: { medium: 'Memory' } },
  { name: 'dshm', emptyDir: { medium: 'Memory', sizeLimit: '70Mi' } },
  { name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } },
  { name: 'host', hostPath: { path: '/dev' } },
];

const NEAR = ['/data', '/dev', '/dev/shm-not', '/var/dev/shm', '/dev/shm/x', '/dev/.shm'];
const AT = ['/dev/shm', '/dev/shm/', '//dev/shm', 'dev/shm', '/dev/./shm'];

/** Seldom at `/dev/shm`: such a pod is left. */
const mount = (volumes: readonly string[]): fc.Arbitrary<Fields> =>
  fc
    .tuple(
      fc.constantFrom(...volumes),
      fc.oneof(
        { weight: 12, arbitrary: fc.constantFrom(...NEAR) },
        { weight: 1, arbitrary: fc.constantFrom(...AT) },
      ),
    )
    .map(([name, mountPath]) => ({ name, mountPath }));

const mounts = (volumes: readonly string[]): fc.Arbitrary<Value | undefined> =>
  volumes.length === 0
    ? fc.constant(undefined)
    : maybe(
        30,
        fc.uniqueArray(mount(volumes), {
          minLength: 1,
          maxLength: 2,
          selector: ({ mountPath }) => mountPath,
        }),
      );

const environment = fc
  .constantFrom<(string | undefined)[]>('', 'none', 'void', 'all', '0,1', undefined)
  .map((value) => [defined({ name: 'NVIDIA_VISIBLE_DEVICES', value })]);

const container = (name: string, volumes: readonly string[]): fc.Arbitrary<Fields> =>
  fc
    .tuple(resources, mounts(volumes), maybe(10, environment))
    .map(([found, volumeMounts, env]) =>
      defined({ name, image: 'nginx', resources: found, volumeMounts, env }),
    );

const init = (name: string, volumes: readonly string[]): fc.Arbitrary<Fields> =>
  fc
    .tuple(container(name, volumes), fc.boolean())
    .map(([found, sidecar]) => (sidecar ? { ...found, restartPolicy: 'Always' } : found));

/** The cluster has to have them. */
export const RUNTIME_CLASSES = ['nvidia', 'nvidia-legacy', 'eu-nvidia', 'gvisor', 'not-nvidia-x'];

const nodesOf = (...terms: readonly (readonly string[])[]): Fields => ({
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: terms.map((values) => ({
        matchExpressions: [{ key: 'kubernetes.io/os', operator: 'In', values }],
      })),
    },
  },
});

const others: fc.Arbitrary<Fields> = fc.oneof(
  { weight: 20, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Fields[]>(
      { hostIPC: true },
      { os: { name: 'windows' } },
      { os: { name: 'linux' } },
      { nodeSelector: { 'kubernetes.io/os': 'windows' } },
      { nodeSelector: { 'kubernetes.io/os': 'linux' } },
      { affinity: nodesOf(['windows'], ['windows']) },
      { affinity: nodesOf(['windows'], ['linux']) },
      { affinity: nodesOf(['windows', 'linux']) },
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(...RUNTIME_CLASSES).map((name) => ({ runtimeClassName: name })),
  },
);

/** As a rule above its containers' limits; the API server refuses the others. */
const podLevel: fc.Arbitrary<Value | undefined> = maybe(
  8,
  fc.oneof(
    fc.constantFrom('64Gi', '128Gi', '1Ti').map((memory) => ({ limits: { memory } })),
    fc.constant({ limits: { cpu: '64' } }),
    fc.constant({}),
    amount.map((memory) => ({ limits: { memory } })),
  ),
);

const annotation: fc.Arbitrary<Fields> = fc.constantFrom<Fields[]>(
  { 'inject-shm.dev/inject': 'false' },
  { 'inject-shm.dev/inject': 'true' },
  { 'inject-shm.dev/inject': 'maybe' },
  ...[
    '0.25',
    '50%',
    '33.3%',
    '1',
    ' 0.3 ',
    '0.5000',
    '0.123456789',
    '7',
    '0',
    'half',
    '.5',
    '.5%',
    '5.',
    '.',
    '%',
  ].map((ratio) => ({ 'inject-shm.dev/ratio': ratio })),
  ...['300Mi', '1.5Gi', '3G', '64Mi', '1e9', '100', '0755', '5', '1GiB', ' 2Gi '].map((size) => ({
    'inject-shm.dev/size': size,
  })),
  ...['100Mi', '0.3Gi', '64Mi', '2G', '010', '1', 'much', ' 70Mi '].map((size) => ({
    'inject-shm.dev/fallback-size': size,
  })),
  ...['min', 'max', 'app', 'db', '1', 'init-app', 'init-db', 'none-such', 'Not a name'].map(
    (name) => ({
      'inject-shm.dev/size-from': name,
    }),
  ),
  { 'inject-shm.dev/ratio': '0.9', 'inject-shm.dev/size-from': 'min' },
  { 'inject-shm.dev/injected': '{"v":1}' },
  { 'inject-shm.dev/unknown': 'x' },
  { 'io.kubernetes.cri-o.ShmSize': '1Gi' },
);

const asking: Fields = { 'inject-shm.dev/inject': 'true' };

const annotations: fc.Arbitrary<Value | undefined> = maybe(
  70,
  fc
    .tuple(
      fc.constantFrom<Fields[]>({}, { note: 'x' }, asking),
      fc.oneof(annotation, fc.constant<Fields>({})),
    )
    .map((maps) => Object.assign<Fields, Fields, Fields>({}, ...maps)),
);

const specOf = (found: readonly Fields[]): fc.Arbitrary<Fields> => {
  const volumes = found.map(({ name }) => String(name));
  const named = (max: number) =>
    fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: max === 4 ? 1 : 0, maxLength: max });
  return fc
    .tuple(named(4), named(2))
    .chain(([names, inits]) =>
      fc.tuple(
        fc.tuple(...names.map((name) => container(name, volumes))),
        fc.tuple(...inits.map((name) => init(`init-${name}`, volumes))),
        others,
        podLevel,
      ),
    )
    .map(([containers, inits, more, level]) =>
      defined({
        ...more,
        resourceClaims: [...containers, ...inits].some((each) => at(each, 'resources', 'claims'))
          ? [{ name: 'device', resourceClaimName: 'gpu' }]
          : undefined,
        containers,
        initContainers: inits.length > 0 ? inits : undefined,
        resources: level,
        volumes: found.length > 0 ? found : undefined,
      }),
    );
};

/** A Pod of which the API server takes most: what people write, with the corners that matter to a `/dev/shm`. */
export const admittedPod: fc.Arbitrary<Fields> = fc
  .tuple(
    maybe(
      40,
      fc.uniqueArray(fc.constantFrom(...VOLUMES), {
        minLength: 1,
        maxLength: 3,
        selector: ({ name }) => name,
      }),
    ).chain((volumes) => specOf(volumes ?? [])),
    annotations,
  )
  .map(([spec, found]) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: defined({ name: 'pod', labels: { app: 'x' }, annotations: found }),
    spec,
  }));
