import type { Config } from './config/types.ts';
import { anyGlob } from './select/glob.ts';
import { matchesLabels } from './select/labels.ts';

export { anyGlob, glob } from './select/glob.ts';
export { matchesLabels, parseLabelSelector } from './select/labels.ts';
export type { LabelSelector, Requirement } from './select/labels.ts';

/** What selection looks at. The core group is `''`. */
export interface Identity {
  readonly apiGroup: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly labels: Readonly<Record<string, unknown>>;
}

/** The fields that select by what an object is called. */
export type SelectingField =
  | 'kinds'
  | 'excludeKinds'
  | 'namespaces'
  | 'excludeNamespaces'
  | 'names'
  | 'excludeNames'
  | 'labelSelector';

/** Whether kind, namespace, name and labels select an object; `row` is its row in the table of kinds. */
export const selects = (
  config: Config,
  object: Identity,
  row: { readonly optIn?: string | undefined } | undefined,
): boolean => unselectedBy(config, object, row) === undefined;

/** The field of the config that leaves an object out by its kind, namespace, name or labels. */
export const unselectedBy = (
  config: Config,
  object: Identity,
  row: { readonly optIn?: string | undefined } | undefined,
): SelectingField | undefined => {
  const isOfKinds = config.kinds.some((entry) =>
    entry === '*' ? isUsual(config, object, row) : namesKind(entry, object),
  );
  if (!isOfKinds) return 'kinds';
  if (config.excludeKinds.some((entry) => entry === '*' || namesKind(entry, object)))
    return 'excludeKinds';
  if (!matchesName(config.namespaces, object.namespace)) return 'namespaces';
  if (matchesName(config.excludeNamespaces, object.namespace)) return 'excludeNamespaces';
  if (!matchesName(config.names, object.name)) return 'names';
  if (matchesName(config.excludeNames, object.name)) return 'excludeNames';
  return config.labelSelector === undefined || matchesLabels(config.labelSelector, object.labels)
    ? undefined
    : 'labelSelector';
};

type Kind = Pick<Identity, 'apiGroup' | 'kind'>;

/** Whether `Kind` or `group/Kind` is this kind. */
export const namesKind = (entry: string, { apiGroup, kind }: Kind): boolean =>
  entry === kind || entry === `${apiGroup === '' ? 'core' : apiGroup}/${kind}`;

/** Kinds that `*` stands for: the table's without its opt-in kinds, and what `podSpecs` adds. */
export const isUsual = (
  { podSpecs }: Config,
  { apiGroup, kind }: Kind,
  row: { readonly optIn?: string | undefined } | undefined,
): boolean =>
  (row !== undefined && row.optIn === undefined) ||
  podSpecs.some((place) => place.group === apiGroup && place.kind === kind);

/** Whether a kind that must be asked for is; what was injected on request is taken back without one. */
export const isAsked =
  ({ kinds, mode }: Config) =>
  ({ group, kind }: { readonly group: string; readonly kind: string }): boolean =>
    mode === 'remove' ||
    kinds.some((entry) => entry !== '*' && namesKind(entry, { apiGroup: group, kind }));

const matchesName = (patterns: readonly string[], name: string | undefined): boolean =>
  name === undefined ? patterns.includes('*') : anyGlob(patterns, name);
