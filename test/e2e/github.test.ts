import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { blocks, filesBelow } from '../docs/pages.ts';
import { spec } from '../spec.ts';
import { actionlint, copyOf, run, write } from './tools.ts';

const test = spec('GitHub');

const made: { folder?: string } = {};

test.after(() => {
  if (made.folder !== undefined) rmSync(made.folder, { recursive: true });
});

/** A repository with the action in its root, so that actionlint knows its inputs. */
const repository = (): string => {
  const folder = (made.folder ??= mkdtempSync(join(tmpdir(), 'inject-shm-github-')));
  run(folder, 'git', ['init', '--quiet']);
  copyFileSync('action.yml', join(folder, 'action.yml'));
  copyOf('.github', join(folder, '.github'));
  return folder;
};

const isWorkflow = (text: string): boolean => /^on:/m.test(text) && /^jobs:/m.test(text);

/** Those of the docs and of the examples, by where they are. */
const workflows: readonly (readonly [string, string])[] = [
  ...blocks.map(({ page, line, text }) => [`${page}:${line}`, text] as const),
  ...['examples', '.github']
    .flatMap(filesBelow)
    .map((file) => [file, readFileSync(file, 'utf8')] as const),
].filter(([, text]) => isWorkflow(text));

workflows.forEach(([name, text]) =>
  test(`actionlint has nothing to say about ${name}`, () => {
    const folder = repository();
    const file = `.github/workflows/${name.replaceAll(/[/:]/g, '-')}.yaml`;
    write(folder, { [file]: text.replaceAll(/[\w.-]+\/inject-shm@\S+/g, './') });
    // shellcheck is not everywhere.
    const { stdout, status } = run(folder, actionlint(), ['-shellcheck=', file]);
    assert.is(status, 0, stdout);
  }),
);

const own = filesBelow('.github/workflows');

own.forEach((path) =>
  test(`actionlint has nothing to say about ${path}`, () => {
    const { stdout, status } = run('.', actionlint(), ['-shellcheck=', path]);
    assert.is(status, 0, stdout);
  }),
);

test('our workflows pin what they use by commit', () => {
  const uses = own.flatMap((path) => [
    ...readFileSync(path, 'utf8').matchAll(/^ *(?:- )?uses: *(.*)$/gm),
  ]);
  const isPinned = (used: string): boolean =>
    /^\.\/|^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(used);
  assert.ok(uses.length > 10);
  assert.equal(
    uses.flatMap(([, used = '']) => (isPinned(used) ? [] : [used])),
    [],
  );
});

test('the workflows are found', () => assert.ok(workflows.length >= 2));

test.run();
