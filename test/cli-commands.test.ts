import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import type { Context, Given } from '../src/cli/command.ts';
import { commands } from '../src/cli/commands.ts';
import { help } from '../src/cli/help.ts';
import { init, initialConfig } from '../src/cli/init.ts';
import { topics } from '../src/cli/topics.ts';
import { configSchema, decode, fields } from '../src/config.ts';
import * as E from 'fp-ts/lib/Either.js';
import { spec } from './spec.ts';

const test = spec('commands');

const context: Context = { env: {}, commands };

const given = (...args: readonly string[]): Given => ({
  args,
  flags: {},
  has: () => false,
  text: () => undefined,
  all: () => [],
});

const made: string[] = [];

const place = (...files: readonly string[]): string => {
  const folder = mkdtempSync(join(tmpdir(), 'inject-shm-commands-'));
  made.push(folder);
  files.forEach((file) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), '{}');
  });
  return folder;
};

test.after(() => made.forEach((folder) => rmSync(folder, { recursive: true })));

test('the table: the command without a name first, each name once, a flag the same kind everywhere', () => {
  const names = commands.map(({ name }) => name);
  assert.is(names[0], '');
  assert.equal(names, [...new Set(names)]);
  const kinds = new Map<string, boolean>();
  commands
    .flatMap(({ flags }) => Object.entries(flags))
    .forEach(([flag, { metavar }]) => {
      const isSwitch = metavar === undefined;
      assert.is(kinds.get(flag) ?? isSwitch, isSwitch, flag);
      kinds.set(flag, isSwitch);
      assert.not.ok(
        fields.some((field) => field.flag === flag),
        flag,
      );
    });
});

test('every command can be loaded', async () => {
  for (const { load } of commands) assert.type(await load(), 'function');
});

const pages: readonly (readonly string[])[] = [
  [],
  ...topics.map((topic) => [topic]),
  ...commands.flatMap(({ name }) => (name === '' ? [] : [name.split(' ')])),
  ['argocd'],
];

pages.forEach((args) =>
  test(`help ${args.join(' ')} fits a terminal`, async () => {
    const { stdout, exitCode } = await help(given(...args), context);
    assert.is(exitCode, 0);
    assert.equal(
      stdout.split('\n').filter((line) => line.length > 100),
      [],
    );
  }),
);

test('help is one screen that names every command, flag and topic', async () => {
  const { stdout } = await help(given(), context);
  assert.ok(stdout.split('\n').length <= 60);
  commands.forEach(({ name }) => assert.match(stdout, name));
  Object.keys(commands[0]?.flags ?? {}).forEach((flag) => assert.match(stdout, `  --${flag}`));
  topics.forEach((topic) => assert.match(stdout, topic));
});

test('help config names every field', async () => {
  const { stdout } = await help(given('config'), context);
  fields.forEach(({ flag }) => assert.match(stdout, `  --${flag} `));
});

test('help about nothing: the nearest', async () => {
  const { stdout, stderr, exitCode } = await help(given('confg'), context);
  assert.match(stderr, 'there is no help about "confg" (did you mean "config"?)');
  assert.equal([stdout, exitCode], ['', 3]);
});

test('init writes a config that is valid, and beside it the schema that its first line names', async () => {
  const folder = place('.git/HEAD');
  const { stderr, exitCode } = await init(given(folder), context);
  const file = join(folder, '.inject-shm.yaml');
  const schema = join(folder, '.inject-shm.schema.json');
  assert.is(stderr, `inject-shm: wrote ${file}, and its schema to ${schema}\n`);
  assert.is(exitCode, 0);
  const text = readFileSync(file, 'utf8');
  assert.match(text, /^# yaml-language-server: \$schema=\.inject-shm\.schema\.json\n/);
  const found: unknown = JSON.parse(readFileSync(schema, 'utf8'));
  assert.equal(found, JSON.parse(JSON.stringify(configSchema())));
  const config: unknown = parse(text);
  assert.ok(new Ajv().validate(found as object, config));
  assert.ok(E.isRight(decode(config)));
});

test('init names the schema of the package where it is installed, in the folder or above', async () => {
  const schema = 'node_modules/inject-shm/fn-config/inject-shm.schema.json';
  const folder = place('.git/HEAD', schema, 'deploy/a.yaml');
  await init(given(join(folder, 'deploy')), context);
  const text = readFileSync(join(folder, 'deploy/.inject-shm.yaml'), 'utf8');
  assert.is(text.split('\n')[0], `# yaml-language-server: $schema=../${schema}`);
  assert.not.ok(existsSync(join(folder, 'deploy/.inject-shm.schema.json')));
});

const refusals: readonly (readonly [name: string, folder: () => string, stderr: string])[] = [
  ['a config that exists', () => place('.inject-shm.yaml'), '.inject-shm.yaml exists and is not'],
  ['a folder that is not there', () => join(place(), 'x'), '/x is no folder'],
  ['a file', () => join(place('a'), 'a'), '/a is no folder'],
];

refusals.forEach(([name, folder, message]) =>
  test(`init refuses ${name}`, async () => {
    const { stderr, exitCode } = await init(given(folder()), context);
    assert.match(stderr, message);
    assert.is(exitCode, 2);
  }),
);

test('every field of the written config may be there, and none that a repository may not decide', () => {
  const text = initialConfig('x');
  fields.forEach(({ name }) => {
    const isAllowed = name !== 'mode' && name !== 'lockedAnnotations';
    assert.is(new RegExp(`^  (?:# )?${name}: `, 'm').test(text), isAllowed, name);
  });
  // Without the marks of a comment the values are those of the defaults.
  const values = [...text.matchAll(/^ {2}# (\w+: [^<\n]*)$/gm)].map(([, line]) => line);
  const config = { ...parse(text), spec: parse(values.join('\n')) };
  assert.equal(decode(config), decode(undefined));
});

test.run();
