import { isMap, type Fields, type Value } from '../data/value.ts';
import type { Replicas } from './model.ts';
import { scalerOf, type Scalers } from './scalers.ts';

/** Where a PodSpec is, and what says how many pods it has. */
export interface Site {
  readonly object: Fields;
  /** The way from the object to the PodSpec. */
  readonly steps: readonly (string | number)[];
  /** The way to its pod template. */
  readonly template: readonly (string | number)[];
  /** The way to what holds the pod template. */
  readonly parent: readonly (string | number)[];
  readonly namespace: string | undefined;
  readonly scalers: Scalers;
  readonly nodes: number | undefined;
}

export const at = (value: Value, steps: readonly (string | number)[]): Value =>
  steps.reduce<Value>((inner, step) => {
    if (typeof step === 'number') return Array.isArray(inner) ? inner[step] : undefined;
    return isMap(inner) && Object.hasOwn(inner, step) ? inner[step] : undefined;
  }, value);

export const groupOf = (apiVersion: Value): string => {
  const text = String(apiVersion ?? '');
  return text.includes('/') ? text.slice(0, text.indexOf('/')) : '';
};

export const namespaceOf = (object: Fields): string | undefined => {
  const namespace = at(object, ['metadata', 'namespace']);
  return typeof namespace === 'string' && namespace !== '' ? namespace : undefined;
};

/** A whole number that is not negative; undefined for anything else. */
export const wholeNumber = (value: Value): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

/** The number in a field; `absent` where there is none, and at least that where it is no number (`{{ .replicas }}`). */
export const numberAt = (
  { object }: Site,
  steps: readonly (string | number)[],
  absent = 1,
): Replicas => {
  const value = at(object, steps);
  const from = steps.join('.');
  if (value === undefined || value === null)
    return { count: absent, atLeast: false, from: 'default' };
  const count = wholeNumber(value);
  return count === undefined
    ? { count: absent, atLeast: true, from }
    : { count, atLeast: false, from };
};

/** `replicas` of the object itself, or the maximum of the autoscaler that has it in hand. */
export const scaled = (
  site: Site,
  steps: readonly (string | number)[] = ['spec', 'replicas'],
): Replicas => {
  const own = numberAt(site, steps);
  const scaler = scalerOf(site.scalers, site.object, site.namespace);
  // A HorizontalPodAutoscaler rests while its target is scaled to 0.
  if (scaler === undefined || (scaler.rests && own.count === 0)) return own;
  return { count: scaler.max ?? own.count, atLeast: scaler.max === undefined, from: scaler.name };
};

export const times = (a: Replicas, b: Replicas): Replicas => ({
  count: a.count * b.count,
  atLeast: a.atLeast || b.atLeast,
  from: b.from === 'default' ? a.from : a.from === 'default' ? b.from : `${a.from} × ${b.from}`,
});

export const atLeast = (replicas: Replicas): Replicas => ({ ...replicas, atLeast: true });

export const exactly = (count: number, from: string): Replicas => ({ count, atLeast: false, from });
