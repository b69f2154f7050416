import { type Code, codeTable, type Severity } from '../result/codes.ts';
import type { Facts } from './facts.ts';

/** The field that a result is about; values are JSON. */
export interface Field {
  readonly path: string;
  readonly currentValue?: unknown;
  readonly proposedValue?: unknown;
}

/** A code with what there is to know of it. */
export type Fact = { readonly [C in Code]: { readonly code: C } & Facts[C] }[Code];

/** What a decision found, before it is tied to a resource and put into words. */
export type Finding = Fact & {
  readonly severity: Severity;
  readonly field?: Field;
  /** Which of several pods of an object it is about. */
  readonly pod?: string;
};

/** A finding with its code's own severity unless another is given. */
export const finding = (
  fact: Fact,
  more: { readonly field?: Field; readonly severity?: Severity } = {},
): Finding => ({
  severity: codeTable[fact.code].severity,
  ...fact,
  ...more,
});

/** Applies the config's severities by code; `ignore` drops a finding. */
export const judge = (
  findings: readonly Finding[],
  severities: ReadonlyMap<string, Severity | 'ignore'>,
): readonly Finding[] =>
  severities.size === 0
    ? findings
    : findings.flatMap((each) => {
        const severity = severities.get(each.code) ?? each.severity;
        return severity === 'ignore' ? [] : [{ ...each, severity }];
      });
