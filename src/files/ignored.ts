import ignore, { type Ignore } from 'ignore';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { foldersTo, isWithin } from './folders.ts';
import type { Left } from './left.ts';

/** The rules of one ignore file, and the folder that they are about. */
interface Rules {
  readonly file: string;
  readonly folder: string;
  readonly rules: Ignore;
}

/** What the rules from above say of paths below. */
export interface Ignored {
  /** Why a path is left out; `undefined` if it is not. */
  readonly of: (path: string, isFolder: boolean) => Left | undefined;
  /** With the folder's own files, if it has them. */
  readonly within: (folder: string, has: (name: string) => boolean) => Ignored;
}

const names = ['.gitignore', '.krmignore'] as const;

type Name = (typeof names)[number];

/** The rules of each name: they do not take back each other's. */
type All = Readonly<Record<Name, readonly Rules[]>>;

const none: All = { '.gitignore': [], '.krmignore': [] };

const silent = { ignored: false, unignored: false };

/** A path that is in a folder, as seen from there. */
const relativeTo = (folder: string, path: string): string =>
  path.startsWith(`${folder}${sep}`) ? path.slice(folder.length + 1) : relative(folder, path);

const test = ({ folder, rules }: Rules, path: string, isFolder: boolean) => {
  if (path === folder || !isWithin(folder, path)) return silent;
  const below = relativeTo(folder, path).split(sep).join('/');
  return rules.test(isFolder ? `${below}/` : below);
};

/** The file that leaves a path out; what a deeper one says counts. */
const fileOf = (all: readonly Rules[], path: string, isFolder: boolean): string | undefined =>
  all.reduce<string | undefined>((file, each) => {
    const { ignored, unignored } = test(each, path, isFolder);
    if (unignored) return undefined;
    return ignored ? each.file : file;
  }, undefined);

const rulesIn = (folder: string, name: Name): readonly Rules[] => {
  const file = join(folder, name);
  if (!existsSync(file)) return [];
  return [{ file, folder, rules: ignore().add(readFileSync(file, 'utf8')) }];
};

const ignoredBy = (all: All, excluded: Ignored['of']): Ignored => {
  const same: Ignored = {
    of: (path, isFolder) => {
      const because = excluded(path, isFolder);
      if (because !== undefined) return because;
      const by = names.map((name) => fileOf(all[name], path, isFolder)).find(Boolean);
      return by === undefined ? undefined : { because: 'ignored', by };
    },
    within: (folder, has) => {
      if (!names.some(has)) return same;
      const own = names.map((name) => [name, [...all[name], ...rulesIn(folder, name)]] as const);
      return ignoredBy({ ...none, ...Object.fromEntries(own) }, excluded);
    },
  };
  return same;
};

/** What `--exclude` says of paths below a base. */
const excludedBelow = (base: string, globs: readonly string[]): Ignored['of'] => {
  const rules = ignore().add([...globs]);
  return (path, isFolder) =>
    globs.length > 0 && test({ file: '', folder: base, rules }, path, isFolder).ignored
      ? { because: 'excluded' }
      : undefined;
};

/** An argument of the command line, as a whole path. */
export interface Named {
  readonly path: string;
  readonly isFolder: boolean;
  /** How far up ignore files count for it. */
  readonly top: string;
  /** Globs that leave out more. */
  readonly exclude: readonly string[];
}

/** What is left out of the path that is named, or below it; a `.gitignore` does not leave out what is named. */
export const ignoredFor = ({ path, isFolder, top, exclude }: Named): Ignored => {
  const here = process.cwd();
  const baseOfFile = isWithin(here, path) ? here : dirname(path);
  const excluded = excludedBelow(isFolder ? path : baseOfFile, exclude);
  const folders = foldersTo(top, path).slice(0, -1);
  const [git, krm] = names.map((name) => folders.flatMap((folder) => rulesIn(folder, name)));
  const isIgnored = [...folders.slice(1), path].some(
    (each) => fileOf(git ?? [], each, each !== path || isFolder) !== undefined,
  );
  const counts = isFolder && !isIgnored;
  return ignoredBy({ '.gitignore': counts ? (git ?? []) : [], '.krmignore': krm ?? [] }, excluded);
};
