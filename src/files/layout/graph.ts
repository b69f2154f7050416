import { filterMap } from '../../data/list.ts';
import type { Role } from './entries.ts';
import type { Kustomization } from './kustomization.ts';
import { unknownTouch, type Touch } from './touches.ts';

/** Who decides what becomes of a file's objects, and what it is named as. */
export interface Graph {
  /** The kustomizations that have a file as a resource. */
  readonly listing: (file: string) => readonly Kustomization[];
  readonly roleOf: (file: string) => { readonly role: Role; readonly by: string } | undefined;
  /** All that may touch what a kustomization builds: its own, and that of whoever has it as a base. */
  readonly touchesOn: (
    kustomization: Kustomization,
  ) => readonly (Touch & { readonly by: string })[];
}

const byKey = <A>(pairs: readonly (readonly [string, A])[]): ReadonlyMap<string, readonly A[]> => {
  const found = new Map<string, A[]>();
  for (const [key, value] of pairs) found.set(key, [...(found.get(key) ?? []), value]);
  return found;
};

/** What can be reached from some, themselves included. */
const closure = <A>(from: readonly A[], next: (each: A) => readonly A[]): readonly A[] => {
  const seen = new Set<A>();
  const open = [...from];
  for (let each = open.pop(); each !== undefined; each = open.pop())
    if (!seen.has(each)) {
      seen.add(each);
      open.push(...next(each));
    }
  return [...seen];
};

const remembered = <K, A>(f: (key: K) => A): ((key: K) => A) => {
  const known = new Map<K, A>();
  return (key) => {
    const found = known.get(key) ?? f(key);
    known.set(key, found);
    return found;
  };
};

export const graphOf = (all: readonly Kustomization[]): Graph => {
  const at = new Map(all.map((each) => [each.folder, each]));
  const within = (paths: readonly string[]) => filterMap(paths, (path) => at.get(path));
  const users = byKey(
    all.flatMap((each) =>
      [...each.resources, ...each.components].map((path) => [path, each] as const),
    ),
  );
  // A folder of transformers is a kustomization too: what it has as resources are transformers.
  const parts = byKey(
    all.flatMap((each) =>
      each.parts.flatMap(({ path, role }) => {
        const configs = closure(within([path]), ({ resources }) => within(resources));
        const files = [path, ...configs.flatMap(({ resources }) => resources)];
        return files.map((file) => [file, { role, by: each.path }] as const);
      }),
    ),
  );
  const ownTouches = (each: Kustomization) => {
    const components = closure([each], (one) => within(one.components));
    // One that cannot be read, or is somewhere else, may do anything.
    const isMissing = components.some((one) => !one.components.every((path) => at.has(path)));
    const touches = [
      ...components.flatMap((one) => one.touches),
      ...(isMissing ? [unknownTouch] : []),
    ];
    return touches.map((touch) => ({ ...touch, by: each.path }));
  };
  return {
    listing: (file) => users.get(file) ?? [],
    roleOf: (file) => parts.get(file)?.[0],
    touchesOn: remembered((kustomization: Kustomization) =>
      closure([kustomization], ({ folder }) => users.get(folder) ?? []).flatMap(ownTouches),
    ),
  };
};
