import { readdirSync, realpathSync, statSync, type Stats } from 'node:fs';
import { dirname, join, normalize, resolve } from 'node:path';
import { messageOf } from '../process/descriptors.ts';
import { foldersTo } from './folders.ts';
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
}

interface Basket extends Collecting {
  readonly files: FoundAny[];
  readonly problems: Notice[];
  readonly notes: Notice[];
  readonly ignored: LeftFile[];
}

const isManifest = (name: string): boolean => /\.(?:ya?ml|json)$/.test(name);

const take = (basket: Basket, path: string, isLink: boolean, left: Left | undefined): void => {
  try {
    basket.files.push({ path, real: realpathSync(path), isLink, ...(left && { left }) });
  } catch (error) {
    if (left === undefined) basket.problems.push({ path, message: messageOf(error) });
  }
};

const link = (basket: Basket, path: string, left: Left | undefined): void => {
  const target = statSync(path, { throwIfNoEntry: false });
  if (target?.isDirectory() === true) {
    if (left !== undefined) return;
    basket.notes.push({ path, message: 'is a link to a folder and left out; name it to read it' });
  } else if (isManifest(path)) take(basket, path, true, left);
};

/** Goes through a folder. `above` is undefined, and `left` says why, where all of it is left out. */
const walk = (basket: Basket, folder: string, above: Ignored | undefined, left?: Left): void => {
  const ignored = above?.within(resolve(folder));
  const entries = readdirSync(folder, { withFileTypes: true });
  const visible = entries.filter(({ name }) => !name.startsWith('.') && name !== 'node_modules');
  for (const entry of visible.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    const isFolder = entry.isDirectory();
    const own = ignored?.of(resolve(path), isFolder);
    if (own !== undefined && (isFolder || isManifest(path)))
      basket.ignored.push({ path: isFolder ? `${path}/` : path, left: own });
    if (own !== undefined && !basket.keepsIgnored) continue;
    const because = left ?? own;
    if (entry.isSymbolicLink()) link(basket, path, because);
    else if (isFolder) walk(basket, path, own === undefined ? ignored : undefined, because);
    else if (isManifest(entry.name)) take(basket, path, false, because);
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
  if (isFolder) walk(basket, normalize(path), left === undefined ? ignored : undefined, left);
  else take(basket, normalize(path), false, left);
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
