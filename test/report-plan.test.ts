import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { toTable } from '../src/format/table.ts';
import { toReport } from '../src/report.ts';
import { cases } from './arbitrary/case.ts';
import { isExpected } from './report/expected.ts';
import { type Compared, compareWithInject, planned } from './report/law.ts';
import { spec } from './spec.ts';
import { caseLaw } from './support.ts';

const test = spec('report: from plans');

const workloads = readFileSync('test/report/workloads.yaml', 'utf8');

test('workloads of every outcome', () => {
  const found = planned(workloads);
  assert.ok(found);
  const report = toReport(found.facts, { ...found, nodes: 4, samples: [], podsOf: () => [] });
  isExpected('workloads.txt', toTable(report, { colours: false, width: 100 }));
});

test('completed, with a default limit, and a ceiling', () => {
  const flags = {
    existing: 'complete',
    'default-memory-limit': '2Gi',
    'max-size': '768Mi',
  };
  const found = planned(workloads, { flags });
  assert.ok(found);
  const report = toReport(found.facts, { ...found, nodes: 4, samples: [], podsOf: () => [] });
  isExpected('workloads-complete.txt', toTable(report, { colours: false, width: 100 }));
});

/** Goldens whose text has something in it that only the editor's own reader reads as kubectl does. */
const goldens = readdirSync('test/golden').filter((name) => {
  const folder = join('test/golden', name);
  return existsSync(join(folder, 'input.yaml')) && !existsSync(join(folder, 'flags.yaml'));
});

const sizedIn = (compared: readonly Compared[]): number =>
  compared.filter(({ written: [size] }) => size !== undefined).length;

test('the report has the numbers that inject writes: goldens', () => {
  const all = goldens.flatMap((name) => {
    const text = readFileSync(join('test/golden', name, 'input.yaml'), 'utf8');
    const { compared, missing } = compareWithInject(text);
    assert.equal(missing, [], name);
    for (const { pod, reported, written } of compared)
      assert.equal(reported, written, `${name}: ${pod}`);
    return compared;
  });
  assert.ok(all.length > 150 && sizedIn(all) > 100, `${all.length}, ${sizedIn(all)} sized`);
});

caseLaw(
  test,
  { name: 'the report has the numbers that inject writes: generated manifests' },
  cases(),
  ({ text, flags }) => {
    if (flags['mode'] !== undefined) return false;
    const { compared } = compareWithInject(text, { flags });
    for (const { reported, written } of compared) assert.equal(reported, written);
    return sizedIn(compared) > 0;
  },
);

test.run();
