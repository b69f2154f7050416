/**
 * What a text means to these tests. A plain scalar that YAML readers disagree about (`0644`, `1e9`, `yes`)
 * is kept as its source, marked by `verbatim`; null, booleans and short integers are what they are.
 */
export type Value = null | boolean | number | string | readonly Value[] | Fields;
export interface Fields {
  readonly [key: string]: Value;
}

const MARK = '\u{E000}';

export const verbatim = (source: string): string => `${MARK}${source}`;
export const isVerbatim = (value: Value): value is string =>
  typeof value === 'string' && value.startsWith(MARK);
export const sourceOf = (value: string): string =>
  value.startsWith(MARK) ? value.slice(MARK.length) : value;

export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);
export const isFields = (value: Value | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields of a map; none for anything else. */
export const fields = (value: Value | undefined): Fields => (isFields(value) ? value : {});
/** The items of a list; none for anything else. */
export const list = (value: Value | undefined): readonly Value[] => (isList(value) ? value : []);

/** The value at a path of keys and indices, `undefined` where something on it is missing. */
export const at = (value: Value | undefined, ...path: readonly string[]): Value | undefined =>
  path.reduce<Value | undefined>(
    (found, key) => (isList(found) ? found[Number(key)] : fields(found)[key]),
    value,
  );

/** The same value with `f` applied at a path of keys, which is created where it is missing. */
export const change = (
  value: Value | undefined,
  path: readonly string[],
  f: (value: Value | undefined) => Value,
): Value => {
  const [key, ...rest] = path;
  if (key === undefined) return f(value);
  if (isList(value) && value.length > 0)
    return value.map((item, i) => (String(i) === key ? change(item, rest, f) : item));
  return { ...fields(value), [key]: change(fields(value)[key], rest, f) };
};

export const equal = (a: Value | undefined, b: Value | undefined): boolean => {
  if (a === b) return true;
  if (isList(a) && isList(b))
    return a.length === b.length && a.every((item, i) => equal(item, b[i]));
  if (!isFields(a) || !isFields(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]))
  );
};

const NULL = /^(?:~|null|Null|NULL)?$/;
const BOOLEAN = /^(?:true|false)$/;
const INTEGER = /^-?(?:0|[1-9][0-9]{0,8})$/;
const AMBIGUOUS =
  /^(?:[-+]?\.?[0-9][-+0-9a-fA-FxXoOtTzZ_.:]*|[-+]?\.(?:inf|nan)|y|n|yes|no|on|off|true|false|null|=)$/i;

/** Source texts of plain scalars by what they mean, in this order. */
export const plain = { NULL, BOOLEAN, INTEGER, AMBIGUOUS };

/** A string that must be quoted so that every reader takes it for a string. */
export const needsQuotes = (text: string): boolean => NULL.test(text) || AMBIGUOUS.test(text);
