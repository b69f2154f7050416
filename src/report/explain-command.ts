import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Surface } from '../cli/command.ts';
import type { Run } from '../cli/run.ts';
import { selectsByName, unmatchedLines } from '../cli/unmatched.ts';
import { rowFor } from '../core/resource.ts';
import { seenIn, seenTogether } from '../core/seen.ts';
import { textSurface } from '../inject/surface.ts';
import { errorLine, failure, type Ending } from '../process/ending.ts';
import { progressOn } from '../process/terminal.ts';
import { explainTarget } from './explain-target.ts';
import type { InputFlag } from './flags.ts';
import { read, runOf, type Reading } from './read.ts';
import { planExplained } from './surface.ts';
import { targetsIn, workloadItems } from './targets.ts';

const NAMELESS =
  '`explain` needs the name of a workload, as in `inject-shm explain deployment/web`';

/** `inject-shm explain`. */
export const explainCommand: Surface<InputFlag> = (given, { env }) => {
  const [query, ...args] = given.args;
  if (query === undefined) return failure(NAMELESS, 3);
  const run = runOf('explain', given, args);
  if (E.isLeft(run)) return failure(run.left, 3);
  const progress = progressOn(env);
  const ending = pipe(
    read(run.right, progress),
    E.map((reading) => answer(query, run.right, reading)),
    E.toUnion,
  );
  progress.clear();
  return ending;
};

/** The workloads of that name, planned with what says something of them, and without the others. Left: there is none. */
const explained = (query: string, run: Run, reading: Reading): E.Either<string, string> => {
  const { input, config } = reading;
  const text = textSurface(config, input.list !== undefined);
  const workloads = workloadItems(input.items, text);
  return pipe(
    targetsIn(query, workloads, text),
    E.map((targets) => {
      const named = new Set(targets.map(({ item }) => item));
      const others = new Set(workloads.filter((item) => !named.has(item)));
      const planned = planExplained(
        input.items.filter((item) => !others.has(item)),
        text,
      );
      const how = { run, reading, text };
      return targets.map((target) => explainTarget(target, planned, how)).join('\n');
    }),
  );
};

/** Names on the command line that match nothing, told as any run does. */
const unmatchedIn = (run: Run, { input, config, isComplete }: Reading): string => {
  if (!selectsByName(run.flags) || !isComplete) return '';
  const text = textSurface(config, input.list !== undefined);
  const seen = input.items.flatMap((item) => {
    const itsConfig = text.configOf(item);
    const row = rowFor(itsConfig, item);
    return row === undefined ? [] : [seenIn(itsConfig, text.read(item).resource, row)];
  });
  return unmatchedLines(run, seenTogether(seen));
};

const answer = (query: string, run: Run, reading: Reading): Ending => {
  const { isComplete } = reading;
  const said = reading.said + unmatchedIn(run, reading);
  return pipe(
    explained(query, run, reading),
    E.match(
      (wrong): Ending => ({
        stdout: '',
        stderr: said + errorLine(wrong),
        exitCode: isComplete ? 1 : 2,
      }),
      (stdout): Ending => ({ stdout, stderr: said, exitCode: isComplete ? 0 : 2 }),
    ),
  );
};
