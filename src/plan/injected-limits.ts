import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Config } from '../config.ts';
import { namedBySizeFrom } from '../config/values.ts';
import { filterMap, flatMap } from '../data/list.ts';
import { compareQuantity, type Quantity } from '../quantity.ts';
import { refusalOf } from './admits.ts';
import type { Range } from './context.ts';
import { defaultLimit, isAnnotated } from './default-limit.ts';
import { finding, type Finding } from './findings.ts';
import { type Counting, type Limit, type Limits, presentLimits } from './limits.ts';
import { knownMemory, limitPath } from './memory.ts';
import { hasImage } from './pod.ts';

/**
 * The limits of the containers that count: their own, else the pod's, else a LimitRange's, else the default.
 * @returns the broken quantities, if there are any
 */
export const limitsOf = (
  config: Config,
  range: Range,
  of: Counting,
): E.Either<readonly Finding[], Limits> =>
  pipe(
    presentLimits(range, of),
    E.map((limits) => (of.mayInject ? withDefaults(config, range, of, limits) : limits)),
  );

/**
 * Whether a pod's size cannot be told from the limits that are known: there are none, or a container without one asks
 * for more than all of them, or for an accelerator; unless `sizeFrom` names one that is known.
 */
export const isUnknown = ({ sizeFrom }: Config, each: readonly Limit[]): boolean => {
  const missing = each.filter(({ limit }) => limit === undefined);
  if (missing.length === 0) return each.length === 0;
  const named = namedBySizeFrom(sizeFrom);
  if (named !== undefined)
    return each.find(({ container }) => container.name === named)?.limit === undefined;
  if (missing.length === each.length) return true;
  return missing.some(
    ({ container, accelerated }) =>
      accelerated ||
      each.every(
        ({ limit }) =>
          limit === undefined || compareQuantity(knownMemory(container.request) ?? none, limit) > 0,
      ),
  );
};

const none: Quantity = { nano: 0n, format: 'BinarySI' };

const guarded = (place: string, { container }: Limit): Finding =>
  finding(
    { code: 'accelerator-limit', container: container.name },
    { field: { path: limitPath(place, container) } },
  );

/** The containers that a default is meant for: those without a limit in an unknown pod, and those that the annotation names. */
const wanting = (
  config: Config,
  { isCompleted }: Counting,
  each: readonly Limit[],
): readonly Limit[] => {
  const unknown = isUnknown(config, each);
  return each.filter(
    ({ container, limit, template }) =>
      limit === undefined &&
      template === undefined &&
      container.role === 'container' &&
      (hasImage(container) || !isCompleted) &&
      (unknown || config.defaultMemoryLimit.byContainer.has(container.name)),
  );
};

/** The defaults for containers without a limit: all that are wanted, or none where one must not be, which is told. */
const withDefaults = (config: Config, range: Range, of: Counting, limits: Limits): Limits => {
  const { place, each: present, findings: found } = limits;
  const missing = wanting(config, of, present);
  const counting = present.map(({ container }) => container);
  const chosen = new Map(
    missing.map(
      (each) => [each.container, defaultLimit(config, range, each.container, counting)] as const,
    ),
  );
  const kept = missing.filter(
    (each) =>
      each.accelerated &&
      chosen.get(each.container) !== undefined &&
      !isAnnotated(config, each.container),
  );
  if (kept.length > 0)
    return { ...limits, findings: [...found, ...kept.map((each) => guarded(place, each))] };
  const injected = new Map(
    filterMap([...chosen], ([container, given]) => given?.limit && [container, given.limit]),
  );
  const refusal = refusalOf(of.pod, of.containers, injected, range);
  if (refusal !== undefined)
    return { ...limits, findings: [...found, finding({ code: 'limit-refused', ...refusal })] };
  return {
    place,
    each: present.map((each) => {
      const given = chosen.get(each.container);
      return given?.limit === undefined
        ? each
        : { ...each, limit: given.limit, origin: given.origin, injected: true };
    }),
    findings: [...found, ...flatMap([...chosen.values()], (given) => given?.findings ?? [])],
  };
};
