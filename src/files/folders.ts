import { type Dirent, existsSync, readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';

/** Whether a path is a folder itself, or something below it. */
export const isWithin = (folder: string, path: string): boolean => {
  // Most are, and that is seen without `relative`, which takes both apart.
  if (path.startsWith(folder) && (path.length === folder.length || path[folder.length] === sep))
    return true;
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

/** What is in a folder, by name. */
export type Entries = ReadonlyMap<string, Dirent>;

/** The folders of a run: each is read once. */
export interface Listings {
  /** Throws where the folder cannot be read. */
  readonly entriesOf: (folder: string) => Entries;
  /** As `existsSync`. */
  readonly has: (folder: string, name: string) => boolean;
  /** As `realOf`. */
  readonly realOf: (path: string) => string;
}

export const listings = (): Listings => {
  const entriesOf = once(
    (folder): Entries =>
      new Map(readdirSync(folder, { withFileTypes: true }).map((entry) => [entry.name, entry])),
  );
  const real = once(realOf);
  const known = once((folder): Entries | undefined => {
    try {
      return entriesOf(folder);
    } catch {
      return undefined;
    }
  });
  return {
    entriesOf,
    has: (folder, name) => {
      const entries = known(folder);
      const isUnsure = entries === undefined || entries.get(name)?.isSymbolicLink() === true;
      return isUnsure ? existsSync(join(folder, name)) : entries.has(name);
    },
    realOf: (path) => {
      const folder = real(dirname(path));
      const entry = known(folder)?.get(basename(path));
      return entry === undefined || entry.isSymbolicLink()
        ? realOf(path)
        : join(folder, entry.name);
    },
  };
};

/** A path as people would name it from here. */
export const shown = (path: string): string => relative(process.cwd(), path) || '.';
