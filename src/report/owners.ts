import { isList, isMap, type Fields, type Value } from '../data/value.ts';
import type { PodIdentity } from './usage.ts';

export interface Folded {
  /** The objects that nobody planned owns, in their order. */
  readonly kept: readonly Fields[];
  /** The Pods that were folded into one of them; the object may have been read anew. */
  readonly podsOf: (object: Fields) => readonly PodIdentity[];
}

/**
 * Folds owned objects into the topmost of their owners that is planned too, as in what `kubectl get` prints of a
 * cluster: Pod → ReplicaSet → Deployment, Pod → Job → CronJob. One whose owners are not there, or are of a kind that
 * is not planned, stays.
 */
export const foldOwned = (
  objects: readonly Fields[],
  isPlanned: (object: Fields) => boolean,
): Folded => {
  const find = finder(objects);
  const pods = new Map<string, PodIdentity[]>();
  const kept = objects.filter((object) => {
    const owner = topmost(object, find, isPlanned);
    if (owner === undefined) return true;
    const key = objectKey(owner);
    const own = pods.get(key) ?? [];
    if (object['kind'] === 'Pod' && object['apiVersion'] === 'v1') own.push(identityOf(object));
    pods.set(key, own);
    return false;
  });
  return { kept, podsOf: (object) => pods.get(objectKey(object)) ?? [] };
};

type Find = (reference: Fields, namespace: string) => Fields | undefined;

const topmost = (
  object: Fields,
  find: Find,
  isPlanned: (object: Fields) => boolean,
): Fields | undefined => {
  const seen = new Set([object]);
  const namespace = text(map(object['metadata'])['namespace']);
  let [current, found]: [Fields | undefined, Fields | undefined] = [object, undefined];
  while (current !== undefined) {
    const reference = controllerOf(current);
    const owner: Fields | undefined = reference && find(reference, namespace);
    // References in a circle are nobody's.
    if (owner === undefined) return found;
    if (seen.has(owner)) return undefined;
    seen.add(owner);
    if (isPlanned(owner)) found = owner;
    current = owner;
  }
  return found;
};

const controllerOf = (object: Fields): Fields | undefined => {
  const references = map(object['metadata'])['ownerReferences'];
  return isList(references)
    ? references.filter(isMap).find((reference) => reference['controller'] === true)
    : undefined;
};

/** By uid; by name only where the owner bears none, so that a namesake of another life is not taken for it. */
const finder = (objects: readonly Fields[]): Find => {
  const byUid = new Map<string, Fields>();
  const byName = new Map<string, Fields>();
  for (const object of objects) {
    const { uid, name, namespace } = map(object['metadata']);
    if (text(uid) !== '') byUid.set(text(uid), object);
    else byName.set(nameKey(object, text(name), text(namespace)), object);
  }
  return (reference, namespace) => {
    const name = text(reference['name']);
    return (
      byUid.get(text(reference['uid'])) ??
      byName.get(nameKey(reference, name, namespace)) ??
      byName.get(nameKey(reference, name, ''))
    );
  };
};

const nameKey = ({ apiVersion, kind }: Fields, name: string, namespace: string): string => {
  const version = text(apiVersion);
  const group = version.includes('/') ? version.slice(0, version.indexOf('/')) : '';
  return JSON.stringify([group, kind, namespace, name]);
};

const objectKey = (object: Fields): string => {
  const { name, namespace } = map(object['metadata']);
  return nameKey(object, text(name), text(namespace));
};

const identityOf = (object: Fields): PodIdentity => {
  const { name, uid } = map(object['metadata']);
  return { name: text(name), uid: text(uid) || undefined };
};

const map = (value: Value): Fields => (isMap(value) ? value : {});

const text = (value: Value): string => (typeof value === 'string' ? value : '');
