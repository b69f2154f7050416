import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Config } from '../config.ts';
import type { Surface } from '../cli/command.ts';
import { policyOf } from '../policy.ts';
import { type Ending, errorLine } from '../process/ending.ts';
import { configOf } from '../process/options.ts';
import { NAMESPACES, type policyFlags, TARGETS } from './flags.ts';

/** A config that cannot be used: a line for each problem. */
const failures = (problems: string): Ending => ({
  stdout: '',
  stderr: problems
    .split('\n')
    .map((each) => errorLine(each))
    .join(''),
  exitCode: 3,
});

/** `inject-shm policy`: prints what the API server runs itself. */
export const policy: Surface<keyof typeof policyFlags> = ({ flags, text }) =>
  pipe(
    configOf(flags, text('fn-config')),
    E.flatMap((config) =>
      policyCommand(config, {
        name: text('name'),
        for: text('for'),
        namespaces: text('for-namespaces'),
      }),
    ),
    E.match(failures, (stdout): Ending => ({ stdout, stderr: '', exitCode: 0 })),
  );

/** The same as data. */
export interface PolicyFlags {
  /** The name of what is printed; `inject-shm`, with `mode: check` `inject-shm-check`. */
  readonly name?: string | undefined;
  readonly for?: string | undefined;
  readonly namespaces?: string | undefined;
}

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
    E.apS('namespaces', oneOf('for-namespaces', NAMESPACES, flags.namespaces, 'enabled')),
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
