import type { Config } from '../config.ts';
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
        comment: 'The ratio: "0.5" or "50%".',
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
      'variables.ratio.matches("^[0-9]{1,9}([.][0-9]{1,9}|([.][0-9]{1,7})?%)?$")',
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

/** The fixed size in bytes, 0 for none; undefined where no pod can have one. */
const sizeOf = (config: Config): Pick<Settings, 'variables' | 'valid'> & Pick<Inputs, 'size'> => {
  const own = config.size === undefined ? 0n : bytes(config.size);
  if (!isAllowed(config, 'size'))
    return { variables: [], valid: [], size: own === 0n ? undefined : String(own) };
  const otherwise = config.size === undefined ? '""' : literal(formatQuantity(config.size));
  return {
    variables: [
      {
        name: 'sizeText',
        comment: 'A fixed size instead of the ratio; empty for none.',
        expression: `${annotation('size', otherwise)}.trim()`,
      },
      {
        name: 'fixed',
        comment: 'The same in bytes; 0 for none.',
        expression: `variables.sizeText == "" ? 0
  : ${bytesOf('quantity(variables.sizeText)')}`,
      },
    ],
    valid: [
      `(!("inject-shm.dev/size" in variables.annotations) || isQuantity(variables.sizeText) &&
  !variables.sizeText.matches("^[+-]?0[0-9]+$") && variables.fixed >= ${MI})`,
    ],
    size: 'variables.fixed',
  };
};

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
  const isNamed = config.sizeFrom !== 'max' && config.sizeFrom !== 'min';
  return {
    variables: [],
    valid: [],
    sizeFrom: isNamed ? literal(config.sizeFrom) : undefined,
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
  const wanted = wantedOf(config, size.size);
  const { all } = config.defaultMemoryLimit;
  return {
    variables: [...ratio.variables, ...size.variables, ...from.variables],
    valid: [...ratio.valid, ...size.valid, ...from.valid],
    inputs: {
      ratio: ratio.ratio,
      size: size.size,
      sizeFrom: from.sizeFrom,
      wanted,
      // With a fixed size for all pods no limit is needed, and without any size none can be derived.
      hasDefaults: all === 'fromSize' ? wanted !== '0' : all !== undefined && !isNumber(size.size),
    },
  };
};
