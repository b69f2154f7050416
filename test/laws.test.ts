import * as assert from 'uvu/assert';
import { type Case, cases, itemsOf } from './arbitrary/case.ts';
import { foreign, recordsOf, withoutRecords, podsOf } from './arbitrary/changes.ts';
import { everyday, isEveryday } from './arbitrary/everyday.ts';
import { everydayFlags } from './arbitrary/flags.ts';
import { strayLines } from './arbitrary/lines.ts';
import { read, readBare, starts } from './arbitrary/read.ts';
import { EXCEPTIONS, FEATURES, type Feature } from './arbitrary/style.ts';
import { type Value, at, equal } from './arbitrary/value.ts';
import { spec } from './spec.ts';
import { caseLaw, items, run, same, textAfter, withoutResults } from './support.ts';

const test = spec('laws');

const without = (...left: readonly Feature[]): readonly Feature[] =>
  FEATURES.filter((feature) => !left.includes(feature));

caseLaw(test, { name: '0. a generated text means its model to both parsers' }, cases(), (found) => {
  assert.ok(equal(itemsOf(read(found.text)), found.items));
  same(readBare.jsYaml(found.text), readBare.yaml(found.text));
  return true;
});

const slices = (text: string): readonly string[] => {
  const found = starts(text);
  return found.map((start, i) => text.slice(start, found[i + 1]));
};

caseLaw(
  test,
  { name: '1. no change: the item is byte-identical; nothing to say: stdout is stdin' },
  cases(),
  (found) => {
    const { results, stdout } = run(found.text, found.flags);
    if (results.length === 0) same(stdout, found.text);
    const after = withoutResults(stdout);
    const [old, now, meant] = [slices(found.text), slices(after), items(after)];
    same(now.length, old.length);
    const kept = found.items.flatMap((item, i) => (equal(item, meant[i]) ? [i] : []));
    if (kept.length === found.items.length) same(after, found.text);
    kept.filter((i) => i < old.length - 1).forEach((i) => same(now[i] ?? '', old[i] ?? ''));
    return kept.length > 0;
  },
);

caseLaw(
  test,
  { name: '1. mode check changes nothing, and complains where inject would change something' },
  cases(),
  (found) => {
    const check = run(found.text, { ...found.flags, mode: 'check' });
    same(withoutResults(check.stdout), found.text);
    const would = check.results.some(({ tags }) => tags?.code === 'would-change');
    same(would, textAfter(found.text, found.flags) !== found.text);
    return would;
  },
);

caseLaw(test, { name: '2. every changed line belongs to a change' }, cases(), (found) => {
  const after = textAfter(found.text, found.flags);
  same(strayLines(found.text, after), []);
  if (found.style.on.has('crlf')) assert.not.match(after, /(?:^|[^\r])\n/);
  return after !== found.text;
});

caseLaw(
  test,
  { name: '3. the text after means what the everyday rule wants', share: 0.3 },
  cases({ range: 'plain', flags: everydayFlags }),
  ({ text, flags, style, items: before }) => {
    const { stdout, results } = run(text, flags);
    if (!before.every(isEveryday)) return false;
    const after = items(stdout);
    const refused = results.some(({ tags }) => tags.code === 'not-editable');
    if (refused) assert.ok(style.on.has('anchors') || style.on.has('blockScalars'));
    before.forEach((item, i) => {
      const now = after[i] ?? null;
      const wanted = everyday(item, flags, now);
      if (!(refused && equal(item, now))) same(withoutRecords(now), withoutRecords(wanted));
    });
    return !equal(before, after);
  },
);

caseLaw(test, { name: '3. all else means what it meant; JSON stays JSON' }, cases(), (found) => {
  const { stdout } = run(found.text, found.flags);
  const after = itemsOf(read(stdout));
  same(after.length, found.items.length);
  const strange = found.items.flatMap((item, i) => foreign(item, after[i] ?? null));
  same(strange, []);
  if (found.form === 'json' && !found.style.on.has('bom')) JSON.parse(stdout);
  return !equal(found.items, after);
});

caseLaw(test, { name: '4. injecting twice is injecting once' }, cases(), ({ text, flags }) => {
  const once = textAfter(text, flags);
  same(textAfter(once, flags), once);
  return once !== text;
});

const restored = ({ text, flags }: Case): { readonly after: string; readonly back: string } => {
  const after = textAfter(text, flags);
  return { after, back: textAfter(after, { mode: 'remove' }) };
};

caseLaw(
  test,
  { name: '5. remove after inject gives the original bytes', share: 0.3 },
  cases({ features: without('anchors', 'merges') }),
  (found) => {
    const { after, back } = restored(found);
    same(back, found.text);
    return after !== found.text;
  },
);

const aliases = (text: string): number => text.match(/[\s[{,]\*\w/g)?.length ?? 0;

caseLaw(
  test,
  {
    name: '5. with aliases the same meaning, and the same bytes where none was expanded',
    share: 0.3,
  },
  cases({ features: without('json'), forms: ['stream', 'ResourceList'] }),
  (found) => {
    const { after, back } = restored(found);
    same(items(back), found.items);
    const expanded = aliases(after) !== aliases(found.text) || /<</.test(found.text);
    if (!expanded) same(back, found.text);
    return after !== found.text;
  },
);

const respelt = (text: string): string =>
  text.replace(/~|\bNull\b|\bNULL\b/g, 'null').replace(/:(?= *[,}])/g, ': null');

caseLaw(
  test,
  { name: '5. with other spellings of null the same bytes but for those', share: 0.3 },
  cases({ features: [...without('anchors', 'merges'), ...EXCEPTIONS] }),
  (found) => {
    const { after, back } = restored(found);
    same(respelt(back), respelt(found.text));
    return after !== found.text;
  },
);

const identity = (item: Value): readonly (Value | undefined)[] => [
  ...['apiVersion', 'kind'].map((key) => at(item, key)),
  ...['namespace', 'name', 'generateName'].map((key) => at(item, 'metadata', key)),
];

caseLaw(
  test,
  { name: '6. never fewer items, in the same order' },
  cases(),
  ({ text, flags, items: before }) => {
    const { stdout } = run(text, flags);
    same(read(stdout).length, read(text).length);
    same(itemsOf(read(stdout)).map(identity), before.map(identity));
    return before.length > 1;
  },
);

caseLaw(
  test,
  { name: '9. the record changes only with a PodSpec' },
  cases({ features: without('json') }),
  ({ text, flags }) => {
    const once = textAfter(text, flags);
    const again = textAfter(once.replaceAll('0.2500', '0.7500'), { ...flags, ratio: '0.4' });
    const [old, now] = [items(once), items(again)];
    old.forEach((item, i) => {
      if (equal(recordsOf(item), recordsOf(now[i] ?? null))) return;
      assert.not.equal(podsOf(now[i] ?? null), podsOf(item));
    });
    return !equal(old, now);
  },
);

test.run();
