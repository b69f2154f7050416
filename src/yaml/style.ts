import type { Collection, Entry, Node } from './node.ts';
import type { Notation, Style } from './render.ts';
import type { Tree } from './scan.ts';
import { beginsLine, column, token } from './text.ts';

const isBlock = (node: Node, type: Collection['type']): node is Collection =>
  node.type === type && !node.flow;

const below = (
  text: string,
  map: Collection,
  entries: readonly Entry[],
  type: Collection['type'],
): number | undefined => {
  const found = entries.find(({ value }) => isBlock(value, type));
  const offset = found && column(text, found.value.start) - column(text, map.start);
  return offset !== undefined && (type === 'seq' || offset > 0) ? offset : undefined;
};

/** The first answer that a block map of the tree gives, in document order. */
const search = (node: Node, ask: (map: Collection) => number | undefined): number | undefined => {
  if (node.type !== 'map' && node.type !== 'seq') return undefined;
  const own = isBlock(node, 'map') ? ask(node) : undefined;
  if (own !== undefined) return own;
  for (const { value } of node.entries) {
    const found = search(value, ask);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** JSON: the root is flow and its first key is in double quotes. Without a blank behind the colon it is compact. */
export const notationOf = ({ root, source: { text } }: Tree): Notation => {
  if (root.type !== 'map' || !root.flow) return 'yaml';
  const key = root.entries[0]?.key;
  if (key?.type !== 'scalar' || key.style !== 'double') return 'yaml';
  return text.charCodeAt(token(text, key.end) + 1) > 32 ? 'compact' : 'json';
};

interface Indents {
  readonly step: number;
  readonly list: number;
}

/** The style of a whole tree, looked for once. */
const styles = new WeakMap<Tree, Indents>();

const styleOf = (tree: Tree): Indents => {
  const known = styles.get(tree);
  if (known !== undefined) return known;
  const { text } = tree.source;
  const find = (type: Collection['type']) =>
    search(tree.root, (node) => below(text, node, node.entries, type));
  const style = { step: find('map') ?? 2, list: find('seq') ?? 0 };
  styles.set(tree, style);
  return style;
};

/** How new text below a map has to look: like its other entries, else like the rest of the tree. */
export const styleAt = (tree: Tree, map: Collection): Style => {
  const own = (type: Collection['type']) =>
    isBlock(map, 'map') ? below(tree.source.text, map, map.entries, type) : undefined;
  return {
    step: () => own('map') ?? styleOf(tree).step,
    list: () => Math.max(0, own('seq') ?? styleOf(tree).list),
    notation: notationOf(tree),
  };
};

/** Whether a flow collection's last entry begins a line of its own. */
export const isMultiLine = (text: string, { flow, entries }: Collection): boolean => {
  const last = entries.at(-1);
  return flow && last !== undefined && beginsLine(text, last.start);
};
