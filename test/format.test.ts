import type { Log } from 'sarif';
import { SaxesParser } from 'saxes';
import * as assert from 'uvu/assert';
import { issuesOf, printers, unopened, type Issue } from '../src/format.ts';
import { summaryOf, type Counts } from '../src/format/summary.ts';
import { injectFiles } from '../src/inject.ts';
import { codes } from '../src/result.ts';
import { spec } from './spec.ts';

const test = spec('format');

const deployment = (name: string, memory: string): string => `# a comment
apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  template:
    spec:
      containers:
      - name: ${name}
        image: x
        resources: {limits: {memory: ${memory}}}
`;

const files = [
  { file: 'ok/a,b:c%.yaml', text: deployment('web', '1Gi') },
  { file: 'two.yaml', text: `${deployment('one', '64Mi')}---\r\n${deployment('two', '1GiB')}` },
  { file: 'broken.yaml', text: 'kind: "Po' },
  { file: 'empty.yaml', text: '\n' },
];

const outcome = injectFiles(files, { flags: { mode: 'check', ratio: '1' } });
const issues = [unopened('gone.yaml', 'there is no such file or folder'), ...issuesOf(outcome)];

test('text: a line for each result, where it stands; what cannot be read is told elsewhere', () => {
  const line = /^(\S+(?::\d+:\d+)?): (\w+): .* \[([a-z-]+)\]$/;
  const found = printers.text(issues).trimEnd().split('\n');
  assert.equal(
    found.map((each) => line.exec(each)?.slice(1)),
    [
      ['inject-shm', 'warning', 'ratio-one'],
      ['ok/a,b:c%.yaml:8:5', 'error', 'would-change'],
      ['ok/a,b:c%.yaml:12:30', 'warning', 'oom-risk'],
      ['two.yaml:2:1', 'info', 'below-default'],
      ['two.yaml:25:30', 'error', 'invalid-quantity'],
    ],
  );
});

test('github: commands with their values escaped', () => {
  const lines = printers.github(issues).split('\n');
  assert.is(
    lines[0],
    '::error file=gone.yaml,title=inject-shm unreadable::there is no such file or folder',
  );
  assert.is(
    lines.find((line) => line.includes('would-change')),
    '::error file=ok/a%2Cb%3Ac%25.yaml,line=8,col=5,title=inject-shm would-change::Deployment web: needs a `/dev/shm` of 1Gi: 1 × 1Gi (limit of container "web")',
  );
  const [multi] = printers
    .github([
      {
        severity: 'info',
        code: 'x',
        message: '100%\r\nand more',
        file: undefined,
        place: undefined,
      },
    ])
    .split('\n');
  assert.is(multi, '::notice title=inject-shm x::100%25%0D%0Aand more');
});

test('json: all that a result has, with its place', () => {
  const found = JSON.parse(printers.json(issues)) as readonly Record<string, unknown>[];
  const { message: _, ...broken } = found.find(({ file }) => file === 'broken.yaml') ?? {};
  assert.equal(broken, {
    file: 'broken.yaml',
    line: 1,
    column: 10,
    severity: 'error',
    code: 'unreadable',
  });
  assert.ok(found.some(({ field }) => field !== undefined));
});

// The type is SARIF's own; what GitHub wants beyond it is looked at here.
test('sarif: every result has a rule, a relative file and a line', () => {
  const { runs } = JSON.parse(printers.sarif(issues)) as Log;
  const [run] = runs;
  const rules = run?.tool.driver.rules ?? [];
  assert.equal(
    rules.map(({ id }) => id),
    [...codes, 'unreadable'],
  );
  assert.ok((run?.results ?? []).length >= 5);
  run?.results?.forEach(({ ruleId, ruleIndex = -1, locations, message }) => {
    assert.is(rules[ruleIndex]?.id, ruleId);
    const [place] = locations ?? [];
    assert.ok((place?.physicalLocation?.region?.startLine ?? 0) > 0);
    assert.is(place?.physicalLocation?.artifactLocation?.uriBaseId, '%SRCROOT%');
    assert.ok(message.text);
  });
  assert.ok(JSON.stringify(runs).includes('ok/a%2Cb%3Ac%25.yaml'));
  assert.is(run?.invocations?.[0]?.executionSuccessful, false);
  assert.is(
    run?.invocations?.[0]?.toolConfigurationNotifications?.[0]?.descriptor?.id,
    'ratio-one',
  );
});

/** Elements with their attributes and text, in the order in which they begin; throws where the XML is not well-formed. */
const elementsIn = (xml: string) => {
  const found: { name: string; attributes: Record<string, string>; text: string }[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => found.push({ name, attributes, text: '' }));
  parser.on('text', (text) => {
    const last = found.at(-1);
    if (last !== undefined) last.text += text;
  });
  parser.write(xml).close();
  return found;
};

test('junit: a suite for each file, a test for each issue, a failure for each error', () => {
  const elements = elementsIn(printers.junit(issues));
  const named = (name: string) => elements.filter((each) => each.name === name);
  assert.equal(
    named('testsuite').map(({ attributes }) => [attributes['name'], attributes['tests']]),
    [
      ['gone.yaml', '1'],
      ['broken.yaml', '1'],
      ['inject-shm', '1'],
      ['ok/a,b:c%.yaml', '2'],
      ['two.yaml', '2'],
    ],
  );
  const errors = issues.filter(({ severity }) => severity === 'error').length;
  const [root] = elements;
  assert.equal(
    { ...root?.attributes },
    {
      name: 'inject-shm',
      tests: String(issues.length),
      failures: String(errors),
    },
  );
  assert.is(named('testcase').length, issues.length);
  assert.is(named('failure').length, errors);
  const names = named('testcase').map(({ attributes }) => attributes['name']);
  assert.ok(names.includes('Deployment web: would-change (line 8, column 5)'));
  assert.equal(names, [...new Set(names)]);
  const wouldChange = named('failure').find(
    ({ attributes }) => attributes['type'] === 'would-change',
  );
  assert.match(wouldChange?.attributes['message'] ?? '', 'limit of container "web"');
});

const odd: Issue = {
  severity: 'warning',
  code: 'x',
  message: 'a < b && "c" > \ud800 \ufffe \u0007 😀 ]]>',
  file: '<&".yaml',
  place: undefined,
};

test('junit: what XML may not have is not in it', () => {
  const elements = elementsIn(printers.junit([odd]));
  const text = elements.find(({ name }) => name === 'system-out')?.text.trim();
  assert.is(text, 'warning: a < b && "c" > \ufffd \ufffd \\u0007 😀 ]]>');
  assert.is(elements.find(({ name }) => name === 'testcase')?.attributes['classname'], '<&".yaml');
});

test('junit: a report without issues has a test that passes', () => {
  const elements = elementsIn(printers.junit([]));
  assert.equal(
    elements.map(({ name }) => name),
    ['testsuites', 'testsuite', 'testcase'],
  );
});

test('text has colours where they are asked for, and the same words', () => {
  const [colourless, coloured] = [false, true].map((isColoured) =>
    printers.text(issues, { isColoured, isWhole: true }),
  );
  assert.is(printers.text(issues), colourless);
  assert.match(coloured ?? '', '\u001b[1;31merror:\u001b[0m');
  assert.match(coloured ?? '', '\u001b[1;33mwarning:\u001b[0m');
  // oxlint-disable-next-line no-control-regex
  assert.is(coloured?.replaceAll(/\u001b\[[0-9;]*m/g, ''), colourless);
});

const counts: Counts = {
  files: 34,
  workloads: 12,
  changedWorkloads: 0,
  changedFiles: 0,
  errors: 0,
  warnings: 0,
};

const seven = { changedWorkloads: 7, changedFiles: 7 };

const summaries: readonly (readonly [Partial<Counts>, boolean, string])[] = [
  [{}, false, 'checked 12 workloads in 34 files: all in order'],
  [{ files: 1, workloads: 1 }, false, 'checked 1 workload in 1 file: all in order'],
  [{ files: undefined }, false, 'checked 12 workloads: all in order'],
  [{ warnings: 1 }, false, 'checked 12 workloads in 34 files: nothing to change, 1 warning'],
  [
    { errors: 2, warnings: 3 },
    true,
    'checked 12 workloads in 34 files: nothing to change, 2 errors, 3 warnings',
  ],
  [{ workloads: 0 }, false, 'no workloads found in 34 files'],
  [{ workloads: 0, files: undefined }, false, 'no workloads found'],
  [{ workloads: 0, errors: 1 }, false, 'no workloads found in 34 files, 1 error'],
  [seven, false, 'would change 7 workloads in 7 of 34 files'],
  [seven, true, 'changed 7 workloads in 7 of 34 files'],
  [{ ...seven, errors: 1 }, true, 'changed 7 workloads in 7 of 34 files, 1 error'],
  [
    { changedWorkloads: 1, changedFiles: 1, files: 1 },
    false,
    'would change 1 workload in 1 of 1 file',
  ],
  [{ ...seven, files: undefined }, false, 'would change 7 workloads'],
];

summaries.forEach(([change, isWritten, summary]) =>
  test(`summary: ${summary}`, () =>
    assert.is(summaryOf({ ...counts, ...change }, isWritten), summary)),
);

test.run();
