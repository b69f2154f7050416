import { type Config, prefix } from '../config.ts';
import { namedBySizeFrom } from '../config/values.ts';
import { formatQuantity, type Quantity, type Ratio } from '../quantity.ts';
import { annotation, bytesOf, literal, type Named } from './cel.ts';
import { isAllowed } from './conditions.ts';

const MI = 1_048_576n;
const BYTE = 1_000_000_000n;

/** What a size depends on besides the limits, as expressions. */
export interface Inputs {
  /** Undefined where it is `max` or `min` for all pods. */
  readonly sizeFrom: string | undefined;
  /** Undefined where no pod can have a fixed size. */
  readonly size: string | undefined;
  /** The size of a pod of which no limit says anything; undefined where no pod can have one. */
  readonly fallback: string | undefined;
  /** Bytes that `fromSize` derives a limit from; 0 for none. */
  readonly wanted: string;
  readonly ratio: { readonly part: string; readonly whole: string };
  /** Whether a default limit can be injected at all. */
  readonly hasDefaults: boolean;
}

/** Whether an expression is a number. */
export const isNumber = (expression: string | undefined): boolean => /^\d+$/.test(expression ?? '');

/** Variables, and the conditions on what annotations say. */
export interface Settings {
  readonly variables: readonly Named[];
  readonly valid: readonly string[];
  readonly inputs: Inputs;
}

const decimals = `[1, 1, ${Array.from({ length: 9 }, (_, i) => 10 ** (i + 1)).join(', ')}]`;

/** The ratio as two integers: as the config has it, or as an annotation may. */
const ratioOf = (config: Config): Pick<Settings, 'variables' | 'valid'> & Pick<Inputs, 'ratio'> => {
  if (!isAllowed(config, 'ratio')) {
    const { num, den } = reduced(config.ratio);
    return { variables: [], valid: [], ratio: { part: String(num), whole: String(den) } };
  }
  return {
    variables: [
      {
        name: 'ratio',
        comment: 'The ratio: "0.5", ".5" or "50%".',
        expression: `${annotation('ratio', literal(config.ratio.text))}.trim()`,
      },
      {
        name: 'part',
        comment: 'Its digits.',
        expression: 'int(variables.ratio.replace("%", "").replace(".", ""))',
      },
      {
        name: 'whole',
        comment: 'What they are divided by.',
        expression: `${decimals}[variables.ratio.find("[.][0-9]+").size()] *
  (variables.ratio.endsWith("%") ? 100 : 1)`,
      },
    ],
    valid: [
      `variables.ratio.matches("^([0-9]{1,9}|[0-9]{0,9}[.][0-9]{1,9}|([0-9]{1,9}|[0-9]{0,9}[.][0-9]{1,7})%)$")`,
      'variables.part > 0',
      'variables.part <= variables.whole',
    ],
    ratio: { part: 'variables.part', whole: 'variables.whole' },
  };
};

const reduced = ({ num, den }: Ratio): { readonly num: bigint; readonly den: bigint } => {
  const divisor = gcd(num, den);
  return { num: num / divisor, den: den / divisor };
};

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));

/** Whole bytes. */
export const bytes = ({ nano }: Quantity): bigint => nano / BYTE;

/** An amount of the config that an annotation may replace. */
interface AmountRow {
  readonly annotation: 'size' | 'fallback-size';
  readonly given: Quantity | undefined;
  /** The variables of its text and of its bytes. */
  readonly text: string;
  readonly bytes: string;
  readonly comment: string;
}

/** An amount in bytes, 0 for none; undefined where no pod can have one. */
const amountOf = (
  config: Config,
  row: AmountRow,
): Pick<Settings, 'variables' | 'valid'> & { readonly amount: string | undefined } => {
  const { annotation: name, given, comment } = row;
  if (!isAllowed(config, name)) {
    const own = given && bytes(given);
    return { variables: [], valid: [], amount: own === undefined ? undefined : String(own) };
  }
  const otherwise = given === undefined ? '""' : literal(formatQuantity(given));
  const text = `variables.${row.text}`;
  const amount = `variables.${row.bytes}`;
  return {
    variables: [
      { name: row.text, comment, expression: `${annotation(name, otherwise)}.trim()` },
      {
        name: row.bytes,
        comment: 'The same in bytes; 0 for none.',
        expression: `${text} == "" ? 0
  : ${bytesOf(`quantity(${text})`)}`,
      },
    ],
    valid: [
      `(!(${literal(prefix + name)} in variables.annotations) || isQuantity(${text}) &&
  !${text}.matches("^[+-]?0[0-9]+$") && ${amount} >= ${MI})`,
    ],
    amount,
  };
};

const sizeOf = (config: Config) =>
  amountOf(config, {
    annotation: 'size',
    given: config.size,
    text: 'sizeText',
    bytes: 'fixed',
    comment: 'A fixed size instead of the ratio; empty for none.',
  });

const fallbackOf = (config: Config) =>
  amountOf(config, {
    annotation: 'fallback-size',
    given: config.fallbackSize,
    text: 'fallbackText',
    bytes: 'fallback',
    comment: 'The size of a pod of which no limit says anything; empty for none.',
  });

const sizeFromOf = (
  config: Config,
): Pick<Settings, 'variables' | 'valid'> & Pick<Inputs, 'sizeFrom'> => {
  if (isAllowed(config, 'size-from'))
    return {
      variables: [
        {
          name: 'sizeFrom',
          comment: 'Whose limit: the largest, the smallest, or that of the container named.',
          expression: `${annotation('size-from', literal(config.sizeFrom))}.trim()`,
        },
      ],
      valid: ['variables.sizeFrom.matches("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$")'],
      sizeFrom: 'variables.sizeFrom',
    };
  const named = namedBySizeFrom(config.sizeFrom);
  return {
    variables: [],
    valid: [],
    sizeFrom: named === undefined ? undefined : literal(named),
  };
};

/** What `fromSize` derives a limit from: `size`, else `minSize`, as far as `maxSize` allows. */
const wantedOf = ({ minSize, maxSize }: Config, size: string | undefined): string => {
  const least = minSize === undefined ? '0' : String(bytes(minSize));
  const wanted = size === undefined ? least : `(${size} > 0 ? ${size} : ${least})`;
  return maxSize === undefined ? wanted : `[${wanted}, ${bytes(maxSize)}].min()`;
};

/** What the config and the annotations that it allows say. */
export const settingsOf = (config: Config): Settings => {
  const [ratio, size, from] = [ratioOf(config), sizeOf(config), sizeFromOf(config)];
  const fallback = fallbackOf(config);
  const wanted = wantedOf(config, size.amount);
  const read = [ratio, size, from, fallback];
  const { all } = config.defaultMemoryLimit;
  return {
    variables: read.flatMap(({ variables }) => variables),
    valid: read.flatMap(({ valid }) => valid),
    inputs: {
      ratio: ratio.ratio,
      size: size.amount,
      fallback: fallback.amount,
      sizeFrom: from.sizeFrom,
      wanted,
      // With a fixed size for all pods no limit is needed, and without any size none can be derived.
      hasDefaults:
        all === 'fromSize' ? wanted !== '0' : all !== undefined && !isNumber(size.amount),
    },
  };
};
