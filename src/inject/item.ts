import type { ReadText } from './input.ts';
import * as cursor from '../yaml/cursor.ts';
import { endOf, startOf } from '../yaml/extent.ts';
import type { Outline } from '../yaml/outline.ts';
import type { Source } from '../yaml/source.ts';

/** A stretch of a text: a document, or an item of a list with its dash. As an item's place it is in everyday style. */
export interface Slice {
  readonly start: number;
  readonly end: number;
  /** An item of a list, not a document. */
  readonly isItem: boolean;
}

/** A node of a text that has been parsed. */
export interface Located {
  readonly source: Source;
  /** The index of the node's first event. */
  readonly index: number;
  /** What an offset in the source's text needs to be one in the whole text. */
  readonly shift: number;
}

/** A resource: what it is, and where. */
export interface Item extends Outline {
  readonly of: ReadText;
  readonly place: Located | Slice;
}

export const isLocated = (place: Located | Slice): place is Located => 'source' in place;

export const textOf = ({ of, place }: Item): string => {
  if (!isLocated(place)) return of.text.slice(place.start, place.end);
  const { source, index } = place;
  return source.text.slice(startOf(source.events[index]), endOf(source, index));
};

/** An item that nothing is known of. */
export const nothing: Outline = { apiVersion: '', kind: '' };

/** Whether a kind holds other resources. */
export const isListKind = (kind: string): boolean =>
  kind.endsWith('List') && kind !== 'ResourceList';

/** What the items of a List are that do not say it themselves. */
export const innerOf = ({ apiVersion, kind }: Outline): Outline => ({
  apiVersion: kind === 'List' ? '' : apiVersion,
  kind: kind.slice(0, -'List'.length),
});

/** The resource at a node, or those of a List, which its items take apiVersion and kind from where they have none. */
export const itemsAt = (of: ReadText, place: Located, from: Outline = nothing): readonly Item[] => {
  const { source, index } = place;
  if (!cursor.isMapping(source, index)) return [];
  const [apiVersion = -1, kind = -1, list = -1] = cursor.fields(source, index, [
    'apiVersion',
    'kind',
    'items',
  ]);
  const item: Item = {
    of,
    place,
    apiVersion: cursor.string(source, apiVersion) ?? from.apiVersion,
    kind: cursor.string(source, kind) ?? from.kind,
  };
  if (!isListKind(item.kind) || !cursor.isSequence(source, list)) return [item];
  const inner = innerOf(item);
  return cursor
    .items(source, list)
    .flatMap((each) => itemsAt(of, { ...place, index: each }, inner));
};
