import { injectFiles, injectReadable, type FilesOutcome, type Options } from '../inject.ts';
import { noteLine } from '../process/ending.ts';
import { isIgnored, type Source } from './read.ts';

/** What became of the texts. */
export interface Planning {
  /** Its texts are those of the sources, in their order; none where nothing is to be written. */
  readonly outcome: FilesOutcome;
  /** What there is to say of the texts that cannot be read. */
  readonly unread: string;
}

const nothing: FilesOutcome = {
  texts: [],
  edits: [],
  results: [],
  refused: [],
  counts: { workloads: 0, changed: 0 },
  seen: { names: [], namespaces: [], containers: [] },
  stderr: '',
  placeOf: () => undefined,
  exitCode: 0,
};

const isBlank = ({ text }: Source): boolean => text.trim() === '';

/** Plans what can be read, and tells what cannot. */
const planReadable = (sources: readonly Source[], options: Options): Planning => {
  if (sources.length === 0) return { outcome: nothing, unread: '' };
  const { outcome, unread } = injectReadable(sources, options);
  // What is refused in the end is so as a whole.
  const planned = outcome.exitCode === 2 ? nothing : outcome;
  return {
    outcome: { ...planned, refused: [...unread.refused, ...outcome.refused] },
    unread: unread.stderr + (outcome.refused.length > 0 ? outcome.stderr : ''),
  };
};

/** The texts as they are to be: those that were planned, and all others as they were. */
const merge = (
  sources: readonly Source[],
  planned: readonly Source[],
  { outcome, unread }: Planning,
): Planning => {
  if (outcome.exitCode === 3) return { outcome, unread };
  const names = new Set(outcome.refused.map(({ of }) => of.file));
  const done = planned.filter(({ file }) => !names.has(file));
  const places = new Map(done.map((source, at) => [source, at]));
  const at = (source: Source): number => places.get(source) ?? -1;
  const texts = sources.map((source) => outcome.texts[at(source)] ?? source.text);
  const edits = sources.map((source) => outcome.edits[at(source)] ?? []);
  return { outcome: { ...outcome, texts, edits }, unread };
};

/** Plans the sources that are not left, each file for itself where one cannot be read. */
export const planFiles = (sources: readonly Source[], options: Options): Planning => {
  // A file without anything in it is no mistake beside others.
  const planned = sources.filter(
    (source) => source.left === undefined && !(sources.length > 1 && isBlank(source)),
  );
  return merge(sources, planned, planReadable(planned, options));
};

/** What cannot be read of the sources that are printed as they are. */
const unreadableIn = (sources: readonly Source[]): readonly FilesOutcome[] =>
  sources
    .filter((source) => source.left !== undefined && !isBlank(source))
    .map((source) => injectFiles([source], {}))
    .filter(({ refused }) => refused.length > 0);

/**
 * Plans sources for one stream: it is whole, or there is none. What ignore files name may be no YAML, such as a template;
 * it is not printed then, and told.
 */
export const planStream = (sources: readonly Source[], options: Options): Planning => {
  const [ignored, others] = [true, false].map((is) =>
    unreadableIn(sources.filter(({ left }) => isIgnored(left) === is)),
  );
  const dropped = new Set(
    (ignored ?? []).flatMap(({ refused }) => refused.map(({ of }) => of.file)),
  );
  const { outcome, unread } = planFiles(sources, options);
  const notes = [...dropped].map((file) => noteLine(`${file} is no YAML and not printed`)).join('');
  return {
    outcome: {
      ...outcome,
      texts: outcome.texts.map((text, at) => (dropped.has(sources[at]?.file) ? '' : text)),
      refused: [...outcome.refused, ...(others ?? []).flatMap(({ refused }) => refused)],
      stderr: outcome.stderr + notes,
    },
    unread: unread + (others ?? []).map(({ stderr }) => stderr).join(''),
  };
};
