import * as E from 'fp-ts/lib/Either.js';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from '../process/bytes.ts';
import { inWords } from '../process/descriptors.ts';
import { parseStats, type PodSample } from './stats.ts';

const filesAt = (path: string): readonly string[] =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => name.endsWith('.json'))
        .sort()
        .map((name) => join(path, name))
    : [path];

const readOne = (path: string): E.Either<string, readonly PodSample[]> => {
  const text = decode(readFileSync(path), 'the file');
  const samples = E.flatMap(parseStats)(text);
  return E.mapLeft((message: string) => `${path} ${message}`)(samples);
};

/** What kubelets measured, from files, or the JSON files of folders. Left: which cannot be read, and why. */
export const readStats = (paths: readonly string[]): E.Either<string, readonly PodSample[]> => {
  const all: (readonly PodSample[])[] = [];
  for (const path of paths)
    try {
      const files = filesAt(path);
      if (files.length === 0) return E.left(`there are no .json files in ${path}`);
      for (const file of files) {
        const samples = readOne(file);
        if (E.isLeft(samples)) return samples;
        all.push(samples.right);
      }
    } catch (error) {
      return E.left(`${path} cannot be read: ${inWords(error)}`);
    }
  return E.right(all.flat());
};
