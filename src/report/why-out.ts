import * as E from 'fp-ts/lib/Either.js';
import { injectAnnotation, type Config } from '../config.ts';
import type { Planned } from '../core/plan-all.ts';
import type { Resource } from '../core/resource.ts';
import type { OpenItem } from '../inject/surface.ts';
import type { KindRow } from '../kinds.ts';
import { annotationsOf } from '../plan/annotations.ts';
import type { PodPlan } from '../plan/pod-plan.ts';
import { isLocal, templateAnnotations } from '../plan/scope.ts';
import { unselectedBy } from '../select.ts';
import type { Setting } from './explain.ts';

/** Why something is left out, and what to do where it should not be. */
export interface WhyOut {
  readonly because: string;
  readonly instead?: string;
}

/** Why an object of a kind in the table is left out before it is planned; undefined where it is not. */
export const objectIsOut = (
  config: Config,
  resource: Resource,
  row: KindRow,
  settings: readonly Setting[],
): WhyOut | undefined => {
  if (row.never !== undefined) return { because: row.never };
  const field = unselectedBy(config, resource, row);
  if (field === undefined) return undefined;
  if (field === 'kinds' && row.optIn !== undefined && config.kinds.includes('*'))
    return {
      because: `the kind must be asked for by name, because ${row.optIn}`,
      instead: `To have it injected all the same, set \`kinds\` to \`*,${row.kind}\`.`,
    };
  const value = settings.find((each) => each.field === field)?.value;
  return {
    because: `\`${field}\` is ${value ?? config[field]?.toString() ?? ''}`,
    instead: `To have it injected, change \`${field}\`.`,
  };
};

const ANNOTATE = 'annotate it with `inject-shm.dev/inject: "true"`';

/** Why a pod of an object that was planned is left out, without a finding that says so. */
export const podIsOut = (
  { opened: { resource }, config, context }: Planned<OpenItem>,
  { outcome, findings, place }: PodPlan,
): WhyOut | undefined => {
  if (outcome === 'unselected') return unselected(config);
  if (outcome !== 'leave' || findings.some(({ severity }) => severity !== 'info')) return undefined;
  const own = annotationsOf(resource.object);
  const says = injectAnnotation(config, own, templateAnnotations(resource.object, place));
  if (E.isRight(says) && says.right === 'false')
    return {
      because: 'its annotation `inject-shm.dev/inject` is "false"',
      instead: 'To have it injected, remove the annotation.',
    };
  if (E.isRight(says) && says.right === undefined && context.namespaceSays === 'disabled')
    return {
      because: 'its Namespace has the label `inject-shm.dev/inject: disabled`',
      instead: `To have it injected, ${ANNOTATE}.`,
    };
  return context.honoursLocalConfig && isLocal(own)
    ? { because: 'it is marked `config.kubernetes.io/local-config`, and nobody applies it' }
    : undefined;
};

const unselected = ({ select }: Config): WhyOut =>
  select === 'annotated'
    ? {
        because: '`select` is annotated, and nothing asks for it',
        instead: `To have it injected, ${ANNOTATE}.`,
      }
    : {
        because: '`select` is needed, and nothing says that it needs more than 64Mi',
        instead: `If it does, ${ANNOTATE}, or name its image in \`needs\`.`,
      };
