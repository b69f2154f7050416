// Whole processes that read resources and write them on stdout.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { stream, workloads } from './resources.mjs';

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {readonly string[]} command
 * @property {number} upTo the most resources that it is given
 * @property {readonly number[]} [only] the numbers of resources that it is given
 * @property {(count: number) => void} [prepare] what comes before it is measured
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

/** @type {Contender['isRight']} */
const isInjected = (output, _, count) => mounts(output) === 2 * workloads(count);

/** @param {string} program @param {readonly string[]} args */
const isThere = (program, ...args) => spawnSync(program, args).status === 0;

const patch = `- target: {kind: Deployment}
  patch: |
    - op: add
      path: /spec/template/spec/volumes
      value: [{name: dshm, emptyDir: {medium: Memory, sizeLimit: 256Mi}}]
    - op: add
      path: /spec/template/spec/containers/0/volumeMounts
      value: [{name: dshm, mountPath: /dev/shm}]
    - op: add
      path: /spec/template/spec/containers/1/volumeMounts
      value: [{name: dshm, mountPath: /dev/shm}]
`;

/** What there is without inject-shm: a fixed size for all. @param {string} folder @returns {readonly Contender[]} */
const kustomize = (folder) => {
  const built = join(homedir(), '.cache/inject-shm-e2e/kustomize-v5.8.2/kustomize');
  const program = [built, 'kustomize'].find((each) => isThere(each, 'version'));
  if (program === undefined) return [];
  const overlay = join(folder, 'overlay');
  return [
    {
      name: 'kustomize patch',
      command: [program, 'build', overlay],
      upTo: Infinity,
      only: [2000],
      prepare: (count) => {
        mkdirSync(overlay, { recursive: true });
        writeFileSync(join(overlay, 'resources.yaml'), stream(count));
        writeFileSync(
          join(overlay, 'kustomization.yaml'),
          `resources: [resources.yaml]\npatches:\n${patch}`,
        );
      },
      isRight: isInjected,
    },
  ];
};

/** @param {readonly string[]} command @returns {readonly Contender[]} */
const kpt = (command) =>
  !isThere('kpt', 'version')
    ? []
    : [
        {
          name: 'kpt, cat',
          command: ['kpt', 'fn', 'eval', '-', '--exec', 'cat'],
          upTo: Infinity,
          only: [1000],
          isRight: (output) => output.includes('kind: ResourceList'),
        },
        {
          name: 'kpt, inject-shm',
          command: ['kpt', 'fn', 'eval', '-', '--exec', command.join(' ')],
          upTo: Infinity,
          only: [1000],
          isRight: isInjected,
        },
      ];

const executable = join(root, 'dist/inject-shm');

/** @returns {readonly Contender[]} */
const executables = () =>
  existsSync(executable)
    ? [{ name: 'executable', command: [executable], upTo: Infinity, isRight: isInjected }]
    : [];

/**
 * Everyone who is measured, built into a folder.
 * @param {string} folder
 * @param {boolean} isSmoke only what needs no other tools
 * @returns {Promise<readonly Contender[]>}
 */
export const contenders = async (folder, isSmoke) => [
  {
    name: 'inject-shm',
    command: [process.execPath, join(root, 'dist/inject-shm.cjs')],
    upTo: Infinity,
    isRight: isInjected,
  },
  ...(isSmoke ? [] : executables()),
  {
    name: 'floor',
    command: await bundle(folder, 'floor'),
    upTo: Infinity,
    isRight: isSame,
  },
  {
    name: 'node, empty file',
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
  ...(isSmoke
    ? []
    : [
        ...kustomize(folder),
        ...kpt(
          existsSync(executable)
            ? [executable]
            : [process.execPath, join(root, 'dist/inject-shm.cjs')],
        ),
      ]),
];
