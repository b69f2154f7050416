import fc from 'fast-check';
import type { Range } from './container.ts';
import { memory } from './quantity.ts';
import { type Fields, type Value, verbatim } from './value.ts';
import { workload } from './workload.ts';

const EMBEDDED = `kind: Deployment
spec:
  template:
    spec:
      containers:
      - name: app # not ours
        volumeMounts: []
`;

const limitRange: fc.Arbitrary<Fields> = fc
  .tuple(memory, fc.constantFrom('default', 'max'))
  .map(([value, key]) => ({
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'limits', namespace: 'team-a' },
    spec: { limits: [{ type: 'Container', [key]: { memory: value } }] },
  }));

const config: Fields = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'config' },
  data: {
    'a.yaml': EMBEDDED,
    'b.yaml': `${EMBEDDED}\n\n`,
    mode: verbatim('0644'),
    'c.txt': EMBEDDED.trimEnd(),
  },
};

const service: Fields = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: { ports: [{ port: 80, targetPort: 'http' }], selector: { app: 'x' }, clusterIP: 'None' },
};

const custom: Fields = {
  apiVersion: 'example.com/v1',
  kind: 'Thing',
  metadata: { name: 'thing' },
  spec: {
    template: { spec: { containers: [{ name: 'app', image: 'nginx' }] } },
    big: verbatim('1_000'),
  },
};

/** Objects that hold no PodSpec the function knows. */
const bystander = (range: Range): fc.Arbitrary<Fields> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(config, service, custom) },
    { weight: range === 'all' ? 1 : 0, arbitrary: limitRange },
  );

const wrapped = (range: Range): fc.Arbitrary<Fields> =>
  fc
    .tuple(fc.array(workload(range), { maxLength: 2 }), fc.constantFrom('before', 'after'))
    .map(([items, place]) =>
      place === 'before'
        ? { apiVersion: 'v1', items, kind: 'List' }
        : { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items },
    );

/** One item of a stream or a ResourceList. */
export const item = (range: Range): fc.Arbitrary<Fields> =>
  fc.oneof(
    { weight: 8, arbitrary: workload(range) },
    { weight: 2, arbitrary: bystander(range) },
    { weight: 1, arbitrary: wrapped(range) },
  );

const KPT: Fields = {
  'config.kubernetes.io/index': '0',
  'config.kubernetes.io/path': 'a.yaml',
  'internal.config.kubernetes.io/index': '0',
  'internal.config.kubernetes.io/path': 'a.yaml',
  'internal.config.kubernetes.io/seqindent': 'wide',
  'config.k8s.io/id': '1',
};

/** The item as kpt hands it over, with its own annotations. */
export const asKptSends = (found: Fields): Fields => {
  const metadata = found['metadata'];
  const meta = typeof metadata === 'object' && metadata !== null ? (metadata as Fields) : {};
  const annotations: Value = meta['annotations'] ?? {};
  return {
    ...found,
    metadata: { ...meta, annotations: { ...(annotations as Fields), ...KPT } },
  };
};
