import type { Config } from '../config.ts';
import { type Facts, type Field, type Finding, finding, type LimitRemedy } from './findings.ts';
import type { Limit, Limits } from './limits.ts';
import { limitPath, templateOf } from './memory.ts';

const remedyOf = ({ defaultMemoryLimit: { all }, size, minSize }: Config): LimitRemedy => {
  if (all === 'fromSize') return (size ?? minSize) === undefined ? 'size-for-default' : 'size-from';
  if (size !== undefined) return 'from-size';
  return all === undefined ? 'default' : 'limit';
};

type Missing = Omit<Facts['no-memory-limit'], 'remedy' | 'keeps'>;

/** A limit that is missed: by `missingLimit` an error. */
const missed = (config: Config, fact: Missing, field: Field): Finding =>
  finding(
    { code: 'no-memory-limit', remedy: remedyOf(config), ...fact } as Finding,
    config.missingLimit === 'error' ? { field, severity: 'error' } : { field },
  );

const named = (config: Config, { place, each }: Limits): Finding => {
  const container = config.sizeFrom;
  const chosen = each.find((limit) => limit.container.name === container);
  const among = each.map((limit) => limit.container.name);
  return missed(
    config,
    { missing: 'named', container, among: chosen === undefined ? among : undefined } as Missing,
    { path: chosen === undefined ? place : limitPath(place, chosen.container) },
  );
};

const templated = (config: Config, place: string, { container, template }: Limit): Finding =>
  missed(
    config,
    {
      missing: 'template',
      container: templateOf(container) === undefined ? undefined : container.name,
      template: String(template),
    } as Missing,
    { path: limitPath(place, container), currentValue: template },
  );

/**
 * What there is to say about containers whose limit is not known: a warning for those left out of the basis, and by
 * `missingLimit` where there is no basis at all.
 * @param sized the size is known all the same
 */
export const missing = (
  config: Config,
  limits: Limits,
  sized: boolean,
  hasBasis: boolean,
): readonly Finding[] => {
  const { place, each, findings } = limits;
  const unknown = each.filter(({ limit }) => limit === undefined);
  const templates = unknown.filter(({ template }) => template !== undefined);
  const isGuarded = findings.some(({ severity }) => severity === 'warning');
  const others = unknown.filter((limit) => !templates.includes(limit));
  const [first] = others;
  const told = templates.map((limit) => templated(config, place, limit));
  const isPartial = unknown.length < each.length;
  if (isPartial && !hasBasis) return [named(config, limits)];
  if (first === undefined || (isGuarded && config.missingLimit !== 'error')) return told;
  const containers = others.map(({ container }) => container.name);
  const field = { path: limitPath(place, first.container) };
  if (isPartial) {
    const remedy = remedyOf(config);
    const some = { code: 'no-memory-limit', missing: 'some', containers, remedy } as const;
    return [...told, finding(some, { field })];
  }
  const all = { missing: sized ? 'all-sized' : 'all', containers } as Missing;
  return [...told, missed(config, all, field)];
};
