import type { Config, Problem } from '../config.ts';
import { type Refusal, refusedBy, unknownAtAdmission } from '../config/admission.ts';
import { show } from '../config/show.ts';
import type { PolicyOptions } from './options.ts';
import { checkedKinds } from './checked-kinds.ts';
import { isSubdomain } from '../select/names.ts';
import { warningsOf } from './warnings.ts';

/** The API server can compute with ten digits and int64, not with more. */
const MOST_DECIMALS = 9;

const RENDER = 'use inject-shm at render time';
const WEBHOOK = 'use the webhook';

/** For one mode only, or for both. */
interface Row extends Refusal {
  readonly mode?: 'inject' | 'check';
}

const list = (values: readonly string[]): string => values.join(',');

const severities = ({ severity }: Config): string =>
  list([...severity].map((each) => each.join('=')));

/** In the order of the config's fields. */
const table: readonly Row[] = [
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
    mode: 'check',
    value: ({ kinds }) => list(kinds),
    applies: (config) => checkedKinds(config).length === 0,
    allowed: `must leave a built-in kind to check; ${RENDER}`,
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
];

const because = (field: string, given: string, allowed: string): Problem => ({
  field,
  value: show(given),
  message: `\`${field}\` ${allowed}; got ${show(given)}`,
});

/** All that a policy cannot express. */
export const refusalsOf = (
  config: Config,
  { name, target }: Pick<PolicyOptions, 'name' | 'target'>,
): readonly Problem[] => [
  ...(isSubdomain(name) ? [] : [because('name', name, 'must be the name of an object')]),
  ...(target === 'kyverno' && config.mode === 'check'
    ? [because('mode', config.mode, 'must be inject for Kyverno; leave out its name to check')]
    : []),
  ...unknownAtAdmission(config, config.mode === 'check'),
  ...refusedBy(
    table.filter(({ mode = config.mode }) => mode === config.mode),
    config,
  ),
];
