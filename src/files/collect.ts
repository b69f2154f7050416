import { realpathSync, statSync, type Stats } from 'node:fs';
import { dirname, join, normalize, resolve } from 'node:path';
import { messageOf } from '../process/descriptors.ts';
import { foldersTo, type Listings } from './folders.ts';
import { ignoredFor, type Ignored } from './ignored.ts';
import type { Left, LeftFile } from './left.ts';
import { topFor } from './tops.ts';

/** A file that is to be read. */
export interface Found {
  /** As it was named, for people. */
  readonly path: string;
  /** The file itself, where the path leads to over links. */
  readonly real: string;
  /** A link that was found in a folder: where it leads was not named. */
  readonly isLink: boolean;
}

/** A file with what the ignore files and `--exclude` say of it. */
export interface FoundAny extends Found {
  readonly left?: Left;
}

/** Something that cannot be read, or was left out. */
export interface Notice {
  readonly path: string;
  readonly message: string;
}

/** What some paths stand for. */
export interface Collection {
  readonly files: readonly FoundAny[];
  readonly problems: readonly Notice[];
  readonly notes: readonly Notice[];
  /** What ignore files and `--exclude` leave out: files, and folders that end in `/`. */
  readonly ignored: readonly LeftFile[];
}

/** How paths are gone through. */
export interface Collecting {
  readonly exclude: readonly string[];
  /** Files that are left out are found too: they are to be printed. */
  readonly keepsIgnored: boolean;
  readonly listed: Listings;
}

interface Basket extends Collecting {
  readonly files: FoundAny[];
  readonly problems: Notice[];
  readonly notes: Notice[];
  readonly ignored: LeftFile[];
}

const isManifest = (name: string): boolean => /\.(?:ya?ml|json)$/.test(name);

const take = (
  basket: Basket,
  path: string,
  left: Left | undefined,
  { isLink = false, real }: { readonly isLink?: boolean; readonly real?: string } = {},
): void => {
  try {
    basket.files.push({ path, real: real ?? realpathSync(path), isLink, ...(left && { left }) });
  } catch (error) {
    if (left === undefined) basket.problems.push({ path, message: messageOf(error) });
  }
};

const link = (basket: Basket, path: string, left: Left | undefined): void => {
  const target = statSync(path, { throwIfNoEntry: false });
  if (target?.isDirectory() === true) {
    if (left !== undefined) return;
    basket.notes.push({ path, message: 'is a link to a folder and left out; name it to read it' });
  } else if (isManifest(path)) take(basket, path, left, { isLink: true });
};

/** A folder under three names: for people, whole, and where it leads to over links. */
interface Folder {
  readonly path: string;
  readonly whole: string;
  readonly real: string;
}

const inside = ({ path, whole, real }: Folder, name: string): Folder => ({
  path: join(path, name),
  whole: join(whole, name),
  real: join(real, name),
});

/** Goes through a folder. `above` is undefined, and `left` says why, where all of it is left out. */
const walk = (basket: Basket, folder: Folder, above: Ignored | undefined, left?: Left): void => {
  const entries = basket.listed.entriesOf(folder.real);
  const ignored = above?.within(folder.whole, (name) => entries.has(name));
  const visible = [...entries.values()].filter(
    ({ name }) => !name.startsWith('.') && name !== 'node_modules',
  );
  for (const entry of visible.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const isFolder = entry.isDirectory();
    if (!isFolder && !entry.isSymbolicLink() && !isManifest(entry.name)) continue;
    const one = inside(folder, entry.name);
    const { path, real } = one;
    const own = ignored?.of(one.whole, isFolder);
    if (own !== undefined && (isFolder || isManifest(path)))
      basket.ignored.push({ path: isFolder ? `${path}/` : path, left: own });
    if (own !== undefined && !basket.keepsIgnored) continue;
    const because = left ?? own;
    if (entry.isSymbolicLink()) link(basket, path, because);
    else if (isFolder) walk(basket, one, own === undefined ? ignored : undefined, because);
    else take(basket, path, because, { real });
  }
};

/** The first that leaves out a path that is named, or a folder that it is in. */
const leftAbove = (ignored: Ignored, top: string, path: string, isFolder: boolean) => {
  const folders = foldersTo(top, dirname(path)).slice(1);
  return [...folders.map((each) => ignored.of(each, true)), ignored.of(path, isFolder)].find(
    Boolean,
  );
};

const gather = (basket: Basket, path: string): void => {
  const stats: Stats | undefined = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    basket.problems.push({ path, message: 'there is no such file or folder' });
    return;
  }
  const isFolder = stats.isDirectory();
  const whole = resolve(path);
  const top = topFor(whole, isFolder);
  const ignored = ignoredFor({ path: whole, isFolder, top, exclude: basket.exclude });
  const left = leftAbove(ignored, top, whole, isFolder);
  if (left !== undefined) basket.ignored.push({ path: isFolder ? `${path}/` : path, left });
  if (left !== undefined && !basket.keepsIgnored) return;
  const named = normalize(path);
  if (!isFolder) return take(basket, named, left);
  const folder = { path: named, whole, real: realpathSync(path) };
  walk(basket, folder, left === undefined ? ignored : undefined, left);
};

/** Each file once: under the name that is no link, else under its first; left out only where it always is. */
const distinct = (files: readonly FoundAny[]): readonly FoundAny[] => {
  const named = new Set(files.filter(({ isLink }) => !isLink).map(({ real }) => real));
  const wanted = new Set(files.filter(({ left }) => left === undefined).map(({ real }) => real));
  const seen = new Set<string>();
  return files.filter(({ real, isLink, left }) => {
    if (seen.has(real) || (isLink && named.has(real))) return false;
    if (left !== undefined && wanted.has(real)) return false;
    seen.add(real);
    return true;
  });
};

/** The files that paths stand for: themselves, or the manifests of a folder and of those in it, by name. */
export const collect = (paths: readonly string[], how: Collecting): Collection => {
  const basket: Basket = { ...how, files: [], problems: [], notes: [], ignored: [] };
  for (const path of paths)
    try {
      gather(basket, path);
    } catch (error) {
      basket.problems.push({ path, message: messageOf(error) });
    }
  return { ...basket, files: distinct(basket.files) };
};
