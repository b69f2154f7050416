import {
  LEGACY_SOURCE_INDEX_ANNOTATION,
  LEGACY_SOURCE_PATH_ANNOTATION,
  SOURCE_INDEX_ANNOTATION,
  SOURCE_PATH_ANNOTATION,
} from 'kpt-functions/dist/src/metadata.js';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { filterMap } from '../data/list.ts';
import type { Config } from '../config.ts';
import { isContext, type Neighbour } from '../plan/context.ts';
import { rowOf, type KindRow } from '../kinds.ts';
import { field } from '../plan/pod.ts';
import type { Refused } from './input.ts';
import type { Item } from './item.ts';
import { openAll, type Opened } from './open.ts';
import type { ResourceRef, Result } from '../result.ts';
import { isMap, type Fields, type Value } from '../data/value.ts';
import type { Outline } from '../yaml/outline.ts';
import type { Tree } from '../yaml/scan.ts';

/** A resource of the input as plain data, and the tree that it is edited by. */
export interface Resource {
  readonly item: Item;
  readonly tree: Tree;
  /** What an offset in the tree's text needs to be one in the item's. */
  readonly shift: number;
  readonly object: Fields;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly labels: Fields;
}

const text = (value: Value): string | undefined =>
  typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined;

const resourceOf = (item: Item, { tree, shift, value }: Opened): Resource => {
  const object = isMap(value) ? value : {};
  const metadata = field(object, 'metadata');
  const labels = field(metadata, 'labels');
  return {
    item,
    tree,
    shift,
    object,
    namespace: text(field(metadata, 'namespace')),
    name: text(field(metadata, 'name')),
    labels: isMap(labels) ? labels : {},
  };
};

/** Builds the resources of items, in their order. */
export const resourcesOf = (items: readonly Item[]): E.Either<Refused, readonly Resource[]> =>
  pipe(
    openAll(items),
    E.map((all) =>
      filterMap(items, (item, at) => {
        const opened = all[at];
        return opened && resourceOf(item, opened);
      }),
    ),
  );

/** The API group of an apiVersion; the core group is `''`. */
export const groupOf = (apiVersion: string): string => {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
};

/** What the table says of an item's kind, with the places that `podSpecs` adds. */
export const rowFor = (
  { podSpecs }: Config,
  { apiVersion, kind }: Outline,
): KindRow | undefined => {
  const row = rowOf(apiVersion, kind);
  if (podSpecs.length === 0) return row;
  const group = groupOf(apiVersion);
  const added = podSpecs
    .filter((each) => each.kind === kind && each.group === group)
    .map(({ path }) => path);
  if (added.length === 0) return row;
  const { never: _, paths = [], ...rest } = row ?? { group, kind, live: 'unknown' as const };
  return { ...rest, paths: [...new Set([...paths, ...added])] };
};

/** The resources that say something about others. */
export const neighboursIn = (items: readonly Item[]): E.Either<Refused, readonly Neighbour[]> => {
  const found = items.filter(({ apiVersion, kind }) => isContext(groupOf(apiVersion), kind));
  return E.map((resources: readonly Resource[]) =>
    resources.map((resource) => ({ kind: resource.item.kind, ...resource })),
  )(resourcesOf(found));
};

/** What a result says of where it belongs: the resource, and the file where it is known. */
export const aboutOf = ({
  item,
  object,
  name,
  namespace,
}: Resource): Pick<Result, 'resourceRef' | 'file'> => {
  const metadata = field(object, 'metadata');
  const annotations = field(metadata, 'annotations');
  const at = (internal: string, legacy: string) =>
    text(field(annotations, internal)) ?? text(field(annotations, legacy));
  const path = at(SOURCE_PATH_ANNOTATION, LEGACY_SOURCE_PATH_ANNOTATION) ?? item.of.file;
  const index = Number(at(SOURCE_INDEX_ANNOTATION, LEGACY_SOURCE_INDEX_ANNOTATION));
  const resourceRef: ResourceRef = {
    apiVersion: item.apiVersion,
    kind: item.kind,
    name: name ?? text(field(metadata, 'generateName')) ?? '',
    ...(namespace === undefined ? {} : { namespace }),
  };
  return {
    resourceRef,
    ...(path === undefined ? {} : { file: { path, ...(index > 0 ? { index } : {}) } }),
  };
};
