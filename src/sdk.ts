import * as E from 'fp-ts/lib/Either.js';
import type { KptFunc } from 'kpt-functions';
import { twoColumns } from './cli/columns.ts';
import { fieldFlag } from './cli/describe.ts';
import { type Config, decode, fields } from './config.ts';
import { planObjects } from './core/objects.ts';
import { configError, type SdkConfigs, type SdkFunction, toSdk } from './sdk/types.ts';

export type { SdkConfigs, SdkFunction, SdkObject, SdkResult } from './sdk/types.ts';

const carryOut = (config: Config, configs: SdkConfigs): void => {
  const { plans, results } = planObjects(config, configs.getAll());
  const changed = plans.filter(({ changes }) => changes);
  if (config.mode !== 'check') configs.insert(...changed.map(({ wanted }) => wanted));
  configs.addResults(...results.map(toSdk));
};

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
    usage: `Gives every pod a /dev/shm of the right size. Fields of the functionConfig:\n${twoColumns(fields.map((field) => [field.name, fieldFlag(field).doc]))}`,
  },
) satisfies KptFunc;
