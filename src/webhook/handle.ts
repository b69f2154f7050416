import * as E from 'fp-ts/lib/Either.js';
import type { Config } from '../config.ts';
import type { Fields } from '../data/value.ts';
import type { Code, Result } from '../result.ts';
import { type Admission, admit, type Asked } from './admit.ts';
import { type Operation, patchOf } from './patch.ts';
import {
  type AdmissionRequest,
  type AdmissionResponse,
  patchFields,
  readReview,
  writeReview,
} from './review.ts';
import { auditOf, warningsOf } from './tell.ts';

/** What came of a call: the label of metrics and log lines. */
export const outcomes = [
  /** The pod was changed. */
  'patched',
  /** It has what it should have, or nothing is to be done with it. */
  'unchanged',
  /** With `mode: check`: it would have been changed. */
  'would-patch',
  /** No pod that is being created. */
  'ignored',
  /** Something in it is wrong: admitted as it came. */
  'broken',
  /** Something in it is wrong, and `--on-error reject` is given. */
  'rejected',
  /** A fault of ours: admitted as it came, or refused with `--on-error reject`. */
  'failed',
  /** The call was not the API server's, or too large, or too slow. */
  'invalid',
] as const;

export type Outcome = (typeof outcomes)[number];

export interface Policy {
  readonly config: Config;
  readonly onError: 'admit' | 'reject';
}

/** The answer to a call, and what there is to say about it. */
export interface Answer {
  /** Of HTTP. */
  readonly status: number;
  readonly body: string;
  readonly outcome: Outcome;
  readonly results: readonly Result[];
  readonly request: AdmissionRequest | undefined;
  /** What went wrong, for `failed` and `invalid`. */
  readonly error?: string;
}

/** Gives the decision; another one in tests. */
export type Admit = (config: Config, pod: Fields, asked: Asked) => Admission;

/** An answer to what is no call of the API server's. */
export const invalid = (status: number, error: string): Answer => ({
  status,
  body: `${error}\n`,
  outcome: 'invalid',
  results: [],
  request: undefined,
  error,
});

const isCreation = ({ operation, kind, subResource }: AdmissionRequest): boolean =>
  operation === 'CREATE' && kind === 'v1 Pod' && subResource === undefined;

/** In `check`, what would be done is an error for a pipeline; here nothing is wrong with it. */
const isWrong = ({ severity, tags }: Result): boolean =>
  severity === 'error' && tags.code !== ('would-change' satisfies Code);

const outcomeOf = (
  { config, onError }: Policy,
  results: readonly Result[],
  operations: readonly Operation[],
): Outcome => {
  if (results.some(isWrong)) return onError === 'reject' ? 'rejected' : 'broken';
  if (operations.length === 0) return 'unchanged';
  return config.mode === 'check' ? 'would-patch' : 'patched';
};

const refusal = (results: readonly Result[]): Pick<AdmissionResponse, 'allowed' | 'status'> => ({
  allowed: false,
  status: {
    code: 422,
    message: results
      .filter(isWrong)
      .map(({ message }) => message)
      .join('; '),
  },
});

const answerWith = (
  request: AdmissionRequest,
  outcome: Outcome,
  results: readonly Result[],
  response: Omit<AdmissionResponse, 'uid'>,
): Answer => ({
  status: 200,
  body: writeReview({ uid: request.uid, ...response }),
  outcome,
  results,
  request,
});

const told = (
  request: AdmissionRequest,
  results: readonly Result[],
): Pick<AdmissionResponse, 'warnings' | 'auditAnnotations'> => {
  const warnings = warningsOf(request.name, results);
  return {
    ...(warnings.length === 0 ? {} : { warnings }),
    ...(results.length === 0 ? {} : { auditAnnotations: auditOf(results) }),
  };
};

const decide = (policy: Policy, request: AdmissionRequest, pod: Fields, by: Admit): Answer => {
  const { wanted, results } = by(policy.config, pod, request);
  const operations = patchOf(pod, wanted);
  const outcome = outcomeOf(policy, results, operations);
  const response = told(request, results);
  if (outcome === 'rejected')
    return answerWith(request, outcome, results, { ...refusal(results), ...response });
  const patch = outcome === 'patched' ? patchFields(operations) : {};
  return answerWith(request, outcome, results, { allowed: true, ...patch, ...response });
};

const failed = (request: AdmissionRequest, onError: Policy['onError'], error: unknown): Answer => {
  const message =
    'inject-shm: an internal error; the pod is as it came, see the log of the webhook';
  const response: Omit<AdmissionResponse, 'uid'> =
    onError === 'reject'
      ? { allowed: false, status: { code: 500, message } }
      : { allowed: true, warnings: [message] };
  return {
    ...answerWith(request, 'failed', [], response),
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  };
};

/** Answers a call: the text of its body in, that of the answer out. Never throws. */
export const handle = (policy: Policy, body: string, by: Admit = admit): Answer => {
  const review = readReview(body);
  if (E.isLeft(review)) return invalid(400, review.left);
  const request = review.right;
  if (!isCreation(request) || request.object === undefined)
    return answerWith(request, 'ignored', [], { allowed: true });
  try {
    return decide(policy, request, request.object, by);
  } catch (error) {
    return failed(request, policy.onError, error);
  }
};
