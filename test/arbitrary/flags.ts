import fc from 'fast-check';
import { defined, maybe } from './container.ts';
import { flagMemory, milli } from './quantity.ts';

/** Kebab-case flags with their values. */
export type Flags = Readonly<Record<string, string>>;

/** Each of the flags in so many cases of a hundred. */
export const flagsOf = (
  often: number,
  entries: Readonly<Record<string, fc.Arbitrary<string>>>,
): fc.Arbitrary<Flags> =>
  fc
    .tuple(
      ...Object.entries(entries).map(([name, value]) =>
        maybe(often, value).map((found) => defined({ [name]: found })),
      ),
    )
    .map((found) => Object.assign({}, ...found) as Flags);

const basic = {
  ratio: fc.constantFrom('0.5', '0.25', '0.1', '0.333', '50%', '0.9'),
  'default-memory-limit': flagMemory,
  'init-containers': fc.constantFrom('true', 'false'),
  'volume-name': fc.constantFrom('dshm', 'shm', 'cache'),
};

/** The everyday fields: what they do follows from one simple rule. */
export const everydayFlags: fc.Arbitrary<Flags> = flagsOf(50, basic);

const ordered = (flags: Flags): Flags => {
  const { 'min-size': min, 'max-size': max, ...rest } = flags;
  if (min === undefined || max === undefined) return flags;
  const swapped = (milli(min) ?? 0n) > (milli(max) ?? 0n);
  return { ...rest, 'min-size': swapped ? max : min, 'max-size': swapped ? min : max };
};

/** Any sensible configuration of `mode: inject`. */
export const anyFlags: fc.Arbitrary<Flags> = fc
  .oneof(
    everydayFlags,
    flagsOf(25, {
      ...basic,
      ratio: fc.constantFrom('0.5', '0.25', '1', '33.3%'),
      'size-from': fc.constantFrom('max', 'min', 'app', 'db'),
      'min-size': flagMemory,
      'max-size': flagMemory,
      size: flagMemory,
      'missing-limit': fc.constantFrom('warn', 'error', 'ignore', 'request'),
      existing: fc.constantFrom('keep', 'complete', 'enforce'),
      containers: fc.constantFrom('*', 'app,db', '*p*'),
      'exclude-containers': fc.constantFrom('exporter', 'init-*', 'web-?'),
    }),
  )
  .map(ordered);
