import * as E from 'fp-ts/lib/Either.js';
import { statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { isList, isMap, type Fields, type Value } from '../../data/value.ts';
import type { Listings } from '../folders.ts';
import { isInline, located, maps, partsOf, strings, type Part, type Reader } from './entries.ts';
import { documentsIn, documentsOf } from './documents.ts';
import { ofPatch, ofReplacements, unknownTouch, type Touch } from './touches.ts';
import { ofTransformers } from './transformers.ts';

/** What a kustomization says of files. All paths are absolute, and over links. */
export interface Kustomization {
  readonly path: string;
  readonly folder: string;
  readonly resources: readonly string[];
  readonly components: readonly string[];
  readonly parts: readonly Part[];
  /** What it does to what inject-shm writes, its components aside. */
  readonly touches: readonly Touch[];
}

const names = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization']);

export const isKustomization = (path: string): boolean => names.has(basename(path));

/** The kustomization of a folder, by the name that kustomize prefers. */
export const kustomizationIn = (folder: string, { has }: Listings): string | undefined => {
  const name = [...names].find((each) => has(folder, each));
  return name === undefined ? undefined : resolve(folder, name);
};

/** The fields that are lists of paths, and those that are lists of maps. */
const paths =
  'resources bases components crds configurations transformers generators validators patchesStrategicMerge'.split(
    ' ',
  );
const entries =
  'patches patchesJson6902 replacements configMapGenerator secretGenerator helmCharts helmChartInflationGenerator'.split(
    ' ',
  );

const problemIn = (fields: Fields): string | undefined => {
  const isBroken = (name: string, isEntry: (entry: Value) => boolean): boolean => {
    const given = fields[name] ?? [];
    return !isList(given) || !given.every(isEntry);
  };
  const path = paths.find((name) => isBroken(name, (entry) => typeof entry === 'string'));
  if (path !== undefined) return `\`${path}\` must be a list of paths`;
  const entry = entries.find((name) => isBroken(name, isMap));
  return entry === undefined ? undefined : `\`${entry}\` must be a list of maps`;
};

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** The documents of an entry that is a path or YAML. */
const read = ({ at }: Reader, entry: string) =>
  isInline(entry) ? documentsIn(entry) : documentsOf(at(entry));

const fromFile = (path: string): readonly Touch[] => {
  const documents = documentsOf(path);
  return E.isLeft(documents) ? [unknownTouch] : ofReplacements(documents.right.flat());
};

const touchesOf = (reader: Reader): readonly Touch[] => {
  const { fields, at } = reader;
  const patches = ['patches', 'patchesJson6902'].flatMap((name) => maps(fields[name]));
  const documents = ({ path, patch }: Fields) =>
    typeof path === 'string' ? documentsOf(at(path)) : documentsIn(String(patch ?? ''));
  return [
    ...patches.flatMap((entry) => ofPatch(documents(entry), entry)),
    ...strings(fields['patchesStrategicMerge'] ?? []).flatMap((entry) =>
      ofPatch(read(reader, entry)),
    ),
    ...maps(fields['replacements']).flatMap((entry) =>
      typeof entry['path'] === 'string' ? fromFile(at(entry['path'])) : ofReplacements([entry]),
    ),
    ...strings(fields['transformers'] ?? []).flatMap((entry) =>
      !isInline(entry) && isFolder(at(entry))
        ? [unknownTouch]
        : ofTransformers(read(reader, entry)),
    ),
  ];
};

const interpret = (path: string, fields: Fields, { realOf }: Listings): Kustomization => {
  const folder = dirname(path);
  const reader: Reader = { fields, at: (entry) => realOf(resolve(folder, entry)) };
  return {
    path,
    folder,
    resources: located(reader, 'resources', 'bases'),
    components: located(reader, 'components'),
    parts: partsOf(reader),
    touches: touchesOf(reader),
  };
};

/** Reads a kustomization. Left: why it cannot be read. */
export const readKustomization = (
  path: string,
  listed: Listings,
): E.Either<string, Kustomization> => {
  const documents = documentsOf(path);
  if (E.isLeft(documents)) return documents;
  const fields = documents.right[0] ?? {};
  if (!isMap(fields)) return E.left('a kustomization must be a map');
  const problem = problemIn(fields);
  return problem === undefined ? E.right(interpret(path, fields, listed)) : E.left(problem);
};
