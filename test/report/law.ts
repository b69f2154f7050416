import { resolve } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { parseAllDocuments } from 'yaml';
import { isList, isMap, type Fields, type Value } from '../../src/data/value.ts';
import { inject, type Options } from '../../src/inject.ts';
import { configure } from '../../src/inject/configure.ts';
import { readAll } from '../../src/inject/read-all.ts';
import { textSurface } from '../../src/inject/surface.ts';
import { podsOf, rowOf } from '../../src/kinds.ts';
import { formatQuantity, parseQuantity } from '../../src/quantity.ts';
import type { PodFacts } from '../../src/report/facts.ts';
import { type PlannedReport, planReport } from '../../src/report/surface.ts';
import { q } from './fixture.ts';

/** What the plans of a text say, or undefined where it or its config cannot be read. */
export const planned = (text: string, options: Options = {}): PlannedReport | undefined => {
  const { input } = readAll([{ file: 'a.yaml', text }]);
  const config = configure(input, options);
  if (input.texts.length === 0 || E.isLeft(config)) return undefined;
  return planReport(input.items, textSurface(config.right, input.list !== undefined));
};

/** A pod as the report has it, and as it stands in what inject wrote. */
export interface Compared {
  readonly pod: string;
  readonly reported: Numbers;
  readonly written: Numbers;
}

/** The size of the memory volume at `/dev/shm`, and the sum of the limits in 10^-9 bytes. */
type Numbers = readonly [size: string | undefined, limits: bigint];

/** Every pod of a text that is reported without an error, but for those that share a name; `missing` are recorded and not reported. */
export const compareWithInject = (
  text: string,
  options: Options = {},
): { readonly compared: readonly Compared[]; readonly missing: readonly string[] } => {
  const found = planned(text, options);
  const { stdout, exitCode } = inject(text, options);
  if (found === undefined || exitCode > 1) return { compared: [], missing: [] };
  const facts = byName(found.facts);
  const pods = writtenPods(stdout);
  const names = pods.map(({ name }) => name);
  return {
    missing: pods.filter(({ name, isOurs }) => isOurs && !facts.has(name)).map(({ name }) => name),
    compared: pods.flatMap(({ name, pod }): readonly Compared[] => {
      const of = facts.get(name);
      const isAlone = names.indexOf(name) === names.lastIndexOf(name);
      return of === undefined || !isAlone || !isComparable(of)
        ? []
        : [{ pod: name, reported: reportedNumbers(of), written: writtenNumbers(pod) }];
    }),
  };
};

/** What cannot be read stays as it was, and is told; what is not rendered has no number. */
const isComparable = ({ findings, shm }: PodFacts): boolean =>
  shm.after.state !== 'other' && findings.every(({ severity }) => severity !== 'error');

const byName = (all: readonly PodFacts[]): ReadonlyMap<string, PodFacts> =>
  new Map(
    all.map((each) => {
      const { kind, namespace, name } = each.workload;
      return [nameOf(kind, namespace, name === '' ? undefined : name, each.place.field), each];
    }),
  );

const nameOf = (...parts: readonly unknown[]): string => parts.map(String).join(' ');

const writtenPods = (text: string) =>
  parseAllDocuments(text, { logLevel: 'silent', uniqueKeys: false, merge: true })
    .map((document) =>
      'errors' in document && document.errors.length > 0
        ? undefined
        : (document as { toJS: (options: object) => unknown }).toJS({ maxAliasCount: -1 }),
    )
    .flatMap(itemsOf)
    .flatMap((object) => {
      const { apiVersion, kind } = object;
      const metadata = isMap(object['metadata']) ? object['metadata'] : {};
      const row = rowOf(String(apiVersion), String(kind)) ?? { paths: [] };
      const isOurs = JSON.stringify(metadata).includes('inject-shm.dev/injected');
      return podsOf(object, row).map(({ field, pod }) => ({
        name: nameOf(kind, metadata['namespace'], metadata['name'], field),
        pod,
        isOurs,
      }));
    });

const maps = (value: Value): readonly Fields[] => (isList(value) ? value.filter(isMap) : []);

const itemsOf = (value: Value): readonly Fields[] => {
  if (!isMap(value)) return [];
  return String(value['kind']).endsWith('List') ? maps(value['items']).flatMap(itemsOf) : [value];
};

const isShm = (path: string): boolean => resolve('/', path) === '/dev/shm';

/** What is no Quantity, a template for one, is no limit. */
const nanoOf = (text: string): bigint => {
  const read = parseQuantity(text);
  return E.isRight(read) && read.right.nano > 0n ? read.right.nano : 0n;
};

/** Read without the code that plans: the size of what is mounted at `/dev/shm`, and the sum of the limits. */
const writtenNumbers = (pod: Fields): Numbers => {
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
    return /^0\d/.test(limit) ? 0n : nanoOf(limit);
  });
  return [
    size === undefined || size === null ? undefined : formatQuantity(q(String(size))),
    limits.reduce((sum, each) => sum + each, 0n),
  ];
};

const reportedNumbers = (facts: PodFacts): Numbers => {
  const { after } = facts.shm;
  const limits = facts.containers
    .filter(({ role, limit }) => role !== 'init' && limit.origin !== 'limit-range')
    .map(({ limit }) => limit.after?.nano ?? 0n);
  return [
    after.state === 'memory' ? formatQuantity(after.size) : undefined,
    limits.reduce((sum, each) => sum + each, 0n),
  ];
};
