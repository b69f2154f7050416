import { flatMap } from '../data/list.ts';
import type { Fields, Value } from '../data/value.ts';
import { finding, type Field, type Finding } from '../result.ts';
import type { Injection } from './apply.ts';
import { type Container, containerField, containerNames, maps, podField, SHM } from './pod.ts';
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
  const found: Field = { path: `${place}.volumes[${at}]`, ...current(volume) };
  return finding('taken-back', `the injected \`${SHM}\` (volume "${name}") is taken back`, {
    field: found,
  });
};

/** Volume and mounts are one unit, and told as one. */
const newVolume = (
  change: Change,
  { name, size, adopted, why: reason }: NonNullable<Injection['volume']>,
): Finding => {
  const why = `${reason}; mounted in ${containerNames(change.record?.mounts ?? [])}`;
  if (adopted)
    return finding(
      'injected',
      `\`${SHM}\` of ${size} in volume "${name}", which nobody mounted: ${why}`,
      {
        field: sizeField(change, name, wasSize(change, name), size),
      },
    );
  const { at, volume } = volumeAt(change.after, name);
  return finding('injected', `\`${SHM}\` of ${size}: ${why}`, {
    field: { path: `${change.place}.volumes[${at}]`, proposedValue: volume },
  });
};

const volumeEdits = (change: Change): readonly Finding[] => {
  const { owned, injection } = change;
  const { volume } = injection;
  const isKept = volume !== undefined && owned.volume === volume.name;
  const gone = owned.volume === undefined || isKept ? [] : [takenVolume(change, owned.volume)];
  if (volume === undefined) return gone;
  if (!isKept) return [...gone, newVolume(change, volume)];
  if (owned.size === volume.size) return [];
  const message = `\`${SHM}\` of ${volume.size}, no longer ${owned.size}: ${volume.why}`;
  return [
    finding('injected', message, {
      field: sizeField(change, volume.name, owned.size, volume.size),
    }),
  ];
};

const completedEdits = (change: Change): readonly Finding[] => {
  const old = change.owned.completed ?? {};
  const gone = Object.keys(old).filter((name) => !change.injection.completed.has(name));
  return [
    ...gone.map((name) => {
      const path = `${change.place}.volumes[${volumeAt(change.before, name).at}].emptyDir.sizeLimit`;
      const message = `the \`sizeLimit\` of memory volume "${name}" is taken back`;
      return finding('taken-back', message, { field: { path, ...current(lookUp(old, name)) } });
    }),
    ...[...change.injection.completed]
      .filter(([name, { size }]) => lookUp(old, name) !== size)
      .map(([name, { size, why }]) =>
        finding(
          'completed',
          `\`sizeLimit\` ${size} for memory volume "${name}" at ${SHM}: ${why}`,
          {
            field: sizeField(change, name, lookUp(old, name) ?? wasSize(change, name), size),
          },
        ),
      ),
  ];
};

/** A mount of a volume that stays; those of one that comes or goes are told with it. */
const mountEdit = (change: Change, { list, index, name, value }: Container): readonly Finding[] => {
  const { owned, injection, record } = change;
  const volume = injection.volume?.name;
  if (volume === undefined || owned.volume !== volume) return [];
  const had = owned.mounts?.includes(name) === true;
  const has = record?.mounts?.includes(name) === true;
  const path = `${change.place}.${list}[${index}].volumeMounts`;
  const at = maps(containerField(value, 'volumeMounts')).findIndex(
    (mount) => mount['name'] === volume,
  );
  const shown = name === '' ? `${list}[${index}]` : `container "${name}"`;
  if (has && !had)
    return [
      finding('mounted', `volume "${volume}" mounted at ${SHM} in ${shown}`, {
        field: { path: `${path}[${at}]`, proposedValue: mountOf(volume) },
      }),
    ];
  return had && !has
    ? [
        finding('taken-back', `volume "${volume}" is no longer mounted at ${SHM} in ${shown}`, {
          field: { path, currentValue: mountOf(volume) },
        }),
      ]
    : [];
};

const requestNote = ({ request }: Container): string =>
  request === undefined ? '; the API server will set its request to it as well' : '';

const limitEdit = ({ place, owned, record }: Change, container: Container): readonly Finding[] => {
  const { list, index, name, role } = container;
  const old = lookUp(owned.limits, name);
  const now = lookUp(record?.limits, name);
  if (role !== 'container' || old === now) return [];
  const path = `${place}.${list}[${index}].resources.limits.memory`;
  if (now === undefined)
    return [
      finding(
        'taken-back',
        `the injected memory limit ${old} of container "${name}" is taken back`,
        { field: { path, ...current(old) } },
      ),
    ];
  const was = old ?? lookUp(record?.was, `${list}[${name}].resources.limits.memory`);
  const message = `memory limit ${now} for container "${name}"${requestNote(container)}`;
  return [
    finding('limit-injected', message, { field: { path, ...current(was), proposedValue: now } }),
  ];
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
