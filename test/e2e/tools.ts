import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { skip } from '../spec.ts';

/** No file: git, run as root, would take /dev/null for one that it may replace. */
const NO_FILE = '/nonexistent/gitconfig';

/** Without the settings of whoever runs the tests. */
const env = {
  ...process.env,
  LOG_TO_STDERR: '',
  GIT_CONFIG_GLOBAL: NO_FILE,
  GIT_CONFIG_SYSTEM: NO_FILE,
};

/** Runs a program in a folder; `input` goes to its stdin, `more` to its environment. */
export const run = (
  folder: string,
  program: string,
  args: readonly string[],
  input = '',
  more: Readonly<Record<string, string>> = {},
): SpawnSyncReturns<string> =>
  spawnSync(program, args, {
    cwd: folder,
    env: { ...env, ...more },
    input,
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 2 ** 28,
  });

const isThere = (program: string, ...args: readonly string[]): boolean =>
  run('.', program, args).error === undefined;

/** The programs that a test needs; it is skipped where one is missing. */
export const needs = (...programs: readonly string[]): void =>
  programs
    .filter((program) => !isThere(program, '--help'))
    .forEach((program) => skip(`${program} is not on PATH`));

/** A Go program of a known version, built once for this machine. */
const goProgram = (name: string, source: string, version: string): string => {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folder = join(cache, 'inject-shm-e2e', `${name}-${version}`);
  const program = join(folder, name);
  if (existsSync(program)) return program;
  needs('go');
  mkdirSync(folder, { recursive: true });
  const { status, stderr } = spawnSync('go', ['install', `${source}@${version}`], {
    cwd: folder,
    env: { ...process.env, GOBIN: folder, GOFLAGS: '-mod=mod' },
    encoding: 'utf8',
    timeout: 600_000,
  });
  return status === 0 ? program : skip(`${name} cannot be built: ${stderr}`);
};

// Later versions need a newer Go than the CI's.
export const kustomize = (): string =>
  goProgram('kustomize', 'sigs.k8s.io/kustomize/kustomize/v5', 'v5.8.2');

export const helm = (): string => goProgram('helm', 'helm.sh/helm/v4/cmd/helm', 'v4.3.1');

export const helm3 = (): string => goProgram('helm', 'helm.sh/helm/v3/cmd/helm', 'v3.19.0');

export const actionlint = (): string =>
  goProgram('actionlint', 'github.com/rhysd/actionlint/cmd/actionlint', 'v1.7.12');

/** Files of a folder by their paths. */
export type Files = Readonly<Record<string, string>>;

export const write = (folder: string, files: Files): void =>
  Object.entries(files).forEach(([path, text]) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  });

/** A folder of its own for one test, with what another has. */
export const copyOf = (source: string, target: string): string => {
  cpSync(source, target, { recursive: true });
  return target;
};

/** Starts to watch a folder; `changes` says what is different then, as git does. */
export const watch = (folder: string): { readonly changes: () => string } => {
  run(folder, 'git', ['init', '--quiet']);
  run(folder, 'git', ['add', '--all']);
  const options = ['-c', 'core.abbrev=7', '-c', 'core.fileMode=false'];
  return {
    changes: () => {
      run(folder, 'git', ['add', '--all', '--intent-to-add']);
      return run(folder, 'git', [...options, 'diff']).stdout;
    },
  };
};

/** Compares with a file that is committed, or writes it with GOLDEN=write. */
export const committed = (path: string, found: string): string => {
  if (process.env['GOLDEN'] === 'write') writeFileSync(path, found);
  return readFileSync(path, 'utf8');
};
