import type { Config } from '../config.ts';
import { namedBySizeFrom } from '../config/values.ts';
import type { Facts, LimitRemedy } from './facts.ts';
import { type Field, type Finding, finding } from './findings.ts';
import type { Limit, Limits } from './limits.ts';
import { limitPath, templateOf } from './memory.ts';

/** How the size came about, as far as limits that are missing matter: not at all, from others' limits, or without any. */
export type SizedBy = 'nothing' | 'limits' | 'size' | 'other';

type Missing = Facts['no-memory-limit'];

/** What works for this very pod. */
const remedyOf = (
  { defaultMemoryLimit: { all }, size, minSize }: Config,
  unknown: readonly Limit[],
): LimitRemedy => {
  if (unknown.some(({ accelerated }) => accelerated)) return 'accelerated';
  if (all === 'fromSize') return (size ?? minSize) === undefined ? 'size-for-default' : 'size-from';
  if (size !== undefined) return 'from-size';
  return all === undefined ? 'default' : 'limit';
};

/** A limit that is missed: by `missingLimit` an error. */
const missed = (config: Config, fact: Missing, field: Field): Finding =>
  finding(
    { code: 'no-memory-limit', ...fact },
    config.missingLimit === 'error' ? { field, severity: 'error' } : { field },
  );

const named = (
  config: Config,
  { place, each }: Limits,
  container: string,
  remedy: LimitRemedy,
): Finding => {
  const chosen = each.find((limit) => limit.container.name === container);
  const among = each.map((limit) => limit.container.name);
  return missed(
    config,
    { missing: 'named', container, remedy, among: chosen === undefined ? among : undefined },
    { path: chosen === undefined ? place : limitPath(place, chosen.container) },
  );
};

const templated = (config: Config, place: string, { container, template }: Limit): Finding => {
  const path = limitPath(place, container);
  const { name, override: by } = container;
  if (by !== undefined)
    return missed(config, { missing: 'override', container: name, by, remedy: 'limit' }, { path });
  return missed(
    config,
    {
      missing: 'template',
      container: templateOf(container) === undefined ? undefined : container.name,
      template: String(template),
      remedy: 'limit',
    },
    { path, currentValue: template },
  );
};

/** What is missing is told of all containers together, by what it means for the pod. */
const together = (
  config: Config,
  { place, each }: Limits,
  others: readonly Limit[],
  by: SizedBy,
): readonly Finding[] => {
  const [first] = others;
  if (first === undefined) return [];
  const containers = others.map(({ container }) => container.name);
  const field = { path: limitPath(place, first.container) };
  const isPartial = others.length < each.length;
  if (by === 'limits') {
    const some = { code: 'no-memory-limit', missing: 'some', containers, remedy: 'named' } as const;
    return [
      config.missingLimit === 'error' ? missed(config, some, field) : finding(some, { field }),
    ];
  }
  const remedy = remedyOf(config, others);
  const missing = by === 'size' ? 'all-sized' : isPartial ? 'larger' : 'all';
  return [missed(config, { missing, containers, remedy }, field)];
};

/**
 * What there is to say about containers whose limit is not known: by `missingLimit` an error for each, whatever the size
 * comes from; else a warning for those left out of the basis, and where there is no basis at all.
 */
export const missing = (config: Config, limits: Limits, by: SizedBy): readonly Finding[] => {
  const { place, each, findings } = limits;
  const unknown = each.filter(({ limit }) => limit === undefined);
  if (unknown.length === 0 && by !== 'nothing') return [];
  const isError = config.missingLimit === 'error';
  const isPartial = unknown.length < each.length;
  const isAnswered = by === 'other' || (config.missingLimit === 'ignore' && !isPartial);
  if (isAnswered && !isError) return [];
  const name = namedBySizeFrom(config.sizeFrom);
  if (by === 'nothing' && isPartial && name !== undefined)
    return [named(config, limits, name, remedyOf(config, unknown))];
  // Who gives a size where something else sets the limit has seen to it.
  const isSeenTo = ({ container }: Limit) => container.override !== undefined && by === 'size';
  const templates = unknown.filter(
    (limit) => limit.template !== undefined && (isError || !isSeenTo(limit)),
  );
  const others = unknown.filter(({ template }) => template === undefined);
  const told = templates.map((limit) => templated(config, place, limit));
  // What kept a default from being injected says the same already.
  const isTold = findings.some(({ severity }) => severity === 'warning');
  if (isTold && !isError) return told;
  return [...told, ...together(config, limits, others, by)];
};
