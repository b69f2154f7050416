import type { Config } from '../config.ts';
import { ceilMi, formatQuantity, fromMi, minQuantity, type Quantity } from '../quantity.ts';
import { bytesOf, literal, memoryOf, type Named, sizeText } from './cel.ts';
import { isBySize, isNamed, measuredBy } from './counting.ts';
import type { Inputs } from './settings.ts';
import { unknownIn } from './unknown.ts';

const BYTE = 1_000_000_000n;

const whole = (quantity: Quantity): Quantity =>
  quantity.nano % BYTE === 0n ? quantity : fromMi(ceilMi(quantity));

const isOwn = (field: 'limits' | 'requests'): string =>
  `object.spec.?resources.?${field}.orValue({}).size() > 0`;

/** A default is written only where the size comes from it. */
const wanting = (config: Config, inputs: Inputs): Named => {
  const { sizeFrom, size } = inputs;
  const isFromSize = config.defaultMemoryLimit.all === 'fromSize';
  const conditions = [
    '!(c.name in variables.known)',
    'c.?image.orValue("") != ""',
    ...(isFromSize
      ? [
          `${inputs.wanted} > 0`,
          `(${measuredBy(inputs)}.size() == 1 || ${sizeFrom === undefined ? 'false' : isNamed(sizeFrom)})`,
        ]
      : size === undefined
        ? []
        : [`${size} == 0`]),
    ...(sizeFrom === undefined ? [] : [`(${isBySize(sizeFrom)} || c.name == ${sizeFrom})`]),
  ];
  return {
    name: 'wanting',
    comment:
      'Counting containers that a default limit is for; none in a pod with resources of its own, which the API server would refuse.',
    expression: `!variables.unknownAlone || ${isOwn('limits')} || ${isOwn('requests')} ? [] :
  variables.counting.filter(c,
  ${conditions.join(' &&\n  ')})`,
  };
};

/** What the limits say without the defaults. */
const unknownAlone = (inputs: Inputs): Named => ({
  name: 'unknownAlone',
  comment:
    'Whether the limits that are known say nothing about the pod. Only then it gets defaults.',
  expression: unknownIn(inputs, 'variables.known'),
});

/** The limit for a container without one, as a text. */
const given = (config: Config, { wanted, ratio }: Inputs): Named => {
  const { all } = config.defaultMemoryLimit;
  const comment = 'The default limit: at least the request, and no more than is allowed.';
  if (all === undefined || all === 'fromSize') {
    const bytes = `(${wanted} / ${ratio.part} * ${ratio.whole} +
  (${wanted} % ${ratio.part} * ${ratio.whole} + ${ratio.part} - 1) / ${ratio.part} + 1048575)`;
    return {
      name: 'given',
      comment: 'The default limit: the size divided by the ratio, rounded up to a whole Mi.',
      expression: `[${bytes} / 1048576].map(mi, ${sizeText('mi')})[0]`,
    };
  }
  const { maxMemoryLimit: max } = config;
  const limit = max === undefined ? whole(all) : minQuantity(whole(all), max);
  return { name: 'given', comment, expression: literal(formatQuantity(limit)) };
};

const allowed = ({ maxMemoryLimit: max, defaultMemoryLimit: { all } }: Config): string => {
  if (max === undefined) return '';
  const most = `quantity(${literal(formatQuantity(max))})`;
  const isWithin = `${memoryOf('requests')}.compareTo(${most}) <= 0`;
  const both = `quantity(variables.given).compareTo(${most}) <= 0 && ${isWithin}`;
  return `\n  ${all === 'fromSize' ? both : isWithin},`;
};

/** The limits that are injected, by container. */
const defaults = (config: Config): Named => ({
  name: 'defaults',
  comment: 'Default limits by container; none at all where one of them has an accelerator.',
  expression: `variables.wanting.exists(c, c.name in variables.accelerated) ? {} :
variables.wanting.transformMapEntry(i, c,${allowed(config)}
  {c.name: ${memoryOf('requests')}.compareTo(quantity(variables.given)) > 0
    ? c.resources.requests["memory"] : variables.given})`,
});

const merged = (inputs: Inputs): Named => ({
  name: 'limits',
  comment: 'All limits in bytes, with the defaults.',
  expression: `${measuredBy(inputs)}.transformMapEntry(i, c,
  c.name in variables.known || c.name in variables.defaults,
  {c.name: c.name in variables.known ? variables.known[c.name]
    : ${bytesOf('quantity(variables.defaults[c.name])')}})`,
});

/** The variables for `defaultMemoryLimit`. */
export const defaultLimits = (config: Config, inputs: Inputs): readonly Named[] => [
  unknownAlone(inputs),
  wanting(config, inputs),
  given(config, inputs),
  defaults(config),
  merged(inputs),
];
