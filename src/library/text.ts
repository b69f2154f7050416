import { dirname } from 'node:path';
import type { ConfigInput } from '../config/input.ts';
import { type FilesOutcome, injectFiles as injectTexts } from '../inject.ts';
import type { Text } from '../inject/input.ts';
import { ofText, type Problem } from './answer.ts';
import { resultsOf, type Result } from './result.ts';

/** What a run is planned by. */
export interface Options {
  /** Fields of the config; they win over those of the functionConfig. */
  readonly config?: ConfigInput | undefined;
  /** An InjectShm or a ConfigMap as data. A ResourceList brings its own, and with both the config is an error. */
  readonly functionConfig?: unknown;
  /** The environment: with `LOG_TO_STDERR` in it `stderr` has errors and warnings also where others would show them. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/** What a run gives. Nothing is printed, and nothing is thrown. */
export interface Outcome {
  /** The text as it is to be. Empty with exit code 2, and for a stream with 3. */
  readonly stdout: string;
  /** Errors and warnings as lines for people. */
  readonly stderr: string;
  readonly results: readonly Result[];
  /** 0 done, 1 there are errors and what they are about is unchanged, 2 the text cannot be read, 3 the config is wrong. */
  readonly exitCode: 0 | 1 | 2 | 3;
}

/** A text, and the file that it is of. */
export interface TextFile {
  /** A path with slashes: messages name it, and a LimitRange in it counts for its folder and those below. */
  readonly file: string;
  /** YAML or JSON, as many documents as there are. */
  readonly text: string;
}

export interface InjectedFile extends TextFile {
  readonly changed: boolean;
}

/** What a run over files gives; `exitCode` as in `Outcome`. */
export interface FilesResult extends Omit<Outcome, 'stdout'> {
  /** The files as they are to be, in the order given; none with exit code 2 or 3. */
  readonly files: readonly InjectedFile[];
  /** Why files cannot be read. */
  readonly problems: readonly Problem[];
}

const shared = ({ config, functionConfig, env }: Options) => ({
  config,
  functionConfig,
  ...(env && { env }),
});

const withoutTexts = (outcome: FilesOutcome): Omit<Outcome, 'stdout'> => ({
  stderr: outcome.stderr,
  results: resultsOf(outcome),
  exitCode: outcome.exitCode,
});

/** A file, with the folder that it is in. */
export const inFolder = ({ file, text }: TextFile): Text => {
  const folder = dirname(file);
  return { file, text, folder: folder === '.' ? '' : folder };
};

/**
 * Gives every pod in a text a `/dev/shm` of the right size: the text comes back with only its own lines changed.
 * @param text - a ResourceList, or any other stream of YAML or JSON documents
 */
export const inject = (
  text: string,
  options: Options & {
    /** What messages call the text. */ readonly file?: string | undefined;
  } = {},
): Outcome => {
  const outcome = injectTexts([{ file: options.file, text }], shared(options));
  return { stdout: outcome.texts.join(''), ...withoutTexts(outcome) };
};

/**
 * The same for files that belong together: a LimitRange in one counts for the others. All are done, or none. Nothing is
 * read from or written to disk, and every file counts: what kustomize or Helm makes of it is not looked at.
 */
export const injectFiles = (files: readonly TextFile[], options: Options = {}): FilesResult => {
  if (files.length === 0) return { files: [], problems: [], stderr: '', results: [], exitCode: 0 };
  const outcome = injectTexts(files.map(inFolder), shared(options));
  return {
    files: files.flatMap(({ file, text: before }, at) => {
      const text = outcome.texts[at];
      return text === undefined ? [] : [{ file, text, changed: text !== before }];
    }),
    problems: outcome.refused.map(ofText),
    ...withoutTexts(outcome),
  };
};
