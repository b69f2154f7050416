import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as assert from 'uvu/assert';
import { parseAllDocuments } from 'yaml';
import { inject } from '../src/inject.ts';
import { blocks, filesBelow, pages } from './docs/pages.ts';
import { problemsOf } from './docs/schemas.ts';
import { spec } from './spec.ts';

const test = spec('docs');

const side = (diff: string, marks: string): string =>
  diff
    .split('\n')
    .filter((line) => line !== '' && marks.includes(line.charAt(0)))
    .map((line) => `${line.slice(1)}\n`)
    .join('');

const checkDiff = (diff: string): void => {
  const { stdout, exitCode } = inject(side(diff, ' -'));
  assert.is(exitCode, 0);
  assert.is(stdout, side(diff, ' +'));
};

const checkYaml = async (text: string): Promise<void> => {
  const documents = parseAllDocuments(text);
  assert.ok(documents.length > 0);
  const problems = await Promise.all(
    [...documents].map(async (document) => {
      if (document.errors.length > 0) return document.errors.map(String);
      return problemsOf(document.toJS());
    }),
  );
  assert.equal(problems.flat(), []);
};

/** The blocks of these languages are run in test/e2e/docs.test.ts. */
const isRun = (language: string): boolean => language === 'sh' || language === 'js';

blocks.forEach(({ page, line, language, text }) =>
  test(`${page}:${line} (${language})`, async () => {
    if (language === 'yaml') return checkYaml(text);
    if (language === 'diff') return checkDiff(text);
    assert.ok(isRun(language), 'a block in this language is neither run nor checked');
  }),
);

/** Templates and values say nothing by themselves: Helm renders them in test/e2e. */
const isOfChart = (file: string): boolean => /\/chart\/(?:templates\/|values\.yaml$)/.test(file);

['examples', 'fn-config']
  .flatMap(filesBelow)
  .filter((file) => file.endsWith('.yaml') && !isOfChart(file))
  .forEach((file) => test(file, () => checkYaml(readFileSync(file, 'utf8'))));

/** The id that a Markdown page gives a heading. */
const idOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const idsOf = (page: string): readonly string[] =>
  [...readFileSync(page, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => idOf(heading));

const isThere = (page: string, link: string): boolean => {
  const [path = '', id] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  return existsSync(target) && (id === undefined || idsOf(target).includes(id));
};

pages.forEach((page) =>
  test(`${page}: what it links to is there`, () => {
    const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)]+)\)/g)];
    assert.equal(
      links.flatMap(([, link = '']) => (isThere(page, link) ? [] : link)),
      [],
    );
  }),
);

pages.forEach((page) =>
  test(`${page}: has no marks of a merge`, () =>
    assert.not.match(readFileSync(page, 'utf8'), /^(?:<{7}|={7}|>{7})(?: |$)/m)),
);

test('the pages are found', () => assert.ok(pages.length >= 8 && blocks.length >= 20));

test.run();
