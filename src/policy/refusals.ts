import type { Config, Problem } from '../config.ts';
import { show } from '../config/show.ts';
import type { PolicyOptions } from './options.ts';
import { checkedKinds } from './checked-kinds.ts';
import { isSubdomain } from '../select/names.ts';
import { warningsOf } from './warnings.ts';

/** The API server can compute with ten digits and int64, not with more. */
const MOST_DECIMALS = 9;

const RENDER = 'use inject-shm at render time';
const WEBHOOK = 'use the webhook';

interface Refusal {
  readonly field: string;
  /** For one mode only. */
  readonly mode?: 'inject' | 'check';
  readonly value: (config: Config) => unknown;
  readonly applies: (config: Config) => boolean;
  /** What is allowed, and what to do instead. */
  readonly allowed: string;
}

const list = (values: readonly string[]): string => values.join(',');

const severities = ({ severity }: Config): string =>
  list([...severity].map((each) => each.join('=')));

const isPod = (kind: string): boolean => kind === '*' || kind === 'Pod' || kind === 'core/Pod';

/** In the order of the config's fields. */
const table: readonly Refusal[] = [
  {
    field: 'ratio',
    mode: 'inject',
    value: ({ ratio }) => ratio.text,
    applies: ({ ratio }) => ratio.den > 10n ** BigInt(MOST_DECIMALS),
    allowed: `must have at most ${MOST_DECIMALS} decimals; ${WEBHOOK}`,
  },
  {
    field: 'existing',
    mode: 'inject',
    value: ({ existing }) => existing,
    applies: ({ existing }) => existing !== 'keep',
    allowed: `must be keep: at admission a volume of the author's is left alone; ${RENDER}`,
  },
  {
    field: 'select',
    value: ({ select }) => select,
    applies: ({ select }) => select === 'needed',
    allowed: `must be all or annotated: what needs it is told by more signs than expressions can follow; ${WEBHOOK}`,
  },
  {
    field: 'needs',
    value: ({ needs }) => list(needs),
    applies: ({ needs }) => needs.length > 0,
    allowed: `must be empty: a policy does not look at images; ${WEBHOOK}`,
  },
  {
    field: 'kinds',
    mode: 'inject',
    value: ({ kinds }) => list(kinds),
    applies: ({ kinds }) => !kinds.some(isPod),
    allowed: `must be * or name Pod: a policy sees Pods, whatever made them; ${RENDER}`,
  },
  {
    field: 'kinds',
    mode: 'check',
    value: ({ kinds }) => list(kinds),
    applies: (config) => checkedKinds(config).length === 0,
    allowed: `must leave a built-in kind to check; ${RENDER}`,
  },
  {
    field: 'excludeKinds',
    mode: 'inject',
    value: ({ excludeKinds }) => list(excludeKinds),
    applies: ({ excludeKinds }) => excludeKinds.length > 0,
    allowed: `must be empty: a Pod does not tell what made it; ${RENDER}, or exclude by \`labelSelector\``,
  },
  {
    field: 'names',
    value: ({ names }) => list(names),
    applies: ({ names }) => !names.includes('*'),
    allowed: `must be *: the name of a Pod is made up; ${RENDER}, or select by \`labelSelector\``,
  },
  {
    field: 'excludeNames',
    value: ({ excludeNames }) => list(excludeNames),
    applies: ({ excludeNames }) => excludeNames.length > 0,
    allowed: `must be empty: the name of a Pod is made up; ${RENDER}, or select by \`labelSelector\``,
  },
  {
    field: 'labelSelector',
    value: ({ labelSelector = [] }) =>
      labelSelector.map(({ key, operator }) => `${key}${operator}`).join(','),
    applies: ({ labelSelector = [] }) =>
      labelSelector.some(({ operator }) => operator === '<' || operator === '>'),
    allowed: `must not compare by < or >, which selectors of the API server do not know; ${WEBHOOK}`,
  },
  {
    field: 'podSpecs',
    value: ({ podSpecs }) => podSpecs.map(({ kind }) => kind).join(','),
    applies: ({ podSpecs }) => podSpecs.length > 0,
    allowed: `must be empty: a policy sees Pods, whatever made them; ${RENDER}`,
  },
  {
    field: 'severity',
    mode: 'inject',
    value: severities,
    applies: ({ severity }) => [...severity.values()].includes('error'),
    allowed: `must not be error for any code: a policy that injects reports nothing; ${WEBHOOK}`,
  },
  {
    field: 'severity',
    mode: 'check',
    value: severities,
    applies: (config) => warningsOf(config).length === 0,
    allowed: 'must leave a warning to give',
  },
  {
    field: 'mode',
    value: ({ mode }) => mode,
    applies: ({ mode }) => mode === 'remove',
    allowed: `must be inject or check: a policy cannot take anything back; ${RENDER}`,
  },
];

/** All that a policy cannot express. */
export const refusalsOf = (
  config: Config,
  { name, target }: Pick<PolicyOptions, 'name' | 'target'>,
): readonly Problem[] => {
  const because = (field: string, value: unknown, allowed: string): Problem => ({
    field,
    value: show(value),
    message: `\`${field}\` ${allowed}; got ${show(value)}`,
  });
  return [
    ...(isSubdomain(name) ? [] : [because('name', name, 'must be the name of an object')]),
    ...(target === 'kyverno' && config.mode === 'check'
      ? [because('mode', config.mode, 'must be inject for Kyverno; leave out its name to check')]
      : []),
    ...table
      .filter(({ mode = config.mode, applies }) => mode === config.mode && applies(config))
      .map(({ field, value, allowed }) => because(field, value(config), allowed)),
  ];
};
