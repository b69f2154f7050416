export { inject, type Options, type Outcome } from './inject.ts';
export type { Field } from './plan/findings.ts';
export type { ResourceRef, Result } from './result.ts';
export { codes, type Code, type Severity } from './result/codes.ts';
export { injectShm } from './sdk.ts';
