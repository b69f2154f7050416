// A pod as the kubelet makes one: a cgroup, a tmpfs mounted beside it, and containers in the one with the other at
// /dev/shm. The containers run the programs of this machine, so that no image is needed.
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chargeOf, hasMemory, makeCgroup, removeCgroup } from './cgroup.mjs';

/**
 * @typedef {import('./manifest.mjs').Plan} Plan
 * @typedef {'done' | 'No space left on device' | 'OOM-killed' | 'Bus error'} Ending
 * @typedef {{ readonly ending: Ending, readonly printed: string }} Outcome
 * @typedef {{ readonly shm: number, readonly all: number }} Memory bytes: in files of /dev/shm, and all that is charged
 *
 * @typedef {object} Pod
 * @property {(container: string, ...commands: readonly string[]) => Promise<readonly Outcome[]>} run starts the
 *   container, runs the commands one after the other, and ends it
 * @property {() => Memory} memory of the pod
 */

const execute = promisify(execFile);

/** Why the experiments cannot run here, if they cannot. */
export const obstacle = () => {
  if (process.getuid?.() !== 0) return 'they mount file systems, and need root';
  if (!hasMemory) return 'they need the memory controller of cgroups';
  if (spawnSync('podman', ['--version']).error !== undefined) return 'podman is not on PATH';
  return undefined;
};

/** A root file system that has nothing but this machine's /usr. @param {string} folder */
const rootIn = (folder) => {
  const root = join(folder, 'root');
  ['usr', 'proc', 'sys', 'dev', 'etc', 'tmp'].forEach((name) =>
    mkdirSync(join(root, name), { recursive: true }),
  );
  ['bin', 'sbin', 'lib', 'lib64'].forEach((name) => symlinkSync(`usr/${name}`, join(root, name)));
  return root;
};

/** What a shell says of a command that ended, and what it printed. @param {number} status @param {string} printed @returns {Ending} */
const endingOf = (status, printed) => {
  if (status === 0) return 'done';
  if (status === 137 || printed.includes('OOM-killed')) return 'OOM-killed';
  if (status === 135) return 'Bus error';
  if (printed.includes('No space left on device')) return 'No space left on device';
  throw new Error(`unexpected: status ${status}: ${printed}`);
};

/** @param {string} stdout @returns {readonly Outcome[]} */
const outcomes = (stdout) =>
  [...stdout.matchAll(/([^]*?)=> (\d+)\n/g)].map(([, printed = '', status]) => ({
    ending: endingOf(Number(status), printed),
    printed,
  }));

let count = 0;

/** Makes a pod, lets `use` do with it what it wants, and removes it. @template A @param {Plan} plan @param {(pod: Pod) => Promise<A>} use @returns {Promise<A>} */
export const withPod = async ({ containers, limit, shm }, use) => {
  const name = `proofs-${process.pid}-${count++}`;
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  const root = rootIn(folder);
  const volume = join(folder, 'shm');
  makeCgroup(name, limit);
  mkdirSync(volume);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${shm}`, 'tmpfs', volume]);

  /** @type {Pod['run']} */
  const run = async (container, ...commands) => {
    const memory = containers.find((one) => one.name === container)?.limit;
    const script = commands.map((command) => `(${command}) 2>&1; echo "=> $?"`).join('\n');
    const args = [
      '--cgroup-manager cgroupfs run --rm --network none --cgroups no-conmon'.split(' '),
      ['--name', `${name}-${container}`, '--cgroup-parent', `/${name}`],
      memory === undefined ? [] : ['--memory', `${memory}`, '--memory-swap', `${memory}`],
      ['--volume', `${volume}:/dev/shm`, '--volume', '/usr:/usr:ro'],
      ['--rootfs', `${root}:O`, 'sh', '-c', script],
    ].flat();
    // conmon may leave a file where it runs.
    const options = { cwd: folder, timeout: 60_000 };
    const ended = await execute('podman', args, options).catch((error) => error);
    const found = outcomes(ended.stdout);
    if (found.length > 0) return found;
    // The kernel may kill the container before it runs anything.
    return [{ ending: endingOf(ended.code, ended.stderr), printed: '' }];
  };
  // memory.stat would tell them apart, but lags behind by seconds.
  const memory = () => {
    const { blocks, bfree, bsize } = statfsSync(volume);
    return { shm: (blocks - bfree) * bsize, all: chargeOf(name) };
  };
  try {
    return await use({ run, memory });
  } finally {
    execFileSync('umount', [volume]);
    removeCgroup(name);
    rmSync(folder, { recursive: true });
  }
};
