import * as E from 'fp-ts/lib/Either.js';
import type { Config, Problem } from './config.ts';
import { validatingPolicy } from './policy/check.ts';
import { kyvernoPolicy, mutatingPolicy } from './policy/inject.ts';
import { refusalsOf } from './policy/refusals.ts';

/** What is to be printed. */
export interface PolicyOptions {
  /** The name of the policy, and of its binding. */
  readonly name: string;
  /** Who runs it: the API server itself, or Kyverno, on any version of Kubernetes. */
  readonly target: 'kubernetes' | 'kyverno';
  /** Those labelled `inject-shm.dev/inject: enabled`, or all but those `disabled` and the system's. */
  readonly namespaces: 'enabled' | 'all';
}

/**
 * A config as a policy for admission, in YAML: with `mode: inject` one that gives Pods their `/dev/shm` as they are
 * created, with `mode: check` one that warns of what is wrong with a `/dev/shm` that is there.
 * @returns all that a policy cannot express, if there is anything
 */
export const policyOf = (
  config: Config,
  options: PolicyOptions,
): E.Either<readonly Problem[], string> => {
  const refusals = refusalsOf(config, options);
  if (refusals.length > 0) return E.left(refusals);
  if (config.mode === 'check') return E.right(validatingPolicy(config, options));
  return E.right(
    options.target === 'kyverno' ? kyvernoPolicy(config, options) : mutatingPolicy(config, options),
  );
};
