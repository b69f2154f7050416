import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { cases, show } from './arbitrary/case.ts';
import { injectedLimits } from './arbitrary/changes.ts';
import { anyFlags } from './arbitrary/flags.ts';
import { flagMemory, milli } from './arbitrary/quantity.ts';
import { newSizes } from './arbitrary/sizes.ts';
import { EXCEPTIONS, FEATURES } from './arbitrary/style.ts';
import type { Value } from './arbitrary/value.ts';
import { configs } from './fuzz/configs.ts';
import { forged } from './fuzz/forge.ts';
import { mutants } from './fuzz/mutate.ts';
import { sound } from './fuzz/sound.ts';
import { texts } from './fuzz/texts.ts';
import { spec } from './spec.ts';
import { items, law, textAfter } from './support.ts';

const test = spec('fuzzing');

const shown = ({ text, flags }: { readonly text: string; readonly flags: object }): string =>
  `flags ${JSON.stringify(flags)}\nas a string: ${JSON.stringify(text)}\n${text}`;

law(
  test,
  { name: 'bytes: whatever a text is, nothing is lost', times: 3 },
  fc.record({ text: mutants(texts()), flags: anyFlags }),
  ({ text, flags }) => sound(text, flags).changed,
  shown,
);

law(
  test,
  { name: 'structure: manifests of all sorts, configs of all sorts', times: 3 },
  cases({ features: [...FEATURES, ...EXCEPTIONS], flags: configs }),
  ({ text, flags }) => sound(text, flags).changed,
  show,
);

law(
  test,
  { name: 'records and annotations, forged and damaged', times: 3, share: 0.05 },
  forged,
  ({ text, flags }) => sound(text, flags).changed,
  shown,
);

law(
  test,
  { name: 'no annotation gets more than the config allows', share: 0.05 },
  fc.record({ forgery: forged, size: flagMemory, limit: flagMemory }),
  ({ forgery: { text, flags }, size, limit }) => {
    const { 'min-size': _, ...others } = flags;
    const bounds = { ...others, mode: 'inject', 'max-size': size, 'max-memory-limit': limit };
    const [before, after] = [items(text), items(textAfter(text, bounds))];
    const within = (amount: Value | undefined, bound: string) =>
      assert.ok((milli(amount) ?? 0n) <= (milli(bound) ?? 0n), `${String(amount)} > ${bound}`);
    const sizes = before.flatMap((item, at) => newSizes(item, after[at] ?? null));
    const limits = before.flatMap((item, at) => injectedLimits(item, after[at] ?? null));
    sizes.forEach((found) => within(found.size, size));
    limits
      .filter((found) => found.limit !== undefined)
      .forEach((found) => within(found.limit, limit));
    return sizes.length + limits.length > 0;
  },
  ({ forgery, size, limit }) => `${shown(forgery)}\nmaxSize ${size}, maxMemoryLimit ${limit}`,
);

test.run();
