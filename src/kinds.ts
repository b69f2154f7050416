import * as E from 'fp-ts/lib/Either.js';
import { flatMap } from './data/list.ts';
import { askedForRows } from './kinds/asked-for.ts';
import { neverRows } from './kinds/never.ts';
import { type Place, type Step, parsePath, placesOf } from './kinds/places.ts';
import type { KindRow } from './kinds/row.ts';
import { usualRows } from './kinds/usual.ts';

export { type Place, type Step, parsePath, updateAt } from './kinds/places.ts';
export type { KindRow, Live } from './kinds/row.ts';

/** The table of kinds. */
export const kindRows: readonly KindRow[] = [...usualRows, ...askedForRows, ...neverRows];

/** The row of a kind, whatever its version. */
export const rowOf = (apiVersion: string, kind: string): KindRow | undefined => {
  const rows = byKind.get(kind);
  if (rows === undefined) return undefined;
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  return rows.find((row) => row.group === group);
};

/** Where an object has pods, and their shape where they are no PodSpecs. */
export type PodPlaces = Pick<KindRow, 'paths' | 'shape'>;

/**
 * The pods of an object; an absent template, or a value that is no map, gives none.
 * @param isAsked whether a kind that must be asked for is gone into where it stands in another object
 */
export const podsOf = (
  object: unknown,
  of: PodPlaces,
  isAsked: (row: KindRow) => boolean = () => false,
): readonly Place[] => {
  const places = flatMap(waysTo(of), (steps) =>
    placesOf(object, steps, (embedded) => stepsOfEmbedded(embedded, isAsked)),
  );
  return places.length < 2
    ? places
    : [...new Map(places.map((place) => [place.path, place])).values()];
};

/** The row of an object that stands in another. */
export const rowOfEmbedded = ({
  apiVersion,
  kind,
}: Readonly<Record<string, unknown>>): KindRow | undefined =>
  typeof apiVersion === 'string' && typeof kind === 'string' ? rowOf(apiVersion, kind) : undefined;

const byKind = new Map<string, KindRow[]>();
for (const row of kindRows) byKind.set(row.kind, [...(byKind.get(row.kind) ?? []), row]);

const read = new Map<string, readonly (readonly Step[])[]>();

/** No steps at all for what is no path. */
const stepsOf = (path: string): readonly (readonly Step[])[] => {
  const steps =
    read.get(path) ??
    E.match(
      () => [],
      (found: readonly Step[]) => [found],
    )(parsePath(path));
  read.set(path, steps);
  return steps;
};

const waysTo = ({ paths, shape }: PodPlaces): readonly (readonly Step[])[] => {
  const ways = flatMap(paths, stepsOf);
  return shape === undefined ? ways : ways.map((steps) => [...steps, { type: 'shape', shape }]);
};

const stepsOfEmbedded = (
  embedded: Readonly<Record<string, unknown>>,
  isAsked: (row: KindRow) => boolean,
): readonly (readonly Step[])[] => {
  const row = rowOfEmbedded(embedded);
  return row === undefined || (row.optIn !== undefined && !isAsked(row)) ? [] : waysTo(row);
};
