import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Given } from '../cli/command.ts';
import type { Run } from '../cli/run.ts';
import { type ReportFormat, reportFormats } from '../format/formats.ts';
import { parseQuantity, type Quantity } from '../quantity.ts';
import type { ReportFlag } from './flags.ts';
import { runOf } from './read.ts';

/** What `inject-shm report` is asked for. */
export interface Asked {
  readonly run: Run;
  readonly format: ReportFormat;
  readonly base: string | undefined;
  readonly budget: Quantity | undefined;
  readonly nodes: number | undefined;
  readonly stats: readonly string[];
}

/** Reads the command line. Left: what is wrong with it. */
export const readAsked = (given: Given<ReportFlag>): E.Either<string, Asked> =>
  pipe(
    E.Do,
    E.apS('run', runOf('report', given, given.args)),
    E.apS('format', formatOf(given.text('format'), given.text('base'))),
    E.apS('budget', budgetOf(given.text('budget'))),
    E.apS('nodes', nodesOf(given.text('nodes'))),
    E.map((read) => ({ ...read, base: given.text('base'), stats: given.all('stats') })),
  );

const refuse = (message: string): E.Either<string, never> => E.left(message);

const formatOf = (given = 'table', base: string | undefined): E.Either<string, ReportFormat> => {
  const format = reportFormats.find((each) => each === given);
  if (format === undefined)
    return refuse(`\`--format\` must be one of ${reportFormats.join(', ')}, got "${given}"`);
  return format === 'html' && base !== undefined
    ? refuse('--format html shows one report; with --base it is table, markdown or json')
    : E.right(format);
};

const budgetOf = (given: string | undefined): E.Either<string, Quantity | undefined> =>
  given === undefined
    ? E.right(undefined)
    : pipe(
        parseQuantity(given),
        E.mapLeft(
          () => `\`--budget\` must be a Quantity such as 64Gi, got ${JSON.stringify(given)}`,
        ),
      );

const nodesOf = (given: string | undefined): E.Either<string, number | undefined> => {
  if (given === undefined) return E.right(undefined);
  const nodes = Number(given);
  return /^\d+$/.test(given) && Number.isSafeInteger(nodes)
    ? E.right(nodes)
    : refuse(`\`--nodes\` must be a number of nodes, got ${JSON.stringify(given)}`);
};
