import { isEmpty, isMap, type Fields, type Value } from '../data/value.ts';
import { append } from './append.ts';
import { copyFlow } from './copy.ts';
import type { Collection, Entry, Node } from './node.ts';
import { throughAlias } from './through-alias.ts';
import { add, refuse, type Work } from './work.ts';

const sourcesOf = ({ value }: Entry): readonly Node[] =>
  value.type === 'seq' ? value.entries.map((item) => item.value) : [value];

/** The fields of maps as one, the later ones over the earlier ones; `__proto__` is a key like any other. */
const joined = (maps: readonly Fields[]): Fields =>
  Object.fromEntries(maps.flatMap((map) => Object.entries(map)));

/** What a node means that an alias may bring in, as far as the work has gone. */
export const meaningNow = ({ wantedOf }: Work, node: Node): Value => {
  if (node.type !== 'alias' || node.target === undefined || !wantedOf.has(node.target))
    return node.value;
  const wanted = wantedOf.get(node.target);
  return node.own ? wanted : throughAlias(wanted);
};

/** What merges bring in, once the work is done. */
export const mergedBy = (work: Work, merges: readonly Entry[]): Fields =>
  joined(
    merges.map((merge) =>
      joined(
        sourcesOf(merge)
          .map((node) => meaningNow(work, node))
          .toReversed()
          .filter(isMap),
      ),
    ),
  );

/** The node that a merge brings in as the value of a key. */
const mergeSource = (merges: readonly Entry[], name: string): Node | undefined => {
  for (const source of merges.flatMap(sourcesOf)) {
    const node = source.type === 'alias' ? source.target : source;
    const found =
      node?.type === 'map' ? node.entries.find((entry) => entry.name === name)?.value : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Adds a field to a map; one that a merge brings in otherwise has most of its text from there. */
export const addField = (
  work: Work,
  node: Collection,
  merges: readonly Entry[],
  name: string,
  value: Value,
): void => {
  const source = merges.length === 0 ? undefined : mergeSource(merges, name);
  if (source === undefined || isEmpty(value)) return add(work, node, [{ name, value }]);
  const { tree, notation, used, edits } = work;
  const [edit, ...rest] = append(tree, node, [{ name, value: '@' }], used);
  if (typeof edit !== 'object' || rest.length > 0)
    return refuse(node, 'a key that a merge brings in cannot be overridden here');
  const text = edit.text.replace("'@'", () => copyFlow(tree.source.text, source, value, notation));
  edits.push({ ...edit, text });
};
