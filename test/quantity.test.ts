import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import * as assert from 'uvu/assert';
import {
  ceilMi,
  compareQuantity,
  floorMi,
  formatQuantity,
  fromMi,
  maxQuantity,
  minQuantity,
  parseQuantity,
  parseRatio,
  type Quantity,
  type Ratio,
  scale,
  unscale,
} from '../src/quantity.ts';
import { skip, spec } from './spec.ts';

const test = spec('quantity');

const must = <A>(either: E.Either<string, A>): A => {
  if (E.isLeft(either)) throw new Error(either.left);
  return either.right;
};
const quantity = (source: string | number): Quantity => must(parseQuantity(source));
const ratio = (source: string | number): Ratio => must(parseRatio(source));
const half = ratio('0.5');
const UNIT = 10n ** 9n;

/** What is written for half of a limit; `-` where that is no whole Mi. */
const halfInMi = (source: string): string => {
  const mi = floorMi(scale(quantity(source), half));
  return mi <= 0n ? '-' : formatQuantity(fromMi(mi));
};

// input, canonical, format, half in whole Mi
const vectors = [
  ['0', '0', 'DecimalSI', '-'],
  ['1', '1', 'DecimalSI', '-'],
  ['64Mi', '64Mi', 'BinarySI', '32Mi'],
  ['123Mi', '123Mi', 'BinarySI', '61Mi'],
  ['1024Mi', '1Gi', 'BinarySI', '512Mi'],
  ['1025Mi', '1025Mi', 'BinarySI', '512Mi'],
  ['1Gi', '1Gi', 'BinarySI', '512Mi'],
  ['1.5Gi', '1536Mi', 'BinarySI', '768Mi'],
  ['3Gi', '3Gi', 'BinarySI', '1536Mi'],
  ['4096Mi', '4Gi', 'BinarySI', '2Gi'],
  ['1Ti', '1Ti', 'BinarySI', '512Gi'],
  ['1Ei', '1Ei', 'BinarySI', '512Pi'],
  ['8Ei', '9223372036854775807', 'BinarySI', '4398046511103Mi'],
  ['999999999Ei', '9223372036854775807', 'BinarySI', '4398046511103Mi'],
  ['0.5Ki', '512', 'BinarySI', '-'],
  ['1.1Gi', '1181116006400m', 'BinarySI', '563Mi'],
  ['.5Gi', '512Mi', 'BinarySI', '256Mi'],
  ['5.Gi', '5Gi', 'BinarySI', '2560Mi'],
  ['+1Gi', '1Gi', 'BinarySI', '512Mi'],
  ['01Gi', '1Gi', 'BinarySI', '512Mi'],
  [' 1Gi ', '1Gi', 'BinarySI', '512Mi'],
  ['-1Gi', '-1Gi', 'BinarySI', '-'],
  ['0.0000000001Ki', '103n', 'DecimalSI', '-'],
  ['1k', '1k', 'DecimalSI', '-'],
  ['1000', '1k', 'DecimalSI', '-'],
  ['500M', '500M', 'DecimalSI', '238Mi'],
  ['1.5G', '1500M', 'DecimalSI', '715Mi'],
  ['1E', '1E', 'DecimalSI', '476837158203Mi'],
  ['1073741824', '1073741824', 'DecimalSI', '512Mi'],
  ['400m', '400m', 'DecimalSI', '-'],
  ['0.1m', '100u', 'DecimalSI', '-'],
  ['0.1n', '1n', 'DecimalSI', '-'],
  ['1.500', '1500m', 'DecimalSI', '-'],
  ['129e6', '129e6', 'DecimalExponent', '61Mi'],
  ['1.5e9', '1500e6', 'DecimalExponent', '715Mi'],
  ['123e4', '1230e3', 'DecimalExponent', '-'],
  ['1E3', '1e3', 'DecimalExponent', '-'],
  ['1e0', '1', 'DecimalExponent', '-'],
  ['1e-3', '1e-3', 'DecimalExponent', '-'],
] as const;

vectors.forEach(([input, canonical, format, inMi]) => {
  test(`${JSON.stringify(input)} is ${canonical}`, () => {
    assert.is(formatQuantity(quantity(input)), canonical);
    assert.is(quantity(input).format, format);
    assert.is(halfInMi(input), inMi);
  });
});

interface Vector {
  readonly Input: string;
  readonly Canonical: string;
  readonly Format: string;
  readonly ValueBytes: string;
  readonly HalfFloorBytes: string;
  readonly EmitMi: string;
  readonly Err: string;
}

/** The API server gives these back as they are; we write the canonical form. */
const kept: Readonly<Record<string, string>> = {
  '+1Gi': '1Gi',
  '01Gi': '1Gi',
  '5.Gi': '5Gi',
  '1.500': '1500m',
  '1e+3': '1e3',
  '1E3': '1e3',
};

const isVector = (vector: Vector) => {
  const q = quantity(vector.Input);
  assert.is(formatQuantity(q), kept[vector.Input] ?? vector.Canonical, vector.Input);
  assert.is(q.format, vector.Format, vector.Input);
  const value = q.nano % UNIT > 0n ? q.nano / UNIT + 1n : q.nano / UNIT;
  assert.is(value, BigInt(vector.ValueBytes), vector.Input);
  assert.is(scale(q, half).nano / UNIT, BigInt(vector.HalfFloorBytes), vector.Input);
  assert.is(halfInMi(vector.Input), vector.EmitMi, vector.Input);
};

test('all vectors that the Kubernetes code computed', () => {
  const file = '../shared/facts/quantity-vectors.json';
  if (!existsSync(file)) skip(`${file} is not there`);
  // JSON.parse would round the large integers.
  const source = readFileSync(file, 'utf8').replaceAll(/: (-?\d+)(,?)$/gm, ': "$1"$2');
  const all = JSON.parse(source) as readonly Vector[];
  assert.ok(all.length > 100);
  all.filter(({ Err }) => Err === '').forEach(isVector);
  all
    .filter(({ Err }) => Err !== '')
    .forEach(({ Input }) => assert.ok(E.isLeft(parseQuantity(Input)), Input));
});

const rejected = [
  ['1GiB', '"1GiB" is not a Quantity (did you mean "1Gi"?)'],
  ['1gi', '"1gi" is not a Quantity (did you mean "1Gi"?)'],
  ['1Gb', '"1Gb" is not a Quantity (did you mean "1Gi" or "1G"?)'],
  ['4g', '"4g" is not a Quantity (did you mean "4Gi" or "4G"?)'],
  ['1K', '"1K" is not a Quantity (did you mean "1Ki" or "1k"?)'],
  ['1KB', '"1KB" is not a Quantity (did you mean "1Ki" or "1k"?)'],
  ['1 Gi', '"1 Gi" is not a Quantity (did you mean "1Gi"?)'],
  ['1,5Gi', '"1,5Gi" is not a Quantity (did you mean "1.5Gi"?)'],
  ['1 GB', '"1 GB" is not a Quantity (did you mean "1Gi" or "1G"?)'],
  ['1024 bytes', '"1024 bytes" is not a Quantity (did you mean "1024"?)'],
  ['1,000Mi', '"1,000Mi" is not a Quantity such as "512Mi" or "2Gi"'],
  ['0x10', '"0x10" is not a Quantity such as "512Mi" or "2Gi"'],
  ['1e', '"1e" is not a Quantity such as "512Mi" or "2Gi"'],
  ['1e1.5', '"1e1.5" is not a Quantity such as "512Mi" or "2Gi"'],
  ['1e100', '"1e100" is not a Quantity such as "512Mi" or "2Gi"'],
  ['', '"" is not a Quantity such as "512Mi" or "2Gi"'],
  ['.', '"." is not a Quantity such as "512Mi" or "2Gi"'],
  ['Gi', '"Gi" is not a Quantity such as "512Mi" or "2Gi"'],
  ['1.2.3', '"1.2.3" is not a Quantity such as "512Mi" or "2Gi"'],
  ['1\nGi', '"1\\nGi" is not a Quantity (did you mean "1Gi"?)'],
  ['9'.repeat(200), `"${'9'.repeat(100)}…" is not a Quantity`],
] as const;

rejected.forEach(([input, message]) => {
  test(`says what is wrong with ${JSON.stringify(input.slice(0, 20))}`, () => {
    assert.equal(parseQuantity(input), E.left(message));
  });
});

test('reads numbers', () => {
  assert.is(formatQuantity(quantity(1073741824)), '1073741824');
  assert.is(formatQuantity(quantity(1.5)), '1500m');
  assert.is(formatQuantity(quantity(1e21)), '1e21');
  assert.ok(E.isLeft(parseQuantity(Number.NaN)));
});

test('never writes more than the API server keeps', () => {
  assert.is(formatQuantity(fromMi(2n ** 60n)), '8796093022207Mi');
});

test('compares amounts, not notations', () => {
  assert.is(compareQuantity(quantity('1Gi'), quantity('1073741824')), 0);
  assert.is(compareQuantity(quantity('1G'), quantity('1Gi')), -1);
  assert.is(compareQuantity(quantity('1025Mi'), quantity('1Gi')), 1);
  assert.is(formatQuantity(minQuantity(quantity('1G'), quantity('1Gi'))), '1G');
  assert.is(formatQuantity(maxQuantity(quantity('1G'), quantity('1Gi'))), '1Gi');
});

const ratios = [
  ['0.5', '0.5'],
  [0.5, '0.5'],
  ['50%', '0.5'],
  ['0.50', '0.5'],
  ['1', '1'],
  [1, '1'],
  ['1.0', '1'],
  ['100%', '1'],
  ['33.3%', '0.333'],
  ['0.05', '0.05'],
  ['5%', '0.05'],
  ['.5', '0.5'],
] as const;

ratios.forEach(([input, text]) => {
  test(`the ratio ${JSON.stringify(input)} is ${text}`, () => {
    const { num, den, text: shown } = ratio(input);
    assert.is(shown, text);
    assert.is(Number(num) / Number(den), Number(text));
  });
});

['0', '1.5', 2, '101%', '0%', '-0.5', '', 'half', '1/2', '.', '0.5.5', '1e-1', Number.NaN].forEach(
  (input) => {
    test(`refuses the ratio ${JSON.stringify(input)}`, () => {
      const read = parseRatio(input);
      assert.ok(E.isLeft(read) && read.left.startsWith('must be in (0, 1]'));
    });
  },
);

const sources = fc
  .tuple(
    fc.bigInt(-(10n ** 20n), 10n ** 20n),
    fc.option(fc.nat(10 ** 9), { nil: undefined }),
    fc.constantFrom(
      '',
      'n',
      'u',
      'm',
      'k',
      'M',
      'G',
      'T',
      'Ki',
      'Mi',
      'Gi',
      'Ti',
      'Pi',
      'Ei',
      'e3',
      'e-4',
      'E5',
    ),
  )
  .map(
    ([whole, fraction, suffix]) =>
      `${whole}${fraction === undefined ? '' : `.${fraction}`}${suffix}`,
  );
const quantities = sources.map(quantity).filter((q) => formatQuantity(q).length < 30);
const anyRatio = fc
  .integer({ min: 1, max: 10_000 })
  .map((tenThousandths) => ratio((tenThousandths / 10_000).toFixed(4)));
const amounts = quantities.filter(({ nano }) => nano >= 0n);

test('what is written is read as the same amount and written the same again', () => {
  fc.assert(
    fc.property(quantities, (q) => {
      const written = formatQuantity(q);
      assert.is(compareQuantity(quantity(written), q), 0);
      assert.is(formatQuantity(quantity(written)), written);
    }),
  );
});

test('a whole Mi is written as Mi or more, for good', () => {
  fc.assert(
    fc.property(fc.bigInt(1n, 2n ** 43n - 1n), (mi) => {
      const written = formatQuantity(fromMi(mi));
      assert.match(written, /^\d+[MGTPE]i$/);
      assert.equal(quantity(written), fromMi(mi));
    }),
  );
});

test('scale never grows, is monotonous, and unscale takes it back within a rounding', () => {
  fc.assert(
    fc.property(amounts, amounts, anyRatio, (a, b, r) => {
      assert.ok(scale(a, r).nano <= a.nano);
      assert.ok(a.nano > b.nano || scale(a, r).nano <= scale(b, r).nano);
      const back = unscale(scale(a, r), r).nano;
      assert.ok(back <= a.nano && (a.nano - back) * r.num < r.den);
      assert.ok(scale(unscale(a, r), r).nano >= a.nano);
    }),
  );
});

test('floorMi and ceilMi enclose the amount', () => {
  fc.assert(
    fc.property(quantities, (q) => {
      const mi = UNIT * 2n ** 20n;
      assert.ok(floorMi(q) * mi <= q.nano && q.nano <= ceilMi(q) * mi);
      assert.ok(ceilMi(q) - floorMi(q) <= 1n);
    }),
  );
});

test.run();
