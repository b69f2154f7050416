// Manifests of pods for the experiments, and what the kubelet makes of them.
import { totalmem } from 'node:os';
import { parse, stringify } from 'yaml';
import { sources } from '../sources.mjs';

/** @type {Pick<typeof import('../../src/inject.ts'), 'inject'> & typeof import('../../src/quantity.ts')} */
const { inject, parseQuantity } = await sources(
  'proofs',
  `export { inject } from './src/inject.ts'; export * from './src/quantity.ts';`,
);

/**
 * @typedef {{ readonly name: string, readonly mountPath: string }} Mount
 * @typedef {{ readonly limits?: { readonly memory?: string } }} Resources
 * @typedef {{ readonly name: string, readonly resources?: Resources, readonly volumeMounts?: readonly Mount[] }} Container
 * @typedef {{ readonly name: string, readonly emptyDir?: { readonly sizeLimit?: string | number } }} Volume
 * @typedef {{ readonly containers: readonly Container[], readonly volumes?: readonly Volume[] }} PodSpec
 *
 * @typedef {object} Plan what the kubelet makes of a pod; sizes are in bytes
 * @property {readonly { readonly name: string, readonly limit: number | undefined }[]} containers
 * @property {number | undefined} limit of the pod's cgroup
 * @property {number} shm size of the tmpfs at /dev/shm
 */

const RUNTIME_DEFAULT = 64 * 2 ** 20;

/** @param {Readonly<Record<string, string | undefined>>} limits memory limits of the containers @param {string} [sizeLimit] of a volume at /dev/shm that is there already, or `none` */
export const podWith = (limits, sizeLimit) =>
  stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'app' },
    spec: {
      containers: Object.entries(limits).map(([name, memory]) => ({
        name,
        image: name,
        ...(memory && { resources: { limits: { memory } } }),
        ...(sizeLimit && { volumeMounts: [{ name: 'shm', mountPath: '/dev/shm' }] }),
      })),
      ...(sizeLimit && {
        volumes: [
          {
            name: 'shm',
            emptyDir: { medium: 'Memory', ...(sizeLimit !== 'none' && { sizeLimit }) },
          },
        ],
      }),
    },
  });

/** The manifest as inject-shm gives it. @param {string} text @param {Readonly<Record<string, string>>} [flags] */
export const injected = (text, flags = {}) => {
  const { stdout, stderr, exitCode } = inject(text, { flags });
  if (exitCode !== 0) throw new Error(stderr);
  return stdout;
};

/** @param {string | number} quantity */
const bytes = (quantity) => {
  const parsed = parseQuantity(quantity);
  if (parsed._tag === 'Left') throw new Error(parsed.left);
  return Number(parsed.right.nano / 1_000_000_000n);
};

/**
 * The pod's cgroup has a limit only if every container has one. A memory volume has the smallest of its sizeLimit, the
 * pod's limit and the node; without one the container runtime gives the pod 64 MB.
 * @param {string} text @returns {Plan}
 */
export const planOf = (text) => {
  /** @type {PodSpec} */
  const { containers, volumes = [] } = parse(text).spec;
  const started = containers.map(({ name, resources }) => {
    const memory = resources?.limits?.memory;
    return { name, limit: memory === undefined ? undefined : bytes(memory) };
  });
  const limits = started.flatMap(({ limit }) => limit ?? []);
  const limit =
    limits.length === started.length ? limits.reduce((sum, one) => sum + one) : undefined;
  const mount = containers[0]?.volumeMounts?.find(({ mountPath }) => mountPath === '/dev/shm');
  const volume = volumes.find(({ name }) => name === mount?.name)?.emptyDir;
  const size = volume?.sizeLimit === undefined ? Infinity : bytes(volume.sizeLimit);
  return {
    containers: started,
    limit,
    shm: volume ? Math.min(size, limit ?? Infinity, totalmem()) : RUNTIME_DEFAULT,
  };
};
