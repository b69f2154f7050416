import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import * as assert from 'uvu/assert';
import { parse, parseAllDocuments } from 'yaml';
import { version } from '../package.json';
import { spec } from './spec.ts';

const test = spec('catalog');

const folder = mkdtempSync(join(tmpdir(), 'inject-shm-catalog-'));

test.after(() => rmSync(folder, { recursive: true }));

const write = (...args: readonly string[]): void => {
  const all = ['scripts/catalog.mjs', '--out', folder, ...args];
  const { status, stderr } = spawnSync(process.execPath, all, { encoding: 'utf8' });
  assert.is(status, 0, stderr);
};

const textOf = (file: string): string => readFileSync(join(folder, file), 'utf8');

interface Definition {
  readonly spec: {
    readonly names: { readonly kind: string };
    readonly versions: readonly [
      {
        readonly schema: { readonly openAPIV3Schema: object };
        readonly examples: readonly string[];
        readonly runtime: {
          readonly container: object;
          readonly exec?: { readonly platforms: readonly object[] };
        };
      },
    ];
  };
}

const definitions = (text: string): readonly Definition[] =>
  parseAllDocuments(text).map((document) => document.toJS() as Definition);

test('both files are up to date; `npm run docs` writes them', () => {
  write();
  ['metadata.yaml', 'krm-function.yaml'].forEach((file) =>
    assert.fixture(textOf(file), readFileSync(file, 'utf8'), file),
  );
});

test('what they point at is there', () => {
  const { examplePackageURLs } = parse(readFileSync('metadata.yaml', 'utf8'));
  const pages = definitions(readFileSync('krm-function.yaml', 'utf8')).flatMap(
    (each) => each.spec.versions[0].examples,
  );
  const paths = [...examplePackageURLs, ...pages].map((url) =>
    String(url).replace(/^.*\/tree\/v[^/]*\//, ''),
  );
  assert.is(paths.length, 9);
  assert.equal(
    paths.filter((path) => !existsSync(path)),
    [],
  );
});

/** OpenAPI 3.0's flag is a number in JSON Schema. */
const asJsonSchema = (_: string, value: unknown): unknown => {
  const { minimum, exclusiveMinimum, ...rest } = Object(value);
  return exclusiveMinimum === true ? { ...rest, exclusiveMinimum: minimum } : value;
};

test('the schemas take every functionConfig that there is, and no unknown field', () => {
  const ajv = new Ajv({ strict: false });
  const validators = new Map(
    definitions(readFileSync('krm-function.yaml', 'utf8')).map(({ spec: { names, versions } }) => [
      names.kind,
      ajv.compile(JSON.parse(JSON.stringify(versions[0].schema.openAPIV3Schema), asJsonSchema)),
    ]),
  );
  const configs = readdirSync('fn-config')
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => parse(readFileSync(join('fn-config', file), 'utf8')));
  const isValid = (config: { readonly kind: string }) => validators.get(config.kind)?.(config);
  assert.equal(
    configs.filter((config) => isValid(config) !== true),
    [],
  );
  assert.is(new Set(configs.map(({ kind }) => kind)).size, 2);
  configs.forEach(({ spec: _spec, data, ...config }) => {
    const more = { ratoi: '0.5' };
    const broken = { ...config, ...(data ? { data: more } : { spec: more }) };
    assert.is(isValid(broken), false, JSON.stringify(broken));
  });
});

test("the README marks what kpt's catalog shows", () => {
  const readme = readFileSync('README.md', 'utf8');
  ['Short', 'Long', 'Examples'].forEach((part) => {
    const [, text = ''] = readme.split(`<!--mdtogo:${part}-->\n`);
    const [marked = ''] = text.split('<!--mdtogo-->');
    assert.ok(marked.trim().length > 50 && !marked.includes('<!--'), part);
  });
});

test('a release names its image and its executables', () => {
  const sums = join(folder, 'SHA256SUMS');
  const digest = 'd'.repeat(64);
  writeFileSync(
    sums,
    `${'a'.repeat(64)}  inject-shm-linux-x64\n${'b'.repeat(64)}  inject-shm.cdx.json\n${'c'.repeat(64)}  inject-shm-darwin-arm64\n`,
  );
  const source = 'https://git.example.com/shop/inject-shm';
  write(
    '--image=example.com/i',
    `--digest=sha256:${digest}`,
    `--source=${source}`,
    `--sums=${sums}`,
  );
  definitions(textOf('krm-function.yaml')).forEach(({ spec: { versions } }) =>
    assert.equal(versions[0].runtime, {
      container: {
        image: `example.com/i:v${version}`,
        sha256: digest,
        requireNetwork: false,
        requireStorageMount: false,
      },
      exec: {
        platforms: [
          ['linux', 'x64', 'amd64', 'a'],
          ['darwin', 'arm64', 'arm64', 'c'],
        ].map(([os, name, arch, letter = '']) => ({
          bin: `inject-shm-${os}-${name}`,
          os,
          arch,
          uri: `${source}/releases/download/v${version}/inject-shm-${os}-${name}`,
          sha256: letter.repeat(64),
        })),
      },
    }),
  );
  assert.is(parse(textOf('metadata.yaml')).image, 'example.com/i');
});

test.run();
