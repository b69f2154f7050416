import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Value } from '../data/value.ts';
import { configName, type Discovered } from '../files/config-file.ts';
import { readOwnConfig } from '../files/own-config.ts';

const named = (problem: string): string =>
  problem.startsWith('`') ? `${configName}: ${problem}` : `${configName} ${problem}`;

/** The fields that an application's `.inject-shm.yaml` sets, as texts. Left: all that is wrong with it. */
export const fieldsIn = (
  file: Discovered,
  toText: (value: Value) => string,
): E.Either<readonly string[], ReadonlyMap<string, string>> => {
  if (E.isLeft(file)) return E.left([named(file.left.message)]);
  if (file.right === undefined) return E.right(new Map());
  return pipe(
    readOwnConfig(file.right.text),
    E.bimap(
      (problems) => problems.map(named),
      ({ fields }) =>
        new Map(Object.entries(fields).map(([name, value]) => [name, toText(value)] as const)),
    ),
  );
};
