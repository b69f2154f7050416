import * as E from 'fp-ts/lib/Either.js';
import type { Configs, KptFunc, KubernetesObject, Result as SdkResult } from 'kpt-functions';
import { FunctionConfigError } from 'kpt-functions/dist/src/errors.js';
import { decode, flagHelp, type Config } from '../config.ts';
import { cautions } from '../inject/configure.ts';
import { contextOf } from '../plan/context.ts';
import type { KindRow } from '../kinds.ts';
import { plan, type Plan } from '../plan.ts';
import { judge, toResult, type Finding, type Result } from '../result.ts';
import { selects } from '../select.ts';
import { groupOf, rowFor } from '../inject/workload.ts';
import type { Fields } from '../yaml/index.ts';

/** The SDK's form of a result: it says `warn` and `suggestedValue`, and a reference has a namespace. */
const toSdk = ({ severity, resourceRef, field, message, tags }: Result): SdkResult =>
  ({
    message,
    severity: severity === 'warning' ? 'warn' : severity,
    tags,
    ...(resourceRef === undefined ? {} : { resourceRef: { namespace: '', ...resourceRef } }),
    ...(field === undefined
      ? {}
      : {
          field: {
            path: field.path,
            currentValue: field.currentValue,
            suggestedValue: field.proposedValue,
          },
        }),
  }) as SdkResult;

const asFields = (object: KubernetesObject): Fields => object as unknown as Fields;

const identityOf = ({ apiVersion, kind, metadata }: KubernetesObject) => ({
  apiGroup: groupOf(apiVersion),
  kind,
  namespace: metadata.namespace,
  name: metadata.name,
  labels: metadata.labels ?? {},
});

interface Planned {
  readonly object: KubernetesObject;
  readonly plan: Plan;
}

const planAll = (config: Config, objects: readonly KubernetesObject[]): readonly Planned[] => {
  const neighbours = objects.map((object) => ({ ...identityOf(object), object: asFields(object) }));
  const context = contextOf(neighbours);
  return objects.flatMap((object) => {
    const row: KindRow | undefined = rowFor(config, object);
    const identity = identityOf(object);
    if (row === undefined || row.never !== undefined || !selects(config, identity, row)) return [];
    return [
      { object, plan: plan(config, context, { ...identity, object: asFields(object), row }) },
    ];
  });
};

const resultsOf = (
  { object: { apiVersion, kind, metadata }, plan: { edits, findings } }: Planned,
  isTold: boolean,
): readonly Result[] => {
  const { name, namespace } = metadata;
  const resourceRef = { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
  const told: readonly Finding[] = [...edits, ...findings];
  return told
    .filter(({ severity }) => isTold || severity !== 'info')
    .map((each) => toResult(each, { resourceRef }));
};

const carryOut = (config: Config, configs: Configs): void => {
  const planned = planAll(config, configs.getAll());
  const changed = planned.filter((each) => each.plan.wanted !== asFields(each.object));
  if (config.mode !== 'check')
    configs.insert(...changed.map((each) => each.plan.wanted as unknown as KubernetesObject));
  const isTold = config.mode === 'check' || changed.length > 0;
  const general = judge(cautions(config), config.severity).map((each) => toResult(each));
  configs.addResults(
    ...[...general, ...planned.flatMap((each) => resultsOf(each, isTold))].map(toSdk),
  );
};

/**
 * inject-shm as a function of the TypeScript SDK, for programs that have their resources as objects. The SDK's own
 * `run` loses comments and big integers; on text, use `inject`.
 * @throws FunctionConfigError (the SDK's, exit code 3) with every problem of the functionConfig
 */
export const injectShm: KptFunc = Object.assign(
  async (configs: Configs): Promise<void> => {
    const config = decode(configs.getFunctionConfig());
    if (E.isLeft(config))
      throw new FunctionConfigError(config.left.map(({ message }) => message).join('\n'));
    carryOut(config.right, configs);
  },
  {
    usage: `Gives every pod a /dev/shm of the right size. Fields of the functionConfig:\n${flagHelp()}`,
  },
);
