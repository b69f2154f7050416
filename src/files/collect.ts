import { readdirSync, realpathSync, statSync, type Stats } from 'node:fs';
import { join, normalize } from 'node:path';
import { messageOf } from '../process/descriptors.ts';
import { ignoredAbove, type Ignored } from './ignored.ts';

/** A file that is to be read. */
export interface Found {
  /** As it was named, for people. */
  readonly path: string;
  /** The file itself, where the path leads to over links. */
  readonly real: string;
  /** A link that was found in a folder: where it leads was not named. */
  readonly isLink: boolean;
}

/** Something that cannot be read, or was left out. */
export interface Notice {
  readonly path: string;
  readonly message: string;
}

/** What some paths stand for. */
export interface Collection {
  readonly files: readonly Found[];
  readonly problems: readonly Notice[];
  readonly notes: readonly Notice[];
  /** Whether a `.krmignore` left something out. */
  readonly ignores: boolean;
}

interface Basket {
  readonly files: Found[];
  readonly problems: Notice[];
  readonly notes: Notice[];
  ignores: boolean;
}

const isManifest = (name: string): boolean => /\.(?:ya?ml|json)$/.test(name);

const take = (basket: Basket, path: string, isLink: boolean): void => {
  try {
    basket.files.push({ path, real: realpathSync(path), isLink });
  } catch (error) {
    basket.problems.push({ path, message: messageOf(error) });
  }
};

const link = (basket: Basket, path: string): void => {
  const target = statSync(path, { throwIfNoEntry: false });
  if (target?.isDirectory() === true)
    basket.notes.push({ path, message: 'is a link to a folder and left out; name it to read it' });
  else if (isManifest(path)) take(basket, path, true);
};

const walk = (basket: Basket, folder: string, above: Ignored, isDeep: boolean): void => {
  const ignored = above.within(folder);
  const entries = readdirSync(folder, { withFileTypes: true });
  const visible = entries.filter(({ name }) => !name.startsWith('.'));
  for (const entry of visible.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (ignored.has(path, entry.isDirectory())) basket.ignores = true;
    else if (entry.isSymbolicLink()) link(basket, path);
    else if (entry.isDirectory()) {
      if (isDeep) walk(basket, path, ignored, isDeep);
    } else if (isManifest(entry.name)) take(basket, path, false);
  }
};

const gather = (basket: Basket, path: string, isDeep: boolean): void => {
  const stats: Stats | undefined = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    basket.problems.push({ path, message: 'there is no such file or folder' });
    return;
  }
  const ignored = ignoredAbove(path, stats.isDirectory());
  if (ignored === undefined) basket.ignores = true;
  else if (stats.isDirectory()) walk(basket, normalize(path), ignored, isDeep);
  else take(basket, normalize(path), false);
};

/** Each file once: under the name that is no link, else under its first. */
const distinct = (files: readonly Found[]): readonly Found[] => {
  const named = new Set(files.filter(({ isLink }) => !isLink).map(({ real }) => real));
  const seen = new Set<string>();
  return files.filter(({ real, isLink }) => {
    if (seen.has(real) || (isLink && named.has(real))) return false;
    seen.add(real);
    return true;
  });
};

/** The files that paths stand for: themselves, or the manifests of a folder (and, if `isDeep`, of those in it), by name. */
export const collect = (paths: readonly string[], isDeep = true): Collection => {
  const basket: Basket = { files: [], problems: [], notes: [], ignores: false };
  for (const path of paths)
    try {
      gather(basket, path, isDeep);
    } catch (error) {
      basket.problems.push({ path, message: messageOf(error) });
    }
  return { ...basket, files: distinct(basket.files) };
};
