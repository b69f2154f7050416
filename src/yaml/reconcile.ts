import * as E from 'fp-ts/lib/Either.js';
import { equal, type Fields, isEmpty, isList, isMap, type Value } from '../data/value.ts';
import { align, type KeyOf } from './align.ts';
import { copyFlow } from './copy.ts';
import { empty, fill } from './empty.ts';
import { isMerge } from './fields.ts';
import { addField, meaningNow, mergedBy } from './merges.ts';
import type { Addition, Alias, Collection, Entry, Refusal, Scalar, TextEdit } from './node.ts';
import { isReadOutside, isReadWhole } from './outside.ts';
import { remove } from './remove.ts';
import { renderFlow, renderLike } from './render.ts';
import type { Tree } from './scan.ts';
import { notationOf } from './style.ts';
import { add, isRefusal, push, refuse, type Work } from './work.ts';

const workOn = (tree: Tree, keyOf: KeyOf, isUsed: (offset: number) => boolean): Work => {
  const own = new Set<number>();
  return {
    tree,
    keyOf,
    notation: notationOf(tree),
    edits: [],
    wantedOf: new Map(),
    removed: new Set(),
    used: { has: (at) => own.has(at) || isUsed(at), add: (at) => own.add(at) },
  };
};

/**
 * The edits that make the tree's text mean `wanted`. Values that are the same object as the tree's are left alone.
 * @param isUsed whether an earlier edit of the same text begins at an offset
 * @returns the refusal where the text has a form that cannot be edited safely
 */
export const reconcile = (
  tree: Tree,
  wanted: Value,
  keyOf: KeyOf,
  isUsed: (offset: number) => boolean = () => false,
): E.Either<Refusal, readonly TextEdit[]> => {
  const { root } = tree;
  if (root.type !== 'map' || !isMap(wanted))
    return E.left({ offset: root.start, message: 'is no map' });
  if (root.value === wanted) return E.right([]);
  try {
    const work = workOn(tree, keyOf, isUsed);
    if (isReadWhole(tree)) refuse(root, 'an alias elsewhere reads this resource');
    changeMap(work, root, wanted);
    return E.right(work.edits);
  } catch (error) {
    if (isRefusal(error)) return E.left(error);
    throw error;
  }
};

/** Gives the value of an entry another meaning. */
const visit = (work: Work, parent: Collection, entry: Entry, value: Value): void => {
  const { tree, wantedOf } = work;
  const node = entry.value;
  // Without aliases the same object is the same place.
  if (node.value === value && !tree.aliased) return;
  if (node.type === 'alias') return changeAlias(work, node, value);
  if (node.anchor !== undefined) wantedOf.set(node, value);
  // Maps are gone through in any case: no need to compare them first.
  const isPath = node.type === 'map' && node.anchor === undefined && isMap(value);
  const isSame = node.value === value || (!isPath && equal(node.value, value));
  if (isSame && (!tree.aliased || node.type === 'scalar' || isEmpty(value))) return;
  if (!isSame && node.anchor !== undefined && isReadOutside(tree, node.anchor))
    refuse(node, `an alias outside this resource reads the anchor &${node.anchor}`);
  if (node.type === 'scalar') changeScalar(work, parent, entry, node, value);
  else if (typeof node.value !== 'string') changeCollection(work, entry, node, value);
  else if (!isSame) refuse(node, 'a template would have to change');
};

/** Writes the value in the place of an alias that will mean something else. */
const changeAlias = (work: Work, node: Alias, value: Value): void => {
  if (equal(meaningNow(work, node), value)) return;
  const { tree, notation, edits } = work;
  const text = copyFlow(tree.source.text, node.target, value, notation);
  edits.push({ start: node.start, end: node.end, text });
};

const changeCollection = (work: Work, entry: Entry, node: Collection, value: Value): void => {
  if (isEmpty(value)) return push(work, node, empty(work.tree, entry, node, value));
  if (node.type === 'map' && isMap(value)) return changeMap(work, node, value);
  if (node.type === 'seq' && isList(value)) return changeList(work, node, value);
  return refuse(node, 'a map or list stands where something else is needed');
};

const changeMap = (work: Work, node: Collection, fields: Fields): void => {
  const merges = node.entries.filter(isMerge);
  const own = merges.length === 0 ? node.entries : node.entries.filter((each) => !isMerge(each));
  const names = new Set<string>();
  const gone = new Set<Entry>();
  for (const entry of own) {
    const { name = '' } = entry;
    names.add(name);
    if (Object.hasOwn(fields, name)) visit(work, node, entry, fields[name]);
    else gone.add(entry);
  }
  const merged = merges.length === 0 ? {} : mergedBy(work, merges);
  if (Object.keys(merged).some((name) => !Object.hasOwn(fields, name)))
    refuse(node, 'a key that a merge brings in would have to go');
  if (gone.size > 0) push(work, node, remove(work.tree, node, gone, work.removed));
  for (const name of Object.keys(fields)) {
    const isMerged = () => Object.hasOwn(merged, name) && equal(merged[name], fields[name]);
    if (!names.has(name) && !isMerged()) addField(work, node, merges, name, fields[name]);
  }
};

const changeList = (work: Work, node: Collection, items: readonly Value[]): void => {
  const { kept, added, moved } = align(node.entries, items, work.keyOf);
  if (moved) refuse(node, 'an element of this list would have to move');
  const gone = new Set(node.entries.filter((entry) => !kept.has(entry)));
  for (const [entry, value] of kept) visit(work, node, entry, value);
  const [first] = node.entries;
  if (node.flow && kept.size === 0 && added.length > 0 && first !== undefined)
    return replaceAll(work, node, first, added);
  push(work, node, remove(work.tree, node, gone, work.removed));
  add(
    work,
    node,
    added.map((value): Addition => ({ name: undefined, value })),
  );
};

/** Writes items in the place of all that a flow list has. */
const replaceAll = (
  { edits, notation }: Work,
  node: Collection,
  first: Entry,
  added: readonly Value[],
): void => {
  const end = node.entries.at(-1)?.value.end ?? first.value.end;
  const text = added.map((value) => renderFlow(value, notation)).join(', ');
  edits.push({ start: first.start, end, text });
};

const changeScalar = (
  work: Work,
  parent: Collection,
  entry: Entry,
  node: Scalar,
  value: Value,
): void => {
  const { tree, notation, edits } = work;
  if (node.style === 'block') return refuse(node, 'a block scalar would have to change');
  if (isList(value) || isMap(value)) {
    if (node.value !== null && node.value !== undefined)
      return refuse(node, 'a scalar stands where a map or list is needed');
    return push(work, node, fill(tree, parent, entry, value));
  }
  const isUnwritten = node.start === node.end;
  if (isUnwritten && node.start === entry.key?.end)
    return refuse(node, 'a key without a colon cannot be given a value');
  // A null that is not written has no blank of its own behind the colon: it comes and goes with the value.
  const gap = isUnwritten && value !== undefined ? ' ' : '';
  const isBlankBefore = tree.source.text.charAt(node.start - 1) === ' ';
  const start = node.start - (!isUnwritten && value === undefined && isBlankBefore ? 1 : 0);
  edits.push({ start, end: node.end, text: gap + renderLike(value, node, notation) });
};
