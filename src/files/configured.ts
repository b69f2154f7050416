import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { type Config, decodeBoth, type Problem } from '../config.ts';
import { isMap } from '../data/value.ts';
import { functionConfigIn } from '../process/options.ts';
import type { Run } from '../cli/run.ts';
import type { Notice } from './collect.ts';
import { barred, type ConfigFile, configFinder, configName } from './config-file.ts';
import { once, shown } from './folders.ts';
import type { Source } from './read.ts';
import { topsOf } from './tops.ts';

/** Sources with the config that is nearest to each, and what is wrong with those configs. */
export interface Configured {
  readonly sources: readonly Source[];
  readonly problems: readonly Notice[];
  /** The configs that are used. */
  readonly used: readonly string[];
}

type Found = E.Either<readonly Notice[], Config>;

const read = ({ path, text }: ConfigFile, flags: Run['flags']): Found => {
  const because = (message: string): readonly Notice[] => [{ path: shown(path), message }];
  return pipe(
    functionConfigIn(path, text),
    E.mapLeft((message) => because(message.replace(`${path}:`, ''))),
    E.filterOrElse(
      (data) => isMap(data) && data['kind'] === 'InjectShm',
      () => because('must be an InjectShm'),
    ),
    E.filterOrElse(
      (data) => !barred.some((name) => isMap(data) && isMap(data['spec']) && name in data['spec']),
      () => because(`${barred.map((name) => `\`${name}\``).join(' and ')} cannot be set there`),
    ),
    E.flatMap((data) =>
      E.mapLeft((problems: readonly Problem[]) =>
        problems.flatMap((each) => because(each.message)),
      )(decodeBoth(data, flags)),
    ),
  );
};

/** Gives each file the `.inject-shm.yaml` that is nearest to it; below a broken one nothing is changed. */
export const configured = (run: Run, sources: readonly Source[]): Configured => {
  if (!run.isDiscovered || run.fnConfig !== undefined) return { sources, problems: [], used: [] };
  const find = configFinder(topsOf(run.paths));
  const texts = new Map<string, ConfigFile>();
  const configOf = once((path) => read(texts.get(path) ?? { path, text: '' }, run.flags));
  const problems = new Map<string, readonly Notice[]>();
  const broken = (source: Source, by: string, notices: readonly Notice[]): Source => {
    problems.set(by, notices);
    return { ...source, left: { because: 'broken', by } };
  };
  const withConfig = (source: Source): Source => {
    if (source.found === undefined || source.left !== undefined) return source;
    const found = find(source.found.real);
    if (E.isLeft(found)) return broken(source, found.left.path, [found.left]);
    if (found.right === undefined) return source;
    const { path } = found.right;
    texts.set(path, found.right);
    const config = configOf(path);
    return E.isLeft(config)
      ? broken(source, path, config.left)
      : { ...source, config: config.right };
  };
  return {
    sources: sources.filter(({ found }) => !found?.real.endsWith(`/${configName}`)).map(withConfig),
    problems: [...problems.values()].flat(),
    used: [...texts.keys()].map(shown),
  };
};
