import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import manifest, { version } from '../package.json';
import { absolute, home, imported, named, published, unready } from '../scripts/names.mjs';
import { formats } from '../src/format/formats.ts';
import { spec } from './spec.ts';

const test = spec('names');

const path = new URL(home).pathname.slice(1);

const places: readonly (readonly [string, string, string])[] = [
  ['an action', '- uses: other/inject-shm@v9.9.9\n', `- uses: ${path}@v${version}\n`],
  [
    'hooks',
    '- repo: https://github.com/other/inject-shm\n    rev: v9.9.9\n',
    `- repo: ${home}\n    rev: v${version}\n`,
  ],
  ['an attestation', 'verify FILE --repo other/inject-shm`', `verify FILE --repo ${path}\``],
  ['another action', '- uses: actions/checkout@v4\n', '- uses: actions/checkout@v4\n'],
];

places.forEach(([name, before, after]) =>
  test(`${name} is named by package.json`, () => assert.is(named(before), after)),
);

test('docs and examples name the repository and the version of package.json', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/names.mjs', '--check']);
  assert.is(status, 0, String(stderr));
});

test('on the page of the package every link of the README leads somewhere', () => {
  const readme = absolute(readFileSync('README.md', 'utf8'));
  const links = [...readme.matchAll(/\]\(([^)]*)\)/g)].map(([, link = '']) => link);
  assert.ok(links.length > 20);
  assert.equal(
    links.filter((link) => !/^(?:https:|#)/.test(link)),
    [],
  );
  assert.ok(links.some((link) => link.endsWith(`/v${version}/docs/dev-shm.svg`)));
});

test('npm gets the dependencies that the library imports, in the versions that it is tested with', () => {
  const { dependencies } = published(manifest);
  assert.equal(Object.keys(dependencies), imported);
  imported.forEach((name) =>
    assert.is(
      dependencies[name],
      Object.entries(manifest.dependencies).find(([each]) => each === name)?.[1],
    ),
  );
});

const releases: readonly (readonly [string, NodeJS.ProcessEnv, RegExp])[] = [
  ['an image without a name', { GITHUB_REPOSITORY: path }, /IMAGE/],
  ['another repository', { GITHUB_REPOSITORY: 'other/it', IMAGE: 'i' }, /other\/it/],
];

releases.forEach(([name, env, expected]) =>
  test(`a release stops early for ${name}`, () => assert.match(unready(env).join('\n'), expected)),
);

test('a placeholder stops a release', () => {
  const problems = unready({ GITHUB_REPOSITORY: path, IMAGE: 'i' });
  assert.is(problems.length, path.startsWith('OWNER/') ? 1 : 0);
});

const read = (file: string): unknown => parse(readFileSync(file, 'utf8'));

test("Helm's plugin has the version of the package", () =>
  assert.is((read('examples/helm/plugin/plugin.yaml') as { version: string }).version, version));

test('the action has a brand, and names every format', () => {
  const action = read('action.yml') as {
    readonly branding: { readonly icon: string; readonly color: string };
    readonly inputs: { readonly format: { readonly description: string } };
  };
  assert.equal(Object.keys(action.branding), ['icon', 'color']);
  const { description } = action.inputs.format;
  assert.equal(
    formats.filter((format) => !description.includes(`\`${format}\``)),
    [],
  );
});

test('the hooks of pre-commit are commands of today', () => {
  const hooks = read('.pre-commit-hooks.yaml') as readonly { readonly entry: string }[];
  assert.equal(
    hooks.map(({ entry }) => entry),
    ['inject-shm --write', 'inject-shm --check'],
  );
});

test.run();
