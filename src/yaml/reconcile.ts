import * as E from 'fp-ts/lib/Either.js';
import { align, type KeyOf } from './align.ts';
import { append, type Used } from './append.ts';
import { copyFlow } from './copy.ts';
import { empty, fill } from './empty.ts';
import { isMerge } from './fields.ts';
import { type Value, equal, type Fields, isEmpty, isList, isMap } from '../data/value.ts';
import type { Addition, Collection, Entry, Node, TextEdit, Refusal, Scalar } from './node.ts';
import { isReadOutside, isReadWhole } from './outside.ts';
import { remove } from './remove.ts';
import { renderFlow, renderLike } from './render.ts';
import type { Tree } from './scan.ts';
import { notationOf } from './style.ts';

const refuse = (node: Node, message: string): never => {
  throw { offset: node.start, message } satisfies Refusal;
};

const isRefusal = (error: unknown): error is Refusal =>
  typeof error === 'object' &&
  error !== null &&
  'offset' in error &&
  'message' in error &&
  !(error instanceof Error);

/** The fields of maps as one, the later ones over the earlier ones; `__proto__` is a key like any other. */
const joined = (maps: readonly Fields[]): Fields =>
  Object.fromEntries(maps.flatMap((map) => Object.entries(map)));

/**
 * The patches that make the tree's text mean `wanted`. Values that are the same object as the tree's are left alone.
 * @param isUsed whether an earlier patch of the same text begins at an offset
 * @returns the refusal where the text has a form that cannot be edited safely
 */
export const reconcile = (
  tree: Tree,
  wanted: Value,
  keyOf: KeyOf,
  isUsed: (offset: number) => boolean = () => false,
): E.Either<Refusal, readonly TextEdit[]> => {
  const { text } = tree.source;
  const notation = notationOf(tree);
  const patches: TextEdit[] = [];
  const wantedOf = new Map<Node, Value>();
  const removed = new Set<Entry>();
  const set = new Set<number>();
  const used: Used = { has: (at) => set.has(at) || isUsed(at), add: (at) => set.add(at) };

  const push = (node: Node, made: readonly TextEdit[] | string): void => {
    if (typeof made === 'string') refuse(node, made);
    else for (const patch of made) patches.push(patch);
  };

  /** What the aliases of a merge bring in now, and what they will. */
  const mergedBy = (entry: Entry): Fields => {
    const { value } = entry;
    const sources = value.type === 'seq' ? value.entries.map((item) => item.value) : [value];
    const targets = sources.map((node) =>
      node.type === 'alias' && node.target ? (wantedOf.get(node.target) ?? node.value) : node.value,
    );
    return joined(targets.toReversed().filter(isMap));
  };

  const mergeSource = (entries: readonly Entry[], name: string): Node | undefined => {
    const sources = entries.flatMap(({ value }) =>
      value.type === 'seq' ? value.entries.map((item) => item.value) : [value],
    );
    for (const source of sources) {
      const node = source.type === 'alias' ? source.target : source;
      const found =
        node?.type === 'map' ? node.entries.find((entry) => entry.name === name)?.value : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };

  const changeMap = (node: Collection, fields: Fields): void => {
    const merges = node.entries.filter(isMerge);
    const own = merges.length === 0 ? node.entries : node.entries.filter((each) => !isMerge(each));
    const names = new Set<string>();
    const gone = new Set<Entry>();
    for (const entry of own) {
      const { name = '' } = entry;
      names.add(name);
      if (Object.hasOwn(fields, name)) visit(node, entry, fields[name]);
      else gone.add(entry);
    }
    const merged = merges.length === 0 ? {} : joined(merges.map(mergedBy));
    if (Object.keys(merged).some((name) => !Object.hasOwn(fields, name)))
      refuse(node, 'a key that a merge brings in would have to go');
    if (gone.size > 0) push(node, remove(tree, node, gone, removed));
    for (const name of Object.keys(fields)) {
      const isMerged = () => Object.hasOwn(merged, name) && equal(merged[name], fields[name]);
      if (!names.has(name) && !isMerged()) addField(node, merges, name, fields[name]);
    }
  };

  const addField = (
    node: Collection,
    merges: readonly Entry[],
    name: string,
    value: Value,
  ): void => {
    const source = merges.length === 0 ? undefined : mergeSource(merges, name);
    if (source === undefined || isEmpty(value))
      return push(node, append(tree, node, [{ name, value }], used));
    const [patch, ...rest] = append(tree, node, [{ name, value: '@' }], used);
    if (typeof patch !== 'object' || rest.length > 0)
      return refuse(node, 'a key that a merge brings in cannot be overridden here');
    patches.push({
      ...patch,
      text: patch.text.replace("'@'", () => copyFlow(text, source, value, notation)),
    });
  };

  const changeList = (node: Collection, items: readonly Value[]): void => {
    const { kept, added, moved } = align(node.entries, items, keyOf);
    if (moved) refuse(node, 'an element of this list would have to move');
    const gone = new Set(node.entries.filter((entry) => !kept.has(entry)));
    for (const [entry, value] of kept) visit(node, entry, value);
    const additions: readonly Addition[] = added.map((value) => ({ name: undefined, value }));
    if (node.flow && kept.size === 0 && additions.length > 0) return replaceAll(node, added);
    push(node, remove(tree, node, gone, removed));
    push(node, append(tree, node, additions, used));
  };

  const replaceAll = (node: Collection, added: readonly Value[]): void => {
    const first = node.entries[0];
    if (first === undefined)
      return push(
        node,
        append(
          tree,
          node,
          added.map((value) => ({ name: undefined, value })),
          used,
        ),
      );
    const end = node.entries.at(-1)?.value.end ?? first.value.end;
    patches.push({
      start: first.start,
      end,
      text: added.map((value) => renderFlow(value, notation)).join(', '),
    });
  };

  const changeScalar = (parent: Collection, entry: Entry, node: Scalar, value: Value): void => {
    if (node.style === 'block') return refuse(node, 'a block scalar would have to change');
    if (isList(value) || isMap(value)) {
      if (node.value !== null && node.value !== undefined)
        return refuse(node, 'a scalar stands where a map or list is needed');
      return push(node, fill(tree, parent, entry, value));
    }
    const isUnwritten = node.start === node.end;
    if (isUnwritten && node.start === entry.key?.end)
      return refuse(node, 'a key without a colon cannot be given a value');
    // A null that is not written has no blank of its own behind the colon: it comes and goes with the value.
    const gap = isUnwritten && value !== undefined ? ' ' : '';
    const before =
      !isUnwritten && value === undefined && text.charAt(node.start - 1) === ' ' ? 1 : 0;
    const start = node.start - before;
    patches.push({ start, end: node.end, text: gap + renderLike(value, node, notation) });
  };

  const changeCollection = (entry: Entry, node: Collection, value: Value): void => {
    if (isEmpty(value)) return push(node, empty(tree, entry, node, value));
    if (node.type === 'map' && isMap(value)) return changeMap(node, value);
    if (node.type === 'seq' && isList(value)) return changeList(node, value);
    return refuse(node, 'a map or list stands where something else is needed');
  };

  const visit = (parent: Collection, entry: Entry, value: Value): void => {
    const node = entry.value;
    // Without aliases the same object is the same place.
    if (node.value === value && !tree.aliased) return;
    if (node.type === 'alias') {
      const now =
        node.target === undefined
          ? node.value
          : wantedOf.has(node.target)
            ? wantedOf.get(node.target)
            : node.value;
      if (!equal(now, value))
        patches.push({
          start: node.start,
          end: node.end,
          text: copyFlow(text, node.target, value, notation),
        });
      return;
    }
    if (node.anchor !== undefined) wantedOf.set(node, value);
    // Maps are gone through in any case: no need to compare them first.
    const isPath = node.type === 'map' && node.anchor === undefined && isMap(value);
    const isSame = node.value === value || (!isPath && equal(node.value, value));
    if (isSame && (!tree.aliased || node.type === 'scalar' || isEmpty(value))) return;
    if (!isSame && node.anchor !== undefined && isReadOutside(tree, node.anchor))
      refuse(node, `an alias outside this resource reads the anchor &${node.anchor}`);
    if (node.type === 'scalar') changeScalar(parent, entry, node, value);
    else if (typeof node.value !== 'string') changeCollection(entry, node, value);
    else if (!isSame) refuse(node, 'a template would have to change');
  };

  try {
    if (tree.root.type !== 'map' || !isMap(wanted))
      return E.left({ offset: tree.root.start, message: 'is no map' });
    if (tree.root.value === wanted) return E.right([]);
    if (isReadWhole(tree)) refuse(tree.root, 'an alias elsewhere reads this resource');
    changeMap(tree.root, wanted);
    return E.right(patches);
  } catch (error) {
    if (isRefusal(error)) return E.left(error);
    throw error;
  }
};
