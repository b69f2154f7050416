import * as E from 'fp-ts/lib/Either.js';
import type { Injection } from './apply.ts';
import { limitOf, readMemory, type Limit } from './limits.ts';
import {
  containerNames,
  containersOf,
  emptyDirField,
  memoryDir,
  mountsOf,
  volumesOf,
  type Container,
} from './pod.ts';
import { compareQuantity, formatQuantity, parseQuantity, type Quantity } from '../quantity.ts';
import { finding, type Finding } from '../result.ts';
import type { Fields, Value } from '../yaml/index.ts';

const quantity = (value: Value): Quantity | undefined => {
  const read = readMemory(value);
  return E.isRight(read) ? read.right : undefined;
};

const written = (size: string): Quantity | undefined => {
  const parsed = parseQuantity(size);
  return E.isRight(parsed) ? parsed.right : undefined;
};

interface Load {
  readonly name: string;
  readonly limit: Quantity;
  readonly total: Quantity;
}

/** The sizes of the memory volumes that a container mounts, ours included, once each. */
const totalOf = (pod: Fields, injection: Injection | undefined, container: Container): Quantity => {
  const volumes = volumesOf(pod);
  const ours = injection?.volume ?? injection?.completed;
  const names = new Set(mountsOf(container).map(({ volume }) => volume));
  const isMounted =
    injection?.mounts.some(
      ({ list, index }) => list === container.list && index === container.index,
    ) === true;
  if (injection?.volume !== undefined && isMounted) names.add(injection.volume.name);
  const sizes = [...names].map((name) =>
    name === ours?.name
      ? written(ours.size)
      : quantity(emptyDirField(memoryDir(volumes.get(name)), 'sizeLimit')),
  );
  return { nano: sizes.reduce((sum, size) => sum + (size?.nano ?? 0n), 0n), format: 'BinarySI' };
};

const loads = (
  pod: Fields,
  injection: Injection | undefined,
  limits: readonly Limit[],
): readonly Load[] =>
  containersOf(pod)
    .filter(({ role }) => role !== 'init')
    .flatMap((container): readonly Load[] => {
      const known = limits.find(
        (each) =>
          each.container.list === container.list && each.container.index === container.index,
      );
      const limit = known?.limit ?? quantity(limitOf(container));
      return limit === undefined
        ? []
        : [{ name: container.name, limit, total: totalOf(pod, injection, container) }];
    })
    .filter(({ limit, total }) => total.nano > 0n && compareQuantity(total, limit) >= 0);

const danger = ({ name, limit, total }: Load): string =>
  `${containerNames([name])} may be OOM-killed before its memory volumes (${formatQuantity(total)} in all) are full: its memory limit is ${formatQuantity(limit)}`;

/**
 * Containers that may be OOM-killed before the memory volumes they mount are full: a warning for the one that gave the
 * basis and for arrangements of the author's own, one info for the others.
 */
export const risks = (
  pod: Fields,
  injection: Injection | undefined,
  sized: { readonly basisOf: string | undefined; readonly limits: readonly Limit[] } | undefined,
): readonly Finding[] => {
  const all = loads(pod, injection, sized?.limits ?? []);
  const isWarned = ({ name }: Load) =>
    injection === undefined || sized?.basisOf === undefined || name === sized.basisOf;
  const others = all.filter((load) => !isWarned(load)).map(({ name }) => name);
  const message = `${containerNames(others)} may be OOM-killed before /dev/shm is full, by what ${others.length === 1 ? 'it writes' : 'they write'} to it: ${others.length === 1 ? 'its limit is' : 'their limits are'} not above its size`;
  return [
    ...all.filter(isWarned).map((load) => finding('oom-risk', danger(load))),
    ...(others.length === 0 ? [] : [finding('oom-risk', message, { severity: 'info' })]),
  ];
};
