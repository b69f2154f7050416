import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { rowFor } from '../core/resource.ts';
import type { Item } from '../inject/item.ts';
import type { OpenItem } from '../inject/surface.ts';
import { findWorkloads } from './find.ts';
import type { TextSurface } from './surface.ts';

/** An object that a name means. */
export interface Target {
  readonly item: Item;
  readonly opened: OpenItem;
}

/** Kinds that have containers in them and hold no pods. */
const passive: ReadonlySet<string> = new Set(['', 'CustomResourceDefinition', 'ConfigMap']);

/** The items that may be workloads, known to the table or not. */
export const workloadItems = (items: readonly Item[], text: TextSurface): readonly Item[] =>
  items.filter(
    (item) =>
      rowFor(text.configOf(item), item) !== undefined ||
      (!passive.has(item.kind) && text.mayHold(item, 'ontainer')),
  );

/** What `[KIND/]NAME` means among some items. Left: that there is nothing, with the nearest. */
export const targetsIn = (
  query: string,
  items: readonly Item[],
  text: TextSurface,
): E.Either<string, readonly Target[]> => {
  const name = query.slice(query.indexOf('/') + 1);
  // The name may be written in another way, with escapes.
  const likely = items.filter((item) => text.mayHold(item, name));
  return pipe(
    find(query, likely, text),
    E.orElse(() => find(query, items, text)),
  );
};

const find = (
  query: string,
  items: readonly Item[],
  text: TextSurface,
): E.Either<string, readonly Target[]> =>
  findWorkloads(
    query,
    items.map((item) => {
      const opened = text.read(item);
      const { kind, name = '', namespace } = opened.resource;
      return { kind, name, namespace, item, opened };
    }),
  );
