import type { Operation } from '../../src/webhook/patch.ts';

type Node = Record<string, unknown> | unknown[];

const keysOf = (path: string): readonly string[] =>
  path
    .split('/')
    .slice(1)
    .map((each) => each.replaceAll('~1', '/').replaceAll('~0', '~'));

const isThere = (parent: Node, key: string): boolean =>
  Array.isArray(parent)
    ? /^\d+$/.test(key) && Number(key) < parent.length
    : Object.hasOwn(parent, key);

const carryOut = (parent: Node, key: string, { op, path, value }: Operation): void => {
  if (op !== 'add' && !isThere(parent, key)) throw new Error(`${op} ${path}: nothing is there`);
  if (Array.isArray(parent)) {
    const at = key === '-' ? parent.length : Number(key);
    if (at > parent.length) throw new Error(`${op} ${path}: beyond the end`);
    parent.splice(at, op === 'add' ? 0 : 1, ...(op === 'remove' ? [] : [value]));
  } else if (op === 'remove') delete parent[key];
  else parent[key] = value;
};

/** RFC 6902 as the API server does it, apart from the library that made the patch. */
export const applyPatch = (document: unknown, patch: readonly Operation[]): unknown => {
  // Not by structuredClone, which would leave what stands in two places the same object.
  const root = JSON.parse(JSON.stringify(document)) as Node;
  for (const operation of patch) {
    const keys = keysOf(operation.path);
    const last = keys.at(-1) ?? '';
    const parent = keys
      .slice(0, -1)
      .reduce<Node>((node, key) => (node as Record<string, Node>)[key] ?? [], root);
    carryOut(parent, last, operation);
  }
  return root;
};
