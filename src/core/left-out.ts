import type { Config } from '../config.ts';
import type { KindRow } from '../kinds.ts';
import { type Fact, finding, type Finding } from '../plan/findings.ts';
import { isAsked, isUsual } from '../select.ts';
import { groupOf, type Resource, rowFor, type TypeMeta } from './resource.ts';

/** A kind that holds pods and is left alone: its first object, how many there are, and what there is to say. */
export interface LeftOut<X, O> {
  readonly entry: X;
  readonly opened: O;
  readonly count: number;
  readonly found: Finding;
}

/** Objects of one kind, on the way. */
interface Group<X, O> {
  readonly entry: X;
  readonly opened: O;
  readonly row: KindRow | undefined;
  readonly resources: readonly Resource[];
}

/** Words of which one stands in every object that holds pods outside the table. */
const SIGNS = ['ontainer', 'steps', 'predictor', 'runtimeRef', 'slurm', 'kafka', 'summerwind'];

/** Kinds that are big and hold no pods of their own. */
const passive: ReadonlySet<string> = new Set(['', 'CustomResourceDefinition', 'ConfigMap']);

interface Reading<X, O> {
  readonly configOf: (entry: X) => Config;
  readonly mayHold: (entry: X, word: string) => boolean;
  readonly read: (entry: X) => O;
}

/** Whether an object may be of a kind that is left out without being told: it is read then. */
const isOpen = <X extends TypeMeta, O>(
  { configOf, mayHold }: Reading<X, O>,
  entry: X,
  row: KindRow | undefined,
): boolean => {
  if (row?.never !== undefined || passive.has(entry.kind)) return false;
  const config = configOf(entry);
  if (row?.optIn !== undefined) return !isAsked(config)(row) && config.kinds.includes('*');
  const isEmbedding = row?.paths.some((path) => path.endsWith('.@')) ?? false;
  const isGiven = config.podSpecs.some(({ kind }) => kind === entry.kind);
  if (row !== undefined && !isEmbedding && !isGiven) return false;
  return SIGNS.some((word) => mayHold(entry, word));
};

/** What looks for pods is loaded where there is something to look at. */
const search = () => ({
  ...(require('../kinds/find-pods.ts') as typeof import('../kinds/find-pods.ts')),
  ...(require('../kinds/no-pod-spec.ts') as typeof import('../kinds/no-pod-spec.ts')),
});

const factOf = <X extends TypeMeta, O>(
  config: Config,
  { entry: { kind, apiVersion }, row, resources }: Group<X, O>,
): Fact | undefined => {
  const group = groupOf(apiVersion);
  if (row?.optIn !== undefined)
    return isUsual(config, { apiGroup: group, kind }, row)
      ? undefined
      : { code: 'ask-for-kind', kind, why: row.optIn };
  const { askedForIn, mergePodPaths, podPathsIn, withoutPodSpec } = search();
  const [asked] = resources.flatMap(({ object }) => askedForIn(object));
  if (asked?.optIn !== undefined && !isAsked(config)(asked))
    return { code: 'ask-for-kind', kind: asked.kind, within: kind, why: asked.optIn };
  const paths = mergePodPaths(resources.map(({ object }) => podPathsIn(object, row?.paths ?? [])));
  if (paths.length > 0) return { code: 'uncovered-kind', kind, group, paths };
  const remedies = resources.flatMap(({ object }) => withoutPodSpec(object) ?? []);
  const [remedy] = remedies;
  return remedy === undefined ? undefined : { code: 'uncovered-kind', kind, remedy };
};

/** Kinds that hold pods and that the config leaves out, in the order that they stand in, each once with all of its places. */
export const leftOutIn = <X extends TypeMeta, O extends { readonly resource: Resource }>(
  reading: Reading<X, O>,
  entries: readonly X[],
): readonly LeftOut<X, O>[] => {
  const groups = new Map<string, Group<X, O>>();
  for (const entry of entries) {
    const row = rowFor(reading.configOf(entry), entry);
    if (!isOpen(reading, entry, row)) continue;
    const opened = reading.read(entry);
    const name = `${groupOf(entry.apiVersion)}/${entry.kind}`;
    const before = groups.get(name) ?? { entry, opened, row, resources: [] };
    groups.set(name, { ...before, resources: [...before.resources, opened.resource] });
  }
  return [...groups.values()].flatMap((group) => {
    const { entry, opened, resources } = group;
    const fact = factOf(reading.configOf(entry), group);
    return fact === undefined
      ? []
      : [{ entry, opened, count: resources.length, found: finding(fact) }];
  });
};
