import type { FilesOutcome } from '../inject.ts';
import type { Place } from '../inject/places.ts';
import { FINDING, type KrmResult, type Result as Worded } from '../result.ts';
import { type Facts, factsOf } from './facts.ts';

/** What there is to say, in words and as data. */
export interface Result extends KrmResult {
  /** What the message says, as data. */
  readonly facts: Facts;
  /** Where its field stands in the file, or the nearest that is there. */
  readonly place?: Place;
}

/** A result for programs. */
export const toResult = ({ [FINDING]: finding, ...worded }: Worded, place?: Place): Result => ({
  ...worded,
  facts: factsOf(finding),
  ...(place && { place }),
});

export const resultsOf = ({ results, placeOf }: FilesOutcome): readonly Result[] =>
  results.map((each) => toResult(each, placeOf(each)));
