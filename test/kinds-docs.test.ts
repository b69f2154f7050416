import { readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { goldens, run } from './golden-case.ts';
import { spec } from './spec.ts';

const test = spec('docs/kinds.md');

const text = readFileSync('docs/kinds.md', 'utf8');

const blocks: readonly string[] = [...text.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(
  ([, block = '']) => block,
);

const isConfig = (block: string): boolean => block.includes('kind: InjectShm');

const inList = (block: string): string => `functionConfig:\n${block.replaceAll(/^(?=.)/gm, '  ')}`;

const titleOf = (block: string): string =>
  [...text.slice(0, text.indexOf(block)).matchAll(/^#+ (.*)$/gm)].at(-1)?.[1] ?? '';

blocks.filter(isConfig).forEach((block) =>
  test(`the functionConfig under "${titleOf(block)}" is that of a golden`, () => {
    const found = goldens.filter(({ input }) => input.includes(inList(block)));
    assert.is(found.length, 1);
    found.forEach((golden) => {
      const codes = run(golden).results.map(({ tags }) => tags.code);
      assert.ok(codes.includes('injected'), golden.name);
    });
  }),
);

test('has an example for each use that it names', () => {
  assert.is(blocks.filter(isConfig).length, 4);
  assert.is(blocks.length, 4);
});

test.run();
