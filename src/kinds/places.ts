import * as E from 'fp-ts/lib/Either.js';
import { filterMap, flatMap } from '../data/list.ts';
import { replaced } from '../data/value.ts';
import type { Shape, View } from './shape.ts';

/** A step of a path: keys one below the other, every value of a map, or every item of a list. */
export type Step =
  | { readonly type: 'keys'; readonly keys: readonly string[] }
  | { readonly type: 'values' }
  /** `by` is the key that names an item; without it the index does. */
  | { readonly type: 'items'; readonly by: string | undefined }
  /** The object here has an apiVersion and a kind of its own, which say how to go on. */
  | { readonly type: 'object' }
  /** The last: what is here is no PodSpec, and this reads it as one. */
  | { readonly type: 'shape'; readonly shape: Shape };

/** Where a PodSpec is in an object. */
export interface Place {
  /**
   * As the record has it: `spec.workerGroupSpecs[small].template.spec`, `spec.pytorchReplicaSpecs[Worker].template.spec`.
   * In brackets stands the item's name or the map's key (in JSON quotes unless it is a plain word), or the index (bare
   * digits) of an item that has no name or shares it.
   */
  readonly path: string;
  /** As results show it: `spec.workerGroupSpecs[0].template.spec`, `spec.pytorchReplicaSpecs.Worker.template.spec`. */
  readonly field: string;
  readonly steps: readonly (string | number)[];
  readonly pod: Readonly<Record<string, unknown>>;
  /** Where there is no PodSpec but its parts: `pod` is read from them. */
  readonly view?: View;
}

type Found = Omit<Place, 'pod' | 'view'> & { readonly value: unknown; readonly shape?: Shape };

/**
 * Reads `spec.template.spec`: keys with dots between them, where `{}` after a key means every value of that map,
 * `[name]` every item of that list, known by its `name`, and `[]` every item, known by its index. A last `.@` goes on
 * by the kind of the object that is there.
 * Left: what is allowed, to stand between the field's name and the value.
 */
export const parsePath = (path: string): E.Either<string, readonly Step[]> =>
  path.length <= 500 && PATH.test(path)
    ? E.right(path.split('.').flatMap(stepsOf).reduce<readonly Step[]>(withRun, []))
    : E.left(
        'must be a path such as spec.template.spec, spec.groups[name].template.spec or spec.replicas{}.template.spec',
      );

/** Every map in `object` that `path` leads to; `pathsOf` says where an embedded object has them. */
export const placesOf = (
  object: unknown,
  steps: readonly Step[],
  pathsOf: (embedded: Fields) => readonly (readonly Step[])[],
): readonly Place[] =>
  filterMap(walk({ path: '', field: '', steps: [], value: object }, steps, 0, pathsOf), (found) =>
    placeOf(object, found),
  );

/** Replaces what is at `steps`. The same object comes back where `f` changes nothing or the place is not there. */
export const updateAt = (
  object: unknown,
  steps: readonly (string | number)[],
  f: (value: unknown) => unknown,
  from = 0,
): unknown => {
  const step = steps[from];
  if (step === undefined) return f(object);
  if (!has(object, step)) return object;
  const before = Reflect.get(object, step);
  const after = updateAt(before, steps, f, from + 1);
  if (after === before) return object;
  return Array.isArray(object)
    ? object.map((item: unknown, index) => (index === step ? after : item))
    : replaced(object as Fields, String(step), after);
};

type Fields = Readonly<Record<string, unknown>>;

const placeOf = (
  object: unknown,
  { path, field, steps, value, shape }: Found,
): Place | undefined => {
  if (!isMap(value)) return undefined;
  if (shape === undefined) return { path, field, steps, pod: value };
  const view = shape(value, parentsOf(object, steps));
  return view && { path, field, steps, pod: view.pod, view };
};

/** The values on the way to a place, the object first. */
const parentsOf = (object: unknown, steps: Place['steps']): readonly unknown[] => {
  let value = object;
  return steps.map((step) => {
    const parent = value;
    value = Reflect.get(Object(value), step);
    return parent;
  });
};

const KEY = '[A-Za-z0-9_-]+';
const PATH = new RegExp(
  `^${KEY}(\\{\\}|\\[(${KEY})?\\])?(\\.${KEY}(\\{\\}|\\[(${KEY})?\\])?)*(\\.@)?$`,
);

const isMap = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const has = (value: unknown, step: string | number): value is object =>
  typeof step === 'number'
    ? Array.isArray(value) && step in value
    : isMap(value) && Object.hasOwn(value, step);

const stepsOf = (segment: string): readonly Step[] => {
  if (segment === '@') return [{ type: 'object' }];
  const [, key = '', brackets, by] = /^([^[{]+)(\{\}|\[([^\]]*)\])?$/.exec(segment) ?? [];
  const first: Step = { type: 'keys', keys: [key] };
  if (brackets === undefined) return [first];
  return [
    first,
    brackets === '{}' ? { type: 'values' } : { type: 'items', by: by === '' ? undefined : by },
  ];
};

/** Most paths are nothing but keys: they are gone down in one step. */
const withRun = (steps: readonly Step[], step: Step): readonly Step[] => {
  const last = steps.at(-1);
  return last?.type === 'keys' && step.type === 'keys'
    ? [...steps.slice(0, -1), { type: 'keys', keys: [...last.keys, ...step.keys] }]
    : [...steps, step];
};

const walk = (
  at: Found,
  steps: readonly Step[],
  from: number,
  pathsOf: (embedded: Fields) => readonly (readonly Step[])[],
): readonly Found[] => {
  const step = steps[from];
  if (step === undefined) return [at];
  if (step.type === 'shape') return [{ ...at, shape: step.shape }];
  if (step.type !== 'object')
    return flatMap(next(at, step), (found) => walk(found, steps, from + 1, pathsOf));
  const { value } = at;
  return isMap(value) ? flatMap(pathsOf(value), (inner) => walk(at, inner, 0, pathsOf)) : [];
};

const next = (
  at: Found,
  step: Exclude<Step, { readonly type: 'object' | 'shape' }>,
): readonly Found[] => {
  const { value } = at;
  if (step.type === 'items') return Array.isArray(value) ? items(at, value, step.by) : [];
  if (step.type === 'keys') return below(at, step.keys);
  return isMap(value) ? Object.keys(value).map((key) => child(at, key, `[${word(key)}]`)) : [];
};

const below = (at: Found, keys: readonly string[]): readonly Found[] => {
  let { value } = at;
  for (const key of keys) {
    if (!isMap(value) || !Object.hasOwn(value, key)) return [];
    value = value[key];
  }
  const mark = `.${keys.join('.')}`;
  return [
    {
      path: joined(at.path, mark),
      field: joined(at.field, mark),
      steps: [...at.steps, ...keys],
      value,
    },
  ];
};

const joined = (path: string, mark: string): string =>
  path === '' && mark.startsWith('.') ? mark.slice(1) : path + mark;

const child = (at: Found, step: string | number, mark: string): Found => ({
  path: joined(at.path, mark),
  field: joined(at.field, typeof step === 'number' ? `[${step}]` : `.${step}`),
  steps: [...at.steps, step],
  value: Reflect.get(Object(at.value), step),
});

const items = (at: Found, list: readonly unknown[], by: string | undefined): readonly Found[] => {
  const names = list.map((item) =>
    by !== undefined && isMap(item) && Object.hasOwn(item, by) ? item[by] : undefined,
  );
  const counts = new Map<unknown, number>();
  names.forEach((name) => counts.set(name, (counts.get(name) ?? 0) + 1));
  return names.map((name, index) => {
    const named = typeof name === 'string' && name !== '' && counts.get(name) === 1;
    return child(at, index, `[${named ? word(name) : index}]`);
  });
};

/** A name that looks like an index is quoted, so that the two are never taken for each other. */
const word = (name: string): string =>
  /^[\w.-]+$/.test(name) && !/^[\d.-]*$/.test(name) ? name : JSON.stringify(name);
