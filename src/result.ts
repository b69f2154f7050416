import { type Code, codeTable, type Severity } from './result/codes.ts';

export { codes, codeTable, type Code, type Severity } from './result/codes.ts';

/** The field that a result is about; values are JSON. */
export interface Field {
  readonly path: string;
  readonly currentValue?: unknown;
  readonly proposedValue?: unknown;
}

/** What a decision found, before it is tied to a resource. */
export interface Finding {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly field?: Field;
}

/** A finding with its code's own severity unless another is given. */
export const finding = (
  code: Code,
  message: string,
  more: { readonly field?: Field; readonly severity?: Severity } = {},
): Finding => ({
  code,
  severity: more.severity ?? codeTable[code].severity,
  message,
  ...(more.field === undefined ? {} : { field: more.field }),
});

/** The resource that a result is about. */
export interface ResourceRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** A result as the KRM Functions Specification has it; `severity` and `tags.code` are always written. */
export interface Result {
  readonly message: string;
  readonly severity: Severity;
  readonly tags: { readonly code: Code };
  readonly resourceRef?: ResourceRef;
  readonly field?: Field;
  readonly file?: { readonly path: string; readonly index?: number };
}

export const toResult = (
  { code, severity, message, field }: Finding,
  about: Pick<Result, 'resourceRef' | 'file'> = {},
): Result => ({
  message,
  severity,
  tags: { code },
  ...about,
  ...(field === undefined ? {} : { field }),
});

/** Applies the config's severities by code; `ignore` drops a result. */
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
