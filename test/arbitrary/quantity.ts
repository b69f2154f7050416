import fc from 'fast-check';
import { type Value, sourceOf, verbatim } from './value.ts';

const UNITS: Readonly<Record<string, bigint>> = {
  '': 1n,
  Ki: 2n ** 10n,
  Mi: 2n ** 20n,
  Gi: 2n ** 30n,
  Ti: 2n ** 40n,
  k: 10n ** 3n,
  M: 10n ** 6n,
  G: 10n ** 9n,
  T: 10n ** 12n,
};

/** Thousandths of a byte, for the spellings that `memory` gives; `undefined` for all others. */
export const milli = (value: Value | undefined): bigint | undefined => {
  const source = typeof value === 'number' ? String(value) : value;
  if (typeof source !== 'string') return undefined;
  const thousandths = /^(\d+)m$/.exec(source)?.[1];
  if (thousandths !== undefined) return BigInt(thousandths);
  const match = /^(\d+)(?:\.(\d{1,3}))?(?:(Ki|Mi|Gi|Ti|k|M|G|T)|e(\d))?$/.exec(sourceOf(source));
  const [, whole, part = '', unit = '', exponent] = match ?? [];
  const factor = exponent === undefined ? UNITS[unit] : 10n ** BigInt(exponent);
  return whole === undefined || factor === undefined
    ? undefined
    : BigInt(whole + part.padEnd(3, '0')) * factor;
};

const MI = [64, 100, 127, 128, 129, 200, 256, 257, 500, 512, 1000, 1024, 1536, 2048, 4096, 65536];

const mi: fc.Arbitrary<number> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...MI) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 8192 }) },
);

const spelt = (amount: number): readonly Value[] => [
  `${amount}Mi`,
  `${amount}Mi`,
  `${amount * 1024}Ki`,
  ...(amount % 1024 === 0 ? [`${amount / 1024}Gi`] : []),
  bytes(amount * 2 ** 20),
  String(amount * 2 ** 20),
];

/** A number of bytes; only short ones are numbers to every reader. */
const bytes = (amount: number): Value => (amount < 1e9 ? amount : verbatim(String(amount)));

const ODD: readonly Value[] = [
  '1.5Gi',
  '0.3Gi',
  '1.1Gi',
  '500M',
  '1G',
  '3G',
  '2000000k',
  '129e6',
  verbatim('129e6'),
  verbatim('1e9'),
  '1e9',
  '128974848',
  128974848,
  '1073741825',
  verbatim('1073741824'),
];

/** A memory quantity that is sure to be read, most of them well above 128Mi. */
export const memory: fc.Arbitrary<Value> = fc.oneof(
  { weight: 3, arbitrary: mi.chain((amount) => fc.constantFrom(...spelt(amount))) },
  { weight: 1, arbitrary: fc.constantFrom(...ODD) },
);

/** What counts as no limit at all. */
export const unset: fc.Arbitrary<Value> = fc.constantFrom<Value[]>(null, 0, '0');

/** No Quantity, a negative one, or one with a template in it. */
export const unreadable: fc.Arbitrary<Value> = fc.constantFrom<Value[]>(
  '1GiB',
  '-1Gi',
  '1 Gi',
  '1gi',
  'lots',
  '{{ .Values.memory }}',
  '${MEMORY}',
  '$(MEMORY)',
);

/** Quantities as a flag or a config field has them. */
export const flagMemory: fc.Arbitrary<string> = fc.oneof(
  mi.map((amount) => `${amount}Mi`),
  fc.constantFrom('1Gi', '2Gi', '1500M', '0.3Gi', '1e9'),
);

/** `a` at most `b`, if both can be read. */
export const atMost = (a: Value | undefined, b: Value | undefined): boolean => {
  const [x, y] = [milli(a), milli(b)];
  return x === undefined || y === undefined || x <= y;
};
