import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Surface } from '../cli/command.ts';
import type { Run } from '../cli/run.ts';
import type { Refused } from '../inject/input.ts';
import { textSurface } from '../inject/surface.ts';
import { errorLine, failure, type Ending } from '../process/ending.ts';
import { progressOn } from '../process/terminal.ts';
import { explainTarget } from './explain-target.ts';
import type { InputFlag } from './flags.ts';
import { read, runOf, unreadable, type Reading } from './read.ts';
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

/** What turns out to be unreadable is left out, and told. */
const answer = (
  query: string,
  run: Run,
  reading: Reading,
  refused: readonly Refused[] = [],
): Ending =>
  pipe(
    explained(query, run, reading),
    E.match(
      (broken) => {
        const items = reading.input.items.filter(({ of }) => of !== broken.of);
        const rest = { ...reading, input: { ...reading.input, items }, isComplete: false };
        return answer(query, run, rest, [...refused, broken]);
      },
      ({ stdout, wrong }): Ending => ({
        stdout,
        stderr: reading.said + unreadable(refused) + (wrong === undefined ? '' : errorLine(wrong)),
        exitCode: reading.isComplete ? (wrong === undefined ? 0 : 1) : 2,
      }),
    ),
  );

interface Explained {
  readonly stdout: string;
  /** That there is no such workload. */
  readonly wrong?: string;
}

/** The workloads of that name, planned with what says something of them, and without the others. */
const explained = (query: string, run: Run, reading: Reading): E.Either<Refused, Explained> => {
  const { input, config } = reading;
  const text = textSurface(config, input.list !== undefined);
  const workloads = workloadItems(input.items, text);
  return pipe(
    targetsIn(query, workloads, text),
    E.flatMap((found) => {
      if (E.isLeft(found)) return E.right({ stdout: '', wrong: found.left });
      const targets = new Set(found.right.map(({ item }) => item));
      const others = new Set(workloads.filter((item) => !targets.has(item)));
      return pipe(
        planExplained(
          input.items.filter((item) => !others.has(item)),
          text,
        ),
        E.map((planned) => ({
          stdout: found.right
            .map((target) => explainTarget(target, planned, { run, reading, text }))
            .join('\n'),
        })),
      );
    }),
  );
};
