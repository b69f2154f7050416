// Whole processes that read a ResourceList on stdin and write one on stdout.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { workloads } from './resources.mjs';

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {readonly string[]} command
 * @property {number} upTo the most resources that it is given
 * @property {(output: string, input: string, count: number) => boolean} isRight whether the output is what it has to be
 */

const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundles a contender as ours is bundled. @param {string} folder @param {string} name */
const bundle = async (folder, name) => {
  const outfile = join(folder, `${name}.cjs`);
  await build({
    entryPoints: [join(root, `bench/contenders/${name}.mjs`)],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    outfile,
    logLevel: 'warning',
  });
  return [process.execPath, outfile];
};

/** What Node itself costs. @param {string} folder */
const emptyFile = (folder) => {
  const file = join(folder, 'empty.cjs');
  writeFileSync(file, '');
  return file;
};

/** Mounts in the items; results name them too. @param {string} output */
const mounts = (output) =>
  (output.split('\nresults:')[0] ?? '').split('mountPath: /dev/shm').length - 1;

/** @type {Contender['isRight']} */
const isSame = (output, input) => output === input;

/**
 * Everyone who is measured, built into a folder.
 * @param {string} folder
 * @returns {Promise<readonly Contender[]>}
 */
export const contenders = async (folder) => [
  {
    name: 'inject-shm',
    command: [process.execPath, join(root, 'dist/inject-shm.cjs')],
    upTo: Infinity,
    isRight: (output, _, count) => mounts(output) === 2 * workloads(count),
  },
  {
    name: 'floor',
    command: await bundle(folder, 'floor'),
    upTo: Infinity,
    isRight: isSame,
  },
  {
    name: 'empty',
    command: [process.execPath, emptyFile(folder)],
    upTo: 1,
    isRight: (output) => output === '',
  },
  {
    name: 'yaml round trip',
    command: await bundle(folder, 'round-trip'),
    upTo: 10_000,
    isRight: (output) => output.startsWith('apiVersion:'),
  },
  {
    name: 'SDK no-op',
    command: [process.execPath, join(root, 'bench/contenders/sdk-no-op.mjs')],
    upTo: 10_000,
    isRight: (output) => output.startsWith('apiVersion:'),
  },
];
