import { dirname, join } from 'node:path';
import { filterMap } from '../../data/list.ts';
import { foldersTo, type Listings } from '../folders.ts';
import { isKustomization, kustomizationIn } from './kustomization.ts';

/** Where no kustomization is that anybody builds. */
const passed = new Set(['.git', 'node_modules']);

const below = (folder: string, listed: Listings, found: string[]): void => {
  const entries = (() => {
    try {
      return [...listed.entriesOf(folder).values()];
    } catch {
      return []; // what may not be read here, kustomize may not read either
    }
  })();
  if (entries.some((entry) => isKustomization(entry.name))) {
    const path = kustomizationIn(folder, listed);
    if (path !== undefined) found.push(path);
  }
  for (const entry of entries)
    if (entry.isDirectory() && !passed.has(entry.name))
      below(join(folder, entry.name), listed, found);
};

/**
 * The kustomizations that may name some files, or have those that name them as a base. Kustomize reads no file but below
 * its kustomization: only where there is one above a file, whoever uses it may be anywhere in the repository.
 */
export const kustomizationsFor = (
  files: readonly string[],
  topOf: (file: string) => string,
  listed: Listings,
): readonly string[] => {
  const own = new Map(files.map((file) => [dirname(file), topOf(file)]));
  const folders = new Set([...own].flatMap(([folder, top]) => foldersTo(top, folder)));
  const above = filterMap([...folders], (folder) => kustomizationIn(folder, listed));
  if (above.length === 0) return [];
  const tops = new Set(own.values());
  const found: string[] = [...above];
  tops.forEach((top) => below(top, listed, found));
  return [...new Set(found)].sort();
};
