import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import * as assert from 'uvu/assert';
import { parseAllDocuments } from 'yaml';
import { isList, isMap, type Fields, type Value } from '../src/data/value.ts';
import { toTable } from '../src/format/table.ts';
import { inject, type Options } from '../src/inject.ts';
import { configure } from '../src/inject/configure.ts';
import { readAll } from '../src/inject/read-all.ts';
import { textSurface } from '../src/inject/surface.ts';
import { podsOf, rowOf } from '../src/kinds.ts';
import { formatQuantity } from '../src/quantity.ts';
import { toReport } from '../src/report.ts';
import type { PodFacts } from '../src/report/facts.ts';
import { type PlannedReport, planReport } from '../src/report/surface.ts';
import { isExpected } from './report/expected.ts';
import { q } from './report/fixture.ts';
import { spec } from './spec.ts';

const test = spec('report: from plans');

/** What the plans of a text say, or undefined where it or its config cannot be read. */
const planned = (text: string, options: Options = {}): PlannedReport | undefined => {
  const { input } = readAll([{ file: 'a.yaml', text }]);
  const config = configure(input, options);
  if (input.texts.length === 0 || E.isLeft(config)) return undefined;
  const found = planReport(input.items, textSurface(config.right, input.list !== undefined));
  return E.isRight(found) ? found.right : undefined;
};

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

const maps = (value: Value): readonly Fields[] => (isList(value) ? value.filter(isMap) : []);

const itemsOf = (value: Value): readonly Fields[] => {
  if (!isMap(value)) return [];
  return String(value['kind']).endsWith('List') ? maps(value['items']).flatMap(itemsOf) : [value];
};

const isShm = (path: string): boolean => resolve('/', path) === '/dev/shm';

/** Read without the code that plans: the size of what is mounted at `/dev/shm`, and the sum of the limits. */
const written = (pod: Fields): readonly [string | undefined, bigint] => {
  const containers = maps(pod['containers']);
  const sidecars = maps(pod['initContainers']).filter((each) => each['restartPolicy'] === 'Always');
  const mount = [...containers, ...maps(pod['initContainers'])]
    .flatMap((each) => maps(each['volumeMounts']))
    .find((each) => isShm(`/${String(each['mountPath'])}`));
  const volume = maps(pod['volumes']).find((each) => each['name'] === mount?.['name']);
  const dir = volume?.['emptyDir'] as Fields | undefined;
  const size = dir?.['medium'] === 'Memory' ? dir['sizeLimit'] : undefined;
  const limits = [...containers, ...sidecars].map((each) => {
    const resources = each['resources'] as { limits?: { memory?: unknown } } | null | undefined;
    const limit = String(resources?.limits?.memory ?? '0');
    return /\{|\$/.test(limit) || limit === '[object Object]' ? 0n : q(limit).nano;
  });
  return [
    size === undefined || size === null ? undefined : formatQuantity(q(String(size))),
    limits.reduce((sum, each) => sum + each, 0n),
  ];
};

const keyOf = (object: Fields, place: string): string => {
  const metadata = (object['metadata'] ?? {}) as Fields;
  return [object['kind'], metadata['namespace'], metadata['name'], place].map(String).join(' ');
};

const isRecorded = (object: Fields): boolean =>
  JSON.stringify(object['metadata'] ?? {}).includes('inject-shm.dev/injected');

/** Goldens whose text has something in it that only the editor's own reader reads as kubectl does. */
const goldens = readdirSync('test/golden').filter((name) => {
  const folder = join('test/golden', name);
  return existsSync(join(folder, 'input.yaml')) && !existsSync(join(folder, 'flags.yaml'));
});

const known = (facts: PodFacts): readonly [string | undefined, bigint] => {
  const { after } = facts.shm;
  const limits = facts.containers
    .filter(({ role, limit }) => role !== 'init' && limit.origin !== 'limit-range')
    .map(({ limit }) => limit.after?.nano ?? 0n);
  return [
    after.state === 'memory' ? formatQuantity(after.size) : undefined,
    limits.reduce((sum, each) => sum + each, 0n),
  ];
};

test('the report has the numbers that inject writes', () => {
  let [compared, sized] = [0, 0];
  for (const name of goldens) {
    const text = readFileSync(join('test/golden', name, 'input.yaml'), 'utf8');
    const found = planned(text);
    const { stdout, exitCode } = inject(text);
    if (found === undefined || exitCode > 1) continue;
    const objects = parseAllDocuments(stdout, {
      logLevel: 'silent',
      uniqueKeys: false,
      merge: true,
    })
      .map((document) =>
        Array.isArray(document.errors) && document.errors.length > 0
          ? undefined
          : document.toJS({ maxAliasCount: -1 }),
      )
      .flatMap(itemsOf);
    const facts = new Map<string, PodFacts>();
    for (const each of found.facts) {
      const { kind, namespace, name: own } = each.workload;
      facts.set([kind, namespace, own || undefined, each.place.field].map(String).join(' '), each);
    }
    for (const object of objects) {
      const paths = rowOf(String(object['apiVersion']), String(object['kind']))?.paths ?? [];
      for (const { field, pod } of podsOf(object, paths)) {
        const of = facts.get(keyOf(object, field));
        if (of === undefined) {
          assert.not.ok(isRecorded(object), `${name}: ${keyOf(object, field)} is not reported`);
          continue;
        }
        // What cannot be read stays as it was, and is told.
        if (of.findings.some(({ severity }) => severity === 'error')) continue;
        const [size, limits] = written(pod);
        compared++;
        if (size !== undefined) sized++;
        if (of.shm.after.state !== 'other')
          assert.equal(known(of), [size, limits], `${name}: ${keyOf(object, field)}`);
      }
    }
  }
  assert.ok(compared > 200 && sized > 100, `${compared} compared, ${sized} of them sized`);
});

test.run();
