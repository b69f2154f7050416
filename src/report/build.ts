import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Run } from '../cli/run.ts';
import { selectsByName, unmatchedLines } from '../cli/unmatched.ts';
import { leftOutLine } from '../inject/outcome.ts';
import { textSurface } from '../inject/surface.ts';
import type { Ending } from '../process/ending.ts';
import type { Progress } from '../process/terminal.ts';
import { toReport, type ReportOptions } from '../report.ts';
import type { Report } from './model.ts';
import { read, type Reading } from './read.ts';
import { foldItems, planReport, type PlannedReport } from './surface.ts';

/** A report, and what there is to say beside it. */
export interface Built {
  readonly report: Report;
  readonly said: string;
  readonly isComplete: boolean;
}

const leftOutOf = ({ run }: PlannedReport): string =>
  leftOutLine(
    run.leftOut.flatMap(([{ told }, count]) => told.map(({ result }) => ({ result, count }))),
  );

const buildFrom = (
  { input, config, said, isComplete }: Reading,
  run: Run,
  options: Pick<ReportOptions, 'nodes' | 'samples'>,
): Built => {
  const text = textSurface(config, input.list !== undefined, selectsByName(run.flags));
  const { items, podsOf } = foldItems(input.items, text);
  const planned = planReport(items, text);
  const { facts, objects } = planned;
  return {
    report: toReport(facts, { ...options, objects, podsOf }),
    said:
      said +
      (run.verbosity === 'quiet' ? '' : leftOutOf(planned)) +
      (isComplete ? unmatchedLines(run, planned.run.seen) : ''),
    isComplete,
  };
};

/** Reads, plans and reports. Left: how the command ends where nothing can be read. */
export const build = (
  run: Run,
  options: Pick<ReportOptions, 'nodes' | 'samples'>,
  progress: Progress,
): E.Either<Ending, Built> =>
  pipe(
    read(run, progress),
    E.map((reading) => {
      const size = reading.input.texts.reduce((sum, { text }) => sum + text.length, 0);
      progress.show(`planning ${reading.input.items.length} objects`, size > LARGE);
      return buildFrom(reading, run, options);
    }),
  );

/** From this size on planning takes a second or more, and tells nothing meanwhile. */
const LARGE = 8_000_000;
