import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { isDeepStrictEqual } from 'node:util';
import { type Config, defaults } from '../config.ts';
import { configOf } from '../process/options.ts';

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

/** Reads the config. Left: all that is wrong with it, a line each. */
export const readConfig = ({ flags, fnConfig }: ConfigSource): E.Either<string, Config> =>
  pipe(
    configOf(flags, fnConfig),
    E.flatMap((config) => {
      const found = misplaced(config);
      return found.length > 0 ? E.left(found.join('\n')) : E.right(config);
    }),
  );
