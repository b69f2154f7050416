import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filterMap } from '../../data/list.ts';
import { foldersTo } from '../folders.ts';
import { isKustomization, kustomizationIn } from './kustomization.ts';

/** Where no kustomization is that anybody builds. */
const passed = new Set(['.git', 'node_modules']);

const below = (folder: string, found: string[]): void => {
  const entries = (() => {
    try {
      return readdirSync(folder, { withFileTypes: true });
    } catch {
      return []; // what may not be read here, kustomize may not read either
    }
  })();
  if (entries.some((entry) => isKustomization(entry.name))) {
    const path = kustomizationIn(folder);
    if (path !== undefined) found.push(path);
  }
  for (const entry of entries)
    if (entry.isDirectory() && !passed.has(entry.name)) below(join(folder, entry.name), found);
};

/**
 * The kustomizations that may name some files, or have those that name them as a base. Kustomize reads no file but below
 * its kustomization: only where there is one above a file, whoever uses it may be anywhere in the repository.
 */
export const kustomizationsFor = (
  files: readonly string[],
  topOf: (file: string) => string,
): readonly string[] => {
  const folders = new Set(files.flatMap((file) => foldersTo(topOf(file), dirname(file))));
  const above = filterMap([...folders], kustomizationIn);
  if (above.length === 0) return [];
  const tops = new Set(files.map(topOf));
  const found: string[] = [...above];
  tops.forEach((top) => below(top, found));
  return [...new Set(found)].sort();
};
