import { parse } from 'yaml';
import type { ApiObject } from './api.ts';

/**
 * The resources of a text as kubectl sends them: its documents, or the items of a List or ResourceList. Throws on what
 * is not YAML.
 */
export const manifestsIn = (text: string): readonly ApiObject[] =>
  text.split(/^---(?=\s)/m).flatMap((document) => items(parse(document, KUBECTL)));

/** YAML 1.1, and the last of duplicate keys. */
const KUBECTL = { version: '1.1', uniqueKeys: false, logLevel: 'error' } as const;

const items = (object: unknown): readonly ApiObject[] => {
  if (!isObject(object)) return [];
  const { kind, items: list } = object;
  return kind.endsWith('List') && Array.isArray(list) ? list.flatMap(items) : [object];
};

const isObject = (value: unknown): value is ApiObject => {
  const { apiVersion, kind } = Object(value);
  return typeof apiVersion === 'string' && typeof kind === 'string';
};
