import { drop, mapItems, put } from '../data/change.ts';
import { type Fields, isList, isMap, type Value } from '../data/value.ts';

// Some kinds have no PodSpec, but its parts: a shape of their own. A view shows them as one, so that they are planned like
// any other pod, and writes the changes of a plan back into the parts.

/** Why a pod is left alone although its kind is covered. */
export type Refusal = 'inline' | 'nameless' | 'reference' | 'namesakes';

/** The pod that a template makes. */
export interface View {
  /** The map that it is read from. */
  readonly template: Fields;
  /** As a PodSpec. What the pod gets from elsewhere stands under `INHERITED`, in it and in its containers. */
  readonly pod: Fields;
  /** The annotations that the pod gets, besides those of what the template stands in. */
  readonly annotations: Fields;
  /** Names that a new volume must not take. */
  readonly taken: readonly string[];
  readonly refused?: Refusal;
  /**
   * The template with the changes of `pod` written in: volumes, mounts and memory limits. The same object where there are
   * none.
   */
  readonly write: (after: Fields) => Fields;
  /** Where a field of the view is in the template: `containers[0].volumeMounts` is Argo's `container.volumeMounts`. */
  readonly field: (path: string) => string;
}

/**
 * Reads a template.
 * @param parents the values from the object down to what the template stands in
 * @returns `undefined` where it makes no pod
 */
export type Shape = (template: Fields, parents: readonly Value[]) => View | undefined;

/** What a pod or a container of a view has from elsewhere. It counts, and is never written. */
export const INHERITED = '(inherited)';

/** What stands under `INHERITED`. */
export interface Inherited {
  readonly volumes?: readonly Value[];
  readonly volumeMounts?: readonly Value[];
  readonly limit?: Value;
  readonly request?: Value;
  /** What sets the memory limit, whatever the container says: it is not known then. */
  readonly override?: string | undefined;
  /** The container gets the mounts of the main one as well: a mount of its own at the same path would be one too many. */
  readonly mirrors?: boolean;
}

/** What a pod or a container has from elsewhere. */
export const inheritedOf = (value: Fields): Inherited | undefined => {
  const found = value[INHERITED];
  return isMap(found) ? found : undefined;
};

/** The container or the pod with what it has from elsewhere. */
export const inheriting = (value: Fields, inherited: Inherited): Fields => {
  const given = Object.entries(inherited).filter(
    ([, each]) => each !== undefined && !(isList(each) && each.length === 0),
  );
  return given.length === 0 ? value : { ...value, [INHERITED]: Object.fromEntries(given) };
};

export const fieldsOf = (value: Value): Fields => (isMap(value) ? value : {});
export const listOf = (value: Value): readonly Value[] => (isList(value) ? value : []);

/** Whether a value is there that ought to be a list and is none. */
export const isNoList = (value: Value): boolean =>
  value !== null && value !== undefined && !isList(value);

/** Lists as one; what is no list stands for all of them, so that it is told. */
export const joined = (...lists: readonly Value[]): Value =>
  lists.find(isNoList) ?? lists.flatMap(listOf);

/** What is named in a list. */
export const namesOf = (items: Value): readonly string[] =>
  listOf(items).flatMap((item) =>
    isMap(item) && typeof item['name'] === 'string' ? [item['name']] : [],
  );

/** A field of a view, and what it is called in the template. */
export type Renamed = readonly [view: string, own: string];

/** What of a container is ever written, in the order of a plan. */
export const ofContainer: readonly Renamed[] = [
  ['resources', 'resources'],
  ['volumeMounts', 'volumeMounts'],
];

/** A map with what changed between two states of its view. */
export const carry = (
  own: Fields,
  before: Fields,
  after: Fields,
  fields: readonly Renamed[],
): Fields =>
  fields.reduce((changed, [view, name]) => {
    if (Object.hasOwn(after, view))
      return Object.hasOwn(before, view) && before[view] === after[view]
        ? changed
        : put(changed, name, after[view]);
    return Object.hasOwn(before, view) ? drop(changed, name) : changed;
  }, own);

/** Containers with what changed between two states of their view, in which they begin at an index. */
export const carryItems = (
  own: Value,
  [before, after]: readonly [Value, Value],
  from: number,
  fields: readonly Renamed[],
): Value =>
  before === after
    ? own
    : mapItems(own, (item, at) =>
        isMap(item)
          ? carry(
              item,
              fieldsOf(listOf(before)[from + at]),
              fieldsOf(listOf(after)[from + at]),
              fields,
            )
          : item,
      );

/** A map with a field changed; one that it does not have stays absent. */
export const within = (map: Fields, name: string, change: (value: Value) => Value): Fields =>
  Object.hasOwn(map, name) ? put(map, name, change(map[name])) : map;
