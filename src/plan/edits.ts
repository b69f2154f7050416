import { flatMap } from '../data/list.ts';
import type { Fields, Value } from '../data/value.ts';
import type { Injection } from './apply.ts';
import { type Field, finding, type Finding } from './findings.ts';
import { type Container, containerField, maps, podField } from './pod.ts';
import { lookUp, type PodRecord } from './record.ts';
import { mountOf, sizePath } from './written.ts';

/** A pod before and after, with what was ours in it and what is. */
export interface Change {
  /** The path of the PodSpec, for results. */
  readonly place: string;
  readonly before: Fields;
  readonly owned: PodRecord;
  readonly after: Fields;
  /** The containers of the pod as it is after. */
  readonly containers: readonly Container[];
  readonly record: PodRecord | undefined;
  readonly injection: Injection;
}

const current = (value: Value): { readonly currentValue?: Value } =>
  value === undefined ? {} : { currentValue: value };

const volumeAt = (pod: Fields, name: string): { readonly at: number; readonly volume: Value } => {
  const volumes = maps(podField(pod, 'volumes'));
  const at = volumes.findIndex((volume) => volume['name'] === name);
  return { at, volume: volumes[at] };
};

const sizeField = ({ place, after }: Change, name: string, from: Value, to: string): Field => ({
  path: `${place}.volumes[${volumeAt(after, name).at}].emptyDir.sizeLimit`,
  ...current(from),
  proposedValue: to,
});

const wasSize = ({ record }: Change, name: string): Value => lookUp(record?.was, sizePath(name));

const takenVolume = ({ place, before }: Change, name: string): Finding => {
  const { at, volume } = volumeAt(before, name);
  const field: Field = { path: `${place}.volumes[${at}]`, ...current(volume) };
  return finding({ code: 'taken-back', what: 'volume', volume: name }, { field });
};

/** Volume and mounts are one unit, and told as one. */
const newVolume = (
  change: Change,
  { name, size, adopted, why }: NonNullable<Injection['volume']>,
): Finding => {
  const mounts = change.record?.unit?.mounts ?? [];
  const { at, volume } = volumeAt(change.after, name);
  const field = adopted
    ? sizeField(change, name, wasSize(change, name), size)
    : { path: `${change.place}.volumes[${at}]`, proposedValue: volume };
  const from = adopted ? name : undefined;
  return finding({ code: 'injected', change: 'new', size, why, mounts, adopted: from }, { field });
};

const volumeEdits = (change: Change): readonly Finding[] => {
  const { volume } = change.injection;
  const { unit } = change.owned;
  const isKept = volume !== undefined && unit?.volume === volume.name;
  const gone = unit === undefined || isKept ? [] : [takenVolume(change, unit.volume)];
  if (volume === undefined) return gone;
  if (!isKept) return [...gone, newVolume(change, volume)];
  const { size, why, name } = volume;
  const was = unit?.size;
  if (was === size) return [];
  const field = sizeField(change, name, was, size);
  return [finding({ code: 'injected', change: 'resized', size, was, why }, { field })];
};

const completedEdits = (change: Change): readonly Finding[] => {
  const old = change.owned.completed ?? {};
  const gone = Object.keys(old).filter((name) => !change.injection.completed.has(name));
  return [
    ...gone.map((volume) => {
      const path = `${change.place}.volumes[${volumeAt(change.before, volume).at}].emptyDir.sizeLimit`;
      const field = { path, ...current(lookUp(old, volume)) };
      return finding({ code: 'taken-back', what: 'size', volume }, { field });
    }),
    ...[...change.injection.completed]
      .filter(([name, { size }]) => lookUp(old, name) !== size)
      .map(([volume, { size, why }]) => {
        const was = lookUp(old, volume) ?? wasSize(change, volume);
        const field = sizeField(change, volume, was, size);
        return finding({ code: 'completed', volume, size, why }, { field });
      }),
  ];
};

/** A mount of a volume that stays; those of one that comes or goes are told with it. */
const mountEdit = (change: Change, { list, index, name, value }: Container): readonly Finding[] => {
  const { owned, injection, record } = change;
  const volume = injection.volume?.name;
  if (volume === undefined || owned.unit?.volume !== volume) return [];
  const had = owned.unit.mounts.includes(name);
  const has = record?.unit?.mounts.includes(name) === true;
  const path = `${change.place}.${list}[${index}].volumeMounts`;
  const at = maps(containerField(value, 'volumeMounts')).findIndex(
    (mount) => mount['name'] === volume,
  );
  const where = name === '' ? `${list}[${index}]` : `container "${name}"`;
  if (has && !had) {
    const field = { path: `${path}[${at}]`, proposedValue: mountOf(volume) };
    return [finding({ code: 'mounted', who: 'one', volume, where }, { field })];
  }
  const field = { path, currentValue: mountOf(volume) };
  return had && !has
    ? [finding({ code: 'taken-back', what: 'mount', volume, where }, { field })]
    : [];
};

const limitEdit = ({ place, owned, record }: Change, container: Container): readonly Finding[] => {
  const { list, index, name, role, request } = container;
  const old = lookUp(owned.limits, name);
  const limit = lookUp(record?.limits, name);
  if (role !== 'container' || old === limit) return [];
  const path = `${place}.${list}[${index}].resources.limits.memory`;
  if (limit === undefined) {
    const field = { path, ...current(old) };
    const taken = { what: 'limit', container: name, limit: String(old) } as const;
    return [finding({ code: 'taken-back', ...taken }, { field })];
  }
  const was = old ?? lookUp(record?.was, `${list}[${name}].resources.limits.memory`);
  const field = { path, ...current(was), proposedValue: limit };
  const setsRequest = request === undefined;
  return [finding({ code: 'limit-injected', container: name, limit, setsRequest }, { field })];
};

/** Tells the changes of one pod, a finding for each field. */
export const editsOf = (change: Change): readonly Finding[] => [
  ...volumeEdits(change),
  ...completedEdits(change),
  ...flatMap(change.containers, (container) => [
    ...mountEdit(change, container),
    ...limitEdit(change, container),
  ]),
];
