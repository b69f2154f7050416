import { type Fields, type Value, at, change, fields, isFields, list } from './value.ts';
import { POD_KINDS } from './workload.ts';

export const RECORD = 'inject-shm.dev/injected';

/** A PodSpec in an item: where it stands, and the path of the object that it belongs to. */
export interface PodAt {
  readonly object: readonly string[];
  readonly path: readonly string[];
  readonly pod: Fields;
}

/** The PodSpecs of an item of a built-in kind, those in a List included. */
export const podsOf = (item: Value, object: readonly string[] = []): readonly PodAt[] => {
  const { kind, apiVersion, items } = fields(item);
  if (kind === 'List')
    return list(items).flatMap((inner, i) => podsOf(inner, [...object, 'items', String(i)]));
  const found = POD_KINDS.find((row) => row.kind === kind && row.apiVersion === apiVersion);
  if (found === undefined) return [];
  const path = [...found.template, 'spec'];
  const pod = at(item, ...path);
  return isFields(pod) ? [{ object, path: [...object, ...path], pod }] : [];
};

/** The objects of an item: those in a List, else the item itself. */
export const objectsOf = (item: Value): readonly Value[] =>
  fields(item)['kind'] === 'List' ? list(fields(item)['items']).flatMap(objectsOf) : [item];

/** The item without its records, and without annotations that then are empty. */
export const withoutRecords = (item: Value): Value =>
  podsOf(item).reduce((whole, { object }) => {
    const metadata = [...object, 'metadata'];
    const { [RECORD]: _, ...rest } = fields(at(whole, ...metadata, 'annotations'));
    return change(whole, metadata, (found) => {
      const { annotations: __, ...others } = fields(found);
      return Object.keys(rest).length > 0 ? { ...others, annotations: rest } : others;
    });
  }, item);

/** The records of an item, by the path of their object. */
export const recordsOf = (item: Value): Fields =>
  Object.fromEntries(
    podsOf(item).map(({ object }) => [
      object.join('/'),
      at(item, ...object, 'metadata', 'annotations', RECORD) ?? null,
    ]),
  );
