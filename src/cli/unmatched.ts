import * as E from 'fp-ts/lib/Either.js';
import { words } from '../config/lists.ts';
import { closest, didYouMean } from '../config/show.ts';
import type { Seen } from '../core/seen.ts';
import { warningLine } from '../process/ending.ts';
import { glob } from '../select.ts';
import type { Run } from './run.ts';

const selecting: Readonly<Record<string, keyof Seen>> = {
  names: 'names',
  'exclude-names': 'names',
  namespaces: 'namespaces',
  'exclude-namespaces': 'namespaces',
  containers: 'containers',
  'exclude-containers': 'containers',
};

const nouns: Readonly<Record<keyof Seen, string>> = {
  names: 'workload',
  namespaces: 'namespace',
  containers: 'container',
};

/** Whether a flag selects by a name, so that a run has to know what it met. */
export const selectsByName = (flags: Run['flags']): boolean =>
  Object.keys(selecting).some((flag) => flags[flag] !== undefined);

/**
 * Warns of names on the command line that match nothing of what a run met, with the nearest that is there. Only of flags:
 * a config is shared by many repositories, and need not match in each. What is left out may be left out everywhere, as
 * `kube-system` is: of that only what is nearly there is told.
 */
export const unmatched = (flags: Run['flags'], seen: Seen): readonly string[] =>
  Object.entries(selecting).flatMap(([flag, of]) => {
    const given = flags[flag];
    if (given === undefined) return [];
    return E.getOrElse((): readonly string[] => [])(words(given))
      .filter((pattern) => pattern !== '*' && !seen[of].some(glob(pattern)))
      .flatMap((pattern) => {
        const meant = closest(pattern, seen[of]);
        return meant === undefined && flag.startsWith('exclude-')
          ? []
          : [`no ${nouns[of]} matches "${pattern}" of --${flag}${didYouMean(meant)}`];
      });
  });

/** The warnings as lines for stderr; none where there is no workload that could match. */
export const unmatchedLines = (
  { flags, verbosity }: Pick<Run, 'flags' | 'verbosity'>,
  seen: Seen,
): string =>
  verbosity === 'quiet' || seen.containers.length === 0
    ? ''
    : unmatched(flags, seen)
        .map((each) => warningLine(each))
        .join('');
