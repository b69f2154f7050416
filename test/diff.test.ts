import { applyPatch, parsePatch } from 'diff';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { toDiff } from '../src/files/diff.ts';
import { spec } from './spec.ts';

const test = spec('diff');

const numbers = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, at) => `${from + at}\n`).join('');

const between = (before: string, after: string): string =>
  toDiff([{ name: 'a.yaml', before, after }], false);

const head = '--- a.yaml\n+++ a.yaml\n';

const diffs: readonly (readonly [name: string, before: string, after: string, diff: string])[] = [
  [
    'a line in the middle',
    numbers(1, 9),
    numbers(1, 9).replace('5', 'x'),
    '@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n',
  ],
  ['a line behind the last', '1\n2\n', '1\n2\n3\n', '@@ -1,2 +1,3 @@\n 1\n 2\n+3\n'],
  ['a line before the first', '1\n2\n', '0\n1\n2\n', '@@ -1,2 +1,3 @@\n+0\n 1\n 2\n'],
  ['the first line gone', '1\n2\n', '2\n', '@@ -1,2 +1,1 @@\n-1\n 2\n'],
  [
    'changes that share their context',
    numbers(1, 9),
    numbers(1, 9).replace('2', 'x').replace('9', 'y'),
    '@@ -1,9 +1,9 @@\n 1\n-2\n+x\n 3\n 4\n 5\n 6\n 7\n 8\n-9\n+y\n',
  ],
  [
    'no last line break, line unchanged',
    '1\n2',
    '0\n1\n2',
    '@@ -1,2 +1,3 @@\n+0\n 1\n 2\n\\ No newline at end of file\n',
  ],
  [
    'no last line break, line changed',
    '1\n2',
    '1\n3',
    '@@ -1,2 +1,2 @@\n 1\n-2\n\\ No newline at end of file\n+3\n\\ No newline at end of file\n',
  ],
  ['CRLF', 'a\r\nb\r\n', 'a\r\nc\r\n', '@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n'],
];

diffs.forEach(([name, before, after, diff]) =>
  test(name, () => assert.is(between(before, after), head + diff)),
);

test('colours', () =>
  assert.is(
    toDiff([{ name: 'a', before: '1\n2\n', after: '1\n3\n' }], true),
    '\u001b[1m--- a\u001b[0m\n\u001b[1m+++ a\u001b[0m\n\u001b[36m@@ -1,2 +1,2 @@\u001b[0m\n 1\n\u001b[31m-2\u001b[0m\n\u001b[32m+3\u001b[0m\n',
  ));

/** Texts of few different lines, as manifests have them, with some lines replaced, dropped or added. */
const edited = fc
  .tuple(
    fc.array(fc.tuple(fc.nat(40), fc.constantFrom('keep', 'keep', 'keep', 'keep', 'drop', 'add')), {
      maxLength: 2500,
      size: 'max',
    }),
    fc.boolean(),
  )
  .map(([lines, isOpen]) => {
    const before = lines.map(([line]) => `${line}\n`).join('');
    const after = lines
      .map(([line, what]) =>
        what === 'drop' ? '' : what === 'add' ? `${line}\nnew ${line}\n` : `${line}\n`,
      )
      .join('');
    return isOpen ? ([before.trimEnd(), after.trimEnd()] as const) : ([before, after] as const);
  });

test('whatever was changed, applying the diff gives it, and the hunks are in order and apart', () =>
  fc.assert(
    fc.property(edited, ([before, after]) => {
      const [patch] = parsePatch(between(before, after));
      assert.is(patch === undefined ? before : applyPatch(before, patch), after);
      const ends = patch?.hunks.map(({ oldStart, oldLines }) => oldStart + oldLines) ?? [];
      patch?.hunks.slice(1).forEach(({ oldStart }, at) => assert.ok(oldStart > (ends[at] ?? 0)));
    }),
    { seed: 20240229, numRuns: 60 },
  ));

test('a long text is compared in time that grows as it does', () => {
  const pod = (at: number, more: string): string =>
    `kind: Pod\nmetadata:\n  name: pod-${at}\n${more}spec:\n${'  - the same in all of them\n'.repeat(40)}${more}---\n`;
  const text = (more: string): string =>
    Array.from({ length: 3000 }, (_, at) => pod(at, more)).join('');
  const started = process.cpuUsage().user;
  assert.is(parsePatch(between(text(''), text('  new: line\n')))[0]?.hunks.length, 3001);
  assert.ok(process.cpuUsage().user - started < 10e6);
});

test.run();
