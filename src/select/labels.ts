import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as RA from 'fp-ts/lib/ReadonlyArray.js';
import { show } from '../config/show.ts';
import { isLabelKey, isLabelValue } from './names.ts';

/** One condition on the value of a label; `present` and `absent` have no values, `>` and `<` have one integer. */
export interface Requirement {
  readonly key: string;
  readonly operator: 'in' | 'notin' | 'present' | 'absent' | '>' | '<';
  readonly values: readonly string[];
}

/** All of them must hold; none at all selects everything. */
export type LabelSelector = readonly Requirement[];

/**
 * Reads what kubectl's `--selector` takes: `a=b`, `a==b`, `a!=b`, `a in (x,y)`, `a notin (x)`, `a`, `!a`, `a>1`, `a<2`,
 * joined by commas. Left: what is wrong with it.
 */
export const parseLabelSelector = (text: string): E.Either<string, LabelSelector> => {
  const tokens = text.match(token) ?? [];
  return tokens.length === 0 ? E.right([]) : pipe(split(tokens), E.traverseArray(parseRequirement));
};

/** Whether a map of labels meets the selector. As with kubectl, `!=` and `notin` hold where the label is missing. */
export const matchesLabels = (
  selector: LabelSelector,
  labels: Readonly<Record<string, unknown>>,
): boolean =>
  selector.every(({ key, operator, values }) =>
    holds[operator](Object.hasOwn(labels, key) ? valueOf(labels[key]) : undefined, values),
  );

/** An unquoted number or boolean is meant as it is written; what is no scalar equals nothing but an empty value. */
const valueOf = (raw: unknown): string =>
  typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean' ? String(raw) : '';

type Holds = (label: string | undefined, values: readonly string[]) => boolean;

const holds: Readonly<Record<Requirement['operator'], Holds>> = {
  in: (label, values) => label !== undefined && values.includes(label),
  notin: (label, values) => label === undefined || !values.includes(label),
  present: (label) => label !== undefined,
  absent: (label) => label === undefined,
  '>': (label, [bound = '']) => isInteger(label) && BigInt(label) > BigInt(bound),
  '<': (label, [bound = '']) => isInteger(label) && BigInt(label) < BigInt(bound),
};

const isInteger = (label: string | undefined): label is string => /^\d{1,19}$/.test(label ?? '');

/** Values in parentheses are one token, so every comma among the tokens joins two requirements. */
const token = /\([^()]*\)|[=!<>]+|[(),]|[^\s=!(),<>]+/g;

const split = (tokens: readonly string[]): readonly (readonly string[])[] => {
  const commas = [...tokens.keys()].filter((i) => tokens[i] === ',');
  return [...commas, tokens.length].map((end, i) => tokens.slice((commas[i - 1] ?? -1) + 1, end));
};

const parseRequirement = (tokens: readonly string[]): E.Either<string, Requirement> => {
  const absent = tokens[0] === '!';
  const [key, sign, value = '', extra] = absent ? tokens.slice(1) : tokens;
  if (key === undefined) return E.left(`a label's name is missing`);
  if (!isLabelKey(key)) return E.left(`found ${show(key)} where a label's name belongs`);
  if (sign === undefined)
    return E.right({ key, operator: absent ? 'absent' : 'present', values: [] });
  return pipe(
    absent ? unexpected(sign) : operand(sign, value),
    E.flatMap(([operator, values]) =>
      extra === undefined ? E.right({ key, operator, values }) : unexpected(extra),
    ),
  );
};

const unexpected = (found: string): E.Either<string, never> =>
  E.left(`found ${show(found)} where a comma or the end belongs`);

type Operand = readonly [Requirement['operator'], readonly string[]];

const operand = (sign: string, value: string): E.Either<string, Operand> => {
  switch (sign) {
    case '=':
    case '==':
      return one('in', value);
    case '!=':
      return one('notin', value);
    case 'in':
    case 'notin':
      return several(sign, value);
    case '>':
    case '<':
      return isInteger(value)
        ? E.right([sign, [value]])
        : E.left(`"${sign}" needs an integer behind it`);
    default:
      return E.left(`found ${show(sign)} where =, !=, in, notin, <, > or a comma belongs`);
  }
};

const one = (operator: 'in' | 'notin', value: string): E.Either<string, Operand> =>
  isLabelValue(value)
    ? E.right([operator, [value]])
    : E.left(`${show(value)} is no value of a label`);

const several = (operator: 'in' | 'notin', list: string): E.Either<string, Operand> => {
  const inside = list.startsWith('(') && list.endsWith(')') ? list.slice(1, -1) : '';
  if (inside.trim() === '')
    return E.left(`"${operator}" needs values in parentheses behind it, such as (a,b)`);
  return pipe(
    inside.split(','),
    RA.map((value) => value.trim()),
    E.traverseArray((value) => one(operator, value)),
    E.map((operands) => [operator, operands.flatMap(([, values]) => values)]),
  );
};
