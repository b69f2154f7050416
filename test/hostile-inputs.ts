/** As many as that of what is made for each place. */
const many = (count: number, make: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => make(at)).join('');

/** A pod with a limit, and more lines for its metadata, its container, and below. */
const pod = (metadata = '', container = '', below = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n${metadata}spec:\n  containers:\n  - name: app\n    image: app:1\n    resources:\n      limits:\n        memory: 1Gi\n${container}${below}`;

const annotated = (name: string, value: string): string =>
  pod(`  annotations:\n    inject-shm.dev/${name}: "${value}"\n`);

const recorded = (record: string): string =>
  pod(`  annotations:\n    inject-shm.dev/injected: '${record}'\n`);

/** A billion laughs: each alias ten times the one before. */
const laughs = (pad: string): string =>
  many(12, (at) => {
    const inner = at === 0 ? '[lol]' : `[${`*a${at - 1}, `.repeat(10)}]`;
    return `${pad}a${at}: &a${at} ${inner}\n`;
  });

const listed = (item: string, rest: string): string =>
  `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- ${item.trimEnd().replaceAll('\n', '\n  ')}\n${rest}`;

const DEEP = 10_000;

export interface Hostile {
  readonly name: string;
  readonly input: () => string;
  readonly args?: readonly string[];
  readonly exitCode: 0 | 1 | 2 | 3;
  /** What stderr has to say. */
  readonly says?: RegExp;
  /** How many mounts come out. */
  readonly mounts?: number;
  /** Of computing, which waiting for a busy machine does not add to; the bounds are many times what was measured. */
  readonly seconds: number;
  readonly mebibytes: number;
}

const small = { seconds: 10, mebibytes: 300 };

/** Inputs that ask for more time, memory or trust than they should get. */
export const HOSTILE: readonly Hostile[] = [
  {
    name: 'a billion laughs beside a pod',
    input: () => `apiVersion: v1\nkind: ConfigMap\ndata:\n${laughs('  ')}---\n${pod()}`,
    exitCode: 0,
    mounts: 1,
    ...small,
  },
  {
    name: 'a billion laughs in a pod',
    input: () => pod('', '', `status:\n${laughs('  ')}`),
    exitCode: 0,
    mounts: 1,
    ...small,
  },
  {
    name: 'a billion laughs as labels',
    input: () => pod(`  x:\n${laughs('    ')}  labels: *a11\n`),
    exitCode: 0,
    mounts: 1,
    ...small,
  },
  {
    name: 'a billion laughs as a ratio',
    input: () =>
      listed(
        pod(),
        `functionConfig:\n  apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    x:\n${laughs('      ')}  data:\n    ratio: *a11\n`,
      ),
    exitCode: 3,
    says: /`ratio` must be in \(0, 1\]/,
    ...small,
  },
  {
    name: 'a kind behind merges that double 40 times',
    input: () =>
      `base:\n  a0: &a0 {apiVersion: v1, kind: Pod}\n${many(40, (at) => `  a${at + 1}: &a${at + 1} {<<: [*a${at}, *a${at}]}\n`)}<<: *a40\n${pod().replace('apiVersion: v1\nkind: Pod\n', '')}`,
    exitCode: 0,
    mounts: 1,
    ...small,
  },
  {
    name: 'a chain of 3,000 merges',
    input: () =>
      pod(
        '',
        '',
        `x:\n  a0: &a0 {k: 1}\n${many(3000, (at) => `  a${at + 1}: &a${at + 1} {<<: *a${at}, k${at}: 1}\n`)}`,
      ),
    exitCode: 1,
    says: /merges bring in more keys than are followed/,
    ...small,
  },
  {
    name: 'a merge in a map of 90,000 keys',
    input: () =>
      pod(
        `  labels: &l {x: y}\n  annotations:\n    <<: *l\n${many(90_000, (at) => `    k${at}: v\n`)}`,
      ),
    exitCode: 0,
    mounts: 1,
    seconds: 10,
    mebibytes: 600,
  },
  {
    name: '50,000 anchors and aliases in a pod',
    input: () => pod('', '', `x:\n${many(50_000, (at) => `- &a${at} b\n- *a${at}\n`)}`),
    exitCode: 0,
    mounts: 1,
    seconds: 20,
    mebibytes: 500,
  },
  {
    name: '60,000 aliases in the neighbour of a pod',
    input: () =>
      listed(
        pod(),
        `- apiVersion: x.io/v1\n  kind: X\n  x:\n${many(60_000, (at) => `  - &a${at} b\n  - *a${at}\n`)}`,
      ),
    exitCode: 0,
    mounts: 1,
    seconds: 20,
    mebibytes: 500,
  },
  ...(
    [
      ['flow', () => `a: ${'['.repeat(DEEP)}${']'.repeat(DEEP)}\n`],
      ['maps', () => many(DEEP / 10, (at) => `${' '.repeat(at)}a:\n`)],
      ['dashes', () => `a:\n  ${'- '.repeat(DEEP)}x\n`],
      ['keys', () => `${'? '.repeat(DEEP)}x\n`],
      ['JSON', () => `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`],
    ] as const
  ).map(([form, input]) => ({
    name: `deep nesting: ${form}`,
    input,
    exitCode: 2 as const,
    says: /^stdin:\d+:\d+: error: nesting exceeded/,
    ...small,
  })),
  {
    name: 'one line of 50 MB',
    input: () => pod(`  annotations:\n    a: ${'x y '.repeat(12.5e6)}\n`),
    exitCode: 0,
    mounts: 1,
    seconds: 30,
    mebibytes: 1500,
  },
  {
    name: 'one line of 50 MB in JSON',
    input: () =>
      `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","annotations":{"a":"${'x'.repeat(50e6)}"}},"spec":{"containers":[{"name":"a","image":"a:1","resources":{"limits":{"memory":"1Gi"}}}]}}`,
    exitCode: 0,
    mounts: 1,
    seconds: 30,
    mebibytes: 1500,
  },
  {
    name: '1,000,000 tiny documents',
    input: () => `${'---\na: 1\n'.repeat(1e6)}---\n${pod()}`,
    exitCode: 0,
    mounts: 1,
    seconds: 40,
    mebibytes: 2000,
  },
  {
    name: '10,000 containers',
    input: () =>
      `apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n${many(10_000, (at) => `  - name: c${at}\n    image: c:1\n    resources: {limits: {memory: 1Gi}}\n`)}`,
    exitCode: 0,
    mounts: 10_000,
    seconds: 30,
    mebibytes: 600,
  },
  {
    name: 'a limit of 10,000,000 digits',
    input: () => pod().replace('1Gi', '9'.repeat(1e7)),
    exitCode: 1,
    says: /^[^\n]{1,400}is not a Quantity/,
    ...small,
  },
  {
    name: 'a limit of 1e999999999',
    input: () => pod().replace('1Gi', '1e999999999'),
    exitCode: 1,
    says: /"1e999999999" is not a Quantity/,
    ...small,
  },
  {
    name: 'a size of 1,000,000 digits',
    input: () => annotated('size', `${'9'.repeat(1e6)}Gi`),
    exitCode: 1,
    says: /^[^\n]{1,400}\[invalid-annotation\]/,
    ...small,
  },
  {
    name: 'a glob of 500,000 stars and a name of 1,000,000 letters',
    input: () =>
      annotated('containers', `${'*a'.repeat(5e5)}*b`).replace(
        'name: app',
        `name: ${'a'.repeat(1e6)}`,
      ),
    exitCode: 0,
    mounts: 0,
    ...small,
  },
  {
    name: 'a label selector for a label of 1,000,000 letters',
    input: () => pod(`  labels: {app: ${'a'.repeat(1e6)}}\n`),
    args: ['--label-selector', `app notin (${'a,'.repeat(2e4)}a)`],
    exitCode: 0,
    mounts: 1,
    ...small,
  },
  {
    name: 'podSpecs of great number',
    input: () => pod(),
    args: ['--pod-specs', `x.io/K:${'a.'.repeat(240)}b,`.repeat(200)],
    exitCode: 0,
    mounts: 1,
    ...small,
  },
  {
    name: 'podSpecs of great length',
    input: () => pod(),
    args: ['--pod-specs', `x.io/K:${'a.'.repeat(5e4)}b`],
    exitCode: 3,
    says: /must be a path such as/,
    ...small,
  },
  {
    name: 'a record of 5 MB',
    input: () =>
      recorded(
        `{"v":1,"pods":{"spec":{"volume":"dshm","size":"1Gi","mounts":[${many(2e5, (at) => `"c${at}",`)}"c"],"created":[${many(1e5, (at) => `"containers[c${at}].volumeMounts",`)}"volumes"]}}}`,
      ),
    exitCode: 0,
    mounts: 1,
    ...small,
  },
  {
    name: 'a record of 1,000,000 brackets',
    input: () => recorded('['.repeat(1e6)),
    exitCode: 0,
    says: /\[bad-record\]/,
    ...small,
  },
  {
    name: 'a path in a record that backtracks',
    input: () => recorded(`{"v":1,"pods":{"${'[\\"'.repeat(600)}":{}}}`),
    exitCode: 0,
    says: /\[bad-record\]/,
    ...small,
  },
];
