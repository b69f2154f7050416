import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { type Config, decodeFlags } from '../config.ts';
import type { Fields } from '../data/value.ts';
import type { Notice } from './collect.ts';
import { configFinder, type ConfigFile } from './config-file.ts';
import { shown } from './folders.ts';
import { readOwnConfig } from './own-config.ts';
import type { Source } from './read.ts';
import { topsOf } from './tops.ts';

/** The config that was found for a file: what it is, and which fields the `.inject-shm.yaml` sets. */
export interface FoundConfig {
  readonly config: Config;
  readonly path: string;
  readonly fields: Fields;
}

/** A source with what it is planned by, where that is not the config of the run. */
export interface ConfiguredSource extends Source {
  readonly config?: Config;
  readonly own?: FoundConfig;
}

type Read = E.Either<readonly Notice[], FoundConfig>;

const readFound = (
  { path, text }: ConfigFile,
  flags: Readonly<Record<string, string>>,
): E.Either<readonly Notice[], FoundConfig> =>
  pipe(
    readOwnConfig(text),
    E.flatMap(({ config, fields }) =>
      pipe(
        decodeFlags(flags, config),
        E.bimap(
          (problems) => problems.map(({ message }) => message),
          (above): FoundConfig => ({ config: above, path: shown(path), fields }),
        ),
      ),
    ),
    E.mapLeft((problems) => problems.map((message) => ({ path: shown(path), message }))),
  );

/**
 * Gives each source the `.inject-shm.yaml` nearest to it, below the flags. What is below one that cannot be read is left
 * out, and the problem told once.
 * @param paths the arguments that the sources are of
 */
export const configured = (
  sources: readonly Source[],
  paths: readonly string[],
  flags: Readonly<Record<string, string>>,
): { readonly sources: readonly ConfiguredSource[]; readonly problems: readonly Notice[] } => {
  const find = configFinder(topsOf(paths));
  const read = new Map<string, Read>();
  const problems = new Map<string, readonly Notice[]>();
  const configOf = (file: string): Read | undefined => {
    const found = find(file);
    if (E.isLeft(found)) return E.left([{ ...found.left, path: shown(found.left.path) }]);
    if (found.right === undefined) return undefined;
    const known = read.get(found.right.path) ?? readFound(found.right, flags);
    read.set(found.right.path, known);
    return known;
  };
  const kept = sources.flatMap((source): readonly ConfiguredSource[] => {
    const own = source.found && configOf(source.found.real);
    if (own === undefined) return [source];
    if (E.isRight(own)) return [{ ...source, config: own.right.config, own: own.right }];
    problems.set(own.left[0]?.path ?? '', own.left);
    return [];
  });
  return { sources: kept, problems: [...problems.values()].flat() };
};
