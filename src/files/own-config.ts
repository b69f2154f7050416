import * as E from 'fp-ts/lib/Either.js';
import { load } from 'js-yaml';
import { type Config, decode } from '../config.ts';
import { isMap, type Fields, type Value } from '../data/value.ts';

/** A config that stands beside manifests. */
export interface OwnConfig {
  readonly config: Config;
  /** The fields that it sets, as it has them. */
  readonly fields: Fields;
}

const dataIn = (text: string): E.Either<readonly string[], Value> => {
  try {
    return E.right(load(text));
  } catch {
    // Without the parser's words: they may hold the text.
    return E.left(['is no YAML']);
  }
};

/** These are not for a file beside manifests: it would turn injection off, or lock others out. */
const barred = ['mode', 'lockedAnnotations'];

const read = (data: Value): E.Either<readonly string[], OwnConfig> => {
  if (!isMap(data) || data['kind'] !== 'InjectShm') return E.left(['must be an InjectShm']);
  const decoded = decode(data);
  if (E.isLeft(decoded)) return E.left(decoded.left.map(({ message }) => message));
  const { spec } = data;
  const set = Object.entries(isMap(spec) ? spec : {});
  const stray = barred.find((name) => set.some(([each]) => each === name));
  if (stray !== undefined) return E.left([`\`${stray}\` cannot be set there`]);
  const fields = Object.fromEntries(set.filter(([, value]) => value !== null));
  return E.right({ config: decoded.right, fields });
};

/** Reads the text of a `.inject-shm.yaml`. Left: all that is wrong with it, each as it goes on behind the file's name. */
export const readOwnConfig = (text: string): E.Either<readonly string[], OwnConfig> =>
  E.flatMap(read)(dataIn(text));
