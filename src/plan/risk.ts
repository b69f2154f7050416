import { filterMap } from '../data/list.ts';
import type { Fields } from '../data/value.ts';
import { compareQuantity, formatQuantity, type Quantity } from '../quantity.ts';
import { finding, type Finding } from '../result.ts';
import type { Limit } from './limits.ts';
import { knownMemory, limitPath } from './memory.ts';
import { type Container, emptyDirField, memoryDir, SHM, shownName, volumesOf } from './pod.ts';

/** Where a size comes from: the container that gave the basis, and the limits that were known. */
export interface Basis {
  readonly basisOf: string | undefined;
  readonly limits: readonly Limit[];
}

interface Load {
  readonly container: Container;
  readonly limit: Quantity;
  readonly total: Quantity;
}

/** The sizes of the memory volumes that a container mounts, once each. */
const totalOf = (volumes: ReadonlyMap<string, Fields>, { mounts }: Container): Quantity => {
  const names = new Set(mounts.map(({ volume }) => volume));
  const sizes = [...names].map((name) =>
    knownMemory(emptyDirField(memoryDir(volumes.get(name)), 'sizeLimit')),
  );
  return { nano: sizes.reduce((sum, size) => sum + (size?.nano ?? 0n), 0n), format: 'BinarySI' };
};

const loads = (
  pod: Fields,
  containers: readonly Container[],
  limits: readonly Limit[],
): readonly Load[] => {
  const volumes = volumesOf(pod);
  return filterMap(containers, (container): Load | undefined => {
    if (container.role === 'init') return undefined;
    const isIt = ({ container: { list, index } }: Limit) =>
      list === container.list && index === container.index;
    const limit = limits.find(isIt)?.limit ?? knownMemory(container.limit);
    if (limit === undefined) return undefined;
    const total = totalOf(volumes, container);
    const isLow = total.nano > 0n && compareQuantity(total, limit) >= 0;
    return isLow ? { container, limit, total } : undefined;
  });
};

const warn = (place: string, { container, limit, total }: Load): Finding =>
  finding(
    'oom-risk',
    `container ${shownName(container)} may be OOM-killed before its memory volumes are full: they hold ${formatQuantity(total)}, its memory limit is ${formatQuantity(limit)}; raise the limit, or lower the sizes`,
    { field: { path: limitPath(place, container), currentValue: formatQuantity(limit) } },
  );

const tellOthers = (others: readonly Load[]): readonly Finding[] => {
  if (others.length === 0) return [];
  const names = others.map(
    ({ container, limit }) => `${shownName(container)} (limit ${formatQuantity(limit)})`,
  );
  const isWriter = others.some(({ container }) => container.role === 'container');
  const remedy = isWriter
    ? 'where one of them is the writer, name it in `sizeFrom`'
    : 'if it writes there, lower `ratio`';
  const which = `container${others.length === 1 ? '' : 's'} ${names.join(', ')}`;
  const message = `may be OOM-killed by what they write to ${SHM} before it is full: ${which}; ${remedy}`;
  return [finding('oom-risk', message, { severity: 'info' })];
};

/**
 * Containers that may be OOM-killed before the memory volumes they mount are full: a warning for the one that gave the
 * basis, one info for the others; without a basis (an arrangement of the author's own) a warning for each.
 */
export const risks = (
  pod: Fields,
  containers: readonly Container[],
  place: string,
  basis: Basis | undefined,
): readonly Finding[] => {
  const all = loads(pod, containers, basis?.limits ?? []);
  const isWarned = ({ container }: Load) =>
    basis?.basisOf === undefined || container.name === basis.basisOf;
  return [
    ...all.filter(isWarned).map((load) => warn(place, load)),
    ...tellOthers(all.filter((load) => !isWarned(load))),
  ];
};
