import { Document, type Node, stringify } from 'yaml';
import type { Named } from './cel.ts';

// Strings are quoted for readers of YAML 1.1 too, which take `on` for a boolean.
const OPTIONS = { version: '1.1' } as const;

/** A field's value, or an item, with a comment above it. */
export const commented = (comment: string, value: unknown): Node => {
  const node = new Document(value, OPTIONS).contents as Node;
  if (comment !== '') node.commentBefore = comment.replaceAll(/^/gm, ' ');
  return node;
};

/** Named expressions as items, each with its comment. */
export const listed = (items: readonly Named[]): readonly Node[] =>
  items.map(({ name, comment, expression }) => commented(comment, { name, expression }));

/** Objects as a stream of YAML, with a comment on top. */
export const print = (comment: string, objects: readonly object[]): string => {
  const texts = objects.map((object) =>
    stringify(object, { ...OPTIONS, lineWidth: 0, blockQuote: 'literal' }),
  );
  return `${comment.replaceAll(/^/gm, '# ')}\n${texts.join('---\n')}`;
};
