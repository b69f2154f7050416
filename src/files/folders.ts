import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';

/** Whether a path is a folder itself, or something below it. */
export const isWithin = (folder: string, path: string): boolean => {
  const below = relative(folder, path);
  return below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
};

/** The folders from one down to another that is in it, both included; none where it is not. */
export const foldersTo = (top: string, folder: string): readonly string[] => {
  if (!isWithin(top, folder)) return [];
  const below = relative(top, folder);
  const names = below === '' ? [] : below.split(sep);
  return [top, ...names.map((_, at) => join(top, ...names.slice(0, at + 1)))];
};

/** `f` with all its answers kept. */
export const once = <A>(f: (path: string) => A): ((path: string) => A) => {
  const known = new Map<string, { readonly answer: A }>();
  return (path) => {
    const found = known.get(path) ?? { answer: f(path) };
    known.set(path, found);
    return found.answer;
  };
};

const parentOf = (folder: string): string | undefined => {
  const parent = dirname(folder);
  return parent === folder ? undefined : parent;
};

/** The root of the repository that a folder is in: the nearest folder at or above it that has `.git`. */
export const repositories = (): ((folder: string) => string | undefined) => {
  const find: (folder: string) => string | undefined = once((folder) => {
    if (existsSync(join(folder, '.git'))) return folder;
    const parent = parentOf(folder);
    return parent === undefined ? undefined : find(parent);
  });
  return find;
};

/** Where a path leads to over links; itself where that is nowhere. */
export const realOf = (path: string): string => {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
};

/** A path as people would name it from here. */
export const shown = (path: string): string => relative(process.cwd(), path) || '.';
