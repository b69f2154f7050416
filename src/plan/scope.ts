import * as E from 'fp-ts/lib/Either.js';
import { type Config, injectAnnotation, type Problem } from '../config.ts';
import type { Place } from '../kinds.ts';
import type { Fields, Value } from '../data/value.ts';
import { annotationsOf } from './annotations.ts';
import type { Decision } from './decision.ts';
import { finding, type Finding } from './findings.ts';
import { field, isTrue, maps } from './pod.ts';

/** The object that a PodSpec's metadata belong to: its template, or for a Pod the object itself. */
export const templateOf = (object: Fields, { steps }: Place): Value =>
  steps.slice(0, -1).reduce<Value>((value, step) => (value as Fields)[step], object);

/** Resources that never reach a cluster. */
export const isLocal = (annotations: Fields): boolean =>
  isTrue(annotations['config.kubernetes.io/local-config']);

/** That an object's pods are not its author's to change, because a controller owns it. */
export const controlOf = (object: Fields): Finding | undefined => {
  if (Object.hasOwn(annotationsOf(object), 'kubernetes.io/config.mirror'))
    return finding({ code: 'controlled-object', owner: undefined });
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

/** Whether a pod is looked at, is out, or has an annotation that is neither. */
export const isIn = (
  config: Config,
  object: Fields,
  template: Fields,
): Decision | 'in' | 'unselected' => {
  const inject = injectAnnotation(config, object, template);
  if (E.isLeft(inject)) return problems([inject.left]);
  if (inject.right === 'false') return { outcome: 'leave', findings: [] };
  return config.select === 'annotated' && inject.right !== 'true' ? 'unselected' : 'in';
};

/** Whether annotations leave a pod out, or do not select it. */
export const isOut = (config: Config, object: Fields, template: Fields): boolean => {
  const state = isIn(config, object, template);
  return state === 'unselected' || (state !== 'in' && state.outcome === 'leave');
};
