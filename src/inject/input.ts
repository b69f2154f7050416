import type { Config } from '../config.ts';
import type { Refusal } from '../yaml/node.ts';
import type { Source } from '../yaml/source.ts';
import type { Item } from './item.ts';

/** A text to be read, and the file that it is of, where that is known. */
export interface Text {
  readonly file: string | undefined;
  readonly text: string;
  /** The folder that it is in, for the LimitRanges and Namespaces that count there; none for a stream. */
  readonly folder?: string;
  /** Whoever applies it leaves out what is marked `config.kubernetes.io/local-config`. */
  readonly honoursLocalConfig?: boolean;
  /** What it is planned by, where that is not the config of the run. */
  readonly config?: Config;
}

/** A text that has been read. */
export interface ReadText extends Text {
  /** The line break that it lacks at its end. */
  readonly missing: string;
}

/** A text that cannot be read, and why. */
export interface Refused {
  readonly of: Text;
  readonly refusal: Refusal;
}

/** What a ResourceList has besides its items. */
export interface List {
  readonly source: Source;
  /** The indices of the root and of the functionConfig, which may be -1. */
  readonly root: number;
  readonly functionConfig: number;
  /** The offset in the text of one in the source's. */
  readonly inText: (offset: number) => number;
}

/** Texts as their resources; a ResourceList is the only document of the only text. */
export interface Input {
  readonly texts: readonly ReadText[];
  readonly items: readonly Item[];
  readonly list: List | undefined;
}
