import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { foreignAnywhere } from './arbitrary/changes.ts';
import { itemsOf } from './arbitrary/case.ts';
import type { Flags } from './arbitrary/flags.ts';
import { read } from './arbitrary/read.ts';
import { type Value, equal } from './arbitrary/value.ts';
import { wrap } from './arbitrary/wrap.ts';
import { skip, spec } from './spec.ts';
import { inject } from '../src/inject.ts';
import { items, run, same, textAfter, withoutResults } from './support.ts';

const CORPUS = '../shared/corpus';
const test = spec('corpus');

const CONFIGS: readonly Flags[] = [
  {},
  { 'default-memory-limit': '1Gi' },
  { existing: 'enforce', 'missing-limit': 'request' },
];

interface Manifest {
  readonly name: string;
  readonly text: string;
  /** What it means to `yaml`; why not, where `yaml` refuses it. */
  readonly documents: readonly Value[] | string;
}

const manifests = (): readonly Manifest[] => {
  if (!existsSync(CORPUS)) return skip(`there is no ${CORPUS}`);
  return readdirSync(CORPUS, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(join(CORPUS, name), 'utf8');
      return { name, text, documents: documentsOf(text) };
    });
};

const documentsOf = (text: string): Manifest['documents'] => {
  try {
    return read(text);
  } catch (error) {
    return String(error).split('\n')[0] ?? '';
  }
};

interface Tally {
  files: number;
  documents: number;
  changed: number;
  readonly refused: Set<string>;
  /** What js-yaml reads and `yaml` does not, so that only the bytes can be compared. */
  readonly unread: Set<string>;
  readonly codes: Map<string, number>;
}

const newTally = (): Tally => ({
  files: 0,
  documents: 0,
  changed: 0,
  refused: new Set(),
  unread: new Set(),
  codes: new Map(),
});

/** Everything that has to hold for one text and one configuration. */
const check = (
  text: string,
  documents: readonly Value[] | undefined,
  flags: Flags,
  tally: Tally,
): void => {
  const { stdout, results } = run(text, flags);
  const after = withoutResults(stdout);
  results.forEach(({ tags: { code } }) => tally.codes.set(code, (tally.codes.get(code) ?? 0) + 1));
  same(textAfter(after, flags), after);
  same(textAfter(after, { mode: 'remove' }), text);
  if (results.length === 0) same(stdout, text);
  same(wouldChange(text, flags), after !== text);
  same(wouldChange(after, flags), false);
  tally.files++;
  if (documents !== undefined) compare(documents, after, tally);
};

const wouldChange = (text: string, flags: Flags): boolean =>
  run(text, { ...flags, mode: 'check' }).results.some(({ tags }) => tags.code === 'would-change');

const compare = (documents: readonly Value[], after: string, tally: Tally): void => {
  const now = read(after);
  same(now.length, documents.length);
  const [old, meant] = [itemsOf(documents), itemsOf(now)];
  same(meant.length, old.length);
  tally.documents += old.length;
  old.forEach((item, i) => {
    same(foreignAnywhere(item, meant[i] ?? null), []);
    if (!equal(item, meant[i])) tally.changed++;
  });
};

const readable = (manifest: Manifest): readonly Value[] | undefined =>
  typeof manifest.documents === 'string' ? undefined : manifest.documents;

/** Neither library reads it: exit code 2 and nothing on stdout. */
const isRefused = ({ name, text }: Manifest, tally: Tally): boolean => {
  const outcome = inject(text);
  if (outcome.exitCode !== 2) return false;
  same(outcome.stdout, '');
  tally.refused.add(`${name}: ${outcome.stderr.split('\n')[0] ?? ''}`);
  return true;
};

const failures = (
  found: readonly Manifest[],
  body: (manifest: Manifest) => void,
): readonly string[] =>
  found.flatMap((manifest) => {
    try {
      body(manifest);
      return [];
    } catch (error) {
      return [`${manifest.name}: ${error instanceof Error ? error.message : String(error)}`];
    }
  });

const report = (
  title: string,
  { files, documents, changed, refused, unread, codes }: Tally,
): void => {
  console.log(`\n${title}: ${files} files, ${documents} documents, ${changed} changed`);
  refused.forEach((line) => console.log(`  refused: ${line}`));
  unread.forEach((line) => console.log(`  not read by yaml: ${line}`));
  [...codes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .forEach(([code, n]) => console.log(`  ${code.padEnd(20)} ${n}`));
};

CONFIGS.forEach((flags) => {
  const title = JSON.stringify(flags);

  test(`as it is, ${title}`, () => {
    const tally = newTally();
    const failed = failures(manifests(), (manifest) => {
      const documents = readable(manifest);
      if (documents === undefined && isRefused(manifest, tally)) return;
      if (documents === undefined)
        tally.unread.add(`${manifest.name}: ${String(manifest.documents)}`);
      check(manifest.text, documents, flags, tally);
    });
    report(title, tally);
    assert.is(failed.join('\n'), '');
  });

  test(`in a ResourceList, ${title}`, () => {
    const tally = newTally();
    const failed = failures(manifests(), (manifest) => {
      const documents = readable(manifest);
      const text = documents === undefined ? undefined : wrap(manifest.text);
      if (documents === undefined || text === undefined) return;
      same(items(text), itemsOf(documents));
      check(text, read(text), flags, tally);
    });
    report(`ResourceList ${title}`, tally);
    assert.is(failed.join('\n'), '');
  });
});

/** What becomes of the corpus by config: results by code in `check`, where skips are told with their reasons. */
const EXPECTED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  '{}': {
    'ask-for-kind': 70,
    'below-default': 20,
    'controlled-object': 4,
    'host-ipc': 2,
    'immutable-template': 6,
    'needs-shm': 5,
    'no-memory-limit': 244,
    'not-editable': 3,
    'oom-risk': 3,
    'operator-owned': 1,
    'partial-object': 31,
    summary: 40,
    'system-critical': 1,
    unbounded: 8,
    'uncovered-kind': 6,
    windows: 1,
    'would-change': 46,
  },
  '{"default-memory-limit":"1Gi"}': {
    'accelerator-limit': 4,
    'ask-for-kind': 70,
    'below-default': 20,
    'controlled-object': 4,
    'host-ipc': 2,
    'immutable-template': 53,
    'no-memory-limit': 1,
    'not-editable': 3,
    'oom-risk': 3,
    'operator-owned': 1,
    'partial-object': 31,
    summary: 250,
    'system-critical': 1,
    unbounded: 8,
    'uncovered-kind': 6,
    windows: 1,
    'would-change': 549,
  },
  '{"existing":"enforce","missing-limit":"request"}': {
    'ask-for-kind': 70,
    'below-default': 47,
    'controlled-object': 4,
    'host-ipc': 2,
    'immutable-template': 6,
    'needs-shm': 5,
    'no-memory-limit': 213,
    'not-editable': 3,
    'oom-risk': 1,
    'operator-owned': 1,
    'partial-object': 31,
    summary: 50,
    'system-critical': 1,
    unbounded: 5,
    'uncovered-kind': 6,
    windows: 1,
    'would-change': 58,
  },
};

CONFIGS.forEach((flags) => {
  const title = JSON.stringify(flags);

  test(`what becomes of every document, ${title}`, () => {
    const codes = new Map<string, number>();
    for (const { text } of manifests())
      for (const { tags } of inject(text, { flags: { ...flags, mode: 'check' } }).results)
        codes.set(tags.code, (codes.get(tags.code) ?? 0) + 1);
    assert.equal(
      Object.fromEntries([...codes].sort(([a], [b]) => (a < b ? -1 : 1))),
      EXPECTED[title],
    );
  });
});

test.run();
