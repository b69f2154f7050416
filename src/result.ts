import type { Field, Finding } from './plan/findings.ts';
import { messageOf } from './plan/messages.ts';
import type { Code, Severity } from './result/codes.ts';

export { codes, codeTable, type Code, type Severity } from './result/codes.ts';

/** The resource that a result is about. */
export interface ResourceRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** Where a result has its finding: programs read it, and nothing prints it. */
export const FINDING = Symbol('finding');

/** A result as the KRM Functions Specification has it; `severity` and `tags.code` are always written. */
export interface KrmResult {
  readonly message: string;
  readonly severity: Severity;
  readonly tags: { readonly code: Code };
  readonly resourceRef?: ResourceRef;
  readonly field?: Field;
  readonly file?: { readonly path: string; readonly index?: number };
}

/** A result with the finding that it words. */
export interface Result extends KrmResult {
  readonly [FINDING]: Finding;
}

/** A finding in words, tied to what it is about. */
export const toResult = (
  finding: Finding,
  about: Pick<Result, 'resourceRef' | 'file'> = {},
): Result => ({
  message: messageOf(finding),
  severity: finding.severity,
  tags: { code: finding.code },
  ...about,
  ...(finding.field === undefined ? {} : { field: finding.field }),
  [FINDING]: finding,
});
