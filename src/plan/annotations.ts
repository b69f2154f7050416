import { drop, put } from '../data/change.ts';
import { isEmpty, isMap, type Fields, type Value } from '../data/value.ts';
import { field } from './pod.ts';
import { RECORD, writeRecord, type PodRecord, type WorkloadRecord } from './record.ts';

/** The annotations of an object or a pod template. */
export const annotationsOf = (object: Value): Fields => {
  const annotations = field(field(object, 'metadata'), 'annotations');
  return isMap(annotations) ? annotations : {};
};

/** Annotations that the orchestrators add while a function runs: they do not count as somebody's. */
const orchestrators =
  /^(?:config\.kubernetes\.io\/(?:path|index)|config\.k8s\.io\/id|internal\.(?:config\.)?(?:kubernetes|k8s)\.io\/.*|kustomize\.config\.k8s\.io\/id)$/;

const isOrchestrators = (annotations: Fields): boolean =>
  Object.keys(annotations).every((name) => orchestrators.test(name));

type State = WorkloadRecord['annotations'];

/** What holds the annotations, as it was before there were any; annotations whose others are gone by now go too. */
const emptied = (object: Fields, metadata: Fields, state: State): Fields => {
  if (state === 'empty') return put(object, 'metadata', put(metadata, 'annotations', {}));
  if (state === 'null') return put(object, 'metadata', put(metadata, 'annotations', null));
  const rest = drop(metadata, 'annotations');
  if (state === undefined || state === 'created' || !isEmpty(rest))
    return put(object, 'metadata', rest);
  return state === 'metadata' ? drop(object, 'metadata') : put(object, 'metadata', null);
};

/** The object without its record, what was made for it gone as well. */
export const withoutRecord = (object: Fields, state: State): Fields => {
  const { metadata } = object;
  if (!isMap(metadata) || !isMap(metadata['annotations'])) return object;
  if (!Object.hasOwn(metadata['annotations'], RECORD)) return object;
  const rest = drop(metadata['annotations'], RECORD);
  return isEmpty(rest)
    ? emptied(object, metadata, state)
    : put(object, 'metadata', put(metadata, 'annotations', rest));
};

const stateOf = (object: Fields): State => {
  const { metadata } = object;
  if (!isMap(metadata)) return Object.hasOwn(object, 'metadata') ? 'metadata-null' : 'metadata';
  if (!Object.hasOwn(metadata, 'annotations')) return 'created';
  const { annotations } = metadata;
  if (!isMap(annotations)) return 'null';
  if (isEmpty(annotations)) return 'empty';
  return isOrchestrators(annotations) ? 'created' : undefined;
};

/** The object with a record, which says how its annotations were before. */
export const withRecord = (object: Fields, pods: ReadonlyMap<string, PodRecord>): Fields => {
  const state = stateOf(object);
  const metadata = isMap(object['metadata']) ? object['metadata'] : {};
  const record = writeRecord({ ...(state === undefined ? {} : { annotations: state }), pods });
  return put(
    object,
    'metadata',
    put(metadata, 'annotations', put(annotationsOf(object), RECORD, record)),
  );
};
