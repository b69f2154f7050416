import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { load } from 'js-yaml';
import { decode } from '../config.ts';
import { isMap, type Value } from '../data/value.ts';
import { barred, configName, type Discovered } from '../files/config-file.ts';

type Problems = readonly string[];

const dataIn = (text: string): E.Either<Problems, Value> => {
  try {
    return E.right(load(text));
  } catch {
    // Without the parser's words: they may hold the text.
    return E.left([`${configName} is no YAML`]);
  }
};

const fieldsOf = (data: Value): E.Either<Problems, readonly (readonly [string, Value])[]> => {
  if (!isMap(data) || data['kind'] !== 'InjectShm')
    return E.left([`${configName} must be an InjectShm`]);
  const decoded = decode(data);
  if (E.isLeft(decoded))
    return E.left(decoded.left.map(({ message }) => `${configName}: ${message}`));
  const { spec } = data;
  const fields = Object.entries(isMap(spec) ? spec : {});
  const stray = barred.find((name) => fields.some(([each]) => each === name));
  return stray === undefined
    ? E.right(fields.filter(([, value]) => value !== null))
    : E.left([`${configName}: \`${stray}\` cannot be set there`]);
};

/** The fields that an application's `.inject-shm.yaml` sets, as texts. Left: all that is wrong with it. */
export const fieldsIn = (
  file: Discovered,
  toText: (value: Value) => string,
): E.Either<Problems, ReadonlyMap<string, string>> => {
  if (E.isLeft(file)) return E.left([`${configName} ${file.left.message}`]);
  if (file.right === undefined) return E.right(new Map());
  return pipe(
    dataIn(file.right.text),
    E.flatMap(fieldsOf),
    E.map((fields) => new Map(fields.map(([name, value]) => [name, toText(value)]))),
  );
};
