// Writes what catalogs of KRM functions ask for: metadata.yaml (kpt's) and krm-function.yaml (KRMFunctionDefinitions of
// KEP-2906, with the schemas of the config). The release names its image and repository, and adds checksums:
//   node scripts/catalog.mjs --out DIR --image NAME --digest sha256:… --source URL --sums SHA256SUMS
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { home } from './names.mjs';
import { sources } from './sources.mjs';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: '.' },
    image: { type: 'string', default: 'localhost/inject-shm' },
    digest: { type: 'string', default: '' },
    source: { type: 'string', default: home },
    sums: { type: 'string', default: '' },
  },
});
const { image, digest, source } = values;

const { configSchema, fields } = await sources(
  'catalog',
  `export { configSchema, fields } from './src/config.ts';`,
);
const { description, version, license } = JSON.parse(readFileSync('package.json', 'utf8'));
const tag = `v${version}`;

/** @param {string} path */
const page = (path) => `${source}/tree/${tag}/${path}`;

const examples = ['simple', 'imperative', 'advanced'].map((kind) => `examples/inject-shm-${kind}`);

const metadata = {
  image,
  description,
  tags: ['mutator', 'validator'],
  sourceURL: source,
  examplePackageURLs: examples.map(page),
  license,
};

/** @type {Readonly<Record<string, string>>} */
const arches = { x64: 'amd64', arm64: 'arm64' };

/** The executables of a list of checksums. */
const platforms = existsSync(values.sums)
  ? [
      ...readFileSync(values.sums, 'utf8').matchAll(
        /^(\w+) [ *](inject-shm-(linux|darwin)-(\w+))$/gm,
      ),
    ].map(([, sha256, bin, os, arch = '']) => ({
      bin,
      os,
      arch: arches[arch],
      uri: `${source}/releases/download/${tag}/${bin}`,
      sha256,
    }))
  : [];

/** @param {string} group @param {string} kind @param {string} name @param {object} schema */
const definition = (group, kind, name, schema) => ({
  apiVersion: 'config.kubernetes.io/v1alpha1',
  kind: 'KRMFunctionDefinition',
  spec: {
    group,
    names: { kind },
    description,
    publisher: new URL(source).pathname.split('/')[1],
    home: source,
    tags: metadata.tags,
    versions: [
      {
        name,
        schema: { openAPIV3Schema: schema },
        idempotent: true,
        usage: page('README.md'),
        examples: examples.map((folder) => page(`${folder}/README.md`)),
        license: 'Apache 2.0',
        runtime: {
          container: {
            image: `${image}:${tag}`,
            ...(digest && { sha256: digest.replace('sha256:', '') }),
            requireNetwork: false,
            requireStorageMount: false,
          },
          ...(platforms.length > 0 && { exec: { platforms } }),
        },
      },
    ],
  },
});

/** OpenAPI 3.0 says by a flag that a bound is exclusive. @param {string} _ @param {any} value */
const asOpenApi = (_, value) =>
  typeof value?.exclusiveMinimum === 'number'
    ? { ...value, minimum: value.exclusiveMinimum, exclusiveMinimum: true }
    : value;

const { $schema: _, ...ofInjectShm } = JSON.parse(JSON.stringify(configSchema(), asOpenApi));

/** The same fields, each as text. */
const ofConfigMap = {
  description: ofInjectShm.description,
  type: 'object',
  required: ['apiVersion', 'kind'],
  properties: {
    apiVersion: { type: 'string', enum: ['v1'] },
    kind: { type: 'string', enum: ['ConfigMap'] },
    metadata: { type: 'object' },
    data: {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(
        /** @type {readonly { readonly name: string }[]} */ (fields).map(({ name }) => [
          name,
          {
            type: 'string',
            description: ofInjectShm.properties.spec.properties[name].description,
          },
        ]),
      ),
    },
  },
};

/** @param {readonly object[]} documents */
const yaml = (documents) =>
  documents
    .map((each) => stringify(each, { lineWidth: 0, aliasDuplicateObjects: false }))
    .join('---\n');

writeFileSync(join(values.out, 'metadata.yaml'), yaml([metadata]));
writeFileSync(
  join(values.out, 'krm-function.yaml'),
  yaml([
    definition('inject-shm.dev', 'InjectShm', 'v1alpha1', ofInjectShm),
    definition('', 'ConfigMap', 'v1', ofConfigMap),
  ]),
);
