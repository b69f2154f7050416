import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** INJECT_SHM_BIN: an executable to test in place of the bundle. */
const other = process.env['INJECT_SHM_BIN'];

const { LOG_TO_STDERR: _, NO_COLOR: __, FORCE_COLOR: ___, ...rest } = process.env;

/** An environment in which nothing is asked of the program. Node would hand coverage on to it if it were not named. */
export const plainEnv: NodeJS.ProcessEnv = { ...rest, NODE_V8_COVERAGE: '' };

/** A copy of the checkout that is built as it is now, where a test may write. */
export interface Workbench {
  readonly folder: string;
  /** `dist/inject-shm.cjs` in it, which is what INJECT_SHM_BIN names where that is set. */
  readonly executable: string;
  readonly remove: () => void;
}

const copied = [
  '.npmrc',
  'src',
  'scripts',
  'examples',
  'fn-config',
  'LICENSE',
  'README.md',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
];

const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });

const folderFor = (): string => mkdtempSync(join(realpathSync(tmpdir()), 'inject-shm-'));

const copyInto = (folder: string): void => {
  copied.forEach((name) => cpSync(name, join(folder, name), { recursive: true }));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
};

const build = (folder: string): void =>
  void execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: folder, stdio: 'inherit' });

const made: { dist?: string } = {};

/** Building takes seconds: it is done once for all that run in this process. */
const distOnce = (): string => {
  if (made.dist !== undefined) return made.dist;
  const folder = folderFor();
  process.on('exit', () => remove(folder));
  copyInto(folder);
  build(folder);
  made.dist = join(folder, 'dist');
  return made.dist;
};

const withOther = (folder: string, executable: string): void => {
  mkdirSync(join(folder, 'dist'));
  symlinkSync(resolve(executable), join(folder, 'dist/inject-shm.cjs'));
};

const benchWith = (fill: (folder: string) => void): Workbench => {
  const folder = folderFor();
  try {
    copyInto(folder);
    fill(folder);
  } catch (error) {
    remove(folder);
    throw error;
  }
  return {
    folder,
    executable: join(folder, 'dist/inject-shm.cjs'),
    remove: () => remove(folder),
  };
};

export const workbench = (): Workbench =>
  benchWith((folder) =>
    other === undefined || other === ''
      ? cpSync(distOnce(), join(folder, 'dist'), { recursive: true })
      : withOther(folder, other),
  );

/** One that is built on its own, to compare builds. */
export const builtAnew = (): Workbench => benchWith(build);
