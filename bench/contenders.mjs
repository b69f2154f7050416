// Whole processes that read resources and write them on stdout, or look at files.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { compile } from '../scripts/engine.mjs';
import { repository } from './files.mjs';
import { goProgram } from './go.mjs';
import { stream } from './resources.mjs';

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {readonly string[]} command
 * @property {number} [exitCode] what it ends with, if that is not 0
 * @property {number} [rounds] the most that it takes part in
 * @property {(output: string, input: string) => boolean} isRight whether the output is what it has to be
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const node = process.execPath;
const program = [node, join(root, 'dist/inject-shm.cjs')];
const executable = join(root, 'dist/inject-shm');

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
  return [node, outfile];
};

/** @param {string} folder */
const emptyFile = (folder) => {
  const file = join(folder, 'empty.cjs');
  writeFileSync(file, '');
  return file;
};

/** @param {string} text @param {string} part */
const count = (text, part) => text.split(part).length - 1;

/** Of each Deployment that is generated both containers; results name mounts too. @type {Contender['isRight']} */
const isInjected = (output, input) =>
  input.includes('name: web-0\n')
    ? count(output.split('\nresults:')[0] ?? '', 'mountPath: /dev/shm') ===
      2 * count(input, 'kind: Deployment\n')
    : output.length > input.length;

/** @type {Contender['isRight']} */
const isSame = (output, input) => output === input;

/** @type {Contender['isRight']} */
const isSilent = (output) => output === '';

/** @type {Contender['isRight']} */
const isResources = (output) => output.startsWith('apiVersion:');

/** @param {string} said @returns {Contender['isRight']} */
const says = (said) => (output) => output.includes(said);

/** @param {string} file @param {...string} args */
const isThere = (file, ...args) => spawnSync(file, args).status === 0;

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
  const file = [built, 'kustomize'].find((each) => isThere(each, 'version'));
  if (file === undefined) return [];
  const overlay = join(folder, 'overlay');
  mkdirSync(overlay);
  writeFileSync(join(overlay, 'resources.yaml'), stream(2000));
  writeFileSync(
    join(overlay, 'kustomization.yaml'),
    `resources: [resources.yaml]\npatches:\n${patch}`,
  );
  return [{ name: 'kustomize patch', command: [file, 'build', overlay], isRight: isInjected }];
};

/** @returns {readonly Contender[]} */
const kpt = () => {
  if (!isThere('kpt', 'version')) return [];
  const own = existsSync(executable) ? executable : program.join(' ');
  const evaluate = ['kpt', 'fn', 'eval', '-', '--exec'];
  return [
    { name: 'kpt with inject-shm', command: [...evaluate, own], isRight: isInjected },
    { name: 'kpt with cat', command: [...evaluate, 'cat'], isRight: says('kind: ResourceList') },
  ];
};

/** @param {string} folder @returns {readonly Contender[]} */
const kyverno = (folder) => {
  const file = process.env['KYVERNO'] ?? 'kyverno';
  if (!isThere(file, 'version')) return [];
  const policy = join(root, 'bench/contenders/kyverno.yaml');
  const command = [file, 'apply', policy, '--resource', join(folder, 'input.yaml')];
  return [{ name: 'Kyverno', command, isRight: isInjected }];
};

/** @returns {readonly Contender[]} */
const go = () => {
  const [fn, empty] = [goProgram('.', 'function'), goProgram('empty', 'empty')];
  return [
    ...(fn === undefined ? [] : [{ name: 'Go function', command: [fn], isRight: isInjected }]),
    ...(empty === undefined ? [] : [{ name: 'empty Go', command: [empty], isRight: isSilent }]),
  ];
};

/** @param {string} folder @returns {readonly Contender[]} */
const engine = (folder) => {
  if (!existsSync(executable)) return [];
  const file = join(folder, 'empty-engine');
  compile(emptyFile(folder), file);
  return [
    { name: 'executable', command: [executable], isRight: isInjected },
    { name: 'empty engine', command: [file], isRight: isSilent },
  ];
};

/** Those that look at a repository of files. @param {string} folder @returns {Promise<readonly Contender[]>} */
const ofFiles = async (folder) => {
  const top = join(folder, 'repository');
  repository(top);
  const [reading, parsing] = [await bundle(folder, 'reading'), await bundle(folder, 'parsing')];
  return [
    {
      name: 'check',
      command: [...program, '--check', top],
      exitCode: 2,
      isRight: (output) => count(output, '[would-change]') === 1250,
    },
    {
      name: 'report',
      command: [...program, 'report', top],
      exitCode: 2,
      isRight: says('1250 workloads'),
    },
    { name: 'reading', command: [...reading, top], isRight: (output) => Number(output) > 1e6 },
    { name: 'parsing', command: [...parsing, top], isRight: (output) => Number(output) > 1e5 },
  ];
};

/**
 * Everyone who is measured, built into a folder.
 * @param {string} folder where the input will be `input.yaml`
 * @param {boolean} isSmoke only what needs no other tools
 * @returns {Promise<readonly Contender[]>}
 */
export const contenders = async (folder, isSmoke) => [
  { name: 'bundle', command: program, isRight: isInjected },
  { name: 'floor', command: await bundle(folder, 'floor'), isRight: isSame },
  { name: 'empty Node', command: [node, emptyFile(folder)], isRight: isSilent },
  {
    name: 'yaml round trip',
    command: await bundle(folder, 'round-trip'),
    rounds: 11,
    isRight: isResources,
  },
  {
    name: 'SDK no-op',
    command: [node, join(root, 'bench/contenders/sdk-no-op.mjs')],
    rounds: 11,
    isRight: isResources,
  },
  ...(isSmoke
    ? []
    : [
        ...engine(folder),
        ...go(),
        ...kpt(),
        ...kustomize(folder),
        ...kyverno(folder),
        ...(await ofFiles(folder)),
      ]),
];
