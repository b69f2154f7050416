import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { needs } from '../e2e/tools.ts';
import { skip } from '../spec.ts';
import { locked } from './lock.ts';
import { sentinel } from './sentinel.ts';

const MODULE = 'test/cluster';

/** As the tools of go.mod are called; etcd's binary bears its folder's name. */
const PACKAGES = [
  'go.etcd.io/etcd/server/v3',
  'k8s.io/kubernetes/cmd/kube-apiserver',
  'k8s.io/kubernetes/cmd/kube-controller-manager',
];

/** Paths of the programs of a control plane. */
export interface Binaries {
  readonly etcd: string;
  readonly apiServer: string;
  readonly controllerManager: string;
}

/**
 * The programs that go.mod names, built once for this machine. The running test is skipped where they cannot be built.
 */
export const binaries = async (): Promise<Binaries> => {
  const folder = cache();
  mkdirSync(dirname(folder), { recursive: true });
  if (!existsSync(folder)) await locked(`${folder}.lock`, () => build(folder));
  return {
    etcd: join(folder, 'server'),
    apiServer: join(folder, 'kube-apiserver'),
    controllerManager: join(folder, 'kube-controller-manager'),
  };
};

/** Outside the checkout, so that the next clone finds it. */
const cache = (): string => {
  const root = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const hash = createHash('sha256').update(goMod()).digest('hex').slice(0, 12);
  return join(root, 'inject-shm', `cluster-${hash}`);
};

const goMod = (): string => readFileSync(join(MODULE, 'go.mod'), 'utf8');

/** The binaries do not know their version by themselves, and the API server's features depend on it. */
const linkerFlags = (): string => {
  const [, version = '', major = '', minor = ''] =
    /k8s\.io\/kubernetes (v(\d+)\.(\d+)\.\d+)/.exec(goMod()) ?? [];
  const set = (name: string, value: string) => `-X k8s.io/component-base/version.${name}=${value}`;
  return `-s -w ${set('gitVersion', version)} ${set('gitMajor', major)} ${set('gitMinor', minor)}`;
};

const build = async (folder: string): Promise<void> => {
  if (existsSync(folder)) return;
  needs('go');
  const fresh = mkdtempSync(`${folder}.building-`);
  console.error(`building a Kubernetes control plane into ${folder}: 6 to 12 minutes`);
  const args = ['build', '-trimpath', '-ldflags', linkerFlags(), '-o', `${fresh}/`, ...PACKAGES];
  const go = spawn('go', args, {
    cwd: MODULE,
    env: { ...process.env, CGO_ENABLED: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 3_600_000,
  });
  const guard = sentinel(fresh);
  guard.watch(go);
  const [stderr, [status]] = await Promise.all([text(go.stderr), once(go, 'exit')]);
  if (status === 0) renameSync(fresh, folder);
  await guard.finish();
  if (status !== 0) skip(`the control plane cannot be built: ${stderr}`);
};
