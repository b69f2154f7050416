export { inject, type Options, type Outcome } from './inject.ts';
export { injectShm } from './io/kpt.ts';
export {
  codes,
  type Code,
  type Field,
  type ResourceRef,
  type Result,
  type Severity,
} from './result.ts';
