import * as E from 'fp-ts/lib/Either.js';
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Notice } from '../files/collect.ts';
import { configName } from '../files/config-file.ts';
import { isWithin } from '../files/folders.ts';
import { decode } from '../process/bytes.ts';
import { messageOf } from '../process/descriptors.ts';
import { isUnrelated } from './unrelated.ts';

/** A manifest of the application. */
export interface Manifest {
  readonly file: string;
  readonly text: string;
}

/** What there is in the folder. Nothing may be printed where there are problems. */
export interface Directory {
  readonly manifests: readonly Manifest[];
  readonly notes: readonly Notice[];
  readonly problems: readonly Notice[];
}

interface Basket {
  readonly root: string;
  readonly isDeep: boolean;
  readonly manifests: Manifest[];
  readonly notes: Notice[];
  readonly problems: Notice[];
}

/** Hidden ones too, whatever ignore files say. */
const isManifest = (name: string): boolean => /\.(?:yaml|yml|json|jsonnet)$/.test(name);

/** Argo CD leaves a file out that has this anywhere. */
const MARKER = '+argocd:skip-file-rendering';

const keep = (basket: Basket, file: string): void => {
  const bytes = readFileSync(file);
  if (bytes.includes(MARKER)) return;
  if (file.endsWith('.jsonnet')) {
    const message =
      'is Jsonnet, which Argo CD renders and this does not: render it before, in a command of plugin.yaml';
    basket.problems.push({ path: file, message });
    return;
  }
  const decoded = decode(bytes, 'the file');
  if (E.isLeft(decoded)) basket.problems.push({ path: file, message: decoded.left });
  else if (!file.endsWith('.json') && isUnrelated(decoded.right))
    basket.notes.push({ path: file, message: 'is no manifest and left out, as Argo CD does' });
  else basket.manifests.push({ file, text: decoded.right });
};

/** Whether a link is to be read; one that leads nowhere is left out, and one that leads out of the repository fails. */
const isFollowed = ({ root, notes, problems }: Basket, path: string): boolean => {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) {
    notes.push({ path, message: 'is a link that leads nowhere, and left out' });
    return false;
  }
  if (isWithin(root, realpathSync(path))) return true;
  problems.push({ path, message: 'is a link that leads out of the repository' });
  return false;
};

const look = (basket: Basket, path: string, isLink: boolean): void => {
  if (isLink && !isFollowed(basket, path)) return;
  if (statSync(path).isFile()) keep(basket, path);
  else basket.notes.push({ path, message: 'is no file and left out, as Argo CD does' });
};

const walk = (basket: Basket, folder: string): void => {
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (basket.isDeep) walk(basket, path);
      // The application's settings are none of its manifests.
    } else if (isManifest(entry.name) && entry.name !== configName)
      look(basket, path, entry.isSymbolicLink());
  }
};

/**
 * Reads the folder that we are in, as Argo CD's own renderer of directories does: what this did not print, Argo CD would
 * delete (reposerver/repository/repository.go, findManifests).
 * @param root the repository's, which links must not leave
 */
export const readDirectory = (root: string, isDeep: boolean): Directory => {
  const basket: Basket = { root, isDeep, manifests: [], notes: [], problems: [] };
  try {
    walk(basket, '.');
  } catch (error) {
    basket.problems.push({ path: '.', message: messageOf(error) });
  }
  return basket;
};
