import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { type Config, unknownAtAdmission } from '../config.ts';
import { configOf } from '../process/options.ts';

/** Where a config comes from. */
export interface ConfigSource {
  /** Flags by name without dashes. */
  readonly flags: Readonly<Record<string, string>>;
  /** The file of a functionConfig. */
  readonly fnConfig: string | undefined;
}

/** Reads the config. Left: all that is wrong with it, a line each. */
export const readConfig = ({ flags, fnConfig }: ConfigSource): E.Either<string, Config> =>
  pipe(
    configOf(flags, fnConfig),
    E.flatMap((config) => {
      const found = unknownAtAdmission(config);
      return found.length > 0
        ? E.left(found.map(({ message }) => message).join('\n'))
        : E.right(config);
    }),
  );
