import * as E from 'fp-ts/lib/Either.js';
import { existsSync, readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { parseCommand } from '../src/cli.ts';
import { decode } from '../src/config.ts';
import { inject } from '../src/inject.ts';
import { spec } from './spec.ts';

const test = spec('README');

const readme = readFileSync('README.md', 'utf8');

const blocks = (language: string): readonly string[] =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, block = '']) => block,
  );

const side = (diff: string, marks: string): string =>
  diff
    .split('\n')
    .filter((line) => line !== '' && marks.includes(line.charAt(0)))
    .map((line) => `${line.slice(1)}\n`)
    .join('');

test('the diff is what a run gives', () => {
  const [diff = ''] = blocks('diff');
  const { stdout, exitCode } = inject(side(diff, ' '));
  assert.is(exitCode, 0);
  assert.is(stdout, side(diff, ' +'));
});

test('the config is one', () => {
  const found = blocks('yaml').map((block) => decode(parse(block)));
  assert.ok(found.length > 0);
  assert.ok(found.every(E.isRight));
});

test('the commands are those of the command line', () => {
  const commands = blocks('sh')
    .flatMap((block) => block.split('\n'))
    .flatMap((line) => /\| inject-shm ([^>#]*)/.exec(line)?.[1] ?? []);
  assert.ok(commands.length >= 2);
  for (const command of commands)
    assert.ok(E.isRight(parseCommand(command.trim().split(/\s+/))), command);
});

test('what it links to is there', () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, link = '']) => link);
  assert.ok(links.length >= 5);
  assert.equal(
    links.filter((link) => !existsSync(link)),
    [],
  );
});

test.run();
