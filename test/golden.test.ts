import * as assert from 'uvu/assert';
import { isMap, isSeq, parseAllDocuments } from 'yaml';
import { fields } from '../src/config.ts';
import { codes } from '../src/result.ts';
import {
  expectedOf,
  filesOf,
  forgetExpected,
  type Golden,
  goldens,
  isCalledFor,
  run,
  runAgain,
  takeBack,
  withoutAny,
  writeExpected,
} from './golden-case.ts';
import { pending, rules } from './golden-rules.ts';
import { modelOf } from './models.ts';
import { skip, spec } from './spec.ts';
import { withoutResults } from './support.ts';

const test = spec('goldens');
// Never where nobody reads what is written.
const isWriting = process.env['GOLDEN'] === 'write' && process.env['CI'] === undefined;
const isPending = ({ name }: Golden): boolean => Object.hasOwn(pending, name);

/** The resources of a text, those in lists as well. */
const resourcesOf = (text: string): readonly object[] =>
  [...parseAllDocuments(text, { merge: true, logLevel: 'error' })].flatMap((document) => {
    const items: unknown = isMap(document.contents) ? document.get('items') : undefined;
    if (isSeq(items)) return items.toJS(document) as object[];
    return isMap(document.contents) ? [document.toJS() as object] : [];
  });

/** What is wrong with each resource; nothing is where there is no model. */
const invalid = (text: string): Promise<readonly (string | undefined)[]> =>
  Promise.all(
    resourcesOf(text).map(async (resource) => {
      const { apiVersion, kind } = resource as Readonly<Record<string, unknown>>;
      const ResourceModel = await modelOf(String(apiVersion), String(kind));
      if (ResourceModel === undefined) return undefined;
      validated++;
      try {
        new ResourceModel(resource).validate();
        return undefined;
      } catch (error) {
        return String(error);
      }
    }),
  );

let validated = 0;

const check = async (golden: Golden): Promise<void> => {
  const { stdout, exitCode } = run(golden);
  if (isWriting) writeExpected(golden);
  assert.equal(filesOf(golden), expectedOf(golden));
  if (exitCode > 1) return;
  if (golden.flags['mode'] === undefined) {
    const changes = withoutResults(stdout) !== withoutAny(golden);
    assert.is(isCalledFor(golden), changes, 'check calls for a run that changes something');
  }
  if (golden.flags['mode'] !== 'check') {
    const again = runAgain(golden);
    assert.fixture(withoutResults(again.stdout), withoutResults(stdout), 'a second run');
    const infos = again.results.filter(({ severity }) => severity === 'info');
    assert.equal(infos, [], 'a second run has nothing to tell');
  }
  const restored = takeBack(golden) === withoutAny(golden);
  assert.is(restored, golden.notRestored === undefined, 'remove gives the input');
  const [before, after] = await Promise.all([golden.input, stdout].map(invalid));
  assert.equal(
    after?.filter((problem, at) => before?.[at] === undefined && problem !== undefined),
    [],
    'what was valid stays valid',
  );
};

goldens.forEach((golden) =>
  test(golden.name, async () => {
    if (isPending(golden) && isWriting) forgetExpected(golden);
    if (isPending(golden)) skip(pending[golden.name] ?? '');
    await check(golden);
  }),
);

test('the models of kubernetes-models are found', () => {
  assert.ok(validated > 2 * 100, `${validated} resources were validated`);
});

test('every golden shows a rule, and every rule has its goldens', () => {
  const shown = Object.values(rules).flat();
  assert.equal(shown.toSorted(), goldens.map(({ name }) => name).toSorted());
});

const missing = (all: readonly string[], has: (name: string) => boolean) =>
  all.filter((name) => !has(name));

test('every result code has a golden', () => {
  const found = new Set<string>(
    goldens
      .filter((golden) => !isPending(golden))
      .flatMap((golden) => run(golden).results.map(({ tags }) => tags.code)),
  );
  assert.equal(
    missing(codes, (code) => found.has(code)),
    [],
  );
});

test('every field has a golden that sets it, and one for its annotation', () => {
  const sets = (pattern: RegExp) => goldens.some(({ input }) => pattern.test(input));
  const unset = fields.filter(
    ({ flag, name }) =>
      !goldens.some(({ flags }) => Object.hasOwn(flags, flag)) &&
      !sets(new RegExp(`functionConfig[^]*\\b${name}"?:`)),
  );
  assert.equal(
    unset.map(({ name }) => name),
    [],
  );
  const annotations = fields.flatMap(({ annotation }) => annotation ?? []);
  assert.equal(
    missing(annotations, (name) => sets(new RegExp(`inject-shm.dev/${name}:`))),
    [],
  );
});

test.run();
