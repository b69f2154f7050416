import { type Value, equal, isList, isMap } from '../data/value.ts';
import type { Entry, Node } from './node.ts';
import { type Notation, renderFlow, renderScalar } from './render.ts';

const isVerbatim = (source: string): boolean => !/[\n,[\]{}]|: | #|^[&*!|>%@`]/.test(source);

const resolved = (node: Node): Node =>
  node.type === 'alias' && node.target !== undefined ? resolved(node.target) : node;

const child = (entries: readonly Entry[], find: (entry: Entry) => boolean): Node | undefined =>
  entries.find(find)?.value;

/**
 * A value in flow style where a node of the text has most of it: scalars keep their source form, so that a number
 * stays the number it was.
 */
export const copyFlow = (
  text: string,
  from: Node | undefined,
  wanted: Value,
  notation: Notation,
): string => {
  const node = from && resolved(from);
  if (node === undefined) return renderFlow(wanted, notation);
  if (node.type === 'scalar') {
    const source = text.slice(node.start, node.end);
    const isSame = node.style !== 'block' && equal(node.value, wanted) && !source.includes('\n');
    return isSame && (node.style !== 'plain' || isVerbatim(source))
      ? source || 'null'
      : renderFlow(wanted, notation);
  }
  if (node.type === 'alias') return renderFlow(wanted, notation);
  const { entries } = node;
  if (node.type === 'seq' && isList(wanted) && wanted.length > 0) {
    const items = wanted.map((item, at) =>
      copyFlow(
        text,
        child(entries, ({ value }) => value.value === item) ?? entries[at]?.value,
        item,
        notation,
      ),
    );
    return `[${items.join(', ')}]`;
  }
  if (node.type === 'map' && isMap(wanted) && Object.keys(wanted).length > 0) {
    const pairs = Object.keys(wanted).map((name) => {
      const value = copyFlow(
        text,
        child(entries, (entry) => entry.name === name),
        wanted[name],
        notation,
      );
      return `${renderScalar(name, notation)}: ${value}`;
    });
    return `{${pairs.join(', ')}}`;
  }
  return renderFlow(wanted, notation);
};
