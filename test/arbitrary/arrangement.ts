import fc from 'fast-check';
import { type Fields, type Value, isFields, list } from './value.ts';

/** What an author may have done about `/dev/shm` already. */
export type Arrangement = (pod: Fields) => Fields;

const unchanged: Arrangement = (pod) => pod;

const withVolume =
  (volume: Fields): Arrangement =>
  (pod) => ({ ...pod, volumes: [...list(pod['volumes']), volume] });

const append = (container: Value, key: string, entry: Fields): Value =>
  isFields(container) ? { ...container, [key]: [...list(container[key]), entry] } : container;

const inContainers =
  (only: 'all' | 'first', key: string, entry: Fields): Arrangement =>
  (pod) => ({
    ...pod,
    containers: list(pod['containers']).map((container, i) =>
      only === 'all' || i === 0 ? append(container, key, entry) : container,
    ),
  });

const SOURCES: readonly Fields[] = [
  { emptyDir: { medium: 'Memory' } },
  { emptyDir: { medium: 'Memory', sizeLimit: '256Mi' } },
  { emptyDir: { medium: 'Memory', sizeLimit: null } },
  { emptyDir: { sizeLimit: '1Gi', medium: 'Memory' } },
  { emptyDir: {} },
  { emptyDir: null },
  { hostPath: { path: '/dev/shm' } },
];

const MOUNTS: readonly Fields[] = [
  { mountPath: '/dev/shm' },
  { mountPath: '/dev/shm/' },
  { mountPath: '//dev/shm' },
  { mountPath: 'dev/shm' },
  { mountPath: '/dev/./shm', readOnly: true },
  { mountPath: '/dev/shm', subPath: 'x' },
];

const own: fc.Arbitrary<Arrangement> = fc
  .record({
    name: fc.constantFrom('shm', 'dshm'),
    source: fc.constantFrom(...SOURCES),
    mount: fc.constantFrom(...MOUNTS),
    only: fc.constantFrom<('all' | 'first')[]>('all', 'first'),
  })
  .map(({ name, source, mount, only }) => (pod) => {
    const mounted = inContainers(only, 'volumeMounts', { name, ...mount })(pod);
    return withVolume({ name, ...source })(mounted);
  });

const NEARLY: readonly Arrangement[] = [
  withVolume({ name: 'dshm', configMap: { name: 'x' } }),
  withVolume({ name: 'dshm', emptyDir: { medium: 'Memory' } }),
  withVolume({ name: 'dshm', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } }),
  (pod) =>
    withVolume({ name: 'dshm-2', emptyDir: {} })(withVolume({ name: 'dshm', emptyDir: {} })(pod)),
  inContainers('first', 'volumeMounts', { name: 'data', mountPath: '/dev/shm/below' }),
  inContainers('first', 'volumeMounts', { name: 'data', mountPath: '/dev/shm' }),
  inContainers('all', 'volumeDevices', { name: 'data', devicePath: '/dev/shm' }),
  (pod) => ({ ...pod, ephemeralContainers: [{ name: 'debug', image: 'x' }] }),
];

export const arrangements: fc.Arbitrary<Arrangement> = fc.oneof(
  { weight: 6, arbitrary: fc.constant(unchanged) },
  { weight: 2, arbitrary: own },
  { weight: 2, arbitrary: fc.constantFrom(...NEARLY) },
);
