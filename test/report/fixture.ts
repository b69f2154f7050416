import * as E from 'fp-ts/lib/Either.js';
import type { Fields } from '../../src/data/value.ts';
import { parseQuantity, type Quantity } from '../../src/quantity.ts';
import type {
  ContainerFacts,
  FindingFacts,
  LimitOrigin,
  PodFacts,
  ShmFacts,
  SizingFacts,
} from '../../src/report/facts.ts';

// Twelve workloads, one of every outcome.

export const q = (text: string): Quantity =>
  E.getOrElse((message: string): Quantity => {
    throw new Error(message);
  })(parseQuantity(text));

export const container = (
  name: string,
  before: string | undefined,
  more: Partial<Omit<ContainerFacts, 'name' | 'limit'>> & {
    readonly after?: string;
    readonly origin?: LimitOrigin;
  } = {},
): ContainerFacts => {
  const { after = before, origin = after === undefined ? 'none' : 'container', ...rest } = more;
  return {
    name,
    role: 'container',
    counts: true,
    mounts: false,
    ...rest,
    limit: {
      before: before && q(before),
      after: after && q(after),
      origin,
    } as ContainerFacts['limit'],
  };
};

export const runtime: ShmFacts = { state: 'runtime' };

export const memory = (size: string, owner: 'author' | 'inject-shm' = 'inject-shm'): ShmFacts => ({
  state: 'memory',
  volume: 'dshm',
  size: q(size),
  owner,
});

export const unbounded: ShmFacts = { state: 'unbounded', volume: 'shm' };

/** Half of a container's limit. */
export const half = (container_: string, limit: string, size: string): SizingFacts => ({
  size: q(size),
  by: 'ratio',
  amount: q(size),
  ratio: '0.5',
  basis: { container: container_, quantity: q(limit), origin: 'container' },
  bounds: [],
});

export const warning = (code: string, message: string, remedy?: string): FindingFacts => ({
  code,
  severity: 'warning',
  message,
  ...(remedy !== undefined && { remedy }),
});

/** What a pod has beside its workload; without it, nothing at `/dev/shm` and nothing to change. */
export type MoreFacts = Partial<Omit<PodFacts, 'workload' | 'place'>> & {
  readonly place?: string;
  readonly file?: string;
};

/** `Kind namespace/name`, or `Kind name`; steps to the PodSpec from its place. */
export const pod = (
  apiVersion: string,
  workload: string,
  spec: Fields,
  more: MoreFacts = {},
): PodFacts => {
  const [kind = '', path = ''] = workload.split(' ');
  const [name = '', namespace] = path.split('/').toReversed();
  const { place = 'spec.template.spec', file = 'deploy.yaml', ...facts } = more;
  return {
    workload: {
      apiVersion,
      kind,
      name,
      namespace,
      object: { apiVersion, kind, metadata: { name, ...(namespace && { namespace }) }, spec },
      file,
      line: 3,
    },
    place: { field: place, steps: place.split('.') },
    containers: [],
    podLimit: undefined,
    shm: { before: runtime, after: runtime },
    sizing: undefined,
    findings: [],
    atRisk: [],
    live: 'rolls',
    changed: false,
    ...facts,
  };
};

const same = (shm: ShmFacts): PodFacts['shm'] => ({ before: shm, after: shm });

export const broken = pod(
  'apps/v1',
  'Deployment web/broken',
  { replicas: 2 },
  {
    containers: [container('app', '1Gi')],
    findings: [
      {
        code: 'invalid-annotation',
        severity: 'error',
        message: '`inject-shm.dev/ratio` must be in (0, 1], got "1.5"',
        remedy: 'Correct it as the message says.',
      },
    ],
  },
);

export const trainer = pod(
  'apps/v1',
  'Deployment ml/trainer',
  { replicas: 3 },
  {
    containers: [container('train', '4Gi', { mounts: true })],
    shm: same(unbounded),
    findings: [
      warning(
        'unbounded',
        'memory volume "shm" at /dev/shm has no `sizeLimit`; by its containers\' limits it would be 2Gi: 0.5 × 4Gi (limit of container "train"); set it, or `existing: complete`',
        'Set the `sizeLimit` named, or `existing: complete`.',
      ),
    ],
  },
);

export const notebook = pod(
  'apps/v1',
  'StatefulSet ml/notebook',
  {},
  {
    containers: [container('lab', '2Gi', { mounts: true }), container('proxy', undefined)],
    shm: same(unbounded),
    findings: [
      warning(
        'unbounded',
        'memory volume "shm" at /dev/shm has no `sizeLimit`; by its containers\' limits it would be 1Gi: 0.5 × 2Gi (limit of container "lab"); set it, or `existing: complete`',
        'Set the `sizeLimit` named, or `existing: complete`.',
      ),
    ],
  },
);

export const postgres = pod(
  'apps/v1',
  'StatefulSet db/postgres',
  { replicas: 3 },
  {
    containers: [container('postgres', '2Gi', { mounts: true })],
    shm: same(memory('2Gi', 'author')),
    findings: [
      warning(
        'oom-risk',
        'container "postgres" may be OOM-killed before its memory volumes are full: they hold 2Gi, its memory limit is 2Gi; raise the limit, or lower the sizes',
        'Raise its memory limit, or lower `ratio` or `size`.',
      ),
    ],
    atRisk: [{ container: 'postgres', limit: q('2Gi'), volumes: q('2Gi') }],
  },
);

export const cache = pod(
  'apps/v1',
  'Deployment web/cache',
  { replicas: 2 },
  {
    containers: [container('cache', '512Mi', { mounts: true })],
    shm: same({ state: 'disk', volume: 'scratch' }),
    findings: [
      warning(
        'disk-backed',
        'volume "scratch" at /dev/shm is an emptyDir that is not in memory: add `medium: Memory` and a `sizeLimit`',
        'Add `medium: Memory` and a `sizeLimit`.',
      ),
    ],
  },
);

export const vllm = pod(
  'apps/v1',
  'Deployment ml/vllm',
  { replicas: 1 },
  {
    containers: [container('server', undefined)],
    findings: [
      warning(
        'needs-shm',
        'image "vllm-openai" needs more than 64Mi of /dev/shm, and no memory limit is known that it could be derived from: set `resources.limits.memory`, `size` or `fallbackSize`',
        'Give it `resources.limits.memory`, `size` or `fallbackSize`.',
      ),
    ],
  },
);

export const agent = pod(
  'apps/v1',
  'DaemonSet agent',
  {},
  {
    containers: [container('agent', undefined)],
    findings: [
      warning(
        'no-memory-limit',
        'container "agent" has no memory limit: set `resources.limits.memory`, or `defaultMemoryLimit`',
        'Give it `resources.limits.memory`, or set `defaultMemoryLimit`.',
      ),
    ],
  },
);

export const shop = pod(
  'apps/v1',
  'Deployment web/shop',
  { replicas: 2 },
  {
    containers: [container('shop', '1Gi', { mounts: true })],
    shm: { before: runtime, after: memory('512Mi') },
    sizing: half('shop', '1Gi', '512Mi'),
    changed: true,
  },
);

export const exporter = pod(
  'apps/v1',
  'Deployment web/exporter',
  { replicas: 1 },
  {
    containers: [
      container('exporter', undefined, { after: '1Gi', origin: 'default', mounts: true }),
    ],
    shm: { before: runtime, after: memory('512Mi') },
    sizing: {
      ...half('exporter', '1Gi', '512Mi'),
      basis: { container: 'exporter', quantity: q('1Gi'), origin: 'default' },
    },
    changed: true,
  },
);

export const migrate = pod(
  'batch/v1',
  'Job db/migrate',
  { parallelism: 4 },
  {
    containers: [container('migrate', '256Mi', { mounts: true })],
    shm: {
      before: unbounded,
      after: { state: 'memory', volume: 'shm', size: q('128Mi'), owner: 'inject-shm' },
    },
    sizing: half('migrate', '256Mi', '128Mi'),
    live: 'immutable',
    changed: true,
  },
);

export const backup = pod(
  'batch/v1',
  'CronJob db/backup',
  { jobTemplate: { spec: {} } },
  {
    place: 'spec.jobTemplate.spec.template.spec',
    containers: [container('backup', '2Gi', { mounts: true })],
    shm: same(memory('1Gi')),
    sizing: half('backup', '2Gi', '1Gi'),
    live: 'next',
  },
);

export const ipc = pod(
  'apps/v1',
  'Deployment ml/ipc',
  { replicas: 2 },
  {
    containers: [container('worker', '1Gi')],
    shm: same({ state: 'host', by: 'hostIPC' }),
    findings: [
      {
        code: 'host-ipc',
        severity: 'info',
        message: 'no /dev/shm is injected: with `hostIPC` the pod uses that of the host',
        remedy: 'Drop `hostIPC` to have one injected.',
      },
    ],
  },
);

export const twelve: readonly PodFacts[] = [
  shop,
  agent,
  backup,
  broken,
  cache,
  exporter,
  ipc,
  migrate,
  notebook,
  postgres,
  trainer,
  vllm,
];

export const autoscaler: Fields = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'shop', namespace: 'web' },
  spec: {
    maxReplicas: 10,
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop' },
  },
};

/** Nothing of a cluster, nothing measured. */
export const plain = {
  objects: [...twelve.map(({ workload }) => workload.object), autoscaler],
  nodes: undefined,
  samples: [],
  podsOf: () => [],
};
