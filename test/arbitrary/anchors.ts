import { type Style, once, pick, roll } from './style.ts';
import { type Fields, type Value, equal, isFields, isList } from './value.ts';

/** What stands at a path instead of, or in front of, the value itself. */
export interface Sharing {
  readonly anchor?: string;
  readonly alias?: string;
  readonly merge?: { readonly alias: string; readonly base: Fields };
}

/** An item of a ResourceList or List; few share anything with another. */
const ITEM = /^\w+\/items\/\d+$/;

const NAMES = ['a', 'b1', 'base', 'x-y', 'ref_1'] as const;

const shareable = (value: Value): boolean =>
  isList(value) || isFields(value) || (typeof value === 'string' && value.length > 2);

/** Where equal values of one document are written once and referred to, by path, in the order of printing. */
export const share = (style: Style, root: Value, path: string): ReadonlyMap<string, Sharing> => {
  const found = new Map<string, Sharing>();
  if (!style.on.has('anchors') && !style.on.has('merges')) return found;
  const bound = new Map<string, Value>();
  const apart = roll(style, path, 'apart', 8) > 0;
  const boundTo = (value: Value) => [...bound].find(([, target]) => equal(target, value))?.[0];
  const walk = (value: Value, here: string, open: readonly string[]): void => {
    if (here.endsWith('/functionConfig')) return;
    if (apart && ITEM.test(here)) bound.clear();
    const alias = shareable(value) ? boundTo(value) : undefined;
    if (alias !== undefined && roll(style, here, 'alias', 3) > 0)
      return void found.set(here, { alias });
    const merge = mergeOf(style, value, here, bound);
    const taken = merge.merge === undefined ? open : [...open, merge.merge.alias];
    const anchor = shareable(value) ? anchorAt(style, here, taken) : undefined;
    if (anchor !== undefined) bound.delete(anchor);
    found.set(here, { ...merge, ...(anchor === undefined ? {} : { anchor }) });
    const within = anchor === undefined ? open : [...open, anchor];
    children(value, merge.merge?.base).forEach(([key, child]) =>
      walk(child, `${here}/${key}`, within),
    );
    if (anchor !== undefined) bound.set(anchor, value);
  };
  walk(root, path, []);
  return found;
};

/** Names come back, so that an alias means the last anchor of its name. */
const anchorAt = (style: Style, path: string, open: readonly string[]): string | undefined => {
  const name = pick(style, path, 'name', NAMES);
  const often = style.on.has('merges') ? 2 : 4;
  return roll(style, path, 'anchor', often) === 0 && !open.includes(name) ? name : undefined;
};

/** A map may merge an anchored one all of whose keys it has. */
const mergeOf = (
  style: Style,
  value: Value,
  path: string,
  bound: ReadonlyMap<string, Value>,
): Sharing => {
  if (!isFields(value) || !once(style, 'merges', path, 2)) return {};
  const usable = [...bound].find(
    ([, base]) =>
      isFields(base) &&
      Object.keys(base).every((key) => Object.hasOwn(value, key)) &&
      Object.keys(base).some((key) => equal(base[key], value[key])),
  );
  return usable !== undefined && isFields(usable[1])
    ? { merge: { alias: usable[0], base: usable[1] } }
    : {};
};

/** The entries that are written out: those that a merge does not bring. */
export const children = (value: Value, base: Fields | undefined): readonly [string, Value][] => {
  if (isList(value)) return value.map((item, i) => [String(i), item]);
  if (!isFields(value)) return [];
  return Object.entries(value).filter(
    ([key, entry]) => base === undefined || !Object.hasOwn(base, key) || !equal(base[key], entry),
  );
};
