import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { isDeepStrictEqual } from 'node:util';
import { type Config, decode, decodeFlags, defaults } from '../config.ts';
import { optionsOf } from '../io/options.ts';

/** Where a config comes from. */
export interface ConfigSource {
  /** Flags by name without dashes. */
  readonly flags: Readonly<Record<string, string>>;
  /** The file of a functionConfig. */
  readonly fnConfig: string | undefined;
}

const ofWorkloads = 'a pod does not know the workload that it is of';

/** What a pod cannot know, and what does it instead. */
const unknowable: readonly (readonly [name: keyof Config, why: string, instead: string])[] = [
  ...(['kinds', 'excludeKinds', 'podSpecs'] as const).map(
    (name) =>
      [
        name,
        'admission sees Pods only',
        'the annotation inject-shm.dev/inject on the pod template',
      ] as const,
  ),
  ...(['names', 'excludeNames'] as const).map(
    (name) =>
      [name, ofWorkloads, '`labelSelector`, or inject-shm.dev/inject on the pod template'] as const,
  ),
];

/** What a config says that admission cannot do. */
const misplaced = (config: Config): readonly string[] => [
  ...unknowable.flatMap(([name, why, instead]) =>
    isDeepStrictEqual(config[name], defaults[name])
      ? []
      : [`\`${name}\` is not for admission: ${why}; use ${instead}`],
  ),
  ...(config.mode === 'remove'
    ? [
        '`mode: remove` is not for admission: a pod that is being created has nothing to take back; remove the webhook, or use inject-shm.dev/inject: "false"',
      ]
    : []),
];

const decodeAll = (
  functionConfig: unknown,
  flags: ConfigSource['flags'],
): E.Either<readonly string[], Config> => {
  const base = decode(functionConfig);
  const whole = decodeFlags(flags, E.isRight(base) ? base.right : defaults);
  const problems = [base, whole].flatMap((each) => (E.isLeft(each) ? each.left : []));
  if (problems.length > 0) return E.left(problems.map(({ message }) => message));
  return whole as E.Right<Config>;
};

/** Reads the config. Left: all that is wrong with it. */
export const readConfig = ({
  flags,
  fnConfig,
}: ConfigSource): E.Either<readonly string[], Config> =>
  pipe(
    optionsOf({
      type: 'run',
      paths: [],
      action: 'print',
      format: 'text',
      results: undefined,
      flags,
      fnConfig,
      logToStderr: false,
    }),
    E.mapLeft((message): readonly string[] => [message]),
    E.flatMap(({ functionConfig }) => decodeAll(functionConfig, flags)),
    E.flatMap((config) => {
      const found = misplaced(config);
      return found.length > 0 ? E.left(found) : E.right(config);
    }),
  );
