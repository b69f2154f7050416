import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { decodeInput } from '../config.ts';
import { policyOf, type PolicyOptions as Choices } from '../policy.ts';
import { type Answer, failed, ofConfig, succeeded } from './answer.ts';
import type { Options } from './text.ts';

export interface PolicyOptions extends Pick<Options, 'config' | 'functionConfig'> {
  /** The name of the policy and of its binding. Default: `inject-shm`, with `mode: check` `inject-shm-check`. */
  readonly name?: string | undefined;
  /** Who runs it: the API server (Kubernetes 1.36 and later), or Kyverno. Default: `kubernetes`. */
  readonly target?: Choices['target'] | undefined;
  /** Namespaces labelled `inject-shm.dev/inject: enabled`, or all but those `disabled`. Default: `enabled`. */
  readonly namespaces?: Choices['namespaces'] | undefined;
}

/**
 * The config as a policy that the API server runs itself, in YAML: with `mode: inject` it gives Pods their `/dev/shm` as
 * they are created, with `mode: check` it warns of what is wrong with one that is there.
 * @returns everything that a policy cannot express, if there is anything
 */
export const policy = ({
  config = {},
  functionConfig,
  name,
  target = 'kubernetes',
  namespaces = 'enabled',
}: PolicyOptions = {}): Answer<{ readonly yaml: string }> =>
  pipe(
    decodeInput(functionConfig, config),
    E.flatMap((decoded) =>
      policyOf(decoded, {
        name: name ?? (decoded.mode === 'check' ? 'inject-shm-check' : 'inject-shm'),
        target,
        namespaces,
      }),
    ),
    E.match(
      (problems) => failed(problems.map(ofConfig)),
      (yaml) => succeeded({ yaml }),
    ),
  );
