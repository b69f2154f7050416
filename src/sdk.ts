import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { KptFunc } from 'kpt-functions';
import { type Config, decode, flagHelp } from './config.ts';
import { planAll, type Planned, type PlannedRun, type Surface } from './core/plan-all.ts';
import { aboutOf, type Resource, resourceOf } from './core/resource.ts';
import type { Counted } from './core/summary.ts';
import { type Result, toResult } from './result.ts';
import {
  configError,
  type SdkConfigs,
  type SdkFunction,
  type SdkObject,
  toSdk,
} from './sdk/types.ts';

export type { SdkConfigs, SdkFunction, SdkObject, SdkResult } from './sdk/types.ts';

interface Opened {
  readonly resource: Resource;
}

/** An object as it is to be, and what there is to say. */
interface Revised extends Counted {
  readonly wanted: SdkObject;
  readonly results: readonly Result[];
}

const revise = ({ opened: { resource }, plan }: Planned<Opened>): Revised => ({
  wanted: plan.wanted as unknown as SdkObject,
  results: [...plan.edits, ...plan.findings].map((each) => toResult(each, aboutOf(resource))),
  live: plan.live,
  changes: plan.wanted !== resource.object,
});

/** Objects as a surface: they are there already, and a plan is what they are to be. */
const objectSurface = (config: Config): Surface<SdkObject, Opened, Revised, never> => ({
  config,
  configOf: () => config,
  at: 'render',
  folderOf: () => '',
  honoursLocalConfig: () => true,
  mayHold: () => true,
  read: (objects) => E.right(objects.map((each) => ({ resource: resourceOf(each, each) }))),
  finish: (planned) => planned.map(revise),
});

const resultsOf = ({ general, finished, leftOut, explains }: PlannedRun<Revised>) => {
  const all = [
    ...general.map((each) => toResult(each)),
    ...[...finished, ...leftOut.map(([each]) => each)].flatMap(({ results }) => results),
  ];
  return explains ? all : all.filter(({ severity }) => severity !== 'info');
};

const carryOut = (config: Config, configs: SdkConfigs): void =>
  pipe(
    planAll(configs.getAll(), objectSurface(config)),
    E.match(
      () => undefined,
      (run) => {
        const changed = run.finished.filter(({ changes }) => changes);
        if (config.mode !== 'check') configs.insert(...changed.map(({ wanted }) => wanted));
        configs.addResults(...resultsOf(run).map(toSdk));
      },
    ),
  );

/**
 * inject-shm as a function of the TypeScript SDK (a `KptFunc`), for programs that have their resources as objects. The
 * SDK's own `run` loses comments and big integers; on text, use `inject`.
 * @throws FunctionConfigError (the SDK's, exit code 3) with every problem of the functionConfig, a line each
 */
export const injectShm: SdkFunction = Object.assign(
  async (configs: SdkConfigs): Promise<void> => {
    const config = decode(configs.getFunctionConfig());
    if (E.isLeft(config))
      throw await configError(config.left.map(({ message }) => message).join('\n'));
    carryOut(config.right, configs);
  },
  {
    usage: `Gives every pod a /dev/shm of the right size. Fields of the functionConfig:\n${flagHelp()}`,
  },
) satisfies KptFunc;
