import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { inject } from '../../src/inject.ts';
import { goldens } from '../golden-case.ts';
import { skip } from '../spec.ts';
import type { ApiObject } from './api.ts';
import { manifestsIn } from './manifests.ts';

const CORPUS = '../shared/corpus';

export type Flags = Readonly<Record<string, string>>;

/** A text and what is asked for with it. */
export interface Source {
  readonly name: string;
  readonly text: string;
  readonly flags: Flags;
}

/** Real manifests, where they are at hand. */
export const corpus = (flags: Flags): readonly Source[] => {
  if (!existsSync(CORPUS)) return skip(`there is no ${CORPUS}`);
  return readdirSync(CORPUS, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(CORPUS, name), 'utf8'), flags }));
};

/** The inputs of the goldens, each with its own flags if no others are given. */
export const goldenInputs = (given?: Flags): readonly Source[] =>
  goldens.map(({ name, input: text, flags }) => ({ name, text, flags: given ?? flags }));

/** A resource before and after injection. */
export interface Pair {
  readonly name: string;
  readonly before: ApiObject;
  readonly after: ApiObject;
}

/** None where this tool or `yaml` refuses the text. */
export const pairs = ({ name, text, flags }: Source): readonly Pair[] => {
  const { stdout } = inject(text, { flags });
  const before = manifests(text);
  if (stdout === '' || before.length === 0) return [];
  const after = manifestsIn(stdout);
  assert.is(after.length, before.length, name);
  return before.flatMap((object, i) => {
    const injected = after[i];
    return injected === undefined
      ? []
      : [{ name: `${name} ${object.kind} ${i}`, before: object, after: injected }];
  });
};

const manifests = (text: string): readonly ApiObject[] => {
  try {
    return manifestsIn(text);
  } catch {
    return [];
  }
};
