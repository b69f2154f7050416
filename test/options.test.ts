import * as E from 'fp-ts/lib/Either.js';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import type { Action, Run } from '../src/cli/run.ts';
import { optionsOf } from '../src/process/options.ts';
import { spec } from './spec.ts';

const test = spec('options');

const folder = mkdtempSync(join(tmpdir(), 'inject-shm-options-'));

test.after(() => rmSync(folder, { recursive: true }));

const run = (action: Action, fnConfig: string, flags: Run['flags'] = {}): Run => ({
  paths: [],
  action,
  format: 'text',
  results: undefined,
  flags: action === 'check' ? { ...flags, mode: 'check' } : flags,
  fnConfig,
  isDiscovered: true,
  exclude: [],
  stdinFilename: undefined,
  verbosity: 'usual',
  logToStderr: false,
});

const config = (mode: string): string =>
  `apiVersion: inject-shm.dev/v1alpha1\nkind: InjectShm\nspec: {mode: ${mode}}\n`;

const modes: readonly (readonly [
  action: Action,
  mode: string,
  flags: Run['flags'],
  wrong: string | undefined,
])[] = [
  ['check', 'inject', {}, undefined],
  ['check', 'check', {}, undefined],
  ['check', 'remove', {}, '--check and `mode: remove` of FILE exclude each other'],
  ['write', 'remove', {}, undefined],
  [
    'write',
    'check',
    {},
    '--write has nothing to show with `mode: check` of FILE, which changes nothing',
  ],
  [
    'diff',
    'check',
    {},
    '--diff has nothing to show with `mode: check` of FILE, which changes nothing',
  ],
  ['diff', 'check', { mode: 'inject' }, undefined],
  ['print', 'remove', {}, undefined],
  ['print', 'check', {}, undefined],
  // Told with all else that is wrong with the config.
  ['check', 'removed', {}, undefined],
];

modes.forEach(([action, mode, flags, wrong]) =>
  test(`--${action} with a config of mode ${mode} ${JSON.stringify(flags)}`, () => {
    const file = join(folder, 'config.yaml');
    writeFileSync(file, config(mode));
    const options = optionsOf(run(action, file, flags));
    assert.is(E.isLeft(options) ? options.left : undefined, wrong?.replace('FILE', file));
  }),
);

const unreadable: readonly (readonly [name: string, text: string | undefined, message: string])[] =
  [
    ['gone.yaml', undefined, '--fn-config FILE: there is no such file'],
    ['.', undefined, '--fn-config FILE: it is a folder, not a file'],
    [
      'latin.yaml',
      '\xff',
      '--fn-config FILE: the file is not UTF-8: byte 0 belongs to no character',
    ],
    ['empty.yaml', '', 'FILE:1:1: a functionConfig is needed, as the only document'],
  ];

unreadable.forEach(([name, text, message]) =>
  test(`a config that cannot be read: ${name}`, () => {
    const file = join(folder, name);
    if (text !== undefined) writeFileSync(file, text, 'latin1');
    assert.equal(optionsOf(run('print', file)), E.left(message.replace('FILE', file)));
  }),
);

test.run();
