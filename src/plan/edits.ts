import { containerNames, containersOf, maps, podField, SHM, type Container } from './pod.ts';
import type { PodRecord } from './record.ts';
import { finding, type Finding } from '../result.ts';
import type { Fields } from '../yaml/index.ts';

const nameOf = (record: PodRecord | undefined): string | undefined =>
  record?.volume ?? record?.completed;

const volumeAt = (pod: Fields, name: string): readonly [number, Fields | undefined] => {
  const volumes = maps(podField(pod, 'volumes'));
  const at = volumes.findIndex((volume) => volume['name'] === name);
  return [at, volumes[at]];
};

const mountedIn = ({ mounts }: PodRecord): string =>
  mounts === undefined || mounts.length === 0 ? '' : `; mounted in ${containerNames(mounts)}`;

const newVolume = (place: string, pod: Fields, after: PodRecord, why: string): Finding => {
  const [at, volume] = volumeAt(pod, nameOf(after) ?? '');
  const path = `${place}.volumes[${at}]`;
  if (after.completed !== undefined)
    return finding(
      'completed',
      `\`sizeLimit\` ${after.size} for memory volume "${after.completed}": ${why}`,
      {
        field: {
          path: `${path}.emptyDir.sizeLimit`,
          ...currentSize(after),
          proposedValue: after.size,
        },
      },
    );
  return finding('injected', `\`${SHM}\` of ${after.size}: ${why}${mountedIn(after)}`, {
    field: { path, proposedValue: volume },
  });
};

const currentSize = ({ was, completed }: PodRecord): { readonly currentValue?: unknown } => {
  const value = was?.[`volumes[${completed}].emptyDir.sizeLimit`];
  return value === undefined ? {} : { currentValue: value };
};

const changedVolume = (
  place: string,
  pod: Fields,
  before: PodRecord,
  after: PodRecord,
  why: string,
): readonly Finding[] => {
  const [at] = volumeAt(pod, nameOf(after) ?? '');
  const path = `${place}.volumes[${at}].emptyDir.sizeLimit`;
  const code = after.completed === undefined ? 'injected' : 'completed';
  if (before.size !== after.size)
    return [
      finding(code, `\`${SHM}\` of ${after.size} (was ${before.size}): ${why}${mountedIn(after)}`, {
        field: { path, currentValue: before.size, proposedValue: after.size },
      }),
    ];
  const fresh = (after.mounts ?? []).filter((name) => before.mounts?.includes(name) !== true);
  const gone = (before.mounts ?? []).filter((name) => after.mounts?.includes(name) !== true);
  return [
    ...(fresh.length === 0
      ? []
      : [
          finding('injected', `\`${SHM}\` is now mounted in ${containerNames(fresh)} too`, {
            field: { path: place },
          }),
        ]),
    ...(gone.length === 0
      ? []
      : [
          finding('taken-back', `\`${SHM}\` is no longer mounted in ${containerNames(gone)}`, {
            field: { path: place },
          }),
        ]),
  ];
};

const unitEdits = (
  place: string,
  podBefore: Fields,
  before: PodRecord | undefined,
  podAfter: Fields,
  after: PodRecord | undefined,
  why: string,
): readonly Finding[] => {
  const old = nameOf(before);
  const now = nameOf(after);
  const [at, volume] = volumeAt(podBefore, old ?? '');
  const isGone = old !== undefined && old !== now && volumeAt(podAfter, old)[1] !== volume;
  const takenBack = isGone
    ? [
        finding('taken-back', `the injected \`${SHM}\` (volume "${old}") is taken back`, {
          field: { path: `${place}.volumes[${at}]`, currentValue: volume },
        }),
      ]
    : [];
  if (after === undefined || now === undefined) return takenBack;
  if (before !== undefined && old === now)
    return changedVolume(place, podAfter, before, after, why);
  return [...takenBack, newVolume(place, podAfter, after, why)];
};

const limitEdit = (
  place: string,
  { list, index, name }: Container,
  before: PodRecord | undefined,
  after: PodRecord | undefined,
): readonly Finding[] => {
  const old = before?.limits?.[name];
  const now = after?.limits?.[name];
  if (list !== 'containers' || old === now) return [];
  const path = `${place}.${list}[${index}].resources.limits.memory`;
  const was = after?.was?.[`${list}[${name}].resources.limits.memory`];
  const current = old ?? was;
  const field = {
    path,
    ...(current === undefined ? {} : { currentValue: current }),
    ...(now === undefined ? {} : { proposedValue: now }),
  };
  if (now === undefined)
    return [
      finding(
        'taken-back',
        `the injected memory limit ${old} of container "${name}" is taken back`,
        { field },
      ),
    ];
  const message = `memory limit ${now} for container "${name}"; the API server will set a missing request to it as well`;
  return [finding('limit-injected', message, { field })];
};

/** Tells the changes of one pod, a finding for each field. */
export const editsOf = (
  place: string,
  podBefore: Fields,
  before: PodRecord | undefined,
  podAfter: Fields,
  after: PodRecord | undefined,
  why: string,
): readonly Finding[] => [
  ...unitEdits(place, podBefore, before, podAfter, after, why),
  ...containersOf(podAfter).flatMap((container) => limitEdit(place, container, before, after)),
];
