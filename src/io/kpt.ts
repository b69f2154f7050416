import * as E from 'fp-ts/lib/Either.js';
import type { KptFunc } from 'kpt-functions';
import {
  LEGACY_SOURCE_INDEX_ANNOTATION,
  LEGACY_SOURCE_PATH_ANNOTATION,
  SOURCE_INDEX_ANNOTATION,
  SOURCE_PATH_ANNOTATION,
} from 'kpt-functions/dist/src/metadata.js';
import { decode, flagHelp, type Config } from '../config.ts';
import { cautions } from '../inject/configure.ts';
import { summarise, uncoveredKind } from '../inject/summary.ts';
import { contextOf } from '../plan/context.ts';
import { plan, type Plan } from '../plan.ts';
import { finding, judge, toResult, type Finding, type Result } from '../result.ts';
import { selects } from '../select.ts';
import { groupOf, rowFor } from '../inject/workload.ts';
import type { Fields } from '../data/value.ts';
import { configError, toSdk, type SdkConfigs, type SdkFunction, type SdkObject } from './sdk.ts';

export type { SdkConfigs, SdkFunction, SdkObject, SdkResult } from './sdk.ts';

const asFields = (object: SdkObject): Fields => object as unknown as Fields;

const identityOf = ({ apiVersion, kind, metadata }: SdkObject) => ({
  apiGroup: groupOf(apiVersion),
  kind,
  namespace: metadata.namespace,
  name: metadata.name,
  labels: metadata.labels ?? {},
});

interface Planned {
  readonly object: SdkObject;
  readonly plan: Plan;
}

const planAll = (config: Config, objects: readonly SdkObject[]): readonly Planned[] => {
  const neighbours = objects.map((object) => ({ ...identityOf(object), object: asFields(object) }));
  const context = contextOf(neighbours);
  const planOne = (object: SdkObject): readonly Plan[] => {
    const row = rowFor(config, object);
    const identity = identityOf(object);
    if (row === undefined || !selects(config, identity, row)) return [];
    const fields = asFields(object);
    if (row.never === undefined)
      return [plan(config, context, { ...identity, object: fields, row })];
    const findings = judge([finding('operator-owned', row.never)], config.severity);
    return [{ wanted: fields, findings, edits: [], live: undefined }];
  };
  return objects.flatMap((object) => planOne(object).map((each) => ({ object, plan: each })));
};

const aboutOf = ({
  apiVersion,
  kind,
  metadata,
}: SdkObject): Pick<Result, 'resourceRef' | 'file'> => {
  const { name, generateName, namespace } = metadata;
  const annotation = (own: string, legacy: string) =>
    metadata.annotations?.[own] ?? metadata.annotations?.[legacy];
  const path = annotation(SOURCE_PATH_ANNOTATION, LEGACY_SOURCE_PATH_ANNOTATION);
  const index = Number(annotation(SOURCE_INDEX_ANNOTATION, LEGACY_SOURCE_INDEX_ANNOTATION));
  return {
    resourceRef: {
      apiVersion,
      kind,
      name: name ?? generateName ?? '',
      ...(namespace === undefined ? {} : { namespace }),
    },
    ...(path === undefined ? {} : { file: { path, ...(index > 0 ? { index } : {}) } }),
  };
};

const resultsOf = ({ object, plan: { edits, findings } }: Planned): readonly Result[] => {
  const told: readonly Finding[] = [...edits, ...findings];
  return told.map((each) => toResult(each, aboutOf(object)));
};

/** Kinds outside the table that seem to hold a PodSpec, once each. */
const uncovered = (config: Config, objects: readonly SdkObject[]): readonly Result[] => {
  const seen = new Set<string>();
  return objects.flatMap((object) => {
    const kind = `${groupOf(object.apiVersion)}/${object.kind}`;
    if (seen.has(kind) || rowFor(config, object) !== undefined) return [];
    const found = uncoveredKind(object, asFields(object));
    if (found === undefined) return [];
    seen.add(kind);
    return judge([found], config.severity).map((each) => toResult(each, aboutOf(object)));
  });
};

const carryOut = (config: Config, configs: SdkConfigs): void => {
  const planned = planAll(config, configs.getAll());
  const changed = planned.filter((each) => each.plan.wanted !== asFields(each.object));
  if (config.mode !== 'check')
    configs.insert(...changed.map((each) => each.plan.wanted as unknown as SdkObject));
  const isTold = config.mode === 'check' || changed.length > 0;
  const general = (findings: readonly Finding[]) =>
    judge(findings, config.severity).map((each) => toResult(each));
  const told = [...general(cautions(config)), ...planned.flatMap(resultsOf)];
  const revisions = changed.map((each) => ({ changes: true, live: each.plan.live }));
  configs.addResults(
    ...(isTold
      ? [...general(summarise(config, revisions)), ...told, ...uncovered(config, configs.getAll())]
      : told.filter(({ severity }) => severity !== 'info')
    ).map(toSdk),
  );
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
    usage: `Gives every pod a /dev/shm of the right size. Fields of the functionConfig:\n${flagHelp()}`,
  },
) satisfies KptFunc;
