import * as E from 'fp-ts/lib/Either.js';
import { flatMap } from '../data/list.ts';
import { isList, isMap, type Fields, type Value } from '../data/value.ts';
import { podsOf, rowOfEmbedded, type KindRow, type Place } from '../kinds.ts';
import { parsePath } from './places.ts';

/** More are not told: aliases may lead to the same map in more ways than anybody can read. */
const MOST = 50;

/** Kinds with containers that are merged into others, that are no pods, or that a controller writes. */
const unsuited = new Set([
  'ConfigMap',
  'CustomResourceDefinition',
  'ClusterPolicy',
  'Policy',
  'SidecarSet',
  'StrimziPodSet',
  'Revision',
  'VerticalPodAutoscaler',
  // These merge their containers with a main one of the operator's, whose mounts stand elsewhere.
  'Prometheus',
  'PrometheusAgent',
  'Alertmanager',
  'ThanosRuler',
  'OpenTelemetryCollector',
]);

/**
 * Where an object seems to hold PodSpecs: all the places, in the notation of `podSpecs`, less those that `given` leads
 * to. None for a kind that has them for other ends, and where a mount would land in a sidecar only.
 */
export const podPathsIn = (object: Fields, given: readonly string[] = []): readonly string[] => {
  if (unsuited.has(String(object['kind'] ?? ''))) return [];
  const covered = new Set(podsOf(object, { paths: given }).map(partsOf));
  const found = inMap({ covered, known: new Map(), top: object }, object, '');
  return mergePodPaths([found.filter((path) => E.isRight(parsePath(path)))]);
};

/** The places of several objects of a kind as one list: each once, and those that differ by the key of a list are one. */
export const mergePodPaths = (lists: readonly (readonly string[])[]): readonly string[] => {
  const merged = new Map<string, string>();
  for (const path of lists.flat()) {
    const place = path.replaceAll(/\[\w*\]/g, '[]');
    const before = merged.get(place);
    // An item without the key is known by its index all the same.
    if (before === undefined || keys(path) > keys(before)) merged.set(place, path);
  }
  return [...merged.values()].slice(0, MOST);
};

/** The rows of the kinds that must be asked for and stand in another object, such as a RayCluster in an AppWrapper. */
export const askedForIn = (object: Fields): readonly KindRow[] => [
  ...new Set(embeddedIn(object, object, new Set())),
];

/** The map in the object that a pod is, or is made of. */
const partsOf = ({ pod, view }: Place): Fields => view?.template ?? pod;

const keys = (path: string): number => (path.match(/\[\w+\]/g) ?? []).length;

interface Search {
  readonly covered: ReadonlySet<Fields>;
  /** What was found below a map; nothing yet where it is being searched. */
  readonly known: Map<Fields, readonly string[]>;
  readonly top: Fields;
}

/** Paths from a map on; `''` is the map itself. */
const inMap = (search: Search, map: Fields, at: string): readonly string[] => {
  const before = search.known.get(map);
  if (before !== undefined) return before;
  search.known.set(map, []);
  const found = map === search.top ? below(search, map, at) : here(search, map, at);
  search.known.set(map, found.slice(0, MOST));
  return found.slice(0, MOST);
};

const here = (search: Search, map: Fields, at: string): readonly string[] => {
  const row = rowOfEmbedded(map);
  if (row !== undefined) {
    const open = podsOf(map, row).some(
      (place) => isContainers(place.pod['containers']) && !search.covered.has(partsOf(place)),
    );
    return open && row.optIn === undefined ? ['@'] : [];
  }
  if (!isContainers(map['containers'])) return below(search, map, at);
  return search.covered.has(map) || isMainElsewhere(map, at) ? [] : [''];
};

const below = (search: Search, map: Fields, at: string): readonly string[] =>
  flatMap(Object.entries(map), ([name, value]) => {
    if (!isKey(name) || isElsewhere(map === search.top, name)) return [];
    const path = `${at}.${name}`;
    if (isMap(value)) return inMap(search, value, path).map((inner) => joined(name, inner));
    const items = isList(value) ? value.filter(isMap) : [];
    const by = items.length === 0 ? '' : keyOf(items);
    return flatMap(items, (item) =>
      inMap(search, item, path).map((inner) => joined(`${name}[${by}]`, inner)),
    );
  });

const joined = (name: string, inner: string): string => (inner === '' ? name : `${name}.${inner}`);

const isKey = (name: string): boolean => /^[A-Za-z0-9_-]+$/.test(name);

/** Argo's containerSet has containers and no volumes: it is no PodSpec. */
const isElsewhere = (isTop: boolean, name: string): boolean =>
  name === 'containerSet' || (isTop && (name === 'status' || name === 'metadata'));

/** The key that names the items of a list: `name`, or one such as `groupName`; none where some have none. */
const keyOf = (items: readonly Fields[]): string => {
  const names = ['name', ...Object.keys(items[0] ?? {}).filter((key) => /^\w+Name$/.test(key))];
  return (
    names.find((key) => {
      const values = items.map((item) => item[key]);
      return (
        values.every((value) => typeof value === 'string' && value !== '') &&
        (key === 'name' || new Set(values).size === values.length)
      );
    }) ?? ''
  );
};

/** What only a container has, and a PodSpec not. */
const ofContainer = ['image', 'command', 'args', 'env', 'envFrom', 'volumeMounts', 'ports'];

const isContainer = (value: Value): boolean =>
  isMap(value) &&
  (typeof value['image'] === 'string' ||
    (typeof value['name'] === 'string' &&
      [...ofContainer, 'resources'].some((key) => key in value)));

/** A list of containers, with images or without: some operators add them. */
const isContainers = (value: Value): boolean =>
  isList(value) && value.length > 0 && value.every(isContainer);

/** Whether the main container is beside the list, so that those in it are sidecars. */
const isMainElsewhere = (map: Fields, at: string): boolean =>
  ofContainer.some((key) => key in map) ||
  ('resources' in map && !/(?:emplate\.spec|[pP]odSpec)$/.test(at));

const embeddedIn = (value: Value, top: Fields, seen: Set<Value>): readonly KindRow[] => {
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  if (isMap(value) && value !== top) {
    const row = rowOfEmbedded(value);
    if (row?.optIn !== undefined) return [row];
  }
  return flatMap(Object.values(value), (inner) => embeddedIn(inner, top, seen));
};
