import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { compiled, own, pack, program } from './packed.ts';
import { spec } from './spec.ts';
import { plainEnv as env, type Workbench, workbench } from './workbench.ts';

const test = spec('kpt-sdk package', { long: 'packs the package and installs it' });

interface Made {
  readonly bench: Workbench;
  /** A program that has only this package and what it depends on. */
  readonly alone: string;
  /** One that has the SDK too. */
  readonly withSdk: string;
}

const state: { made?: Made } = {};

const make = (): Made => {
  const bench = workbench();
  pack(bench);
  return {
    bench,
    alone: program(bench, 'alone', own),
    withSdk: program(bench, 'with-sdk', [...own, 'kpt-functions']),
  };
};

const made = (): Made => (state.made ??= make());

test.after(() => {
  if (state.made === undefined) return;
  const { bench, alone, withSdk } = state.made;
  [alone, withSdk].forEach((folder) => rmSync(folder, { recursive: true }));
  bench.remove();
});

const onText = `import { codes, inject, type Code, type Options, type Outcome, type Result } from 'inject-shm';
const options: Options = { config: { ratio: 0.25 } };
const outcome: Outcome = inject('', options);
export const results: readonly Result[] = outcome.results;
export const code: Code | undefined = results[0]?.tags.code;
export const known: boolean = codes.includes('injected');
`;

const onObjects = `import { injectShm } from 'inject-shm';
import { type Configs, type KptFunc, run } from 'kpt-functions';
const shm: KptFunc = injectShm;
export const both: KptFunc = Object.assign(
  async (configs: Configs) => { await shm(configs); await injectShm(configs); },
  { usage: injectShm.usage },
);
await run(both);
`;

test('its types are whole without the SDK, for modules and for CommonJS', () => {
  const common = `import { inject, injectShm } from 'inject-shm';
export const { exitCode } = inject('');
export const { usage } = injectShm;
`;
  assert.is(compiled(made().alone, { 'a.ts': onText, 'b.cts': common }), '');
});

test('its function is one for the SDK’s types', () => {
  assert.is(compiled(made().withSdk, { 'a.ts': onText, 'b.ts': onObjects }), '');
});

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a' },
  spec: { containers: [{ name: 'a', image: 'a', resources: { limits: { memory: '1Gi' } } }] },
};

const node = (folder: string, type: 'module' | 'commonjs', program_: string, input = '') =>
  spawnSync(process.execPath, [`--input-type=${type}`, '-e', program_], {
    cwd: folder,
    encoding: 'utf8',
    env,
    input,
  });

const body = `
if (console !== before || console.log !== log) throw new Error('console is another one');
console.log(JSON.stringify([inject(${JSON.stringify(JSON.stringify(pod))}).exitCode, typeof injectShm, codes.length > 9]));`;

const imports = [
  ['module', `const { inject, injectShm, codes } = await import('inject-shm');`],
  ['commonjs', `const { inject, injectShm, codes } = require('inject-shm');`],
] as const;

imports.forEach(([type, load]) =>
  test(`loads as ${type} without the SDK, and leaves console alone`, () => {
    const { stdout, stderr } = node(
      made().alone,
      type,
      `const before = console; const { log } = console; ${load}${body}`,
    );
    assert.is(stderr, '');
    assert.is(stdout, '[0,"function",true]\n');
  }),
);

imports.forEach(([type, load]) =>
  test(`works on objects as ${type} without the SDK`, () => {
    const { stdout, stderr } = node(
      made().alone,
      type,
      `${load}
const configs = (functionConfig) => ({
  objects: [${JSON.stringify(pod)}],
  getAll() { return this.objects; },
  getFunctionConfig: () => functionConfig,
  insert(...all) { this.objects = all; },
  addResults() {},
});
const own = configs();
injectShm(own)
  .then(() => console.log(own.objects[0].spec.volumes[0].emptyDir.sizeLimit))
  .then(() => injectShm(configs({ apiVersion: 'v1', kind: 'ConfigMap', data: { ratio: '2', size: 'x' } })))
  .catch(({ name, message }) => console.log(name, message.split('\\n').length));`,
    );
    assert.is(stderr, '');
    assert.is(stdout, '512Mi\nFunctionConfigError 2\n');
  }),
);

const listOf = (data: object): string =>
  JSON.stringify({
    apiVersion: 'config.kubernetes.io/v1',
    kind: 'ResourceList',
    functionConfig: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'shm' }, data },
    items: [pod],
  });

// The root of the SDK, which redirects console, and its own run.
const runs = [
  ['module', `import { run } from 'kpt-functions'; import { injectShm } from 'inject-shm';`],
  ['commonjs', `const { run } = require('kpt-functions'), { injectShm } = require('inject-shm');`],
] as const;

runs.forEach(([type, load]) => {
  test(`the SDK runs it, as ${type}`, () => {
    const program_ = `${load} run(injectShm);`;
    const { stdout, stderr, status } = node(made().withSdk, type, program_, listOf({}));
    assert.is(stderr, '');
    assert.is(status, 0);
    assert.match(stdout, /sizeLimit: 512Mi/);
    assert.not.match(stdout, /resource-id/);
  });

  test(`the SDK exits with 3 for a broken config, as ${type}`, () => {
    const program_ = `${load} run(injectShm);`;
    const input = listOf({ ratio: '2', size: 'x' });
    const { stdout, stderr, status } = node(made().withSdk, type, program_, input);
    assert.is(status, 3);
    assert.is(stdout, '');
    assert.match(stderr, /`ratio` must be in \(0, 1\], got "2"\n`size` /);
  });
});

test.run();
