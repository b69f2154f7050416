import * as E from 'fp-ts/lib/Either.js';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { isWithin } from '../files/folders.ts';

/** A program's end: what it printed, or why it failed. */
type Printed = E.Either<string, string>;

interface Git {
  readonly folder: string;
  readonly index?: string;
  readonly input?: string;
}

const git = ({ folder, index, input = '' }: Git, ...args: readonly string[]): Printed => {
  const { status, stdout, stderr, error } = spawnSync('git', ['-C', folder, ...args], {
    encoding: 'utf8',
    input,
    maxBuffer: 2 ** 30,
    env: { ...process.env, ...(index === undefined ? {} : { GIT_INDEX_FILE: index }) },
  });
  if (error !== undefined) return E.left(`git cannot be run: ${error.message}`);
  return status === 0 ? E.right(stdout) : E.left(stderr.trim() || `git ended with ${status}`);
};

/** A commit, and the repository that it is in. */
export interface Commit {
  readonly top: string;
  readonly sha: string;
}

/** Where a path leads to over links, as far as it is there. */
const realPath = (path: string): string =>
  existsSync(path) ? realpathSync(path) : join(realPath(dirname(path)), basename(path));

const folderAt = (path: string): string =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
    ? path
    : folderAt(dirname(path));

/** The commit that a ref names in the repository of a path; undefined where there is none. */
export const commitOf = (ref: string, path: string): Commit | undefined => {
  const folder = folderAt(resolve(path));
  const top = git({ folder }, 'rev-parse', '--show-toplevel');
  const asked = ['--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
  const sha = git({ folder }, 'rev-parse', ...asked);
  return E.isLeft(top) || E.isLeft(sha)
    ? undefined
    : { top: realpathSync(top.right.trimEnd()), sha: sha.right.trim() };
};

/** What says something of manifests; a repository may be large. */
const speaks = (path: string): boolean =>
  /\.(?:ya?ml|json)$|(?:^|\/)(?:\.gitignore|\.krmignore|[Kk]ustomization|Kptfile)$/.test(path);

const fill = (folder: string, { top, sha }: Commit): Printed => {
  const index = join(folder, 'index');
  const tree = join(folder, 'tree');
  // What is found in it stands in a repository, as it does here.
  mkdirSync(join(tree, '.git'), { recursive: true });
  const listed = git({ folder: top }, 'ls-tree', '-r', '-z', '--name-only', '--full-tree', sha);
  if (E.isLeft(listed)) return listed;
  const read = git({ folder: top, index }, 'read-tree', sha);
  if (E.isLeft(read)) return read;
  const input = listed.right.split('\0').filter(speaks).join('\0');
  const args = ['checkout-index', '--quiet', '-z', '--stdin', `--prefix=${tree}/`];
  return E.map(() => tree)(git({ folder: top, index, input }, ...args));
};

const mapped = (
  paths: readonly string[],
  top: string,
  tree: string,
): E.Either<string, string[]> => {
  const whole = paths.map((path) => realPath(resolve(path)));
  const out = whole.find((path) => !isWithin(top, path));
  return out === undefined
    ? E.right(whole.map((path) => join(tree, relative(top, path))).filter(existsSync))
    : E.left(`${out} is not in the repository ${top}`);
};

/**
 * Gives the manifests of a commit to `use`, in a folder of their own that is gone when it returns: the paths that are
 * there. Nothing of the repository is changed, its index neither.
 */
export const withCommit = <A>(
  commit: Commit,
  paths: readonly string[],
  use: (paths: readonly string[]) => A,
): E.Either<string, A> => {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'inject-shm-base-'));
  try {
    const filled = fill(folder, commit);
    if (E.isLeft(filled)) return filled;
    return E.map(use)(mapped(paths, commit.top, filled.right));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
