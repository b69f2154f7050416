// The report's page in a real browser: accessible, no wider than its window, and nothing to complain of.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { toHtml } from '../../src/format/html.ts';
import { toReport } from '../../src/report.ts';
import { plain, twelve } from '../report/fixture.ts';
import { spec } from '../spec.ts';
import { needs, run } from './tools.ts';

const test = spec('report page');
const folder = mkdtempSync(join(tmpdir(), 'report-page-'));
test.after(() => rmSync(folder, { recursive: true }));

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const report = toReport(twelve, {
  ...plain,
  samples: [
    { namespace: 'db', pod: 'postgres-0', uid: '', volume: 'dshm', used: 9n, size: 9n, by: 'du' },
  ],
});

interface Seen {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly unknown[] }[];
  readonly passes: number;
  readonly width: number;
  readonly back: string;
}

/** Runs inside the page, and writes what it sees into the page around it. */
const look = `
axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice'] }).then((found) => {
  const seen = {
    violations: found.violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) })),
    passes: found.passes.length,
    width: document.documentElement.scrollWidth,
    back: getComputedStyle(document.body).backgroundColor,
  };
  const result = parent.document.createElement('pre');
  result.id = 'seen';
  result.textContent = encodeURIComponent(JSON.stringify(seen));
  parent.document.body.append(result);
});`;

const browse = (html: string, width: number, isDark: boolean): { seen: Seen; log: string } => {
  // The page forbids scripts; without that line the browser lets it be looked at.
  const open = html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
  const page = open.replace(
    '</body>',
    () => `<script>${axe}</script><script>${look}</script></body>`,
  );
  const file = join(folder, `page-${width}-${isDark}.html`);
  const frame = `<iframe title="page" style="width:${width}px;height:900px;border:0" srcdoc="${page.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe>`;
  writeFileSync(file, `<!doctype html><body style="margin:0">${frame}</body>`);
  const { stdout, stderr } = run(folder, 'chromium', [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    `--user-data-dir=${join(folder, 'profile')}`,
    `--blink-settings=preferredColorScheme=${isDark ? 0 : 1}`,
    `--window-size=${Math.max(width, 500)},1000`,
    '--enable-logging=stderr',
    '--virtual-time-budget=20000',
    '--dump-dom',
    `file://${file}`,
  ]);
  const result = /<pre id="seen">([^<]*)<\/pre>/.exec(stdout)?.[1];
  assert.ok(result, `the page said nothing: ${stderr.slice(-2000)}`);
  return { seen: JSON.parse(decodeURIComponent(result)), log: stderr };
};

const cases: readonly (readonly [width: number, isDark: boolean, back: string])[] = [
  [1400, false, 'rgb(255, 255, 255)'],
  [1400, true, 'rgb(13, 17, 23)'],
  [400, false, 'rgb(255, 255, 255)'],
  [400, true, 'rgb(13, 17, 23)'],
];

for (const [width, isDark, back] of cases)
  test(`${width} pixels wide, ${isDark ? 'dark' : 'light'}`, () => {
    needs('chromium');
    const { seen, log } = browse(toHtml(report), width, isDark);
    assert.equal(seen.violations, []);
    assert.ok(seen.passes > 10, `${seen.passes} rules`);
    assert.is(seen.back, back);
    assert.ok(seen.width <= width, `${seen.width}`);
    assert.not.match(log, /CONSOLE/);
  });

test('what is not accessible is found', () => {
  needs('chromium');
  const faint = toHtml(report).replace('--soft:#57606a', '--soft:#d0d0d0');
  const { seen } = browse(faint, 1400, false);
  assert.equal(
    seen.violations.map(({ id }) => id),
    ['color-contrast'],
  );
});

test('the page may run no script and load nothing', () => {
  needs('chromium');
  const file = join(folder, 'closed.html');
  const bad = toHtml(report, 'closed').replace(
    '</body>',
    '<script>document.title = "run"</script><img alt="" src="none.png"></body>',
  );
  writeFileSync(file, bad);
  const { stdout, stderr } = run(folder, 'chromium', [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    `--user-data-dir=${join(folder, 'profile')}`,
    '--enable-logging=stderr',
    '--dump-dom',
    `file://${file}`,
  ]);
  assert.match(stdout, '<title>closed</title>');
  assert.match(stderr, 'Content Security Policy');
});

test.run();
