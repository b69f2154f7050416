import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Config } from '../config.ts';
import { policyOf } from '../policy.ts';

/** The flags of `inject-shm policy` that are no fields of the config. */
export interface PolicyFlags {
  /** The name of what is printed; `inject-shm`, with `mode: check` `inject-shm-check`. */
  readonly name?: string | undefined;
  readonly for?: string | undefined;
  readonly namespaces?: string | undefined;
}

const TARGETS = ['kubernetes', 'kyverno'] as const;
const NAMESPACES = ['enabled', 'all'] as const;

const oneOf = <A extends string>(
  flag: string,
  words: readonly A[],
  given: string | undefined,
  otherwise: A,
): E.Either<string, A> => {
  const found = given === undefined ? otherwise : words.find((word) => word === given);
  return found === undefined
    ? E.left(`\`--${flag}\` must be ${words.join(' or ')}, got ${JSON.stringify(given)}`)
    : E.right(found);
};

/**
 * What `inject-shm policy` prints: the policy and, where there is one, its binding.
 * @returns what is wrong, a line for each problem
 */
export const policyCommand = (config: Config, flags: PolicyFlags = {}): E.Either<string, string> =>
  pipe(
    E.Do,
    E.apS('target', oneOf('for', TARGETS, flags.for, 'kubernetes')),
    E.apS('namespaces', oneOf('namespaces', NAMESPACES, flags.namespaces, 'enabled')),
    E.flatMap((options) =>
      pipe(
        policyOf(config, { ...options, name: flags.name ?? nameFor(config) }),
        E.mapLeft((problems) => problems.map(({ message }) => message).join('\n')),
      ),
    ),
  );

/** One of each kind may be there at the same time. */
const nameFor = ({ mode }: Config): string =>
  mode === 'check' ? 'inject-shm-check' : 'inject-shm';
