import { show } from './show.ts';
import type { Config, Problem } from './types.ts';

/** A field that a way of injecting cannot follow with every value. */
export interface Refusal {
  readonly field: string;
  readonly value: (config: Config) => unknown;
  readonly applies: (config: Config) => boolean;
  /** What is allowed, and what to do instead. */
  readonly allowed: string;
}

const list = (values: readonly string[]): string => values.join(',');

const MADE_UP = 'at admission, where names of Pods are made up';
const NO_OWNER = 'at admission, where a Pod does not tell what made it';
const SELECT =
  'select by labels of namespaces, by `labelSelector`, or by inject-shm.dev/inject on the pod template';

/** A config that is for all kinds. Kinds that must be asked for may be named beside `*`: their Pods are Pods. */
const ofKinds: readonly Refusal[] = [
  {
    field: 'kinds',
    value: ({ kinds }) => list(kinds),
    applies: ({ kinds }) => !kinds.includes('*'),
    allowed: `must have * ${NO_OWNER}; ${SELECT}`,
  },
  {
    field: 'excludeKinds',
    value: ({ excludeKinds }) => list(excludeKinds),
    applies: ({ excludeKinds }) => excludeKinds.length > 0,
    allowed: `must be empty ${NO_OWNER}; ${SELECT}`,
  },
];

const ofWorkloads: readonly Refusal[] = [
  {
    field: 'names',
    value: ({ names }) => list(names),
    applies: ({ names }) => !names.includes('*'),
    allowed: `must have * ${MADE_UP}; ${SELECT}`,
  },
  {
    field: 'excludeNames',
    value: ({ excludeNames }) => list(excludeNames),
    applies: ({ excludeNames }) => excludeNames.length > 0,
    allowed: `must be empty ${MADE_UP}; ${SELECT}`,
  },
  {
    field: 'podSpecs',
    value: ({ podSpecs }) => list(podSpecs.map(({ kind }) => kind)),
    applies: ({ podSpecs }) => podSpecs.length > 0,
    allowed: 'must be empty at admission, which sees the Pods of every kind; leave it out',
  },
  {
    field: 'mode',
    value: ({ mode }) => mode,
    applies: ({ mode }) => mode === 'remove',
    allowed:
      'must be inject or check at admission, where a new Pod has nothing to take back; leave Pods out by inject-shm.dev/inject: "false" on the pod template',
  },
];

/** What is wrong, of a table. */
export const refusedBy = (table: readonly Refusal[], config: Config): readonly Problem[] =>
  table
    .filter(({ applies }) => applies(config))
    .map(({ field, value, allowed }) => {
      const got = show(value(config));
      return { field, value: got, message: `\`${field}\` ${allowed}; got ${got}` };
    });

/**
 * What no admission can know, be it a policy or the webhook: both see Pods as they are created.
 * @param seesKinds what warns of workloads as they are applied does know their kinds
 */
export const unknownAtAdmission = (config: Config, seesKinds = false): readonly Problem[] =>
  refusedBy([...(seesKinds ? [] : ofKinds), ...ofWorkloads], config);
