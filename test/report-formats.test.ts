import MarkdownIt from 'markdown-it';
import * as assert from 'uvu/assert';
import { markdownCode, markdownText } from '../src/format/escape.ts';
import { toComparisonMarkdown } from '../src/format/markdown-comparison.ts';
import { toHtml } from '../src/format/html.ts';
import { reportFormats } from '../src/format/formats.ts';
import { comparisonPrinters, reportPrinters } from '../src/format/report.ts';
import { toMarkdown } from '../src/format/markdown.ts';
import { toTable } from '../src/format/table.ts';
import { toReport } from '../src/report.ts';
import { compareReports } from '../src/report/compare.ts';
import type { PodFacts } from '../src/report/facts.ts';
import { isExpected } from './report/expected.ts';
import { half, memory, plain, pod, runtime, shop, twelve, warning } from './report/fixture.ts';
import { spec } from './spec.ts';

const test = spec('report: formats');

const samples = [
  {
    namespace: 'web',
    pod: 'shop-6d4f-x',
    uid: '',
    volume: 'dshm',
    used: 16n,
    size: 512n,
    by: 'statfs',
  },
  {
    namespace: 'db',
    pod: 'postgres-0',
    uid: '',
    volume: 'dshm',
    used: 2000n,
    size: 2048n,
    by: 'du',
  },
] as const;

const report = toReport(twelve, plain);
const measured = toReport(twelve, { ...plain, samples });
const base = toReport([...twelve.filter((each) => each !== shop).slice(2), other()], plain);

function other(): PodFacts {
  return pod('apps/v1', 'Deployment web/shop', { replicas: 2 }, { containers: shop.containers });
}

const terminal = { colours: false, width: 100 };

test('table', () => isExpected('table.txt', toTable(report, terminal)));
test('table with what was measured', () =>
  isExpected('table-used.txt', toTable(measured, terminal)));
test('table of nothing', () =>
  isExpected('table-empty.txt', toTable(toReport([], plain), terminal)));
test('markdown', () => isExpected('report.md', toMarkdown(report)));
test('markdown with what was measured', () => isExpected('report-used.md', toMarkdown(measured)));
test('markdown of a comparison', () =>
  isExpected('comparison.md', toComparisonMarkdown(compareReports(base, report))));
test('markdown of no difference', () =>
  isExpected('comparison-none.md', toComparisonMarkdown(compareReports(report, report))));
test('table of a comparison', () =>
  isExpected('comparison.txt', comparisonPrinters.table(compareReports(base, report))));
test('html', () => isExpected('report.html.txt', toHtml(measured)));

test('each format has its printer, and ends with a line', () => {
  const beginnings = {
    table: 'RISK ',
    markdown: '<!-- inject-shm -->',
    html: '<!doctype html>',
    json: '{',
  };
  for (const format of reportFormats) {
    const text = reportPrinters[format](report, terminal);
    assert.ok(text.startsWith(beginnings[format]), format);
    assert.ok(text.endsWith('\n'), format);
  }
});

test('colours are only where they are wanted, and change nothing else', () => {
  const coloured = toTable(report, { ...terminal, colours: true });
  assert.match(coloured, '\u001b[31merror\u001b[0m');
  // oxlint-disable-next-line no-control-regex
  assert.is(coloured.replaceAll(/\u001b\[\d+m/g, ''), toTable(report, terminal));
});

const hostile: readonly string[] = [
  '|',
  '\\|',
  '\\',
  '`',
  '``a`b',
  '@someone',
  'a@someone.example',
  '#123',
  'owner/repo#1',
  'GH-1',
  '<img src=x onerror=alert(1)>',
  '</td></tr></table><h1>out</h1>',
  '</code><b>out</b>',
  '</details>',
  '<!-- -->',
  '-->',
  '&lt;b&gt;',
  '&#64;someone',
  '**bold** _it_ ~~gone~~',
  '[a](http://evil.example)',
  '![a](http://evil.example)',
  'http://evil.example/x',
  'www.evil.example',
  '$x^2$',
  ':tada:',
  'a\nb\n\n# h',
  'a\r\n| b |',
  '"onmouseover="alert(1)',
  "'",
  '\u202Eevil',
  '\u001b[31mred',
  '${a}',
  ' ',
  '',
  'ä😀é',
  'x'.repeat(300),
  '|'.repeat(300),
];

const hostilePod = (name: string): PodFacts => {
  const facts = pod(
    'apps/v1',
    'Deployment n/x',
    {},
    {
      shm: { before: { state: 'other', what: name }, after: memory('1Gi') },
      sizing: half(name, '2Gi', '1Gi'),
      containers: [],
      findings: [warning('oom-risk', `container "${name}" may be killed, see \`${name}\``, name)],
      atRisk: [{ container: name, limit: half('', '2Gi', '1Gi').size, volumes: undefined }],
      changed: true,
    },
  );
  const workload = { ...facts.workload, name, namespace: name, kind: name, file: name };
  return { ...facts, workload, place: { field: name, steps: [] } };
};

const markdown = MarkdownIt({ html: true, linkify: true });

/** Tags of rendered Markdown, each once. */
const tags = (html: string): readonly string[] =>
  [...new Set([...html.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([, name = '']) => name))].sort();

/** What is left of rendered Markdown once code is taken out: where GitHub looks for mentions. */
const outsideCode = (html: string): string => html.replaceAll(/<code>.*?<\/code>/gs, '');

const COLUMNS = 7;
const allowed = new Set('br code p strong table tbody td th thead tr'.split(' '));

for (const name of hostile)
  test(`nothing breaks out of Markdown: ${JSON.stringify(name.slice(0, 40))}`, () => {
    const one = toReport([hostilePod(name)], plain);
    const text = toMarkdown(one);
    const html = markdown.render(text);
    assert.equal(
      tags(html).filter((tag) => !allowed.has(tag)),
      [],
    );
    assert.is([...html.matchAll(/<td/g)].length, COLUMNS, html);
    assert.is([...html.matchAll(/<tr>/g)].length, 2, html);
    assert.not.match(outsideCode(html), /[@#]|:\/\/|www\.|GH-/);
    assert.is([...text.matchAll(/<!--/g)].length, 1);
    const compared = markdown.render(
      toComparisonMarkdown(compareReports(toReport([], plain), one)),
    );
    assert.is([...compared.matchAll(/<details>/g)].length, 1);
    assert.not.match(outsideCode(compared), /[@#]|:\/\/|www\.|GH-/);
  });

const decode = (html: string): string =>
  html.replaceAll(/&(?:#(\d+)|(amp|lt|gt|quot));/g, (_, code, name) =>
    code === undefined
      ? (({ amp: '&', lt: '<', gt: '>', quot: '"' } as Record<string, string>)[name] ?? '')
      : String.fromCodePoint(Number(code)),
  );

for (const name of hostile.filter((each) => each.trim() !== '' && each.length < 120))
  test(`a name reads as it is: ${JSON.stringify(name)}`, () => {
    const code = decode(markdown.render(`x ${markdownCode(name)}`));
    const shown = Array.from(name)
      .map((char) =>
        char < ' ' || char === '\u202e'
          ? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
          : char,
      )
      .join('');
    assert.is(code, `<p>x <code>${shown}</code></p>\n`);
  });

test('code in a sentence stays code', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['set `minSize` to 1Gi', '<p>set <code>minSize</code> to 1Gi</p>\n'],
    ['a ` b', '<p>a ` b</p>\n'],
    ['0.5 × 2Gi (limit of db)', '<p>0.5 × 2Gi (limit of db)</p>\n'],
    ['`a|b` c', '<p><code>a|b</code> c</p>\n'],
  ];
  for (const [text, html] of cases) assert.is(decode(markdown.render(markdownText(text))), html);
});

const many = (count: number, changed: boolean): readonly PodFacts[] =>
  Array.from({ length: count }, (_, at) =>
    pod(
      'apps/v1',
      `Deployment n/w${changed ? 'c' : 'o'}${at}`,
      {},
      {
        shm: { before: runtime, after: memory('1Gi') },
        sizing: half('main', '2Gi', '1Gi'),
        changed,
      },
    ),
  );

const lengths: readonly (readonly [
  name: string,
  facts: readonly PodFacts[],
  lines: readonly RegExp[],
])[] = [
  ['1,000 changed', many(1000, true), [/… and \d+ more rows: the comment would be too long\./]],
  [
    '100 changed and 1,000 others',
    [...many(100, true), ...many(1000, false)],
    [/w[c]99/, /… and \d+ more rows/],
  ],
  [
    '400 hostile',
    hostile.flatMap((name) => Array.from({ length: 10 }, () => hostilePod(name))),
    [/more rows/],
  ],
];

for (const [name, facts, lines] of lengths)
  test(`below 60,000 characters: ${name}`, () => {
    const long = toReport(facts, plain);
    for (const text of [
      toMarkdown(long),
      toComparisonMarkdown(compareReports(toReport([], plain), long)),
      toComparisonMarkdown(compareReports(long, toReport([], plain))),
      toComparisonMarkdown(compareReports(long, toReport(many(3, true), plain))),
    ]) {
      assert.ok(text.length < 60_000, `${text.length}`);
      assert.ok(text.startsWith('<!-- inject-shm -->\n'));
    }
    const text = toMarkdown(long);
    for (const line of lines) assert.match(text, line);
    const rows = [...text.matchAll(/^\| (?!Risk|---)/gm)].length;
    const missing = [...text.matchAll(/and (\d+) more/g)].reduce(
      (sum, [, n]) => sum + Number(n),
      0,
    );
    assert.is(rows + missing, facts.length);
  });

test('no line of a table is wider than the terminal', () => {
  const facts = [...twelve, ...hostile.map(hostilePod)];
  for (const width of [80, 100, 200]) {
    const text = toTable(toReport(facts, { ...plain, samples }), { colours: false, width });
    const wide = text.split('\n').filter((line) => Array.from(line).length > width);
    assert.equal(wide, []);
    // oxlint-disable-next-line no-control-regex
    assert.not.match(text, /[\u0000-\u0009\u000b-\u001f\u202e]/);
  }
});

for (const name of hostile)
  test(`nothing breaks out of HTML: ${JSON.stringify(name.slice(0, 40))}`, () => {
    const usual = toHtml(toReport([hostilePod('x')], plain), 'x');
    const html = toHtml(toReport([hostilePod(name)], plain), name);
    // Backticks in a sentence make code of what is between them.
    const shape = (text: string) =>
      [...text.replaceAll(/<code>[^<]*<\/code>/g, '').matchAll(/<[^>]*>/g)]
        .map(([tag]) => tag)
        .join('');
    assert.is(shape(html), shape(usual));
    assert.not.match(shape(html), /<script|\son\w+=|(?:src|href)=/i);
  });

test.run();
