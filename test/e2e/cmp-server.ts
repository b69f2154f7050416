// Plays Argo CD's cmp-server: what it calls a plugin with, as whom, where, with what environment, and for how long.
import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { skip } from '../spec.ts';
import { helm, kustomize } from './tools.ts';

const USER = 999;

interface Command {
  readonly command: readonly string[];
  readonly args?: readonly string[];
}

interface Plugin {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly generate: Command;
    readonly parameters: { readonly dynamic: Command };
  };
}

export const plugin = parse(readFileSync('examples/argocd/plugin.yaml', 'utf8')) as Plugin;

/** What an Application says. */
export interface Application {
  /** The repository, as a folder. */
  readonly repository: string;
  /** The application's folder in it. */
  readonly path: string;
  readonly parameters?: readonly object[];
  readonly env?: Readonly<Record<string, string>>;
  /** In milliseconds; Argo CD's default is 60 s. */
  readonly deadline?: number;
}

export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly end: number | string | null;
}

type Env = Readonly<Record<string, string>>;

/** The variables of an Application, but for those of the sidecar itself. */
const envOf = ({ path, parameters, env = {} }: Application): Env => ({
  ARGOCD_APP_NAME: 'shop',
  ARGOCD_APP_NAMESPACE: 'prod',
  ARGOCD_APP_PROJECT_NAME: 'default',
  ARGOCD_APP_REVISION: 'c0ffee0c0ffee0c0ffee0c0ffee0c0ffee0c0ffe',
  ARGOCD_APP_SOURCE_REPO_URL: 'https://git.example.com/shop.git',
  ARGOCD_APP_SOURCE_PATH: path,
  ARGOCD_APP_SOURCE_TARGET_REVISION: 'main',
  KUBE_VERSION: '1.34.0',
  KUBE_API_VERSIONS: 'v1,apps/v1,batch/v1',
  ARGOCD_APP_PARAMETERS: JSON.stringify(parameters ?? null),
  ...Object.fromEntries(Object.entries(env).map(([name, value]) => [`ARGOCD_ENV_${name}`, value])),
});

/** Somebody who runs a command in a folder, with an environment. */
export type Sidecar = (folder: string, env: Env, argv: readonly string[]) => ChildProcess;

const folders: string[] = [];

/** Where the user of the sidecar may look. */
const folderOf = (prefix: string): string => {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  folders.push(folder);
  chmodSync(folder, 0o755);
  return folder;
};

export const clearUp = (): void => folders.forEach((folder) => rmSync(folder, { recursive: true }));

const isRoot = process.getuid?.() === 0;

/** The built files as a user of their own, with nothing in the environment that is not the sidecar's. */
export const files = (executable: string): Sidecar => {
  if (!isRoot) skip('needs to be root to become user 999');
  const bin = folderOf('inject-shm-bin-');
  [kustomize(), helm()].forEach((program) => copyFileSync(program, join(bin, basename(program))));
  copyFileSync(executable, join(bin, 'inject-shm'));
  const program = join(dirname(executable), 'program');
  if (existsSync(program)) cpSync(program, join(bin, 'program'), { recursive: true });
  readdirSync(bin).forEach((name) => chmodSync(join(bin, name), 0o755));
  const path = [bin, dirname(process.execPath), '/usr/bin', '/bin'].join(':');
  return (folder, env, argv) =>
    spawn('setpriv', [`--reuid=${USER}`, `--regid=${USER}`, '--clear-groups', ...argv], {
      cwd: folder,
      env: { PATH: path, HOME: '/tmp', ...env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
};

/** The image as the sidecar's pod has it. */
export const contained =
  (image: string): Sidecar =>
  (folder, env, argv) => {
    const [program = '', ...args] = argv;
    const options = [
      '--init',
      '--read-only',
      '--tmpfs=/tmp',
      '--network=none',
      '--cap-drop=all',
      '--security-opt=no-new-privileges',
      `--volume=${folder}:/tmp/_cmp_server`,
      '--workdir=/tmp/_cmp_server',
      `--entrypoint=${program}`,
    ];
    const variables = Object.entries(env).map(([name, value]) => `--env=${name}=${value}`);
    return spawn('podman', ['run', '--rm', ...options, ...variables, image, ...args], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  };

const own = (folder: string): void => {
  chownSync(folder, USER, USER);
  readdirSync(folder, { withFileTypes: true }).forEach((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) own(path);
    else if (entry.isFile()) chownSync(path, USER, USER);
  });
};

/** At the deadline the whole group is asked to end, and killed five seconds later. */
const limited = (child: ChildProcess, deadline: number): { readonly clear: () => void } => {
  const kill = (signal: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // it has ended meanwhile
    }
  };
  const timers = [
    setTimeout(() => kill('SIGTERM'), deadline),
    setTimeout(() => kill('SIGKILL'), deadline + 5000),
  ];
  return { clear: () => timers.forEach(clearTimeout) };
};

/** A private copy of the repository, gone in the end; the plugin's command in the application's folder of it. */
const call = async (
  sidecar: Sidecar,
  application: Application,
  { command, args = [] }: Command,
): Promise<Answer> => {
  const work = join(folderOf('_cmp_server-'), 'repository');
  mkdirSync(work);
  cpSync(application.repository, work, { recursive: true, verbatimSymlinks: true });
  own(work);
  const folder = join(work, application.path);
  const child = sidecar(folder, envOf(application), [...command, ...args]);
  const timer = limited(child, application.deadline ?? 60_000);
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
  const end = await new Promise<Answer['end']>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(signal ?? code));
  });
  timer.clear();
  const [stdout, stderr] = [out, err].map((chunks) => Buffer.concat(chunks).toString());
  return { stdout: stdout ?? '', stderr: stderr ?? '', end };
};

/** GenerateManifest. */
export const generate = (sidecar: Sidecar, application: Application): Promise<Answer> =>
  call(sidecar, application, plugin.spec.generate);

/** GetParametersAnnouncement. */
export const announce = (sidecar: Sidecar, application: Application): Promise<Answer> =>
  call(sidecar, application, plugin.spec.parameters.dynamic);
