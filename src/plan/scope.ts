import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { type Config, injectAnnotation, type Problem } from '../config.ts';
import type { Place } from '../kinds.ts';
import { type Fields, isEmpty, type Value } from '../data/value.ts';
import { annotationsOf } from './annotations.ts';
import type { Context } from './context.ts';
import type { Decision } from './decision.ts';
import { finding, type Finding } from './findings.ts';
import { field, isTrue, maps } from './pod.ts';

/**
 * The annotations between an object and its PodSpec: those of the pod template, over those of what it stands in, such as a
 * CronJob's `jobTemplate`. None for a Pod, whose annotations are the object's own.
 */
export const templateAnnotations = (object: Fields, { steps, view }: Place): Fields => {
  let value: Value = object;
  let found: Fields = {};
  for (const step of steps.slice(0, -1)) {
    value = (value as Fields)[step];
    const own = annotationsOf(value);
    if (!isEmpty(own)) found = isEmpty(found) ? own : { ...found, ...own };
  }
  return view === undefined || isEmpty(view.annotations)
    ? found
    : { ...found, ...view.annotations };
};

/** Resources that never reach a cluster. */
export const isLocal = (annotations: Fields): boolean =>
  isTrue(annotations['config.kubernetes.io/local-config']);

/**
 * That an object's pods are not its author's to change, because a controller owns it. At admission such pods are the usual
 * case, and only a mirror pod, which shows what the kubelet runs already, is left.
 */
export const controlOf = (object: Fields, { at }: Pick<Context, 'at'>): Finding | undefined => {
  if (Object.hasOwn(annotationsOf(object), 'kubernetes.io/config.mirror'))
    return finding({ code: 'controlled-object', owner: undefined });
  if (at === 'admission') return undefined;
  const owner = maps(field(field(object, 'metadata'), 'ownerReferences')).find(
    (each) => isTrue(field(each, 'controller')) || field(each, 'kind') === 'Node',
  );
  if (owner === undefined) return undefined;
  const name = `${String(field(owner, 'kind'))} "${String(field(owner, 'name'))}"`;
  return finding({ code: 'controlled-object', owner: name });
};

export const problems = (found: readonly Problem[]): Decision => ({
  outcome: 'hold',
  findings: found.map(({ message, field: name, value }) =>
    finding(
      { code: 'invalid-annotation', message },
      { field: { path: `metadata.annotations[${name}]`, currentValue: value } },
    ),
  ),
});

/** What has a pod injected or leaves it out: its annotation, else the label of its Namespace. */
const injectOf = (
  config: Config,
  { namespaceSays: says }: Pick<Context, 'namespaceSays'>,
  object: Fields,
  template: Fields,
): ReturnType<typeof injectAnnotation> =>
  pipe(
    injectAnnotation(config, object, template),
    E.map((own) => own ?? (says && (says === 'enabled' ? 'true' : 'false'))),
  );

/** Whether a pod is looked at, because it is asked for or by default, is out, or has an annotation that is neither. */
export const isIn = (
  config: Config,
  context: Pick<Context, 'namespaceSays'>,
  object: Fields,
  template: Fields,
): Decision | 'in' | 'asked' | 'unselected' => {
  const inject = injectOf(config, context, object, template);
  if (E.isLeft(inject)) return problems([inject.left]);
  if (inject.right === 'false') return { outcome: 'leave', findings: [] };
  if (inject.right === 'true') return 'asked';
  return config.select === 'annotated' ? 'unselected' : 'in';
};

/** Whether annotations leave a pod out, or do not select it. */
export const isOut = (
  config: Config,
  context: Pick<Context, 'namespaceSays'>,
  object: Fields,
  template: Fields,
): boolean => {
  const state = isIn(config, context, object, template);
  return state === 'unselected' || (typeof state !== 'string' && state.outcome === 'leave');
};
