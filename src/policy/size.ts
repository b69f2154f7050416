import type { Config } from '../config.ts';
import { floorMi } from '../quantity.ts';
import { acceleratedVariables } from './accelerated.ts';
import { type Named, sizeText } from './cel.ts';
import { measuredBy } from './counting.ts';
import { defaultLimits } from './defaults.ts';
import { bytes, type Inputs, isNumber, type Settings } from './settings.ts';
import { requests, unknownIn } from './unknown.ts';

const MI = 1_048_576n;

const largest = (which: 'max' | 'min'): string =>
  `variables.bases.size() == 0 ? 0 : ${VALUES}.${which}()`;

const VALUES = 'variables.bases.map(name, variables.bases[name])';

/** What the size may come from: the limits, where they say something; else, as `missingLimit` has it, requests too. */
const basesOf = (config: Config, inputs: Inputs, limits: string): Named => ({
  name: 'bases',
  comment:
    'What the size may come from, in bytes; nothing where the limits say nothing about the pod.',
  expression: `!variables.unknown ? ${limits} : ${
    config.missingLimit === 'request'
      ? `${measuredBy(inputs)}.transformMapEntry(i, c,
  c.name in ${limits} || variables.requests[c.name] > 0,
  {c.name: c.name in ${limits} ? ${limits}[c.name] : variables.requests[c.name]})`
      : '{}'
  }`,
});

const basisOf = (config: Config, { sizeFrom }: Inputs): Named => {
  const named = (name: string): string => `variables.bases[?${name}].orValue(0)`;
  const byAnnotation = `variables.bases.size() == 0 ? 0
  : variables.sizeFrom == "max" ? ${VALUES}.max()
  : variables.sizeFrom == "min" ? ${VALUES}.min()
  : ${named('variables.sizeFrom')}`;
  const fixed =
    sizeFrom === undefined ? largest(config.sizeFrom === 'min' ? 'min' : 'max') : named(sizeFrom);
  return {
    name: 'basis',
    comment: 'What it comes from; 0 where that is not known.',
    expression: sizeFrom === 'variables.sizeFrom' ? byAnnotation : fixed,
  };
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

/** An amount in bytes, in whole Mi and at least `minSize`. */
const lifted = ({ minSize }: Config, amount: string): string =>
  minSize === undefined ? `${amount} / ${MI}` : `[${amount} / ${MI}, ${floorMi(minSize)}].max()`;

/** In this order: the fixed size, ratio times basis, and what is given to a pod of which nothing is known. */
const chosen = (config: Config, inputs: Inputs): string => {
  const { size, fallback } = inputs;
  const derived = bounded(config, raised(config));
  const nothing = `${measuredBy(inputs)}.size() == 0 ? 0`;
  const given = bounded(config, `${size} / ${MI}`);
  if (size !== undefined && isNumber(size)) return `${nothing}\n  : ${given}`;
  const steps = [
    ...(size === undefined ? [] : [`${size} > 0 ? ${given}`]),
    ...(fallback === undefined
      ? []
      : [`variables.basis == 0 && ${fallback} > 0 ? ${bounded(config, lifted(config, fallback))}`]),
  ];
  return steps.length === 0 ? derived : [nothing, ...steps, derived].join('\n  : ');
};

/** `missingLimit: error`, which a policy cannot tell: such a pod stays as it is. */
const refused = (config: Config, inputs: Inputs, limits: string): readonly Named[] => {
  if (config.missingLimit !== 'error') return [];
  const { size, fallback } = inputs;
  const measured = measuredBy(inputs);
  const given = [size, fallback].filter((each) => each !== undefined);
  const nothing = ['variables.basis == 0', ...given.map((each) => `${each} == 0`)].join(' && ');
  return [
    {
      name: 'refused',
      comment: 'Whether a limit or a size is missing, which is an error: the pod stays as it is.',
      expression: `${limits}.size() < ${measured}.size()${
        given.some(isNumber) ? '' : ` ||\n  ${measured}.size() > 0 && ${nothing}`
      }`,
    },
  ];
};

/** From limits to a size. */
export const sizeVariables = (config: Config, { inputs }: Settings): readonly Named[] => {
  const { hasDefaults, ratio } = inputs;
  const limits = hasDefaults ? 'variables.limits' : 'variables.known';
  return [
    ...acceleratedVariables,
    requests(inputs),
    ...(hasDefaults ? defaultLimits(config, inputs) : []),
    {
      name: 'unknown',
      comment:
        'Whether limits say nothing about the pod: a container without one asks for more than all others, or for an accelerator.',
      expression: unknownIn(inputs, limits),
    },
    basesOf(config, inputs, limits),
    basisOf(config, inputs),
    {
      name: 'share',
      comment: 'Ratio × basis, rounded down to whole Mi. The multiplication stays below 2^63.',
      expression: share(ratio),
    },
    {
      name: 'mi',
      comment: 'The size in Mi; 0 where there is none to derive.',
      expression: chosen(config, inputs),
    },
    ...refused(config, inputs, limits),
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
