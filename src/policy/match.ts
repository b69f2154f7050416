import { type Config, prefix } from '../config.ts';
import type { Requirement } from '../select.ts';
import type { PolicyOptions } from './options.ts';

type Operator = Exclude<Requirement['operator'], '<' | '>'>;

const OPERATORS: Readonly<Record<Operator, string>> = {
  in: 'In',
  notin: 'NotIn',
  present: 'Exists',
  absent: 'DoesNotExist',
};

const expressionOf = ({ key, operator, values }: Requirement): readonly object[] =>
  operator === '<' || operator === '>'
    ? []
    : [{ key, operator: OPERATORS[operator], ...(values.length === 0 ? {} : { values }) }];

/** The config's `labelSelector`, on the labels of the object. */
export const objectSelectorOf = ({ labelSelector = [] }: Config): object =>
  labelSelector.length === 0
    ? {}
    : { objectSelector: { matchExpressions: labelSelector.flatMap(expressionOf) } };

const LABEL = `${prefix}inject`;

const SYSTEM = ['kube-system', 'kube-public', 'kube-node-lease'];

/** The namespaces by their labels; the API server gives each its name as a label. */
export const namespaceSelectorOf = ({ namespaces }: Pick<PolicyOptions, 'namespaces'>): object =>
  namespaces === 'enabled'
    ? { matchLabels: { [LABEL]: 'enabled' } }
    : {
        matchExpressions: [
          { key: LABEL, operator: 'NotIn', values: ['disabled'] },
          { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: SYSTEM },
        ],
      };
