import fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import * as assert from 'uvu/assert';
import { floorMi, formatQuantity, fromMi, parseQuantity } from '../src/quantity.ts';
import { cases, itemsOf } from './arbitrary/case.ts';
import { foreign, injectedLimits } from './arbitrary/changes.ts';
import { everyday, isEveryday, ratioOf } from './arbitrary/everyday.ts';
import { anyFlags, everydayFlags } from './arbitrary/flags.ts';
import { objectsOf, podsOf, recordsOf, withoutRecords } from './arbitrary/pods.ts';
import { atMost, milli } from './arbitrary/quantity.ts';
import { read } from './arbitrary/read.ts';
import { isLifted, largest, newSizes, raised, shmSize } from './arbitrary/sizes.ts';
import { EXCEPTIONS, FEATURES, type Feature } from './arbitrary/style.ts';
import { printStream } from './arbitrary/text.ts';
import { type Value, at, equal } from './arbitrary/value.ts';
import { RATIO, workload } from './arbitrary/workload.ts';
import { spec } from './spec.ts';
import { caseLaw, items, law, run, same, textAfter } from './support.ts';

const test = spec('laws of the meaning');

/** What can make a text one that is not edited: anchors that others read, a limit in a block scalar. */
const REFUSABLE: readonly Feature[] = ['anchors', 'merges', 'blockScalars'];

caseLaw(
  test,
  { name: '3. the text after means what the everyday rule wants', share: 0.3 },
  cases({ range: 'plain', flags: everydayFlags }),
  ({ text, flags, style, items: before }) => {
    const { stdout, results } = run(text, flags);
    if (!before.every(isEveryday)) return false;
    const after = items(stdout);
    const refused = results.some(({ tags }) => tags.code === 'not-editable');
    if (refused) assert.ok(REFUSABLE.some((feature) => style.on.has(feature)));
    const now = after.flatMap(objectsOf);
    before.flatMap(objectsOf).forEach((object, i) => {
      const found = now[i] ?? null;
      if (refused && equal(object, found)) return;
      same(withoutRecords(found), withoutRecords(everyday(object, flags, found)));
    });
    return !equal(before, after);
  },
);

caseLaw(
  test,
  { name: '3. all else means what it meant; JSON stays JSON' },
  cases({ features: [...FEATURES, ...EXCEPTIONS] }),
  (found) => {
    const { stdout } = run(found.text, found.flags);
    const after = itemsOf(read(stdout));
    same(after.length, found.items.length);
    const strange = found.items.flatMap((item, i) => foreign(item, after[i] ?? null));
    same(strange, []);
    if (found.form === 'json' && !found.style.on.has('bom')) JSON.parse(stdout);
    return !equal(found.items, after);
  },
);

const identity = (item: Value): readonly (Value | undefined)[] => [
  ...['apiVersion', 'kind'].map((key) => at(item, key)),
  ...['namespace', 'name', 'generateName'].map((key) => at(item, 'metadata', key)),
];

caseLaw(
  test,
  { name: '6. never fewer items, in the same order' },
  cases({ features: [...FEATURES, ...EXCEPTIONS] }),
  ({ text, flags, items: before }) => {
    const { stdout } = run(text, flags);
    same(read(stdout).length, read(text).length);
    same(itemsOf(read(stdout)).map(identity), before.map(identity));
    return before.length > 1;
  },
);

const isWholeMi = (size: string): void => {
  const quantity = parseQuantity(size);
  assert.ok(E.isRight(quantity), size);
  same(formatQuantity(quantity.right), size);
  same(fromMi(floorMi(quantity.right)).nano, quantity.right.nano);
};

caseLaw(
  test,
  {
    name: '7. sizes are whole Mi, canonical and at most ratio × basis; requests at most the injected limits',
  },
  cases(),
  ({ text, flags, items: before }) => {
    const after = items(textAfter(text, flags));
    const sizes = before.flatMap((item, i) => newSizes(item, after[i] ?? null));
    const ceiling = milli(flags['max-size']);
    for (const { size, pod } of sizes) {
      isWholeMi(size);
      const amount = milli(size) ?? 0n;
      const [num, den] = ratioOf(flags['ratio'] ?? '0.5');
      if (!isLifted(flags, before))
        assert.ok(amount * den <= largest(pod) * num, `${size} of ${largest(pod)}`);
      if (ceiling !== undefined) assert.ok(amount <= ceiling, `${size} is more than maxSize`);
    }
    const limited = before.flatMap((item, i) => injectedLimits(item, after[i] ?? null));
    limited.forEach(({ request, limit }) =>
      assert.ok(atMost(request, limit), JSON.stringify({ request, limit })),
    );
    return sizes.length > 0;
  },
);

const plainly = { seed: 0, step: 2, on: new Set<Feature>() };

law(
  test,
  { name: '8. a larger limit never gives a smaller size', share: 0.3, times: 2 },
  fc.record({
    item: workload('all'),
    flags: anyFlags,
    index: fc.nat(3),
    mi: fc.integer({ min: 1, max: 5000 }),
  }),
  ({ item, flags, index, mi }) => {
    const larger = raised(item, index, mi);
    const [small, large] = [item, larger].map((found) =>
      items(textAfter(printStream(plainly, [found]).text, flags))
        .flatMap((one) => podsOf(one))
        .map(shmSize),
    );
    small?.forEach((size, i) => {
      const now = large?.[i];
      if (size !== undefined && now !== undefined) assert.ok(size <= now, `${size} > ${now}`);
    });
    return !equal(item, larger);
  },
  (found) => JSON.stringify(found, null, 1),
);

caseLaw(
  test,
  { name: '9. the record changes only with a PodSpec', times: 2 },
  cases(),
  ({ text, flags }) => {
    const once = textAfter(text, flags);
    const again = textAfter(once.replaceAll(RATIO, '0.7500'), { ...flags, ratio: '0.4' });
    const [old, now] = [items(once), items(again)];
    old.forEach((item, i) => {
      if (equal(recordsOf(item), recordsOf(now[i] ?? null))) return;
      assert.not.equal(podsOf(now[i] ?? null), podsOf(item));
    });
    return !equal(old, now);
  },
);

test.run();
