/** What a scalar, list or map means as plain data. An unwritten null is `undefined`, a written one `null`. */
export type Value = unknown;

export type Fields = Readonly<Record<string, Value>>;

export const isMap = (value: Value): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

/** Sets an own property, whatever its name: `__proto__` is a key like any other. */
export const define = (fields: Record<string, Value>, name: string, value: Value): void => {
  if (name === '__proto__')
    Object.defineProperty(fields, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  else fields[name] = value;
};

/** A copy of a map with a field set. */
export const replaced = (map: Fields, name: string, value: Value): Fields => {
  const copy = { ...map };
  define(copy, name, value);
  return copy;
};

/** Pairs of collections that have been compared: aliases may lead to the same in more ways than can be walked. */
type Compared = WeakMap<object, WeakSet<object>>;

const isCompared = (compared: Compared | undefined, a: object, b: object): boolean => {
  if (compared === undefined) return false;
  const others = compared.get(a) ?? new WeakSet<object>();
  if (others.has(b)) return true;
  compared.set(a, others.add(b));
  return false;
};

/**
 * The same data; a null that is not written equals one that is. Order of keys does not count.
 * @param compared for data with aliases in it: an empty map
 */
export const equal = (a: Value, b: Value, compared?: Compared): boolean => {
  if (a === b || (a === null && b === undefined) || (a === undefined && b === null)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (isCompared(compared, a, b)) return true;
  if (isList(a))
    return (
      isList(b) && a.length === b.length && a.every((item, at) => equal(item, b[at], compared))
    );
  if (!isMap(a) || !isMap(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && equal(a[name], b[name], compared))
  );
};

/** No value at all, or a collection without entries. */
export const isEmpty = (value: Value): boolean => {
  if (value === null || value === undefined) return true;
  if (!isMap(value)) return isList(value) && value.length === 0;
  for (const _ in value) return false;
  return true;
};
