import {
  Configs,
  type KptFunc,
  kubernetesKey,
  type KubernetesObject,
} from 'kpt-functions/dist/src/types.js';
import * as assert from 'uvu/assert';
import { parseAllDocuments } from 'yaml';
import { injectShm } from '../src/index.ts';
import { type Golden, goldens, run } from './golden-case.ts';
import { spec } from './spec.ts';
import { withoutResults } from './support.ts';

const test = spec('kpt-sdk agrees with text');

const kptFunc: KptFunc = injectShm;

type Value = Readonly<Record<string, unknown>>;

// What the SDK's objects cannot carry, or the text surface refuses for its form.
const textOnly: Readonly<Record<string, string>> = {
  'limit-octal': 'a number has lost its spelling',
  'limit-template': 'a template that is no string is a map by then',
  'size-whole-mi': 'a number has lost its spelling',
  'text-duplicate-keys': 'an object has each key once',
  'text-merge-refused': 'merges are written out by then',
  'remove-refused': 'objects have no tags and no comments',
  'skip-silent': 'a function has what is marked local-config left out, a stream has it applied',
  'text-alias-annotations': 'aliases are written out by then',
  'text-quoted-shallow': 'the reader of this test takes the second line for a key',
  'text-odd-keys': 'pairs are maps by then',
  'text-key-like-colon': 'an object has no keys without a colon',
};

const camel = (flag: string): string =>
  flag.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

const isObject = (value: unknown): value is Value =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isKubernetes = (value: unknown): value is KubernetesObject =>
  isObject(value) &&
  typeof value['apiVersion'] === 'string' &&
  typeof value['kind'] === 'string' &&
  isObject(value['metadata']) &&
  typeof value['metadata']['name'] === 'string';

interface Parsed {
  readonly functionConfig: unknown;
  readonly objects: readonly unknown[];
}

const parse = (text: string): Parsed => {
  const values = parseAllDocuments(text, { merge: true, logLevel: 'error' }).map(
    (document): unknown => document.toJS(),
  );
  const [list] = values;
  return isObject(list) && list['kind'] === 'ResourceList'
    ? { functionConfig: list['functionConfig'], objects: (list['items'] ?? []) as unknown[] }
    : { functionConfig: undefined, objects: values.filter((value) => value !== null) };
};

/** The functionConfig of a golden, or its flags as one. */
const configOf = ({ flags }: Golden, { functionConfig }: Parsed): KubernetesObject => {
  const data = Object.fromEntries(
    Object.entries(flags).map(([flag, value]) => [camel(flag), value]),
  );
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'shm' }, data };
  return (functionConfig ?? configMap) as KubernetesObject;
};

const byKey = (objects: readonly KubernetesObject[]): Value =>
  Object.fromEntries(objects.map((object) => [kubernetesKey(object), object]));

/** Those that the SDK can hold: named objects, each once. */
const isHeld = (objects: readonly unknown[]): objects is readonly KubernetesObject[] =>
  objects.length > 0 &&
  objects.every(isKubernetes) &&
  new Set(objects.map(kubernetesKey)).size === objects.length;

const agreed = goldens.filter((golden) => {
  const { exitCode } = run(golden);
  return (
    exitCode < 2 && !Object.hasOwn(textOnly, golden.name) && isHeld(parse(golden.input).objects)
  );
});

agreed.forEach((golden) =>
  test(golden.name, async () => {
    const input = parse(golden.input);
    const { stdout, results } = run(golden);
    const objects = [...(input.objects as readonly KubernetesObject[])];
    const configs = new Configs(objects, configOf(golden, input));
    await kptFunc(configs);
    assert.equal(
      byKey(configs.getAll()),
      byKey(parse(withoutResults(stdout)).objects as readonly KubernetesObject[]),
    );
    const told = (all: readonly (readonly [string | undefined, string])[]) =>
      all.map(([code, message]) => `${code}: ${message}`).toSorted();
    assert.equal(
      told(configs.getResults().map(({ tags, message }) => [tags?.['code'], message])),
      told(results.map(({ tags, message }) => [tags.code, message])),
    );
  }),
);

test('most goldens can be compared', () => {
  const names = new Set(goldens.map(({ name }) => name));
  assert.equal(
    Object.keys(textOnly).filter((name) => !names.has(name)),
    [],
  );
  assert.ok(agreed.length > 100, `${agreed.length} of ${goldens.length}`);
});

test.run();
