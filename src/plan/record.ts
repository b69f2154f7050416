import * as E from 'fp-ts/lib/Either.js';
import { define, type Fields, isList, isMap, type Value } from '../data/value.ts';

/** The annotation that holds the record, on the workload's own metadata. */
export const RECORD = 'inject-shm.dev/injected';

/** A parent that had to be made, or that was a null: `volumes`, `containers[NAME].resources.limits`, … */
export type Parent = string;

/** A volume at `/dev/shm` with its mounts: they are owned together or not at all. */
export interface Unit {
  readonly volume: string;
  readonly size: string;
  /** The volume was the author's before it was mounted. */
  readonly adopted?: true | undefined;
  /** Names of the containers that mount the volume. */
  readonly mounts: readonly string[];
}

/** What inject owns in one pod. Owned values are addressed by name, never by index. */
export interface PodRecord {
  readonly unit?: Unit | undefined;
  /** The author's memory volumes of which only the `sizeLimit` is owned. */
  readonly completed?: Readonly<Record<string, string>> | undefined;
  /** Injected memory limits by container. */
  readonly limits?: Readonly<Record<string, string>> | undefined;
  readonly created?: readonly Parent[] | undefined;
  readonly null?: readonly Parent[] | undefined;
  /** Values that were replaced, by their path in the PodSpec; an unwritten null is `""`. */
  readonly was?: Readonly<Record<string, string | number | null>> | undefined;
}

/** A pod's record as it is written: the unit's fields stand beside the others, all of them or none. */
type Written = Partial<Unit> & Omit<PodRecord, 'unit'>;

const parentStates = ['created', 'null', 'empty', 'metadata', 'metadata-null'] as const;
const isParentState = (value: Value): value is NonNullable<WorkloadRecord['annotations']> =>
  parentStates.some((state) => state === value);

/** What inject owns in a workload, by the path of the pod (`spec.template.spec`). */
export interface WorkloadRecord {
  /** The metadata's annotations, or the metadata themselves, had to be made, were a null, or had nothing in them. */
  readonly annotations?: (typeof parentStates)[number];
  readonly pods: ReadonlyMap<string, PodRecord>;
}

/** What a record has under a name of the author's; `constructor` is a name like any other. */
export const lookUp = <A>(
  from: Readonly<Record<string, A>> | undefined,
  name: string,
): A | undefined => (from !== undefined && Object.hasOwn(from, name) ? from[name] : undefined);

const parent =
  /^(?:volumes|(?:initC|c)ontainers\[.*\]\.(?:volumeMounts|resources|resources\.limits))$/s;
const replaced =
  /^(?:volumes\[.*\]\.emptyDir\.sizeLimit|containers\[.*\]\.resources\.limits\.memory)$/s;
const isQuantityText = (value: Value): boolean =>
  value === null ||
  (typeof value === 'number' && Number.isSafeInteger(value)) ||
  (typeof value === 'string' && /^[\w.+-]*$/.test(value));

const isText = (value: Value): value is string => typeof value === 'string';
const isTexts = (value: Value): boolean => isList(value) && value.every(isText);
const isParents = (value: Value): boolean =>
  isList(value) && value.every((each) => isText(each) && parent.test(each));
const isQuantities = (value: Value): boolean =>
  isMap(value) && Object.values(value).every((each) => isText(each) && /^[\w.+-]+$/.test(each));
const isReplaced = (value: Value): boolean =>
  isMap(value) &&
  Object.entries(value).every(([path, was]) => replaced.test(path) && isQuantityText(was));

const shapes: Readonly<Record<keyof Written, (value: Value) => boolean>> = {
  volume: (value) => isText(value) && /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(value),
  completed: isQuantities,
  size: (value) => isText(value) && /^[\w.+-]+$/.test(value),
  adopted: (value) => value === true,
  mounts: isTexts,
  limits: isQuantities,
  created: isParents,
  null: isParents,
  was: isReplaced,
};

const ofUnit = ['volume', 'size', 'mounts'] as const;

/** Whether volume, size and mounts are all there, or none of them. */
const isWhole = (record: Fields): boolean => {
  const count = ofUnit.filter((name) => Object.hasOwn(record, name)).length;
  return count === ofUnit.length || (count === 0 && !Object.hasOwn(record, 'adopted'));
};

const isWritten = (value: Value): value is Written =>
  isMap(value) &&
  isWhole(value) &&
  Object.keys(value).every(
    (name) => Object.hasOwn(shapes, name) && shapes[name as keyof Written](value[name]),
  );

const fromWritten = ({ volume, size, mounts, adopted, ...rest }: Written): PodRecord =>
  volume === undefined || size === undefined || mounts === undefined
    ? rest
    : { ...rest, unit: { volume, size, mounts, ...(adopted === true ? { adopted } : {}) } };

const parse = (text: string): Value => {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
};

const general = (path: string): string =>
  path.length > 2000 ? '' : path.replace(/\["(?:[^"\\]|\\.)*"\]|\[[^\]]*\]|\{\}/g, '[]');

/** Whether a kind with these paths may have a pod at a path; `@` stands for the paths of an embedded object. */
const isKnown = (paths: readonly string[], path: string): boolean =>
  paths
    .map(general)
    .some((each) =>
      each.endsWith('.@') ? general(path).startsWith(each.slice(0, -1)) : each === general(path),
    );

/**
 * Reads a record. It is data from the repository and not trusted: whatever is not of the form that inject writes is
 * refused, with what is wrong.
 * @param paths where the workload's kind has PodSpecs
 */
export const readRecord = (
  value: Value,
  paths: readonly string[],
): E.Either<string, WorkloadRecord> => {
  const record = isText(value) ? parse(value) : undefined;
  if (!isMap(record)) return E.left('it is no JSON object');
  if (record['v'] !== 1)
    return E.left(`its version is ${JSON.stringify(record['v'])}; this release reads version 1`);
  const { annotations, pods } = record;
  if (annotations !== undefined && !isParentState(annotations))
    return E.left(`its field "annotations" is none of "${parentStates.join('", "')}"`);
  if (!isMap(pods)) return E.left('its field "pods" is no object');
  const stray = Object.keys(pods).find((path) => !isKnown(paths, path));
  if (stray !== undefined) return E.left(`this kind has no pod at ${JSON.stringify(stray)}`);
  const broken = Object.keys(pods).find((path) => !isWritten(pods[path]));
  if (broken !== undefined)
    return E.left(
      `its entry for ${JSON.stringify(broken)} is not of the form that inject-shm writes`,
    );
  const entries = new Map(
    Object.entries(pods).map(([path, pod]) => [path, fromWritten(pod as Written)] as const),
  );
  return E.right({ ...(annotations === undefined ? {} : { annotations }), pods: entries });
};

/** In the order of the contract; what is undefined is not written. */
const compact = ({ unit, ...record }: PodRecord): Readonly<Record<keyof Written, Value>> => ({
  volume: unit?.volume,
  size: unit?.size,
  adopted: unit?.adopted,
  completed: record.completed,
  mounts: unit?.mounts,
  limits: record.limits,
  created: record.created,
  null: record.null,
  was: record.was,
});

/** Writes a record in its one form: JSON in a fixed order, ASCII, on one line. */
export const writeRecord = ({ annotations, pods }: WorkloadRecord): string => {
  const compacted: Record<string, Value> = {};
  for (const [path, record] of pods) define(compacted, path, compact(record));
  return JSON.stringify({ v: 1, annotations, pods: compacted }).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
};
