import type { Config } from '../config.ts';
import { finding, type Field, type Finding } from '../result.ts';
import type { Limit, Limits } from './limits.ts';
import { limitPath, templateOf } from './memory.ts';
import { containerNames, shownName, SHM } from './pod.ts';

const remedy = ({ defaultMemoryLimit: { all }, size, minSize }: Config): string => {
  const own = 'set `resources.limits.memory`';
  if (all === 'fromSize')
    return (size ?? minSize) === undefined
      ? `${own}, or a \`size\` for \`defaultMemoryLimit: fromSize\``
      : `${own}, or for \`defaultMemoryLimit: fromSize\` name the one that writes in \`sizeFrom\``;
  if (size !== undefined) return `${own}, or \`defaultMemoryLimit: fromSize\``;
  return all === undefined ? `${own}, or \`defaultMemoryLimit\`` : own;
};

const missed = (config: Config, message: string, field: Field): Finding =>
  finding('no-memory-limit', message, {
    field,
    ...(config.missingLimit === 'error' ? { severity: 'error' as const } : {}),
  });

const named = (config: Config, { place, each }: Limits): Finding => {
  const chosen = each.find(({ container }) => container.name === config.sizeFrom);
  const container = `container "${config.sizeFrom}"`;
  return chosen === undefined
    ? missed(
        config,
        `\`sizeFrom\` names ${container}, which is not among those that count: ${containerNames(each.map((limit) => limit.container.name))}; where workloads differ, set it by annotation`,
        { path: place },
      )
    : missed(
        config,
        `\`sizeFrom\` names ${container}, which has no memory limit: ${remedy(config)}`,
        { path: limitPath(place, chosen.container) },
      );
};

const templated = (config: Config, place: string, { container, template }: Limit): Finding =>
  missed(
    config,
    `the memory limit of ${templateOf(container) === undefined ? 'the pod' : `container ${shownName(container)}`} is the template ${String(template)}: run inject-shm behind what renders it, or set \`size\``,
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
  const first = unknown.find((limit) => !templates.includes(limit));
  const told = templates.map((limit) => templated(config, place, limit));
  const isPartial = unknown.length < each.length;
  if (isPartial && !hasBasis) return [named(config, limits)];
  if (first === undefined || (isGuarded && config.missingLimit !== 'error')) return told;
  const names = containerNames(
    unknown.filter((limit) => !templates.includes(limit)).map(({ container }) => container.name),
  );
  const field = { path: limitPath(place, first.container) };
  if (isPartial)
    return [
      ...told,
      finding(
        'no-memory-limit',
        `no memory limit for ${names}, so nothing bounds what is written to ${SHM} there: ${remedy(config)}`,
        { field },
      ),
    ];
  const effect = sized ? 'so nothing bounds what fills it' : `so ${SHM} cannot be sized`;
  return [
    ...told,
    missed(config, `no memory limit is known for ${names}, ${effect}: ${remedy(config)}`, field),
  ];
};
