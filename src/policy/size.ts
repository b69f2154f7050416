import type { Config } from '../config.ts';
import { floorMi } from '../quantity.ts';
import { bytesOf, memoryOf, type Named, sizeText } from './cel.ts';
import { defaultLimits } from './defaults.ts';
import { bytes, type Inputs, isNumber, type Settings } from './settings.ts';

const MI = 1_048_576n;

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

/** Whole Mi of an amount, as far as `maxSize` allows. */
const bounded = ({ maxSize }: Config, amount: string): string =>
  maxSize === undefined ? amount : `[${amount}, ${floorMi(maxSize)}].min()`;

const raised = ({ minSize }: Config): string =>
  minSize === undefined
    ? 'variables.share'
    : `(${bytes(minSize)} < variables.basis ? [variables.share, ${floorMi(minSize)}].max() : variables.share)`;

/** Ratio times basis, or the fixed size, in whole Mi and within the bounds of the config. */
const mi = (config: Config, { ratio, size }: Inputs): readonly Named[] => {
  const derived = bounded(config, raised(config));
  // `missingLimit: error` is an error whatever else is given.
  const isNone = `variables.${config.missingLimit === 'error' ? 'basis' : 'counting.size()'} == 0`;
  const given = bounded(config, `${size} / ${MI}`);
  const chosen = isNumber(size) ? given : `${size} > 0 ? ${given}\n  : ${derived}`;
  return [
    {
      name: 'share',
      comment: 'Ratio × basis, rounded down to whole Mi. The multiplication stays below 2^63.',
      expression: share(ratio),
    },
    {
      name: 'mi',
      comment: 'The size in Mi; 0 where there is none to derive.',
      expression: size === undefined ? derived : `${isNone} ? 0\n  : ${chosen}`,
    },
  ];
};

/** From limits to a size. */
export const sizeVariables = (config: Config, { inputs }: Settings): readonly Named[] => {
  const { hasDefaults } = inputs;
  return [
    ...(hasDefaults ? defaultLimits(config, inputs) : []),
    ...basisOf(config, inputs, hasDefaults ? 'variables.limits' : 'variables.known'),
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
