import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { setImmediate } from 'node:timers/promises';
import type { Env, Surface } from '../cli/command.ts';
import { comparisonPrinters, reportPrinters } from '../format/report.ts';
import { errorLine, failure, type Ending } from '../process/ending.ts';
import { untilStopped } from '../process/stop.ts';
import { columnsOf, isColoured, progressOn } from '../process/terminal.ts';
import { type Asked, readAsked } from './asked.ts';
import { type Base, reportOfBase } from './base.ts';
import { overBudget } from './budget.ts';
import { build, type Built } from './build.ts';
import { compareReports } from './compare.ts';
import type { ReportFlag } from './flags.ts';
import type { Report } from './model.ts';
import { readStats } from './stats-files.ts';

/** `inject-shm report`. */
export const report: Surface<ReportFlag> = async (given, { env }) => {
  const asked = readAsked(given);
  if (E.isLeft(asked)) return failure(asked.left, 3);
  // A folder with the files of a commit is cleared away before the process obeys.
  return untilStopped(async (stop) => {
    const ending = answer(asked.right, env);
    // A signal that came meanwhile is delivered in the next turn.
    await setImmediate();
    return stop.signal === undefined ? ending : { ...failure('stopped'), signal: stop.signal };
  });
};

const answer = (asked: Asked, env: Env): Ending => {
  const progress = progressOn(env);
  const { run, nodes } = asked;
  const ending = pipe(
    E.Do,
    E.bind('samples', () => E.mapLeft(unusable)(readStats(asked.stats))),
    E.bind('head', ({ samples }) => build(run, { nodes, samples }, progress)),
    E.bind('base', ({ samples }) => baseOf(asked, { nodes, samples })),
    E.map(({ head, base }) => end(asked, head, base, env)),
    E.toUnion,
  );
  progress.clear();
  return ending;
};

const unusable = (message: string): Ending => failure(`--stats ${message}`);

const baseOf = (
  { base, run }: Asked,
  options: Parameters<typeof build>[1],
): E.Either<Ending, Base | undefined> =>
  base === undefined ? E.right(undefined) : reportOfBase(base, run, options);

const print = ({ format }: Asked, head: Report, base: Base | undefined, env: Env): string => {
  if (base !== undefined && format !== 'html')
    return comparisonPrinters[format](compareReports(base.report, head));
  const colours = format === 'table' && isColoured(1, env);
  return reportPrinters[format](head, { colours, width: columnsOf(1, env) });
};

const end = (asked: Asked, head: Built, base: Base | undefined, env: Env): Ending => {
  const over = asked.budget && overBudget(head.report.totals, asked.budget);
  return {
    stdout: print(asked, head.report, base, env),
    stderr: head.said + (base?.said ?? '') + (over === undefined ? '' : errorLine(over)),
    exitCode: head.isComplete ? (over === undefined ? 0 : 1) : 2,
  };
};
