import fc from 'fast-check';
import { type Fields, type Value, at, change, fields, list } from '../arbitrary/value.ts';
import { name, quantity } from './names.ts';

/** What a person may do by hand to what was injected. */
export const byHand: fc.Arbitrary<(pod: Fields) => Fields> = fc.oneof(
  fc
    .constantFrom('volumes', 'initContainers')
    .map(
      (key) => (pod: Fields) =>
        Object.fromEntries(Object.entries(pod).filter(([each]) => each !== key)),
    ),
  fc.constant((pod: Fields) => ({ ...pod, volumes: list(pod['volumes']).slice(0, -1) })),
  fc.constant((pod: Fields) => ({
    ...pod,
    volumes: [...list(pod['volumes']), ...list(pod['volumes']).slice(-1)],
  })),
  fc.tuple(name, fc.nat(2)).map(
    ([to, index]) =>
      (pod: Fields) =>
        fields(
          change(pod, ['containers', String(index)], (found) =>
            found === undefined ? null : { ...fields(found), name: to },
          ),
        ),
  ),
  fc
    .tuple(
      fc.nat(2),
      fc.constantFrom<Value[]>(null, [], {}, [{ name: 'dshm', mountPath: '/dev/shm/' }]),
    )
    .map(
      ([index, mounts]) =>
        (pod: Fields) =>
          fields(change(pod, ['containers', String(index), 'volumeMounts'], () => mounts)),
    ),
  fc.tuple(fc.nat(2), quantity).map(
    ([index, size]) =>
      (pod: Fields) =>
        fields(
          change(pod, ['containers', String(index), 'resources', 'limits', 'memory'], () => size),
        ),
  ),
  quantity.map((size) => (pod: Fields) => ({
    ...pod,
    volumes: list(pod['volumes']).map((volume) =>
      at(volume, 'emptyDir') === undefined
        ? volume
        : change(volume, ['emptyDir', 'sizeLimit'], () => size),
    ),
  })),
  fc.constant((pod: Fields) => ({ ...pod, containers: list(pod['containers']).slice(1) })),
);
