import { filterMap } from '../data/list.ts';
import type { Fields } from '../data/value.ts';
import { formatQuantity, type Quantity } from '../quantity.ts';
import { finding, type Finding } from './findings.ts';
import type { Limit } from './limits.ts';
import { knownMemory, limitPath } from './memory.ts';
import { type Container, emptyDirField, memoryDir, volumesOf } from './pod.ts';

/** What a size was derived from: the container that gave the basis, and the limits that were known. */
export interface SizeSource {
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
    const own = container.override === undefined ? container.limit : undefined;
    const limit = limits.find(isIt)?.limit ?? knownMemory(own);
    if (limit === undefined) return undefined;
    const total = totalOf(volumes, container);
    const isLow = total.nano > 0n && total.nano * 10n >= limit.nano * 8n;
    return isLow ? { container, limit, total } : undefined;
  });
};

const warn = (place: string, { container, limit, total }: Load): Finding =>
  finding(
    { code: 'oom-risk', who: 'writer', container: container.name, limit, total },
    { field: { path: limitPath(place, container), currentValue: formatQuantity(limit) } },
  );

const tellOthers = (others: readonly Load[]): readonly Finding[] => {
  if (others.length === 0) return [];
  const containers = others.map(({ container, limit }) => ({ container: container.name, limit }));
  const mayWrite = others.some(({ container }) => container.role === 'container');
  return [finding({ code: 'oom-risk', who: 'others', containers, mayWrite }, { severity: 'info' })];
};

/**
 * Containers that may be OOM-killed before the memory volumes they mount are full: a warning for the one that gave the
 * basis, one info for the others; without a basis (an arrangement of the author's own) a warning for each.
 */
export const risks = (
  pod: Fields,
  containers: readonly Container[],
  place: string,
  basis: SizeSource | undefined,
): readonly Finding[] => {
  const all = loads(pod, containers, basis?.limits ?? []);
  const isWarned = ({ container }: Load) =>
    basis?.basisOf === undefined || container.name === basis.basisOf;
  return [
    ...all.filter(isWarned).map((load) => warn(place, load)),
    ...tellOthers(all.filter((load) => !isWarned(load))),
  ];
};
