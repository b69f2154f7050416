import * as E from 'fp-ts/lib/Either.js';
import type { Config, Problem } from './config.ts';
import { validatingPolicy } from './policy/check.ts';
import { kyvernoPolicy, mutatingPolicy } from './policy/inject.ts';
import type { PolicyOptions } from './policy/options.ts';
import { refusalsOf } from './policy/refusals.ts';

export type { PolicyOptions } from './policy/options.ts';

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
