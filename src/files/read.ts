import * as E from 'fp-ts/lib/Either.js';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { decode } from '../process/bytes.ts';
import { messageOf } from '../process/descriptors.ts';
import type { Progress } from '../process/terminal.ts';
import type { Config } from '../config.ts';
import type { Found, Notice } from './collect.ts';
import type { Layout, Standing } from './layout.ts';
import type { Left } from './left.ts';

/** Why a text is printed as it is: what leaves it out, or that it is no manifest. */
export type AsItIs = Left | { readonly because: 'description' };

/** A text and what there is to know of it before it is planned. */
export interface Source {
  /** What messages call it; none for a stream on stdin. */
  readonly file: string | undefined;
  readonly text: string;
  readonly found?: Found;
  /** The folder that it is in, for which its LimitRanges and Namespaces count; none for a stream. */
  readonly folder?: string;
  /** Whether `config.kubernetes.io/local-config` keeps its objects from being applied. */
  readonly honoursLocalConfig?: boolean;
  /** What it is planned by, where a config stands beside it. */
  readonly config?: Config;
  /** It passes through unchanged. */
  readonly left?: AsItIs;
}

/** A file that is to be read. */
export interface Reading {
  readonly found: Found;
  readonly left: AsItIs | undefined;
  readonly honoursLocalConfig: boolean;
}

/** What a file is read as: whether it is a manifest that may be changed. */
export const readingOf = (found: Found, standing: Standing): Reading => {
  if (standing.type === 'left') return { found, left: standing.left, honoursLocalConfig: false };
  if (standing.type === 'description')
    return { found, left: { because: 'description' }, honoursLocalConfig: false };
  return { found, left: undefined, honoursLocalConfig: standing.honoursLocalConfig };
};

const readText = (path: string): E.Either<string, string> => {
  try {
    return decode(readFileSync(path), 'the file');
  } catch (error) {
    return E.left(`cannot be read: ${messageOf(error)}`);
  }
};

const readOne = (
  { found, left, honoursLocalConfig }: Reading,
  { overlayOn }: Layout,
): E.Either<Notice, Source> =>
  E.bimap(
    (message: string): Notice => ({ path: found.path, message }),
    (text: string): Source => {
      const because = left ?? overlayOn(found.real, text);
      const folder = dirname(found.real);
      const source = { file: found.path, text, found, folder, honoursLocalConfig };
      return because === undefined ? source : { ...source, left: because };
    },
  )(readText(found.path));

/** Whether somebody named the file as one to leave out. */
export const isIgnored = (left: AsItIs | undefined): boolean =>
  left?.because === 'ignored' || left?.because === 'excluded';

/** Reads files, those that cannot be read left out and told. */
export const readFiles = (
  readings: readonly Reading[],
  layout: Layout,
  progress: Progress,
): { readonly sources: readonly Source[]; readonly problems: readonly Notice[] } => {
  const sources: Source[] = [];
  const problems: Notice[] = [];
  for (const [at, reading] of readings.entries()) {
    progress.show(`reading ${at + 1} of ${readings.length} files`);
    const read = readOne(reading, layout);
    if (E.isRight(read)) sources.push(read.right);
    else if (!isIgnored(reading.left)) problems.push(read.left);
  }
  return { sources, problems };
};
