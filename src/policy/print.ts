import { Document, isMap, isSeq, type Node, stringify } from 'yaml';
import type { Named } from './cel.ts';

// Strings are quoted for readers of YAML 1.1 too, which take `on` for a boolean.
const OPTIONS = { version: '1.1' } as const;

const nodeOf = (value: unknown): Node => new Document(value, OPTIONS).contents as Node;

/** A value with a comment: above a map, behind anything else. */
export const commented = (comment: string, value: unknown): Node => {
  const node = nodeOf(value);
  if (comment === '') return node;
  const text = comment.replaceAll(/^/gm, ' ');
  if (isMap(node)) node.commentBefore = text;
  else node.comment = text;
  return node;
};

/** A short list on one line. */
export const inline = (values: readonly string[]): Node => {
  const node = nodeOf(values);
  if (isSeq(node)) node.flow = true;
  return node;
};

/** Named expressions as items, each with its comment. */
export const listed = (items: readonly Named[]): readonly Node[] =>
  items.map(({ name, comment, expression }) => commented(comment, { name, expression }));

/** Objects as a stream of YAML, with a comment on top. */
export const print = (comment: string, objects: readonly object[]): string => {
  const texts = objects.map((object) =>
    stringify(object, {
      ...OPTIONS,
      lineWidth: 0,
      blockQuote: 'literal',
      flowCollectionPadding: false,
    }),
  );
  return `${comment.replaceAll(/^/gm, '# ')}\n${texts.join('---\n')}`;
};
