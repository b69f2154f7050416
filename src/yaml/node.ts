import type { Value } from '../data/value.ts';

interface Base {
  /** Where the node's text begins, behind its anchor and tag. */
  readonly start: number;
  /** Where the node's text ends; for a block collection the end of its last descendant. */
  readonly end: number;
  readonly value: Value;
  readonly anchor: string | undefined;
}

export interface Scalar extends Base {
  readonly type: 'scalar';
  readonly style: 'plain' | 'single' | 'double' | 'block';
}

export interface Alias extends Base {
  readonly type: 'alias';
  /** The anchored node, unless the anchor lies outside the tree. */
  readonly target: Node | undefined;
  /** It is in the resource's own metadata, and means all that its anchor does: see `throughAlias`. */
  readonly own: boolean;
}

export interface Collection extends Base {
  readonly type: 'map' | 'seq';
  readonly flow: boolean;
  /** A flow collection without brackets of its own: `[a: b]`. */
  readonly bare: boolean;
  readonly entries: readonly Entry[];
}

export type Node = Scalar | Alias | Collection;

/** One entry of a map or a list; an item of a list has no key. */
export interface Entry {
  /** The first character of the key (or of `? `), or the dash. In flow lists the value. */
  readonly start: number;
  /** Its own value says nothing: what it means is the name. */
  readonly key: Node | undefined;
  /** The key as data, `undefined` in lists. */
  readonly name: string | undefined;
  readonly value: Node;
}

/** An entry to be: its key (none in lists) and its value. */
export interface Addition {
  readonly name: string | undefined;
  readonly value: Value;
}

/** A replacement of `[start, end)` of the text. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Why something in the text cannot be read or edited, and where. */
export interface Refusal {
  readonly offset: number;
  readonly message: string;
}
