import type { Config } from '../config.ts';
import { floorMi, type Quantity, type Ratio } from '../quantity.ts';
import { annotation, bytesOf, literal, memoryOf, type Named, sizeText } from './cel.ts';
import { isAllowed } from './conditions.ts';
import { defaultLimits, type Inputs } from './defaults.ts';

const MI = 1_048_576n;
const BYTE = 1_000_000_000n;

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
        comment: 'The ratio, "0.5" or "50%", as a fraction of two integers.',
        expression: `${annotation('ratio', literal(config.ratio.text))}.trim()`,
      },
      {
        name: 'part',
        comment: '',
        expression: 'int(variables.ratio.replace("%", "").replace(".", ""))',
      },
      {
        name: 'whole',
        comment: '',
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

const bytes = ({ nano }: Quantity): bigint => nano / BYTE;

/** The fixed size in bytes, 0 for none; undefined where no pod can have one. */
const sizeOf = (config: Config): Pick<Settings, 'variables' | 'valid'> & Pick<Inputs, 'size'> => {
  const own = config.size === undefined ? 0n : bytes(config.size);
  if (!isAllowed(config, 'size'))
    return { variables: [], valid: [], size: own === 0n ? undefined : String(own) };
  const otherwise = own === 0n ? '""' : literal(String(own));
  return {
    variables: [
      {
        name: 'sizeText',
        comment: 'A fixed size, in bytes; 0 for none.',
        expression: `${annotation('size', otherwise)}.trim()`,
      },
      {
        name: 'fixed',
        comment: '',
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
  return {
    variables: [...ratio.variables, ...size.variables, ...from.variables],
    valid: [...ratio.valid, ...size.valid, ...from.valid],
    inputs: {
      ratio: ratio.ratio,
      size: size.size,
      sizeFrom: from.sizeFrom,
      wanted: wantedOf(config, size.size),
    },
  };
};

const requests: readonly Named[] = [
  {
    name: 'requests',
    comment: 'Without any limit, the memory requests take their place.',
    expression: `variables.counting.transformMapEntry(i, c,
  {c.name: ${bytesOf(memoryOf('requests'))}}).transformMap(name, bytes, bytes > 0, bytes)`,
  },
];

const basisOf = (config: Config, { sizeFrom }: Inputs, limits: string): readonly Named[] => {
  const isByRequest = config.missingLimit === 'request';
  const bases = isByRequest ? `(${limits}.size() > 0 ? ${limits} : variables.requests)` : limits;
  const named = (name: string): string => `variables.bases[?${name}].orValue(0)`;
  const values = 'variables.bases.map(name, variables.bases[name])';
  const largest = (which: 'max' | 'min'): string =>
    `variables.bases.size() == 0 ? 0 : ${values}.${which}()`;
  const byAnnotation = `variables.bases.size() == 0 ? 0
  : variables.sizeFrom == "max" ? ${values}.max()
  : variables.sizeFrom == "min" ? ${values}.min()
  : ${named('variables.sizeFrom')}`;
  const fixed =
    sizeFrom === undefined ? largest(config.sizeFrom === 'min' ? 'min' : 'max') : named(sizeFrom);
  return [
    ...(isByRequest ? requests : []),
    { name: 'bases', comment: 'What the size may come from, in bytes.', expression: bases },
    {
      name: 'basis',
      comment: 'What it comes from; 0 where that is not known.',
      expression: sizeFrom === 'variables.sizeFrom' ? byAnnotation : fixed,
    },
  ];
};

const share = ({ part, whole }: Inputs['ratio']): string =>
  part === '1'
    ? `variables.basis / ${whole} / ${MI}`
    : `(variables.basis / ${whole} * ${part} +\n    variables.basis % ${whole} * ${part} / ${whole}) / ${MI}`;

/** Ratio times basis in whole Mi, within the bounds of the config. */
const mi = (config: Config, { ratio, size }: Inputs): readonly Named[] => {
  const { minSize, maxSize, missingLimit } = config;
  const share_ = {
    name: 'share',
    comment: 'Ratio × basis, rounded down to whole Mi. The multiplication stays below 2^63.',
    expression: share(ratio),
  };
  const raised =
    minSize === undefined
      ? 'variables.share'
      : `(${bytes(minSize)} < variables.basis ? [variables.share, ${floorMi(minSize)}].max() : variables.share)`;
  const bounded = (amount: string): string =>
    maxSize === undefined ? amount : `[${amount}, ${floorMi(maxSize)}].min()`;
  const unknown = missingLimit === 'error' ? 'variables.basis == 0 ? 0 : ' : '';
  const chosen =
    size === undefined
      ? bounded(raised)
      : `variables.counting.size() == 0 ? 0
  : ${unknown}${size} > 0 ? ${bounded(`${size} / ${MI}`)}
  : ${bounded(raised)}`;
  return [
    share_,
    {
      name: 'mi',
      comment: 'The size in Mi.',
      expression: chosen,
    },
  ];
};

/** From limits to a size. */
export const sizeVariables = (config: Config, { inputs }: Settings): readonly Named[] => {
  const hasDefault = config.defaultMemoryLimit.all !== undefined;
  return [
    ...(hasDefault ? defaultLimits(config, inputs) : []),
    ...basisOf(config, inputs, hasDefault ? 'variables.limits' : 'variables.known'),
    ...mi(config, inputs),
    {
      name: 'size',
      comment:
        'What is written: nothing at or below the 64Mi that every container has, unless it is there from before.',
      expression: `variables.mi > 64 ? ${sizeText('variables.mi')}
  : variables.present.size() > 0 ? variables.admitted.split(";")[0]
  : "-"`,
    },
  ];
};
