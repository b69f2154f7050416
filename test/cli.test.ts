import * as E from 'fp-ts/lib/Either.js';
import * as assert from 'uvu/assert';
import { parseCommand, type Run } from '../src/cli.ts';
import { help } from '../src/cli/help.ts';
import { fields } from '../src/config.ts';
import { spec } from './spec.ts';

const test = spec('command line');

const usual: Run = {
  type: 'run',
  paths: [],
  exclude: [],
  action: 'print',
  format: 'text',
  results: undefined,
  flags: {},
  fnConfig: undefined,
  logToStderr: false,
};

const understood: readonly (readonly [argv: string, run: Partial<Run>])[] = [
  ['', {}],
  ['-', {}],
  ['--ratio 0.25', { flags: { ratio: '0.25' } }],
  ['--ratio=0.25 a.yaml b', { paths: ['a.yaml', 'b'], flags: { ratio: '0.25' } }],
  ['a.yaml --log-to-stderr', { paths: ['a.yaml'], logToStderr: true }],
  ['--diff', { action: 'diff' }],
  ['--write a', { action: 'write', paths: ['a'] }],
  ['--check', { action: 'check', flags: { mode: 'check' } }],
  ['--check --mode check', { action: 'check', flags: { mode: 'check' } }],
  ['--mode check', { action: 'print', flags: { mode: 'check' } }],
  ['--mode check a', { action: 'check', paths: ['a'], flags: { mode: 'check' } }],
  ['--mode remove --write a', { action: 'write', paths: ['a'], flags: { mode: 'remove' } }],
  [
    '--check --format sarif a',
    { action: 'check', format: 'sarif', paths: ['a'], flags: { mode: 'check' } },
  ],
  ['--results r.yaml', { results: 'r.yaml' }],
  ['--fn-config c.yaml a', { fnConfig: 'c.yaml', paths: ['a'] }],
  ['-- --odd.yaml', { paths: ['--odd.yaml'] }],
  ['--exclude a,b/ --exclude=*.gen.yaml x', { exclude: ['a', 'b/', '*.gen.yaml'], paths: ['x'] }],
];

understood.forEach(([argv, run]) =>
  test(`understood: ${argv === '' ? 'nothing' : argv}`, () =>
    assert.equal(
      parseCommand(argv.split(' ').filter((word) => word !== '')),
      E.right({ ...usual, ...run }),
    )),
);

const help_ = '; `inject-shm --help` lists what there is';

const refused: readonly (readonly [argv: string, message: string])[] = [
  ['--frobnicate', `unknown flag --frobnicate${help_}`],
  ['--rato 1', `unknown flag --rato (did you mean "--ratio"?)${help_}`],
  ['-x', `unknown flag -x${help_}`],
  ['--ratio', `Option '--ratio <value>' argument missing${help_}`],
  ['--ratio 0.5 --ratio 0.6', '--ratio is given twice'],
  ['--exclude a', '--exclude is for files and folders'],
  ['argocd generate --exclude a', '--exclude is not for `argocd generate`'],
  ['--diff=1 a', `Option '--diff' does not take an argument${help_}`],
  ['--diff --write a', '--diff and --write exclude each other'],
  ['--write --check a', '--write and --check exclude each other'],
  ['--check --mode remove a', '--check and --mode remove exclude each other'],
  ['--diff --mode check a', '--diff has nothing to show with --mode check, which changes nothing'],
  ['--write', '--write needs the files or folders to change'],
  ['--write -', '--write needs the files or folders to change'],
  ['- a.yaml', '`-` stands for stdin and cannot be read together with files'],
  ['--format json a', '--format is for --check'],
  ['--check --format xml a', '`--format` must be one of text, json, sarif, github, got "xml"'],
];

refused.forEach(([argv, message]) =>
  test(`refused: ${argv}`, () => assert.equal(parseCommand(argv.split(' ')), E.left(message))),
);

test('--help names every flag and fits a terminal', () => {
  const text = help();
  fields.forEach(({ flag }) => assert.match(text, `  --${flag} `));
  assert.equal(
    text.split('\n').filter((line) => line.length > 108),
    [],
  );
});

test.run();
