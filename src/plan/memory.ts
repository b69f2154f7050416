import * as E from 'fp-ts/lib/Either.js';
import { parseQuantity, type Quantity } from '../quantity.ts';
import { isOctal, OCTAL } from '../quantity/slips.ts';
import { memoize } from '../data/memoize.ts';
import type { Fields, Value } from '../data/value.ts';
import { type Container, containerField, field, podField } from './pod.ts';

/** A quantity as far as there is one; left says what is wrong with it. */
export type Memory = E.Either<string, Quantity | undefined>;

/** A value with a template in it: its renderer will say what it is. */
export const isTemplate = (value: Value): boolean =>
  typeof value === 'string' && /\{\{|\$\{|\$\(/.test(value);

const nothing: Memory = E.right(undefined);

/** Reads a memory quantity; no limit, `0` and templates are `undefined`. */
export const readMemory = (value: Value): Memory => {
  if (value === null || value === undefined) return nothing;
  return typeof value === 'string' ? readText(value) : interpret(value);
};

const interpret = (value: Value): Memory => {
  if (isTemplate(value)) return nothing;
  if (typeof value !== 'string' && typeof value !== 'number')
    return E.left(`${JSON.stringify(value)} is not a Quantity`);
  if (typeof value === 'string' && /\S\s+\S/.test(value))
    return E.left(`${JSON.stringify(value)} is not a Quantity: it has blanks in it`);
  if (typeof value === 'string' && isOctal(value.trim())) return E.left(`"${value}" ${OCTAL}`);
  const parsed = parseQuantity(value);
  if (E.isRight(parsed) && parsed.right.nano < 0n)
    return E.left(`"${value}" is negative; a memory quantity must be above 0`);
  return E.isRight(parsed) && parsed.right.nano === 0n ? E.right(undefined) : parsed;
};

const readText = memoize(interpret);

/** A quantity as far as it is one. */
export const knownMemory = (value: Value): Quantity | undefined => {
  const read = readMemory(value);
  return E.isRight(read) ? read.right : undefined;
};

/** The template that stands where a container's memory limit is or would be. */
export const templateOf = (container: Container): Value => {
  const resources = containerField(container.value, 'resources');
  return [resources, field(resources, 'limits'), container.limit].find(isTemplate);
};

/** The limit of the pod's own resources, which replaces the containers'. */
export const podMemory = (pod: Fields): Value =>
  field(field(podField(pod, 'resources'), 'limits'), 'memory');

/** Where a container's memory limit is, for results. */
export const limitPath = (place: string, { list, index }: Container): string =>
  `${place}.${list}[${index}].resources.limits.memory`;

/** The template that stands where the pod's own memory limit is or would be. */
export const podTemplateOf = (pod: Fields): Value => {
  const resources = podField(pod, 'resources');
  return [resources, field(resources, 'limits'), podMemory(pod)].find(isTemplate);
};
