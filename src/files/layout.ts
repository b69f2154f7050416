import * as E from 'fp-ts/lib/Either.js';
import { dirname, join } from 'node:path';
import type { Notice } from './collect.ts';
import { foldersTo, isWithin, listings, type Listings, once, shown } from './folders.ts';
import { charts } from './layout/charts.ts';
import { graphOf, type Graph } from './layout/graph.ts';
import { touchOn } from './layout/identities.ts';
import { isKustomization, readKustomization, type Kustomization } from './layout/kustomization.ts';
import { kustomizationsFor } from './layout/search.ts';
import type { Left } from './left.ts';

/** What a file is among kustomizations and charts, as far as that is known without reading it. */
export type Standing =
  | { readonly type: 'manifest'; readonly honoursLocalConfig: boolean }
  /** A kustomization, a chart's values: nobody applies it. */
  | { readonly type: 'description' }
  | { readonly type: 'left'; readonly left: Left };

/** What the folders that files are in say of them. Files are named by their real paths. */
export interface Layout {
  readonly standingOf: (file: string) => Standing;
  /** Why a file that is a manifest stays as it is after all: an overlay decides what becomes of its text. */
  readonly overlayOn: (file: string, text: string) => Left | undefined;
  /** The kustomizations, at or above the files, that cannot be read. */
  readonly problems: readonly Notice[];
}

interface Found {
  readonly all: readonly Kustomization[];
  readonly broken: ReadonlyMap<string, string>;
}

const readAll = (paths: readonly string[], listed: Listings): Found => {
  const read = paths.map((path) => [path, readKustomization(path, listed)] as const);
  return {
    all: read.flatMap(([, found]) => (E.isRight(found) ? [found.right] : [])),
    broken: new Map(read.flatMap(([path, found]) => (E.isLeft(found) ? [[path, found.left]] : []))),
  };
};

const left = (because: Left): Standing => ({ type: 'left', left: because });

/** By what the kustomizations say of a file; `undefined` where they say nothing. */
const byKustomizations = (graph: Graph, beside: ReadonlyMap<string, string>, file: string) => {
  const part = graph.roleOf(file);
  if (part !== undefined) return left({ because: 'part', ...part });
  if (graph.listing(file).length > 0)
    return { type: 'manifest', honoursLocalConfig: true } as const;
  const by = beside.get(dirname(file));
  return by === undefined ? undefined : left({ because: 'unlisted', by });
};

/**
 * Reads folders as what they are, to know what is not to be changed, never to foretell what a build gives.
 * @param topOf how far up a file's surroundings are looked at
 */
export const layoutOf = (
  files: readonly string[],
  topOf: (file: string) => string,
  listed: Listings = listings(),
): Layout => {
  const { all, broken } = readAll(kustomizationsFor(files, topOf, listed), listed);
  const graph = graphOf(all);
  const beside = new Map(all.map(({ folder, path }) => [folder, path]));
  const chartOf = charts(topOf, listed);
  const isInPackage = once((folder) =>
    foldersTo(topOf(join(folder, 'any')), folder).some((each) => listed.has(each, 'Kptfile')),
  );
  const brokenAbove = (file: string): string | undefined =>
    [...broken.keys()].find((path) => isWithin(dirname(path), file));
  const standingOf = (file: string): Standing => {
    if (isKustomization(file)) return { type: 'description' };
    const ofChart = chartOf(file);
    if (ofChart?.type === 'template') return left({ because: 'template', by: ofChart.chart });
    if (ofChart !== undefined) return { type: 'description' };
    const by = brokenAbove(file);
    if (by !== undefined) return left({ because: 'broken', by });
    return (
      byKustomizations(graph, beside, file) ?? {
        type: 'manifest',
        honoursLocalConfig: isInPackage(dirname(file)),
      }
    );
  };
  const overlayOn = (file: string, text: string): Left | undefined => {
    const listing = graph.listing(file);
    // Where there are no containers there is nothing to decide.
    if (listing.length === 0 || !/container/i.test(text)) return undefined;
    const touch = touchOn(listing.flatMap(graph.touchesOn), text);
    return touch && { because: 'overlay', by: touch.by };
  };
  // What is broken among a chart's templates is so on purpose.
  const whole = broken.size === 0 ? [] : files.filter((file) => chartOf(file)?.type !== 'template');
  const told = new Set(whole.flatMap((file) => brokenAbove(file) ?? []));
  const problems = [...told].map((path) => ({
    path: shown(path),
    message: `cannot be read, and nothing below it is changed: ${broken.get(path)}`,
  }));
  return { standingOf, overlayOn, problems };
};
