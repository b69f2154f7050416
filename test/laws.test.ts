import * as assert from 'uvu/assert';
import { type Case, cases } from './arbitrary/case.ts';
import { strayLines } from './arbitrary/lines.ts';
import { starts } from './arbitrary/read.ts';
import { EXCEPTIONS, FEATURES, type Feature } from './arbitrary/style.ts';
import { equal } from './arbitrary/value.ts';
import { spec } from './spec.ts';
import { caseLaw, items, run, same, textAfter, withoutResults } from './support.ts';

const test = spec('laws of the text');

const without = (...left: readonly Feature[]): readonly Feature[] =>
  FEATURES.filter((feature) => !left.includes(feature));

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

caseLaw(
  test,
  { name: '2. every changed line belongs to a change' },
  cases({ features: [...FEATURES, ...EXCEPTIONS] }),
  (found) => {
    const after = textAfter(found.text, found.flags);
    same(strayLines(found.text, after), []);
    if (found.style.on.has('crlf')) assert.not.match(after, /(?:^|[^\r])\n/);
    return after !== found.text;
  },
);

caseLaw(
  test,
  { name: '4. injecting twice is injecting once' },
  cases({ features: [...FEATURES, ...EXCEPTIONS] }),
  ({ text, flags }) => {
    const once = textAfter(text, flags);
    same(textAfter(once, flags), once);
    return once !== text;
  },
);

const restored = ({ text, flags }: Case): { readonly after: string; readonly back: string } => {
  const after = textAfter(text, flags);
  return { after, back: textAfter(after, { mode: 'remove' }) };
};

caseLaw(
  test,
  { name: '5. remove after inject gives the original bytes', share: 0.3, times: 2 },
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
    times: 2,
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
  text.replace(/~|\bNull\b|\bNULL\b/g, 'null').replace(/:(?=\s*(?:#.*\s+)*[,}])/g, ': null');

caseLaw(
  test,
  { name: '5. with other spellings of null the same bytes but for those', share: 0.3, times: 2 },
  cases({ features: [...without('anchors', 'merges'), ...EXCEPTIONS] }),
  (found) => {
    const { after, back } = restored(found);
    same(respelt(back), respelt(found.text));
    return after !== found.text;
  },
);

test.run();
