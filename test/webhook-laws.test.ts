import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { Fields } from '../src/data/value.ts';
import { inject } from '../src/inject.ts';
import { admit } from '../src/webhook/admit.ts';
import { patchOf } from '../src/webhook/patch.ts';
import { spec } from './spec.ts';
import { law, same } from './support.ts';
import { applyPatch } from './webhook/apply-patch.ts';
import { admittedOf, configOf, configs, late, pods, sizesOf, specOf } from './webhook/pods.ts';

const test = spec('webhook: laws');

const asked = { namespace: 'ml', name: 'web' };

law(
  test,
  { name: 'the patch makes what is wanted', share: 0.5 },
  fc.tuple(configs, pods),
  ([config, object]) => {
    const { wanted } = admit(config, object, asked);
    const patch = patchOf(object, wanted);
    same(applyPatch(object, patch), wanted);
    return patch.length > 0;
  },
  (found) => JSON.stringify(found[1]),
);

/** Any data that JSON has, apart from a name that the test's own `applyPatch` cannot set. */
const anything = fc
  .dictionary(fc.constantFrom('a', 'b', '~/', 'toString'), fc.jsonValue())
  .map((value) => JSON.parse(JSON.stringify(value).replaceAll('__proto__', 'proto')) as Fields);

law(
  test,
  { name: 'a patch makes of anything anything else', share: 0.5 },
  fc.tuple(anything, anything),
  ([before, after]) => {
    const patch = patchOf(before, after);
    same(applyPatch(before, patch), after);
    return patch.length > 0;
  },
  (found) => JSON.stringify(found),
);

law(
  test,
  { name: 'a second call changes nothing', share: 0.5 },
  fc.tuple(configs, pods),
  ([config, object]) => {
    const { wanted } = admit(config, object, asked);
    assert.is(admit(config, wanted, asked).wanted, wanted);
    return wanted !== object;
  },
  (found) => JSON.stringify(found[1]),
);

law(
  test,
  { name: 'who comes late never counts, and gets what the others have', share: 0.3 },
  fc.tuple(configs, pods, late, fc.boolean()),
  ([config, object, more, isFirst]) => {
    const once = admit(config, object, asked).wanted;
    const { containers } = specOf(once) as { containers: readonly Fields[] };
    const all = isFirst ? [...more, ...containers] : [...containers, ...more];
    const grown = { ...once, spec: { ...specOf(once), containers: all } };
    if (admittedOf(once) === undefined) return false;
    const { wanted } = admit(config, grown, asked);
    same(admittedOf(wanted), admittedOf(once));
    const size = Object.values(sizesOf(once))[0];
    for (const found of Object.values(sizesOf(wanted))) same(found, size);
    same(applyPatch(grown, patchOf(grown, wanted)), wanted);
    assert.is(admit(config, wanted, asked).wanted, wanted);
    return size !== undefined;
  },
  (found) => JSON.stringify(found.slice(1)),
);

law(
  test,
  { name: 'what a pod gets is what its manifest gets', share: 0.3, times: 0.5 },
  fc.tuple(pods, fc.constantFrom({}, { ratio: '0.25' }, { 'default-memory-limit': '1Gi' })),
  ([object, flags]) => {
    const config = configOf(flags);
    const { wanted } = admit(config, object, asked);
    const rendered = JSON.parse(inject(JSON.stringify(object), { flags }).stdout) as Fields;
    const isZero = JSON.stringify(object).includes('"memory":"0"');
    if (!isZero) same(specOf(wanted), specOf(rendered));
    // Rendered and then admitted: what is mounted is left.
    const { volumes } = specOf(rendered);
    if (
      specOf(rendered) !== specOf(object) &&
      volumes !== undefined &&
      Object.keys(sizesOf(rendered)).length > 0
    )
      assert.is(admit(config, rendered, asked).wanted, rendered);
    return wanted !== object;
  },
  (found) => JSON.stringify(found),
);

test.run();
