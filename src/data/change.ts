import { isList, isMap, replaced, type Fields, type Value } from './value.ts';

// Changes to plain data that leave what does not change the same object.

/** The map with a field set. */
export const put = (map: Fields, name: string, value: Value): Fields =>
  Object.hasOwn(map, name) && map[name] === value ? map : replaced(map, name, value);

/** The map without a field. */
export const drop = (map: Fields, name: string): Fields => {
  if (!Object.hasOwn(map, name)) return map;
  const { [name]: _, ...rest } = map;
  return rest;
};

/** The list with each item changed; the same list if none is. */
export const mapItems = (list: Value, change: (item: Value, at: number) => Value): Value => {
  if (!isList(list)) return list;
  const changed = list.map(change);
  return changed.every((item, at) => item === list[at]) ? list : changed;
};

/** The list without some items; the same list if all stay. */
export const keepItems = (list: Value, keep: (item: Value) => boolean): Value =>
  isList(list) && !list.every(keep) ? list.filter(keep) : list;

/** Names an item of a PodSpec's lists: by its name, and its path where it is a mount. Those without a name share one. */
export const keyOf = (item: Value): string | undefined =>
  isMap(item) ? `${String(item['name'] ?? '')} ${String(item['mountPath'] ?? '')}` : undefined;

const keepListOrder = (before: readonly Value[], after: readonly Value[]): readonly Value[] => {
  const open = [...after];
  const take = (item: Value): readonly Value[] => {
    const key = keyOf(item);
    const at = open.findIndex(
      (other) => other === item || (key !== undefined && keyOf(other) === key),
    );
    return at === -1 ? [] : [keepOrder(item, open.splice(at, 1)[0])];
  };
  return [...before.flatMap(take), ...open];
};

/**
 * What `after` says, in the order of `before` and made of its objects wherever they are equal: what was taken back and
 * given again keeps its place.
 */
export const keepOrder = (before: Value, after: Value): Value => {
  if (before === after) return before;
  if (isList(before) && isList(after)) {
    const list = keepListOrder(before, after);
    return list.length === before.length && list.every((item, at) => item === before[at])
      ? before
      : list;
  }
  if (isMap(before) && isMap(after)) {
    const names = Object.keys(before).filter((name) => Object.hasOwn(after, name));
    const added = Object.keys(after).filter((name) => !Object.hasOwn(before, name));
    const pairs = [...names, ...added].map(
      (name) => [name, keepOrder(before[name], after[name])] as const,
    );
    const isSame =
      pairs.length === Object.keys(before).length &&
      pairs.every(([name, value]) => Object.hasOwn(before, name) && value === before[name]);
    return isSame ? before : Object.fromEntries(pairs);
  }
  return (before ?? null) === (after ?? null) ? before : after;
};
