import { parse } from 'yaml';
import type { ApiObject } from './api.ts';

/** A resource as kubectl sends it. */
export interface Manifest {
  /** YAML, or JSON where it is an item of a list. */
  readonly text: string;
  readonly object: ApiObject;
}

/** The resources of a text: its documents, or the items of a List or ResourceList. Throws on what is not YAML. */
export const manifestsIn = (text: string): readonly Manifest[] =>
  text.split(/^---(?=\s)/m).flatMap((document) => {
    // As kubectl reads, but for duplicate keys: the API server is to find them.
    const object: unknown = parse(document, { version: '1.1', uniqueKeys: false, merge: true });
    return manifestsOf(document, object);
  });

const manifestsOf = (text: string, object: unknown): readonly Manifest[] => {
  if (!isObject(object)) return [];
  const { kind, items } = object;
  if (!/List$/.test(kind) || !Array.isArray(items)) return [{ text, object }];
  return items.flatMap((item) => manifestsOf(JSON.stringify(item), item));
};

const isObject = (value: unknown): value is ApiObject => {
  const { apiVersion, kind } = Object(value);
  return typeof apiVersion === 'string' && typeof kind === 'string';
};
