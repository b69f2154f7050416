import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { isWithin, once, realOf, repositories } from './folders.ts';

/** How far up ignore files count for a path: to the repository's root, else to the working folder if it is in it. */
export const topFor = (path: string, isFolder: boolean): string => {
  const own = isFolder ? path : dirname(path);
  const here = process.cwd();
  return repositories()(own) ?? (isWithin(here, own) ? here : own);
};

/** How far up the surroundings of a file count: to the repository's root, else to the argument that it is of. */
export const topsOf = (paths: readonly string[]): ((file: string) => string) => {
  const repositoryOf = repositories();
  const folders = paths.map(realOf).toSorted((a, b) => a.length - b.length);
  const topOf = once(
    (own) => repositoryOf(own) ?? folders.find((folder) => isWithin(folder, own)) ?? own,
  );
  return (file) => topOf(dirname(file));
};

/**
 * How far around a file kustomizations are sought that may decide what becomes of it: as far as its surroundings count,
 * and without a repository in the working folder too, unless that is no project but everything there is.
 */
export const searchedAround = (paths: readonly string[]): ((file: string) => string) => {
  const repositoryOf = repositories();
  const topOf = topsOf(paths);
  const here = process.cwd();
  const isProject = here !== realOf(homedir()) && dirname(here) !== here;
  const searched = once((folder) => {
    const top = topOf(join(folder, 'any'));
    const isWider = isProject && isWithin(here, top);
    return repositoryOf(folder) === undefined && isWider ? here : top;
  });
  return (file) => searched(dirname(file));
};
