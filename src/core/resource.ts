import {
  LEGACY_SOURCE_INDEX_ANNOTATION,
  LEGACY_SOURCE_PATH_ANNOTATION,
  SOURCE_INDEX_ANNOTATION,
  SOURCE_PATH_ANNOTATION,
} from 'kpt-functions/dist/src/metadata.js';
import type { Config } from '../config.ts';
import { type Fields, isMap, type Value } from '../data/value.ts';
import { type KindRow, rowOf } from '../kinds.ts';
import { field } from '../plan/pod.ts';
import type { ResourceRef, Result } from '../result.ts';

/** What an object says it is. */
export interface TypeMeta {
  readonly apiVersion: string;
  readonly kind: string;
}

/** An object as plain data, and what it says it is. */
export interface Resource extends TypeMeta {
  readonly object: Fields;
  /** The API group; the core group is `''`. */
  readonly apiGroup: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly labels: Fields;
}

/** The API group of an apiVersion; the core group is `''`. */
export const groupOf = (apiVersion: string): string => {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
};

const text = (value: Value): string | undefined =>
  typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined;

/** Reads an object; of what is no map there is nothing to read. */
export const resourceOf = ({ apiVersion, kind }: TypeMeta, value: Value): Resource => {
  const object = isMap(value) ? value : {};
  const metadata = field(object, 'metadata');
  const labels = field(metadata, 'labels');
  return {
    apiVersion,
    kind,
    object,
    apiGroup: groupOf(apiVersion),
    namespace: text(field(metadata, 'namespace')),
    name: text(field(metadata, 'name')),
    labels: isMap(labels) ? labels : {},
  };
};

/** What the table says of a kind, with the places that `podSpecs` adds. */
export const rowFor = (
  { podSpecs }: Config,
  { apiVersion, kind }: TypeMeta,
): KindRow | undefined => {
  const row = rowOf(apiVersion, kind);
  if (podSpecs.length === 0) return row;
  const group = groupOf(apiVersion);
  const added = podSpecs
    .filter((each) => each.kind === kind && each.group === group)
    .map(({ path }) => path);
  if (added.length === 0) return row;
  const { never: _, paths = [], ...rest } = row ?? { group, kind, live: 'unknown' as const };
  // Whoever names a place says that it is a PodSpec, whole or not.
  return { ...rest, imageByOperator: true, paths: [...new Set([...paths, ...added])] };
};

/**
 * What a result says of where it belongs: the resource, and the file where it is known.
 * @param file what the input is called, where the object's annotations name no file
 */
export const aboutOf = (
  { apiVersion, kind, object, name, namespace }: Resource,
  file?: string,
): Pick<Result, 'resourceRef' | 'file'> => {
  const metadata = field(object, 'metadata');
  const annotations = field(metadata, 'annotations');
  const at = (internal: string, legacy: string) =>
    text(field(annotations, internal)) ?? text(field(annotations, legacy));
  const path = at(SOURCE_PATH_ANNOTATION, LEGACY_SOURCE_PATH_ANNOTATION) ?? file;
  const index = Number(at(SOURCE_INDEX_ANNOTATION, LEGACY_SOURCE_INDEX_ANNOTATION));
  const resourceRef: ResourceRef = {
    apiVersion,
    kind,
    name: name ?? text(field(metadata, 'generateName')) ?? '',
    ...(namespace === undefined ? {} : { namespace }),
  };
  return {
    resourceRef,
    ...(path === undefined ? {} : { file: { path, ...(index > 0 ? { index } : {}) } }),
  };
};
