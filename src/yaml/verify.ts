import * as E from 'fp-ts/lib/Either.js';
import { EVENT_ID, type Event } from 'js-yaml';
import { matches } from './matches.ts';
import { type Value, equal } from '../data/value.ts';
import type { TextEdit } from './node.ts';
import { splice } from './splice.ts';
import { scan, type Tree } from './scan.ts';
import { bounded, parseText } from './source.ts';
import { column, indentation, lineEnd } from './text.ts';

/** Behind empty lines, which a block scalar above them may take for its own. */
const behindBlanks = (text: string, from: number): number => {
  let at = from;
  while (at < text.length && indentation(text, at) === -1) at = lineEnd(text, at);
  return at;
};

/** The text of a tree with its edits, as a document of its own. */
const edited = ({ source: { text }, root }: Tree, edits: readonly TextEdit[]): string => {
  const isFlow = root.type === 'map' && root.flow;
  const end = isFlow
    ? root.end
    : behindBlanks(text, Math.max(lineEnd(text, root.end), edits.at(-1)?.end ?? 0));
  // A block map keeps its column, so that the lines below its first stay as deep as that one.
  const pad = isFlow ? '' : ' '.repeat(column(text, root.start));
  return pad + splice(text, edits, root.start, end);
};

/** A tree, the edits of its text in order, and what it has to mean with them. */
export interface Edit {
  readonly tree: Tree;
  readonly edits: readonly TextEdit[];
  readonly wanted: Value;
}

const verifyAlone = ({ tree, edits, wanted }: Edit): boolean => {
  const parsed = parseText(edited(tree, edits));
  if (E.isLeft(parsed) || parsed.right.events.length < 2) return false;
  const again = scan(bounded(parsed.right), 1);
  return again.problems.length === 0 && equal(again.root.value, wanted, new WeakMap());
};

const asDocument = ({ tree, edits }: Edit): string => {
  const text = edited(tree, edits);
  return `---\n${text}${text.endsWith('\n') ? '' : '\n'}`;
};

const nextDocument = (events: readonly Event[], from: number): number => {
  let at = from;
  while (at < events.length && events[at]?.type !== EVENT_ID.DOCUMENT) at++;
  return at;
};

/**
 * Whether the text of each edit means what it has to: all are parsed again, as documents of one stream, which is
 * faster than one by one. Where that does not say yes, the edit is looked at alone.
 */
export const verify = (edits: readonly Edit[]): readonly boolean[] => {
  if (edits.length === 0) return [];
  const parsed = parseText(edits.reduce((texts, edit) => texts + asDocument(edit), ''));
  if (E.isLeft(parsed)) return edits.map(verifyAlone);
  const { text, events } = parsed.right;
  let at = 0;
  return edits.map((edit) => {
    const document = nextDocument(events, at);
    at = document + 1;
    return matches(text, events, document, edit.wanted) || verifyAlone(edit);
  });
};
