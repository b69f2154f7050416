import type { Fields } from '../arbitrary/value.ts';

export const container = (name: string, memory?: string, more: Fields = {}): Fields => ({
  name,
  image: 'nginx',
  ...(memory === undefined ? {} : { resources: { limits: { memory } } }),
  ...more,
});

const requesting = (name: string, amount: string): Fields =>
  container(name, undefined, { resources: { requests: { memory: amount } } });

const GPU: Fields = { resources: { limits: { 'nvidia.com/gpu': '1' } } };

const hiding = (value: string): Fields => ({ env: [{ name: 'NVIDIA_VISIBLE_DEVICES', value }] });

const mounting = (volume: string): Fields => ({
  volumeMounts: [{ name: volume, mountPath: '/dev/shm' }],
});

const memory = (name: string, sizeLimit: string): Fields => ({
  name,
  emptyDir: { medium: 'Memory', sizeLimit },
});

/** A Pod that comes to the policy. */
interface Case {
  readonly containers: readonly Fields[];
  readonly volumes?: readonly Fields[];
  readonly admitted?: string;
  readonly annotations?: Fields;
  readonly more?: Fields;
}

/**
 * Pods, and what there is to see of them behind the policy: the annotation, the memory volumes, and what each container has
 * at `/dev/shm`.
 */
export const CASES: readonly (readonly [name: string, pod: Case, wanted: string])[] = [
  [
    'a first call writes size and counting containers',
    {
      containers: [container('a', '1Gi'), container('b', '512Mi')],
      annotations: { 'inject-shm.dev/ratio': '0.3' },
    },
    '307Mi;a,b | dshm=307Mi | a:dshm b:dshm',
  ],
  ['also where nothing is injected', { containers: [container('a')] }, '-;a |  | '],
  [
    'a sidecar that came later is mounted and never counts',
    {
      containers: [container('a', '1Gi', mounting('dshm')), container('late', '8Gi')],
      volumes: [memory('dshm', '512Mi')],
      admitted: '512Mi;a',
    },
    '512Mi;a | dshm=512Mi | a:dshm late:dshm',
  ],
  [
    'it never counts where the first call injected nothing',
    { containers: [container('a'), container('late', '8Gi')], admitted: '-;a' },
    '-;a |  | ',
  ],
  [
    'a limit that came later gives a size',
    { containers: [container('a', '1Gi'), container('late', '8Gi')], admitted: '-;a' },
    '512Mi;a | dshm=512Mi | a:dshm late:dshm',
  ],
  [
    'a changed limit moves the size',
    {
      containers: [container('a', '2Gi', mounting('dshm-2'))],
      volumes: [memory('dshm-2', '512Mi')],
      admitted: '512Mi;a',
    },
    '1Gi;a | dshm-2=1Gi | a:dshm-2',
  ],
  [
    'a limit that fell below what is worth it keeps the size: nothing can be removed',
    {
      containers: [container('a', '100Mi', mounting('dshm'))],
      volumes: [memory('dshm', '512Mi')],
      admitted: '512Mi;a',
    },
    '512Mi;a | dshm=512Mi | a:dshm',
  ],
  [
    "a later sidecar's own /dev/shm is left",
    {
      containers: [
        container('a', '2Gi', mounting('dshm')),
        container('late', '8Gi', mounting('own')),
      ],
      volumes: [memory('dshm', '512Mi'), memory('own', '100Mi')],
      admitted: '512Mi;a',
    },
    '1Gi;a | dshm=1Gi own=100Mi | a:dshm late:own',
  ],
  [
    'a volume of another size is its author’s',
    {
      containers: [container('a', '2Gi', mounting('dshm')), container('late')],
      volumes: [memory('dshm', '100Mi')],
      admitted: '512Mi;a',
    },
    '512Mi;a | dshm=100Mi | a:dshm',
  ],
  [
    'what is mounted without an earlier call is its author’s',
    {
      containers: [container('a', '2Gi', mounting('own')), container('b', '2Gi')],
      volumes: [memory('own', '100Mi')],
    },
    'none | own=100Mi | a:own',
  ],
  [
    'what another webhook mounted after a call that injected nothing is left',
    {
      containers: [container('a', '2Gi'), container('late', '2Gi', mounting('own'))],
      volumes: [memory('own', '100Mi')],
      admitted: '-;a',
    },
    '-;a | own=100Mi | late:own',
  ],
  [
    'a forged size is not used',
    { containers: [container('a', '100Mi')], admitted: '100Gi;a' },
    '-;a |  | ',
  ],
  [
    'a malformed annotation leaves the pod as it is',
    { containers: [container('a', '2Gi')], admitted: 'yes' },
    'yes |  | ',
  ],
  [
    'no name is free',
    {
      containers: [container('a', '2Gi')],
      volumes: ['', '-2', '-3', '-4', '-5', '-6', '-7', '-8', '-9'].map((end) => ({
        name: `dshm${end}`,
        emptyDir: {},
      })),
    },
    'none |  | ',
  ],
  [
    'init containers and sidecars are mounted and do not count',
    {
      containers: [container('a', '1Gi')],
      more: {
        initContainers: [
          container('init', '8Gi'),
          container('side', '8Gi', { restartPolicy: 'Always' }),
        ],
      },
    },
    '512Mi;a | dshm=512Mi | a:dshm init:dshm side:dshm',
  ],
  [
    'a container that requests more than all limits leaves the pod unknown',
    { containers: [container('a', '1Gi'), requesting('b', '2Gi')] },
    '-;a,b |  | ',
  ],
  [
    'one that requests as much does not',
    { containers: [container('a', '1Gi'), requesting('b', '1Gi')] },
    '512Mi;a,b | dshm=512Mi | a:dshm b:dshm',
  ],
  [
    'one that came later asks for nothing',
    { containers: [container('a', '1Gi'), requesting('late', '64Gi')], admitted: '-;a' },
    '512Mi;a | dshm=512Mi | a:dshm late:dshm',
  ],
  [
    'an accelerator leaves the pod unknown',
    { containers: [container('a', '1Gi'), container('b', undefined, GPU)] },
    '-;a,b |  | ',
  ],
  [
    'so does a claim of a device',
    {
      containers: [
        container('a', '1Gi'),
        container('b', undefined, { resources: { claims: [{ name: 'device' }] } }),
      ],
      more: { resourceClaims: [{ name: 'device', resourceClaimName: 'gpu' }] },
    },
    '-;a,b |  | ',
  ],
  [
    'and a runtime class that gives GPUs',
    {
      containers: [container('a', '1Gi'), container('b')],
      more: { runtimeClassName: 'nvidia' },
    },
    '-;a,b |  | ',
  ],
  [
    'but not to containers that hide them',
    {
      containers: [container('a', '1Gi'), container('b', undefined, hiding('void'))],
      more: { runtimeClassName: 'nvidia' },
    },
    '512Mi;a,b | dshm=512Mi | a:dshm b:dshm',
  ],
  [
    'nor where another asks for one by name',
    {
      containers: [
        container('a', undefined, {
          resources: { limits: { memory: '1Gi', 'nvidia.com/gpu': '1' } },
        }),
        container('b'),
      ],
      more: { runtimeClassName: 'nvidia' },
    },
    '512Mi;a,b | dshm=512Mi | a:dshm b:dshm',
  ],
  [
    'unless size-from names another',
    {
      containers: [container('a', '1Gi'), container('b', undefined, GPU)],
      annotations: { 'inject-shm.dev/size-from': 'a' },
    },
    '512Mi;a,b | dshm=512Mi | a:dshm b:dshm',
  ],
  [
    'an unknown pod gets the size that it names for that',
    {
      containers: [container('a', '1Gi'), container('b', undefined, GPU)],
      annotations: { 'inject-shm.dev/fallback-size': ' 1.5Gi ' },
    },
    '1536Mi;a,b | dshm=1536Mi | a:dshm b:dshm',
  ],
  [
    'a limit that came later takes its place',
    {
      containers: [container('a', '1Gi', mounting('dshm'))],
      volumes: [memory('dshm', '1536Mi')],
      admitted: '1536Mi;a',
      annotations: { 'inject-shm.dev/fallback-size': '1.5Gi' },
    },
    '512Mi;a | dshm=512Mi | a:dshm',
  ],
  [
    'a sidecar that is named gives the size',
    {
      containers: [container('a', '1Gi')],
      annotations: { 'inject-shm.dev/size-from': 'side' },
      more: { initContainers: [container('side', '4Gi', { restartPolicy: 'Always' })] },
    },
    '2Gi;a | dshm=2Gi | a:dshm side:dshm',
  ],
  [
    'an init container that is named does not',
    {
      containers: [container('a', '1Gi')],
      annotations: { 'inject-shm.dev/size-from': 'init' },
      more: { initContainers: [container('init', '4Gi')] },
    },
    '-;a |  | ',
  ],
  [
    'a required affinity that Linux is an alternative of',
    {
      containers: [container('a', '1Gi')],
      more: {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: ['windows', 'linux'].map((os) => ({
                matchExpressions: [{ key: 'kubernetes.io/os', operator: 'In', values: [os] }],
              })),
            },
          },
        },
      },
    },
    '512Mi;a | dshm=512Mi | a:dshm',
  ],
  [
    'an owner does not matter',
    { containers: [container('a', '1Gi')] },
    '512Mi;a | dshm=512Mi | a:dshm',
  ],
  ...[
    ['hostIPC', { hostIPC: true }],
    ['another label of the node', { nodeSelector: { 'beta.kubernetes.io/os': 'windows' } }],
    ['options for Windows', { securityContext: { windowsOptions: { runAsUserName: 'x' } } }],
    [
      'a required affinity to Windows',
      {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [
                {
                  matchExpressions: [
                    { key: 'kubernetes.io/os', operator: 'In', values: ['windows'] },
                  ],
                },
              ],
            },
          },
        },
      },
    ],
  ].map(
    ([name, more]) =>
      [
        `skipped: ${String(name)}`,
        { containers: [container('a', '1Gi')], more: more as Fields },
        'none |  | ',
      ] as const,
  ),
  ...['0100', '1Ki', 'much', ''].map(
    (size) =>
      [
        `a fallback size of ${JSON.stringify(size)} leaves the pod as it is`,
        {
          containers: [container('a', '1Gi')],
          annotations: { 'inject-shm.dev/fallback-size': size },
        },
        'none |  | ',
      ] as const,
  ),
  ...['shm-size.crio.io', 'run.googleapis.com/x', 'inject-shm.dev/existing'].map(
    (annotation) =>
      [
        `skipped: the annotation ${annotation}`,
        { containers: [container('a', '1Gi')], annotations: { [annotation]: '1Gi' } },
        'none |  | ',
      ] as const,
  ),
];
