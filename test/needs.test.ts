import * as assert from 'uvu/assert';
import { type Fields } from '../src/data/value.ts';
import { acceleratorsOf, imageMatches, isNeeded, type Need, needsOf } from '../src/needs.ts';
import { linkOf, needRows, needsTable, oppositeRows } from '../src/needs/table.ts';
import { wordsOf } from '../src/needs/arguments.ts';
import { containersOf } from '../src/plan/pod.ts';
import { spec } from './spec.ts';

const test = spec('needs');

const deployment = { group: 'apps', kind: 'Deployment' };

const needsIn = (pod: Fields, kind = deployment, extra: readonly string[] = []): readonly Need[] =>
  needsOf(pod, containersOf(pod), kind, extra);

const ofContainer = (container: Fields, extra: readonly string[] = []): readonly string[] =>
  needsIn({ containers: [{ name: 'app', ...container }] }, deployment, extra).map(
    ({ strength, signal }) => `${strength}: ${signal}`,
  );

const globs: readonly (readonly [glob: string, image: string, matches: boolean])[] = [
  ['postgres', 'postgres', true],
  ['postgres', 'postgres:18', true],
  ['postgres', 'localhost:5000/library/postgres:18@sha256:00', true],
  ['postgres', 'registry.example/a/b/postgres', true],
  ['postgres', 'postgres-exporter', false],
  ['postgres', 'postgres/tool', false],
  ['*pytorch*', 'team/my-pytorch-train:1', true],
  ['*pytorch*', 'pytorch/tool', false],
  ['vllm/*', 'mirror.example/hub/vllm/vllm-openai:v1', true],
  ['vllm/*', 'vllm-openai', false],
  ['vllm/*', 'vllm/a/b', false],
  ['nim/*/*', 'registry.example/nim/meta/llama@sha256:00', true],
  ['registry.example/trainer*', 'registry.example/trainer-gpu:1', true],
  ['registry.example/trainer*', 'other.example/trainer-gpu:1', false],
  ['Trainer', 'registry.example/TRAINER:1', true],
  ['', '', true],
  ['a', '', false],
];

globs.forEach(([glob, image, expected]) =>
  test(`${glob} and ${image}`, () => assert.is(imageMatches(glob, image), expected)),
);

const images: readonly (readonly [image: string, expected: string | undefined])[] = [
  ['lmsysorg/sglang:latest', 'strong: image sglang'],
  ['lmsysorg/sglang-router:1', undefined],
  ['vllm/vllm-openai:v0.11', 'medium: image vllm-openai'],
  ['$VLLM_IMAGE', 'medium: image $vllm_image'],
  ['lmcache/lmstack-router', undefined],
  ['llm-d/llm-d-inference-sim:v1', undefined],
  ['llm-d/llm-d-cuda:v1', 'medium: image llm-d-cuda'],
  ['registry.example/nim/meta/llama-3:1', 'strong: image nim/meta/llama-3'],
  ['bitnami/postgresql:17', 'medium: image postgresql'],
  ['bitnami/postgres-exporter', undefined],
  ['prometheuscommunity/postgres_exporter:v1', undefined],
  ['zalando/postgres-operator:v1', undefined],
  ['bitnami/pgbouncer', undefined],
  ['timescale/timescaledb-ha:pg17', 'medium: image timescaledb-ha'],
  ['selenium/node-chrome:4', 'strong: image selenium/node-chrome'],
  ['selenium/hub:4', undefined],
  ['selenium/node-docker:4', undefined],
  ['playwright', 'medium: image playwright'],
  ['gotenberg/gotenberg:8', undefined],
  ['pytorch/pytorch:2.9', 'weak: image pytorch'],
  ['rayproject/ray:2', 'weak: image rayproject/ray'],
  ['kuberay/operator:v1', undefined],
  ['gitlab/gitlab-ce', 'strong: image gitlab/gitlab-ce'],
  ['gitlab/gitlab-runner', undefined],
  ['gvenzl/oracle-free', 'medium: image gvenzl/oracle-free'],
  ['nginx:1', undefined],
  ['redis', undefined],
];

images.forEach(([image, expected]) =>
  test(`image ${image}`, () =>
    assert.equal(ofContainer({ image }), expected === undefined ? [] : [expected])),
);

const arguments_: readonly (readonly [
  name: string,
  container: Fields,
  expected: readonly string[],
])[] = [
  [
    'a number behind it',
    { args: ['--tensor-parallel-size', '4'] },
    ['strong: argument --tensor-parallel-size 4'],
  ],
  ['a number in it', { args: ['--tp=2'] }, ['strong: argument --tp 2']],
  ['one', { args: ['--tensor-parallel-size=1', '-tp', '1'] }, []],
  ['a shell', { command: ['sh', '-c', 'serve -tp 8 \\\n --x'] }, ['strong: argument -tp 8']],
  ['a number as such', { args: ['--num-shard', 2] }, ['strong: argument --num-shard 2']],
  ['no number', { args: ['--tp', 'auto'] }, []],
  ['nothing behind it', { args: ['--tp'] }, []],
  [
    'a variable of the container',
    { args: ['--tp=$(TP)'], env: [{ name: 'TP', value: '4' }] },
    ['strong: argument --tp $TP'],
  ],
  ['a variable that is one', { args: ['--tp=${TP:-4}'], env: [{ name: 'TP', value: '1' }] }, []],
  ['a variable from elsewhere', { args: ['--tp', '$TP'] }, ['strong: argument --tp $TP']],
  ['a template', { args: ['--tp={{ .tp }}'] }, ['strong: argument --tp {{}}']],
  [
    'torchrun in a folder',
    { command: ['/opt/bin/torchrun', 'a.py'] },
    ['strong: argument torchrun'],
  ],
  [
    'a module',
    { command: ['python', '-m', 'torch.distributed.run'] },
    ['strong: argument torch.distributed.run'],
  ],
  ['deepspeed', { command: ['deepspeed', 'train.py'] }, ['strong: argument deepspeed']],
  ['deepspeed installed', { args: ['pip install deepspeed && true'] }, []],
  ['ray start', { args: ['ulimit -n 65536; ray start --head'] }, ['strong: argument ray start']],
  ['ray status', { args: ['ray status'] }, []],
  ['vllm serve', { command: ['vllm', 'serve', 'm'] }, ['medium: argument vllm serve']],
  ['a path', { args: ['--cache-dir=/dev/shm/cache'] }, ['strong: argument /dev/shm/cache']],
  ['a look', { args: ['df -h /dev/shm'] }, []],
  ['a heartbeat', { args: ['--worker-tmp-dir', '/dev/shm'] }, []],
  ['no list', { args: 'torchrun', command: { a: 1 } }, []],
  ['items that are no strings', { args: [null, {}, true] }, []],
  ['the same twice', { args: ['--tp=2', '--pp-size=2'] }, ['strong: argument --tp 2']],
];

arguments_.forEach(([name, container, expected]) =>
  test(`arguments: ${name}`, () => assert.equal(ofContainer(container), expected)),
);

const variables: readonly (readonly [name: string, value: unknown, expected: readonly string[]])[] =
  [
    ['NCCL_DEBUG', 'INFO', ['strong: environment NCCL_DEBUG']],
    ['NCCL_SHM_DISABLE', '1', []],
    ['NCCL_SHM_DISABLE', '0', ['strong: environment NCCL_SHM_DISABLE']],
    ['MASTER_ADDR', undefined, ['strong: environment MASTER_ADDR']],
    ['WORLD_SIZE', '1', []],
    ['WORLD_SIZE', '8', ['strong: environment WORLD_SIZE']],
    ['NUM_SHARD', '1', []],
    ['NUM_SHARD', '2', ['strong: environment NUM_SHARD']],
    ['VLLM_LOGGING_LEVEL', 'INFO', ['medium: environment VLLM_LOGGING_LEVEL']],
    ['VLLM_BASE_URL', 'http://vllm', []],
    ['VLLM_API_KEY', 'x', []],
    [
      'PROMETHEUS_MULTIPROC_DIR',
      '/dev/shm/metrics',
      ['medium: environment PROMETHEUS_MULTIPROC_DIR'],
    ],
    ['PROMETHEUS_MULTIPROC_DIR', '/tmp', []],
    ['TMPDIR', '/dev/shm', ['strong: environment TMPDIR']],
    ['GUNICORN_CMD_ARGS', '--worker-tmp-dir /dev/shm', []],
    ['PATH', '/bin', []],
  ];

variables.forEach(([name, value, expected]) =>
  test(`environment: ${name}=${String(value)}`, () =>
    assert.equal(ofContainer({ env: [{ name, value }] }), expected)),
);

const opposites: readonly (readonly [
  name: string,
  container: Fields,
  expected: readonly string[],
])[] = [
  [
    'the flag ends what Chromium needs',
    { image: 'selenium/node-chrome', env: [{ name: 'SE_OPTS', value: '--disable-dev-shm-usage' }] },
    [],
  ],
  ['in arguments too', { image: 'selenium/node-chrome', args: ['--disable-dev-shm-usage'] }, []],
  [
    'and not what Firefox does',
    { image: 'selenium/node-firefox', args: ['--disable-dev-shm-usage'] },
    ['strong: image selenium/node-firefox'],
  ],
  [
    'NCCL that goes another way leaves the workers of an engine',
    {
      args: ['--tp=2'],
      env: [{ name: 'NCCL_SHM_DISABLE', value: '1' }],
      resources: { limits: { 'nvidia.com/gpu': 2 } },
    },
    ['strong: argument --tp 2'],
  ],
  ['a client of the database', { image: 'postgres', command: ['pg_dump', 'db'] }, []],
  ['a shell for clients', { image: 'postgres', command: ['sleep', '3600'] }, []],
  [
    'a shell for clients, kept alive by a script',
    {
      image: 'postgres',
      command: ['/bin/bash', '-c', '--'],
      args: ['while true; do sleep 30; done;'],
    },
    [],
  ],
  ['a shell that waits for ever', { image: 'postgres', args: ['tail', '-f', '/dev/null'] }, []],
  [
    'a server that is started late',
    { image: 'postgres', command: ['sh', '-c', 'sleep 5; /start.sh'] },
    ['medium: image postgres'],
  ],
  [
    'a shell for training',
    { image: 'vllm-openai', command: ['sleep', 'infinity'] },
    ['medium: image vllm-openai'],
  ],
  [
    'a server that asks itself',
    { image: 'postgres', command: ['sh', '-c', 'docker-entrypoint.sh postgres & pg_isready'] },
    ['medium: image postgres'],
  ],
  [
    'segments elsewhere',
    { image: 'postgres', args: ['-c', 'dynamic_shared_memory_type=mmap'] },
    [],
  ],
  [
    'an exporter with GPUs',
    { image: 'dcgm-exporter', resources: { limits: { 'nvidia.com/gpu': 8 } } },
    [],
  ],
];

opposites.forEach(([name, container, expected]) =>
  test(`opposites: ${name}`, () => assert.equal(ofContainer(container), expected)),
);

test('what the config names is never ended', () => {
  const container = { image: 'a/db-operator', args: ['--disable-dev-shm-usage'] };
  assert.equal(ofContainer(container, ['*-operator']), ['strong: image *-operator']);
  assert.equal(ofContainer(container, ['other']), []);
});

test('classic init containers are not looked at, sidecars are', () => {
  const containers = [{ name: 'app', image: 'nginx' }];
  const init = { name: 'db', image: 'postgres' };
  assert.equal(needsIn({ containers, initContainers: [init] }), []);
  const sidecar = { ...init, restartPolicy: 'Always' };
  assert.equal(
    needsIn({ containers, initContainers: [sidecar] }).map(({ container }) => container),
    ['db'],
  );
});

const kinds: readonly (readonly [kind: string, image: string, expected: readonly string[]])[] = [
  ['kubeflow.org/MPIJob', 'a', ['medium: kind MPIJob']],
  ['kubeflow.org/MPIJob', 'a-exporter', []],
  ['kubeflow.org/TFJob', 'a', []],
  ['ray.io/RayCluster', 'a', ['strong: kind RayCluster']],
  ['kubeflow.org/Notebook', 'a', ['weak: kind Notebook']],
  ['example.com/MPIJob', 'a', []],
];

kinds.forEach(([name, image, expected]) =>
  test(`${name} of ${image}`, () => {
    const [group = '', kind = ''] = name.split('/');
    const found = needsIn({ containers: [{ name: 'a', image }] }, { group, kind });
    assert.equal(
      found.map(({ strength, signal }) => `${strength}: ${signal}`),
      expected,
    );
    assert.is(
      isNeeded(found),
      found.some(({ strength }) => strength !== 'weak'),
    );
  }),
);

const resource = (name: string, amount: unknown): Fields => ({
  resources: { limits: { [name]: amount } },
});

const accelerators: readonly (readonly [
  name: string,
  container: Fields,
  expected: readonly string[],
])[] = [
  ['a GPU', resource('nvidia.com/gpu', 1), ['1 nvidia.com/gpu']],
  ['GPUs in quotes', resource('nvidia.com/gpu', ' 8 '), ['8 nvidia.com/gpu']],
  ['none', resource('nvidia.com/gpu', 0), []],
  ['none in quotes', resource('nvidia.com/gpu', '0'), []],
  ['a null', resource('nvidia.com/gpu', null), []],
  ['a template', resource('nvidia.com/gpu', '{{ .gpus }}'), ['1 nvidia.com/gpu']],
  [
    'a template that is a map',
    resource('nvidia.com/gpu', { '{ .gpus }': null }),
    ['1 nvidia.com/gpu'],
  ],
  ['a slice', resource('nvidia.com/mig-1g.10gb', 2), ['2 nvidia.com/mig-1g.10gb']],
  ['a share', resource('aliyun.com/gpu-mem', 16), ['1 aliyun.com/gpu-mem']],
  ['a time slice', resource('nvidia.com/gpu.shared', 2), ['1 nvidia.com/gpu.shared']],
  ['a request', { resources: { requests: { 'amd.com/gpu': 1 } } }, ['1 amd.com/gpu']],
  [
    'a limit of none and a request',
    { resources: { limits: { 'amd.com/gpu': 0 }, requests: { 'amd.com/gpu': 1 } } },
    [],
  ],
  ['Neuron', resource('aws.amazon.com/neuroncore', 2), ['2 aws.amazon.com/neuroncore']],
  ['a TPU', resource('google.com/tpu', 4), ['4 google.com/tpu']],
  ['Ascend', resource('huawei.com/Ascend910', 8), ['8 huawei.com/Ascend910']],
  ['Gaudi', resource('habana.ai/gaudi', 8), ['8 habana.ai/gaudi']],
  ['fuse', resource('smarter-devices/fuse', 1), []],
  ['another fuse', resource('github.com/fuse', 1), []],
  ['kvm', resource('devices.kubevirt.io/kvm', 1), []],
  ['rdma', resource('rdma/hca', 1), []],
  ['SR-IOV', resource('intel.com/intel_sriov_netdevice', 1), []],
  ['huge pages', resource('hugepages-2Mi', '100Mi'), []],
  ['monitoring', resource('gpu.intel.com/i915_monitoring', 1), []],
  ['a claim', { resources: { claims: [{ name: 'gpu' }] } }, ['1 claim gpu']],
  ['no resources', {}, []],
];

accelerators.forEach(([name, container, expected]) =>
  test(`accelerators: ${name}`, () => {
    const pod = { containers: [{ name: 'app', ...container }] };
    const [app] = containersOf(pod);
    assert.ok(app);
    assert.equal(
      acceleratorsOf(pod, app).map((each) => `${each.count} ${each.name}`),
      expected,
    );
  }),
);

const runtimes: readonly (readonly [name: string, pod: Fields, expected: readonly number[]])[] = [
  ['of NVIDIA', { runtimeClassName: 'nvidia', containers: [{ name: 'a' }] }, [1]],
  ['of another', { runtimeClassName: 'gvisor', containers: [{ name: 'a' }] }, [0]],
  [
    'where another container asks by name',
    {
      runtimeClassName: 'nvidia',
      containers: [{ name: 'a', ...resource('nvidia.com/gpu', 2) }, { name: 'b' }],
    },
    [2, 0],
  ],
  [
    'where it is hidden',
    {
      runtimeClassName: 'nvidia',
      containers: [{ name: 'a', env: [{ name: 'NVIDIA_VISIBLE_DEVICES', value: 'void' }] }],
    },
    [0],
  ],
];

runtimes.forEach(([name, pod, expected]) =>
  test(`a runtime class ${name}`, () =>
    assert.equal(
      containersOf(pod).map((each) =>
        acceleratorsOf(pod, each).reduce((sum, { count }) => sum + count, 0),
      ),
      expected,
    )),
);

const devices: readonly (readonly [name: string, limits: Fields, expected: readonly string[]])[] = [
  ['two GPUs', { 'nvidia.com/gpu': 2 }, ['strong: 2 × nvidia.com/gpu']],
  ['one GPU', { 'nvidia.com/gpu': 1 }, ['weak: 1 × nvidia.com/gpu']],
  ['TPUs', { 'google.com/tpu': 4 }, ['weak: 4 × google.com/tpu']],
  [
    'a share of many parts',
    { 'gpu.intel.com/i915': 1, 'gpu.intel.com/millicores': 500 },
    ['weak: 1 × gpu.intel.com/i915, 1 × gpu.intel.com/millicores'],
  ],
  ['a network', { 'rdma/ib': 1 }, ['strong: rdma/ib']],
  ['no network', { 'rdma/ib': 0 }, []],
  ['fuse', { 'smarter-devices/fuse': 2 }, []],
];

devices.forEach(([name, limits, expected]) =>
  test(`devices: ${name}`, () => assert.equal(ofContainer({ resources: { limits } }), expected)),
);

test('a need says where, why, how much and who says so', () => {
  const [need] = needsIn({ containers: [{ name: 'db', image: 'postgres:18' }] });
  assert.is(need?.container, 'db');
  assert.is(need?.hint, '256Mi');
  assert.match(need?.why ?? '', 'parallel');
  assert.is(need?.source, 'docker-library/docs@c4a9ba4');
});

test('what a pod may hold does no harm', () => {
  const odd = [null, 1, 'x', [], {}, [null], [[]], { name: {} }];
  odd.forEach((value) => {
    const container = {
      name: 'a',
      image: value,
      args: value,
      command: value,
      env: value,
      resources: value,
    };
    assert.equal(ofContainer(container), []);
    assert.equal(ofContainer({ resources: { limits: value, requests: value, claims: 1 } }), []);
    assert.equal(ofContainer({ env: [value, { name: value, value }] }), []);
  });
});

test('words of a long line are read in time that grows with it', () => {
  const line = '$('.repeat(50_000) + ' ${A:-'.repeat(20_000);
  const start = process.cpuUsage().user;
  assert.ok(wordsOf(line).length > 0);
  assert.ok(process.cpuUsage().user - start < 5e6);
});

test('every row has a source, a reason and something to match', () => {
  Object.values(needRows)
    .flat()
    .forEach(({ matches, reason }) => {
      assert.ok(matches.length > 0);
      assert.match(reason.source, /\w{3}/, matches.join());
      assert.match(reason.why, /\w{3}/, matches.join());
      assert.ok(reason.hint === undefined || /^\d+[MG]i$/.test(reason.hint), matches.join());
    });
  Object.values(oppositeRows)
    .flat()
    .forEach(({ source, why }) => assert.ok(source.length > 3 && why.length > 3));
});

test('sources are links where they are repositories', () => {
  assert.is(linkOf('a/b#1'), '[a/b#1](https://github.com/a/b/issues/1)');
  assert.is(linkOf('a/b@00ff'), '[a/b@00ff](https://github.com/a/b/tree/00ff)');
  assert.is(linkOf('a/b: README'), '[a/b](https://github.com/a/b): README');
  assert.is(linkOf('A page: its title'), 'A page: its title');
  assert.match(needsTable(), '| image | `sglang*`, `lmsysorg/*` | strong |');
});

test.run();
