import { type Fields, isList, isMap, type Value } from '../data/value.ts';
import type { Resource } from './resource.ts';

/** Kinds with containers that are merged into others, or that a controller writes. */
const unsuited = new Set([
  '',
  'ConfigMap',
  'CustomResourceDefinition',
  'ClusterPolicy',
  'Policy',
  'SidecarSet',
  'StrimziPodSet',
  'Revision',
]);

/** Where an object of a kind outside the table seems to hold a PodSpec, in the notation of `podSpecs`. */
export const podPath = ({ kind, object }: Resource): string | undefined =>
  unsuited.has(kind) ? undefined : containersPath(object);

const isContainers = (value: Value): boolean =>
  isList(value) &&
  value.length > 0 &&
  value.every((item) => isMap(item) && typeof item['image'] === 'string');

const isKey = (name: string): boolean => /^[A-Za-z0-9_-]+$/.test(name);

/** Argo's containerSet has containers and no volumes: it is no PodSpec. */
const isElsewhere = (path: string, name: string): boolean =>
  name === 'containerSet' || (path === '' && (name === 'status' || name === 'metadata'));

/** The path of a map in the object that has a list `containers` of maps with an image, in the notation of `podSpecs`. */
const containersPath = (
  object: Fields,
  path = '',
  seen = new Set<Fields>(),
): string | undefined => {
  // Aliases may lead to the same map in more ways than can be walked.
  if (seen.has(object)) return undefined;
  seen.add(object);
  if (path !== '' && isContainers(object['containers'])) return path;
  for (const [name, value] of Object.entries(object)) {
    if (!isKey(name) || isElsewhere(path, name)) continue;
    const below = path === '' ? name : `${path}.${name}`;
    const items = isList(value) ? value.filter(isMap) : [];
    const by =
      items.length > 0 && items.every((item) => typeof item['name'] === 'string') ? 'name' : '';
    const inner = isMap(value)
      ? [[below, value] as const]
      : items.map((item) => [`${below}[${by}]`, item] as const);
    for (const [at, map] of inner) {
      const found = containersPath(map, at, seen);
      if (found !== undefined) return found;
    }
  }
  return undefined;
};
