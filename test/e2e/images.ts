import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { skip } from '../spec.ts';
import { helm, kustomize, needs } from './tools.ts';

const prefix = 'localhost/inject-shm-e2e';

/** Runs a program that may take minutes; what it says is shown only if it fails. */
const patiently = (program: string, args: readonly string[]): void => {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: 600_000,
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`${program} ${args[0]}: ${stdout}${stderr}`);
};

const standIns = (): void => {
  needs('podman', 'debootstrap');
  if (process.getuid?.() !== 0) skip('debootstrap needs root');
  patiently('test/e2e/stand-ins.sh', [prefix, kustomize(), helm()]);
};

export type Target = 'function' | 'cmp';

const built = new Map<Target, string>();

/** The name of an image of the Dockerfile, built from the checkout as it is. */
export const image = (target: Target): string => {
  const name = `${prefix}:${target}`;
  if (built.has(target)) return name;
  if (built.size === 0) standIns();
  const from = Object.entries({ NODE: 'node', DEBIAN: 'debian' });
  const bases = from.map(([arg, stand]) => `--build-arg=${arg}_IMAGE=${prefix}/${stand}`);
  const tools = `--build-context=tools=container-image://${prefix}/tools`;
  const options = ['--network=host', `--target=${target}`, `--tag=${name}`, tools];
  patiently('podman', ['build', '--quiet', ...options, ...bases, resolve('.')]);
  built.set(target, name);
  return name;
};

/** An image that does nothing but `cat`. */
export const catImage = `${prefix}/cat`;

/** The command that kpt and kustomize run an image with, and more of its options. */
export const contained = (name: string, ...options: readonly string[]): readonly string[] => [
  'run',
  '--rm',
  '--interactive',
  '--network=none',
  '--security-opt=no-new-privileges',
  ...options,
  name,
];
