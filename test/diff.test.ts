import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyPatch, FILE_HEADERS_ONLY, formatPatch, parsePatch, structuredPatch } from 'diff';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { toDiff } from '../src/files/diff.ts';
import { injectFiles } from '../src/inject.ts';
import type { TextEdit } from '../src/yaml/node.ts';
import { splice } from '../src/yaml/splice.ts';
import { goldens } from './golden-case.ts';
import { skip, spec } from './spec.ts';

const test = spec('diff');

const numbers = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, at) => `${from + at}\n`).join('');

const diffOf = (before: string, edits: readonly TextEdit[], name = 'a.yaml'): string =>
  toDiff([{ name, before, edits }], false);

const head = '--- a.yaml\n+++ a.yaml\n';

/** An edit of the text: what it takes out, where that stands first, and what it puts there. */
type Said = readonly [old: string, text: string];

const editsOf = (before: string, said: readonly Said[]): readonly TextEdit[] =>
  said.map(([old, text]) => {
    const start = before.indexOf(old);
    return { start, end: start + old.length, text };
  });

type Row = readonly [name: string, before: string, said: readonly Said[], diff: string];

const diffs: readonly Row[] = [
  [
    'a line in the middle',
    numbers(1, 9),
    [['5', 'x']],
    '@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n',
  ],
  ['a line behind the last', '1\n2\n', [['2\n', '2\n3\n']], '@@ -1,2 +1,3 @@\n 1\n 2\n+3\n'],
  ['a line before the first', '1\n2\n', [['', '0\n']], '@@ -1,2 +1,3 @@\n+0\n 1\n 2\n'],
  ['the first line gone', '1\n2\n', [['1\n', '']], '@@ -1,2 +1,1 @@\n-1\n 2\n'],
  ['the only line gone', '1\n', [['1\n', '']], '@@ -1,1 +0,0 @@\n-1\n'],
  ['the first line of an empty text', '', [['', '1\n']], '@@ -0,0 +1,1 @@\n+1\n'],
  ['an edit that changes nothing', '1\n2\n', [['2', '2']], ''],
  [
    'lines in an edit that stay as they are',
    numbers(1, 4),
    [['1\n2\n3\n', '1\nx\n3\n']],
    '@@ -1,4 +1,4 @@\n 1\n-2\n+x\n 3\n 4\n',
  ],
  [
    'two edits of one line',
    'a b c\n',
    [
      ['a', 'x'],
      ['c', 'y'],
    ],
    '@@ -1,1 +1,1 @@\n-a b c\n+x b y\n',
  ],
  [
    'a line changed and lines added below it',
    '1\n2\n3\n',
    [
      ['2', 'x'],
      ['3', 'y\n3'],
    ],
    '@@ -1,3 +1,4 @@\n 1\n-2\n+x\n+y\n 3\n',
  ],
  [
    'a line added that the next one is like',
    '- a\n- b\n',
    [['', '- a\n- c\n']],
    '@@ -1,2 +1,4 @@\n - a\n+- c\n+- a\n - b\n',
  ],
  [
    'changes that share their context',
    numbers(1, 9),
    [
      ['2', 'x'],
      ['9', 'y'],
    ],
    '@@ -1,9 +1,9 @@\n 1\n-2\n+x\n 3\n 4\n 5\n 6\n 7\n 8\n-9\n+y\n',
  ],
  [
    'changes that do not',
    numbers(1, 9),
    [
      ['1', 'x'],
      ['9', 'y'],
    ],
    '@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+y\n',
  ],
  [
    'no last line break, line unchanged',
    '1\n2',
    [['', '0\n']],
    '@@ -1,2 +1,3 @@\n+0\n 1\n 2\n\\ No newline at end of file\n',
  ],
  [
    'no last line break, line changed',
    '1\n2',
    [['2', '3']],
    '@@ -1,2 +1,2 @@\n 1\n-2\n\\ No newline at end of file\n+3\n\\ No newline at end of file\n',
  ],
  ['CRLF', 'a\r\nb\r\n', [['b', 'c']], '@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n'],
];

diffs.forEach(([name, before, said, diff]) =>
  test(name, () => assert.is(diffOf(before, editsOf(before, said)), head + diff)),
);

test('colours', () =>
  assert.is(
    toDiff([{ name: 'a', before: '1\n2\n', edits: editsOf('1\n2\n', [['2', '3']]) }], true),
    '\u001b[1m--- a\u001b[0m\n\u001b[1m+++ a\u001b[0m\n\u001b[36m@@ -1,2 +1,2 @@\u001b[0m\n 1\n\u001b[31m-2\u001b[0m\n\u001b[32m+3\u001b[0m\n',
  ));

for (const [name, quoted] of [
  ['a b.yaml', 'a b.yaml'],
  ['ä"\t.yaml', '"\\303\\244\\"\\t.yaml"'],
  ['a\\\u0001.yaml', '"a\\\\\\001.yaml"'],
] as const)
  test(`a file called ${JSON.stringify(name)}`, () =>
    assert.is(
      diffOf('', [{ start: 0, end: 0, text: '1\n' }], name).split('@@')[0],
      `--- ${quoted}\n+++ ${quoted}\n`,
    ));

/** Texts of few different lines, as manifests have them, and edits of them, in order and apart. */
const edited: fc.Arbitrary<readonly [before: string, edits: readonly TextEdit[]]> = fc
  .tuple(
    fc.array(fc.nat(9), { maxLength: 60, size: 'max' }),
    fc.array(
      fc.record({
        skip: fc.oneof(fc.nat(4), fc.nat(60)),
        gone: fc.constantFrom(0, 0, 1, 2, 3, 8),
        text: fc.constantFrom('', '', '1', '\n', '2\n', '3\n4\n', 'x', '5\n6'),
      }),
      { maxLength: 12 },
    ),
    fc.boolean(),
  )
  .map(([lines, said, isOpen]) => {
    const whole = lines.map((line) => `${line}\n`).join('');
    const before = isOpen ? whole.trimEnd() : whole;
    let at = 0;
    const edits = said.map(({ skip: by, gone, text }) => {
      const start = Math.min(before.length, at + by);
      at = Math.min(before.length, start + gone);
      return { start, end: at, text };
    });
    return [before, edits];
  });

test('whatever was edited, applying the diff gives it, and the hunks are in order and apart', () =>
  fc.assert(
    fc.property(edited, ([before, edits]) => {
      const [patch] = parsePatch(diffOf(before, edits));
      const after = splice(before, edits);
      assert.is(patch === undefined ? before : applyPatch(before, patch), after);
      const ends = patch?.hunks.map(({ oldStart, oldLines }) => oldStart + oldLines) ?? [];
      patch?.hunks.slice(1).forEach(({ oldStart }, at) => assert.ok(oldStart > (ends[at] ?? 0)));
    }),
    { seed: 20240229, numRuns: 5000 },
  ));

/** What GNU patch makes of a text. */
const patched = (before: string, diff: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'inject-shm-diff-'));
  try {
    writeFileSync(join(folder, 'a.yaml'), before);
    execFileSync('patch', ['-p0', '--binary', '--fuzz=0', '-s'], { cwd: folder, input: diff });
    return readFileSync(join(folder, 'a.yaml'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const hasPatch = (): boolean => {
  try {
    return execFileSync('patch', ['--version']).length > 0;
  } catch {
    return false;
  }
};

test('patch -p0 applies what is printed', () => {
  if (!hasPatch()) skip('patch is not installed');
  const some = fc.sample(edited, { seed: 20240229, numRuns: 60 });
  for (const [before, edits] of some) {
    const after = splice(before, edits);
    // It removes a file that becomes empty.
    if (after !== before && after !== '') assert.is(patched(before, diffOf(before, edits)), after);
  }
});

/** Of an item that gives way to another a comparison keeps the lines that both have; the edits are what was done. */
const REPLACED = new Set(['record-workflow']);

const MODES = [{}, { 'default-memory-limit': '1Gi' }, { mode: 'remove' }];

test('what changes in the goldens is shown as a comparison of the texts shows it', () => {
  let shown = 0;
  for (const { name, input, flags } of goldens)
    for (const mode of MODES) {
      const { texts, edits } = injectFiles([{ file: 'a.yaml', text: input }], {
        flags: { ...flags, ...mode },
      });
      const [after = input] = texts;
      if (after === input) continue;
      if (REPLACED.has(name)) {
        assert.is(applyPatch(input, diffOf(input, edits[0] ?? [])), after);
        continue;
      }
      const compared = structuredPatch('a.yaml', 'a.yaml', input, after, '', '', { context: 3 });
      assert.is(diffOf(input, edits[0] ?? []), formatPatch(compared, FILE_HEADERS_ONLY));
      shown++;
    }
  assert.ok(shown > 300, `${shown} diffs`);
});

test('a long text is shown in time that grows as it does', () => {
  const pod = `kind: Pod\nmetadata:\n  name: pod\nspec:\n${'  - the same in all of them\n'.repeat(40)}---\n`;
  const before = pod.repeat(3000);
  const edits = Array.from({ length: 3000 }, (_, at) => {
    const start = at * pod.length + pod.indexOf('spec:');
    return { start, end: start, text: '  new: line\n' };
  });
  const started = process.cpuUsage().user;
  assert.is(parsePatch(diffOf(before, edits))[0]?.hunks.length, 3000);
  assert.ok(process.cpuUsage().user - started < 10e6);
});

test.run();
