import type { Log } from 'sarif';
import * as assert from 'uvu/assert';
import { issuesOf, printers, unopened } from '../src/format.ts';
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
    '::error file=ok/a%2Cb%3Ac%25.yaml,line=8,col=5,title=inject-shm would-change::Deployment web: not done yet: `/dev/shm` of 1Gi: 1 × 1Gi (limit of container "web"); mounted in container "web"',
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

test.run();
