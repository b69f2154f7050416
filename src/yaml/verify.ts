import * as E from 'fp-ts/lib/Either.js';
import { means } from './means.ts';
import type { Patch, Value } from './node.ts';
import { splice } from './patch.ts';
import { scan, type Tree } from './scan.ts';
import { bounded, parseText } from './source.ts';
import { column, lineEnd } from './text.ts';
import { equal } from './value.ts';

/** The text of a tree with its patches, as a document of its own. */
const edited = ({ source: { text }, root }: Tree, patches: readonly Patch[]): string => {
  const isFlow = root.type === 'map' && root.flow;
  const end = isFlow ? root.end : Math.max(lineEnd(text, root.end), patches.at(-1)?.end ?? 0);
  return ' '.repeat(column(text, root.start)) + splice(text, patches, root.start, end);
};

/** Whether a tree's text means `wanted` once the patches, in the order of the text, are applied: it is parsed again. */
export const verify = (tree: Tree, patches: readonly Patch[], wanted: Value): boolean => {
  const parsed = parseText(edited(tree, patches));
  if (E.isLeft(parsed) || parsed.right.events.length < 2) return false;
  const { text, events } = parsed.right;
  if (means(text, events, wanted)) return true;
  const again = scan(bounded(parsed.right), 1);
  return again.problems.length === 0 && equal(again.root.value, wanted);
};
