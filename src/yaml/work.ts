import type { Value } from '../data/value.ts';
import type { KeyOf } from './align.ts';
import { append, type Used } from './append.ts';
import type { Addition, Collection, Entry, Node, Refusal, TextEdit } from './node.ts';
import type { Notation } from './render.ts';
import type { Tree } from './scan.ts';

/** Edits of a tree's text that are being found. */
export interface Work {
  readonly tree: Tree;
  readonly keyOf: KeyOf;
  readonly notation: Notation;
  readonly edits: TextEdit[];
  /** What the anchored nodes that were visited have to mean. */
  readonly wantedOf: Map<Node, Value>;
  /** The entries that are taken out. */
  readonly removed: Set<Entry>;
  readonly used: Used;
}

/** Ends the work: the text has a form that cannot be edited safely. */
export const refuse = (node: Node, message: string): never => {
  throw { offset: node.start, message } satisfies Refusal;
};

export const isRefusal = (error: unknown): error is Refusal =>
  typeof error === 'object' &&
  error !== null &&
  'offset' in error &&
  'message' in error &&
  !(error instanceof Error);

/** Takes edits on, or ends the work with why there are none. */
export const push = (work: Work, node: Node, made: readonly TextEdit[] | string): void => {
  if (typeof made === 'string') refuse(node, made);
  else for (const edit of made) work.edits.push(edit);
};

/** Adds entries at the end of a collection. */
export const add = (work: Work, node: Collection, additions: readonly Addition[]): void =>
  push(work, node, append(work.tree, node, additions, work.used));
