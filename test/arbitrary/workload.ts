import fc from 'fast-check';
import { type Range, defined, maybe, noMap } from './container.ts';
import { podSpec } from './pod.ts';
import { type Fields, type Value, change, verbatim } from './value.ts';

export interface PodKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** Where its pod template is; the PodSpec is the `spec` below. */
  readonly template: readonly string[];
}

const row = (apiVersion: string, kind: string, path = 'spec.template'): PodKind => ({
  apiVersion,
  kind,
  template: path === '' ? [] : path.split('.'),
});

export const POD_KINDS: readonly PodKind[] = [
  row('apps/v1', 'Deployment'),
  row('extensions/v1beta1', 'Deployment'),
  row('apps/v1', 'StatefulSet'),
  row('apps/v1', 'DaemonSet'),
  row('apps/v1', 'ReplicaSet'),
  row('batch/v1', 'Job'),
  row('batch/v1', 'CronJob', 'spec.jobTemplate.spec.template'),
  row('batch/v1beta1', 'CronJob', 'spec.jobTemplate.spec.template'),
  row('v1', 'Pod', ''),
  row('v1', 'PodTemplate', 'template'),
  row('v1', 'ReplicationController'),
];

const note = fc.constantFrom<Fields[]>(
  { note: 'kept', 'example.com/n': '1' },
  { 'config.kubernetes.io/local-config': 'false' },
  { 'example.com/script': 'a: b\n# not a comment\n' },
);

/** A ratio by annotation; a text with another one in its place is that of an edited annotation. */
export const RATIO = '0.2500';

const wish = fc.constantFrom<Fields[]>(
  { 'inject-shm.dev/inject': 'false' },
  { 'inject-shm.dev/inject': 'true' },
  { 'inject-shm.dev/ratio': RATIO, note: 'x' },
  { 'inject-shm.dev/memory-limit': '2Gi' },
  { 'inject-shm.dev/size': '300Mi' },
  { 'inject-shm.dev/ratio': '7' },
  { 'io.kubernetes.cri-o.ShmSize': '1Gi' },
  { 'config.kubernetes.io/local-config': 'true' },
);

/** `annotations` in every state; in the `plain` range none that the function reads. */
const annotations = (range: Range): fc.Arbitrary<Value | undefined> =>
  maybe(
    50,
    fc.oneof(
      { weight: 1, arbitrary: noMap(range) },
      { weight: 2, arbitrary: note },
      { weight: range === 'all' ? 1 : 0, arbitrary: wish },
    ),
  );

const NAMESPACES = [undefined, undefined, 'default', 'team-a'];

const metadata = (range: Range): fc.Arbitrary<Fields> =>
  fc
    .tuple(
      fc.constantFrom<Fields[]>({ name: 'web' }, { name: 'db' }, { generateName: 'run-' }),
      fc.constantFrom(...NAMESPACES),
      annotations(range),
      fc.boolean(),
    )
    .map(([name, namespace, found, owned]) =>
      defined({
        ...name,
        namespace,
        annotations: found,
        ...(owned && range === 'all' ? { labels: { app: 'x', tier: verbatim('0755') } } : {}),
      }),
    );

const templateMetadata = (range: Range): fc.Arbitrary<Value | undefined> =>
  maybe(
    50,
    fc.oneof(
      fc.constant(null),
      annotations(range).map((found) => defined({ labels: { app: 'x' }, annotations: found })),
    ),
  );

const around: fc.Arbitrary<Fields> = fc.constantFrom<Fields[]>(
  {},
  { replicas: 2, selector: { matchLabels: { app: 'x' } } },
  { schedule: '*/5 * * * *', suspend: true },
  { backoffLimit: 0 },
);

/** One workload of this kind. */
export const workloadOf = (kind: PodKind, range: Range): fc.Arbitrary<Fields> =>
  fc
    .tuple(metadata(range), templateMetadata(range), around, podSpec(range))
    .map(([meta, inner, more, spec]) => {
      const head = { apiVersion: kind.apiVersion, kind: kind.kind, metadata: meta };
      if (kind.template.length === 0) return { ...head, spec };
      const outer = kind.template[0] === 'spec' ? { ...head, spec: more } : head;
      const whole = change(outer, kind.template, () => defined({ metadata: inner, spec }));
      return whole as Fields;
    });

export const workload = (range: Range): fc.Arbitrary<Fields> =>
  fc.constantFrom(...POD_KINDS).chain((kind) => workloadOf(kind, range));
