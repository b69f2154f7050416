import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as assert from 'uvu/assert';
import { compiled, type Modules, own, pack, program } from './packed.ts';
import { skip, spec } from './spec.ts';
import { plainEnv as env, type Workbench, workbench } from './workbench.ts';

const test = spec('library package', { long: 'packs the package and installs it' });

const state: { made?: { readonly bench: Workbench; readonly folder: string } } = {};

/** An empty project with the packed package. */
const project = (): string => {
  if (process.env['INJECT_SHM_BIN']) skip('the executable is not of the package');
  if (state.made === undefined) {
    const bench = workbench();
    pack(bench);
    state.made = { bench, folder: program(bench, 'library', own) };
  }
  return state.made.folder;
};

test.after(() => {
  if (state.made === undefined) return;
  rmSync(state.made.folder, { recursive: true });
  state.made.bench.remove();
});

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: { containers: [{ name: 'a', image: 'a', resources: { limits: { memory: '1Gi' } } }] },
};

const all = 'codes, inject, injectFiles, injectShm, plan, policy, report';

const use = `
const pod = ${JSON.stringify(pod)};
const config = { ratio: 0.25 };
const files = [{ file: 'a.json', text: JSON.stringify(pod) }];
const planned = plan([pod], { config });
const told = report(files, { config });
console.log(JSON.stringify([
  inject(files[0].text, { config }).results.map(({ facts }) => facts.code),
  injectFiles(files, { config }).files.map(({ changed }) => changed),
  planned.ok && planned.objects[0].spec.volumes[0].emptyDir.sizeLimit,
  told.ok && told.report.totals.changed,
  policy({ config }).ok,
  codes.includes('injected') && typeof injectShm,
]));
`;

const expected = [
  ['summary', 'injected', 'immutable-template'],
  [true],
  '256Mi',
  1,
  true,
  'function',
];

const bun = resolve('node_modules/bun/bin/bun.exe');

const engines = [
  ['Node', 'module', process.execPath, ['--input-type=module', '-e']],
  ['Node', 'CommonJS', process.execPath, ['--input-type=commonjs', '-e']],
  ['Bun', 'module', bun, ['-e']],
  ['Bun', 'CommonJS', bun, ['-e']],
] as const;

engines.forEach(([engine, form, command, args]) =>
  test(`works in ${engine} as ${form}`, () => {
    const load =
      form === 'module'
        ? `import { ${all} } from 'inject-shm';`
        : `const { ${all} } = require('inject-shm');`;
    const { stdout, stderr, status } = spawnSync(command, [...args, load + use], {
      cwd: project(),
      encoding: 'utf8',
      env,
    });
    assert.equal([stderr, status], ['', 0]);
    assert.equal(JSON.parse(stdout), expected);
  }),
);

const typed = `import { inject, injectFiles, plan, policy, report, type Answer, type ConfigInput, type Result } from 'inject-shm';
const config: ConfigInput = { ratio: 0.25, maxSize: '16Gi', kinds: ['*', 'RayCluster'] };
const { results } = inject('', { config, file: 'web.yaml' });
const [first]: readonly Result[] = results;
export const size: string | undefined = first?.facts.code === 'injected' ? first.facts.size : undefined;
export const line: number | undefined = first?.place?.line;
export const changed: readonly boolean[] = injectFiles([], { config }).files.map((each) => each.changed);
const planned = plan([{ apiVersion: 'v1', kind: 'Pod', spec: { a: 1 } }], { config });
export const a: number | undefined = planned.ok ? planned.objects[0]?.spec.a : undefined;
export const yaml: Answer<{ readonly yaml: string }> = policy({ config });
const told = report([]);
export const pods: number = told.ok ? told.report.totals.pods : told.problems.length;
`;

const modules: readonly Modules[] = ['node16', 'nodenext', 'bundler'];

modules.forEach((each) => {
  test(`its types are found as ${each}, in modules and in CommonJS`, () => {
    const files = { 'a.ts': typed, 'b.mts': typed, 'c.cts': typed };
    assert.is(compiled(project(), files, each), '');
  });

  test(`a misspelt field is an error of compilation as ${each}`, () => {
    const wrong = `import { inject } from 'inject-shm';\ninject('', { config: { maxSzie: '1Gi' } });\n`;
    const said = compiled(project(), { 'a.ts': wrong, 'c.cts': wrong }, each);
    assert.is(said.match(/error TS2561: .*'maxSzie'.*'maxSize'/g)?.length, 2, said);
  });
});

test('its schema can be found by name', () => {
  const script = `require.resolve('inject-shm/fn-config/inject-shm.schema.json')`;
  const { stdout } = spawnSync(process.execPath, ['-p', script], {
    cwd: project(),
    encoding: 'utf8',
    env,
  });
  const file = 'node_modules/inject-shm/fn-config/inject-shm.schema.json';
  assert.is(stdout.trim(), join(project(), file));
});

test.run();
