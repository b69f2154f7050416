import * as E from 'fp-ts/lib/Either.js';
import { words } from '../config/lists.ts';
import { closest, didYouMean } from '../config/show.ts';
import { glob } from '../select.ts';

/** Every name that a run met, selected or not. */
export interface Seen {
  readonly names: readonly string[];
  readonly namespaces: readonly string[];
  readonly containers: readonly string[];
}

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

/**
 * Warns of names on the command line that match nothing of what a run met, with the nearest that is there. Only of flags:
 * a config is shared by many repositories, and need not match in each.
 */
export const unmatched = (flags: Readonly<Record<string, string>>, seen: Seen): readonly string[] =>
  Object.entries(selecting).flatMap(([flag, of]) => {
    const given = flags[flag];
    if (given === undefined) return [];
    const present = [...new Set(seen[of])];
    return E.getOrElse((): readonly string[] => [])(words(given))
      .filter((pattern) => pattern !== '*' && !present.some(glob(pattern)))
      .map(
        (pattern) =>
          `--${flag} names "${pattern}", and no ${nouns[of]} is called so${didYouMean(closest(pattern, present))}`,
      );
  });
