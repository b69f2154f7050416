import ignore, { type Ignore } from 'ignore';
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';

/** The rules of one `.krmignore`, and the folder that they are about. */
interface Rules {
  readonly folder: string;
  readonly rules: Ignore;
}

/** Whether the `.krmignore`s of some folders leave out a path below them. */
export interface Ignored {
  readonly has: (path: string, isFolder: boolean) => boolean;
  /** With the folder's own file, if it has one. */
  readonly within: (folder: string) => Ignored;
}

const NAME = '.krmignore';

const ignoredBy = (all: readonly Rules[]): Ignored => ({
  has: (path, isFolder) =>
    all.reduce((isIgnored, { folder, rules }) => {
      const below = relative(folder, path).split(sep).join('/');
      const { ignored, unignored } = rules.test(isFolder ? `${below}/` : below);
      return (isIgnored || ignored) && !unignored;
    }, false),
  within: (folder) => {
    const file = join(folder, NAME);
    if (!existsSync(file)) return ignoredBy(all);
    const rules = ignore().add(readFileSync(file, 'utf8'));
    return ignoredBy([...all, { folder, rules }]);
  },
});

/** The folders from one down to another that is in it, less the last. */
const between = (top: string, path: string): readonly string[] => {
  const below = relative(top, path);
  if (below === '' || below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below))
    return [];
  const names = below.split(sep);
  return names.map((_, at) => join(top, ...names.slice(0, at)));
};

/** What the `.krmignore`s from the working folder down to a path say of it; `undefined` if they leave it out. */
export const ignoredAbove = (path: string, isFolder: boolean): Ignored | undefined => {
  const whole = resolve(path);
  const folders = between(process.cwd(), whole);
  let ignored = ignoredBy([]);
  for (const [at, folder] of folders.entries()) {
    ignored = ignored.within(folder);
    const next = folders[at + 1];
    if (ignored.has(next ?? whole, next !== undefined || isFolder)) return undefined;
  }
  return ignored;
};
