import { isList, isMap, type Value } from '../data/value.ts';

/** The annotations that an orchestrator gives a resource for the time of a run: they are about that one place. */
const ORCHESTRATOR = /^(?:internal\.config\.kubernetes|config\.kubernetes|config\.k8s)\.io\//;

const known = new WeakMap<object, Value>();

const strip = (value: object): Value => {
  if (isList(value)) {
    const items = value.map(throughAlias);
    return items.every((item, at) => item === value[at]) ? value : items;
  }
  if (!isMap(value)) return value;
  const names = Object.keys(value).filter((name) => !ORCHESTRATOR.test(name));
  const pairs = names.map((name) => [name, throughAlias(value[name])] as const);
  const isSame =
    names.length === Object.keys(value).length &&
    pairs.every(([name, inner]) => inner === value[name]);
  return isSame ? value : Object.fromEntries(pairs);
};

/**
 * What a value means where an alias brings it: without the orchestrator's annotations, which it takes away again where
 * it put them and nowhere else. The same object where there are none. The resource's own metadata is where they belong.
 */
export const throughAlias = (value: Value): Value => {
  if (typeof value !== 'object' || value === null) return value;
  // Aliases may lead to the same in more ways than can be walked.
  if (known.has(value)) return known.get(value);
  const stripped = strip(value);
  known.set(value, stripped);
  return stripped;
};
