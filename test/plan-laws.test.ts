import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { Fields } from '../src/data/value.ts';
import { deployment, type Flags, limitRange, podOf, runOf } from './fixture.ts';
import { spec } from './spec.ts';
import { law } from './support.ts';

const test = spec('laws of the plan');

/** Memory in Mi; nothing where none is said. */
type Mi = number | undefined;

interface Box {
  readonly role: '' | '~' | '+';
  readonly limit: Mi;
  readonly request: Mi;
}

interface Bounds {
  readonly min: Mi;
  readonly max: Mi;
  /** How many times the request a limit may be. */
  readonly ratio: Mi;
}

const some = (max: number) => fc.option(fc.integer({ min: 1, max }), { nil: undefined, freq: 1 });

const box: fc.Arbitrary<Box> = fc
  .record({
    role: fc.constantFrom('' as const, '' as const, '~' as const, '+' as const),
    limit: some(4000),
    request: some(2000),
  })
  .map((each) =>
    each.limit !== undefined && each.request !== undefined && each.request > each.limit
      ? { ...each, request: each.limit }
      : each,
  );

const bounds: fc.Arbitrary<Bounds> = fc.record({
  min: some(1000),
  max: some(8000),
  ratio: some(4),
});

const cases = fc.record({
  boxes: fc.array(box, { minLength: 1, maxLength: 4 }),
  container: bounds,
  pod: bounds,
  filled: fc.option(fc.integer({ min: 1, max: 3000 }), { nil: undefined, freq: 4 }),
  given: fc.integer({ min: 1, max: 5000 }),
  more: fc.constantFrom<Flags>({}, {}, { 'max-memory-limit': '1Gi' }, { 'size-from': 'c0' }),
});

type Case = typeof cases extends fc.Arbitrary<infer C> ? C : never;

const word = (mi: Mi, before = ''): string => (mi === undefined ? '' : ` ${before}${mi}Mi`);

const textOf = ({ boxes }: Case): string =>
  boxes
    .map(({ role, limit, request }, at) => `${role}c${at}${word(limit)}${word(request, 'req:')}`)
    .join(', ');

const memory = (mi: Mi, unit = 'Mi'): Fields | undefined =>
  mi === undefined ? undefined : { memory: `${mi}${unit}` };

const rangeOf = (type: string, { min, max, ratio }: Bounds, filled: Mi): Fields =>
  limitRange(type, {
    min: memory(min),
    max: memory(max),
    maxLimitRequestRatio: memory(ratio, ''),
    default: memory(filled),
  });

/** The injected limits by container, in Mi. */
const injectedInto = (found: Case): ReadonlyMap<string, number> => {
  const objects = [
    deployment(podOf(textOf(found))),
    rangeOf('Container', found.container, found.filled),
    rangeOf('Pod', found.pod, undefined),
  ];
  const flags = { 'default-memory-limit': `${found.given}Mi`, ...found.more };
  const [first] = runOf({ '': objects }, flags).finished;
  const limits = first?.plan.pods[0]?.record?.limits ?? {};
  return new Map(Object.entries(limits).map(([name, limit]) => [name, inMi(limit)]));
};

const inMi = (text: string): number => {
  const factor = text.endsWith('Gi') ? 1024 : text.endsWith('Mi') ? 1 : NaN;
  return Number(text.slice(0, -2)) * factor;
};

const fits = (limit: number, request: number, { min, max, ratio }: Bounds): boolean =>
  limit <= (max ?? Infinity) && request >= (min ?? 0) && limit <= request * (ratio ?? Infinity);

const total = (all: readonly number[]): number => all.reduce((sum, each) => sum + each, 0);

/** A limit that the API server fills in is the default's or, without one, the max's; a limit is the request too where there is none. */
law(
  test,
  { name: 'nothing that is injected breaks a LimitRange, and no request is above it', times: 3 },
  cases,
  (found) => {
    const injected = injectedInto(found);
    const seen = found.boxes.map(({ role, limit: own, request }, at) => {
      const added = injected.get(`c${at}`);
      const limit = added ?? own ?? found.filled ?? found.container.max;
      return { role, added, limit: limit ?? 0, request: request ?? limit ?? 0 };
    });
    for (const { added, limit, request } of seen)
      if (added !== undefined) {
        assert.ok(request <= limit, 'a request above its limit');
        assert.ok(fits(limit, request, found.container), 'a container is out of its bounds');
      }
    const running = seen.filter(({ role }) => role !== '+');
    const limits = total(running.map(({ limit }) => limit));
    const requests = total(running.map(({ request }) => request));
    if (injected.size > 0)
      assert.ok(fits(limits, requests, found.pod), 'the sums are out of bounds');
    return injected.size > 0;
  },
  (found) => JSON.stringify(found),
);

law(
  test,
  { name: 'a limit is injected only where none is known', times: 1 },
  cases,
  (found) => {
    const injected = injectedInto(found);
    found.boxes.forEach(({ role, limit }, at) => {
      if (role !== '' || limit !== undefined) assert.not(injected.has(`c${at}`));
    });
    return injected.size > 0;
  },
  (found) => JSON.stringify(found),
);

test.run();
