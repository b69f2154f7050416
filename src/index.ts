/**
 * inject-shm as a library: every pod gets a `/dev/shm` of the right size. `inject` and `injectFiles` work on text, of which
 * they keep every byte that they need not change; `plan` works on objects; `report` and `policy` only tell.
 * @packageDocumentation
 */
export type { ConfigInput, Memory, PodSpecInput } from './config/input.ts';
export type { Level } from './config/types.ts';
export type { Place } from './inject/places.ts';
export type { Answer, Problem } from './library/answer.ts';
export type { Facts } from './library/facts.ts';
export { plan, type ObjectPlan, type Plans } from './library/plan.ts';
export { policy, type PolicyOptions } from './library/policy.ts';
export { report, type ReportOptions } from './library/report.ts';
export type { Result } from './library/result.ts';
export {
  inject,
  injectFiles,
  type FilesResult,
  type InjectedFile,
  type Options,
  type Outcome,
  type TextFile,
} from './library/text.ts';
export type { Field } from './plan/findings.ts';
export type { Change } from './report/amount.ts';
export { compareReports, type Comparison, type Difference } from './report/compare.ts';
export type { PodLive } from './report/facts.ts';
export type { Report, ReportPod, Risk, Totals } from './report/model.ts';
export type { KrmResult, ResourceRef } from './result.ts';
export { codes, type Code, type Severity } from './result/codes.ts';
export { injectShm, type SdkConfigs, type SdkFunction } from './sdk.ts';
