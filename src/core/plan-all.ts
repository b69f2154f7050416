import { type Config, warnings } from '../config.ts';
import { filterMap } from '../data/list.ts';
import type { KindRow } from '../kinds.ts';
import { annotationsOf } from '../plan/annotations.ts';
import type { Context } from '../plan/context.ts';
import { type Finding, finding, judge } from '../plan/findings.ts';
import { RECORD } from '../plan/record.ts';
import { plan, type Plan, unchanged } from '../plan.ts';
import { selects } from '../select.ts';
import { type ContextFor, contextsFor } from './contexts.ts';
import { type LeftOut, leftOutIn } from './left-out.ts';
import { type Resource, rowFor, type TypeMeta } from './resource.ts';
import { type Seen, seenIn, seenTogether } from './seen.ts';
import { type Counted, summarise } from './summary.ts';

/** A resource that a surface has read, in its own form, and what was decided for it. */
export interface Planned<O> {
  readonly opened: O;
  readonly config: Config;
  readonly row: KindRow | undefined;
  readonly context: Context;
  readonly plan: Plan;
}

/**
 * One way in and out: how its resources are read, and what becomes of their plans. `X` is a resource before it is read,
 * `O` after, `F` what is made of its plan.
 */
export interface Surface<X extends TypeMeta, O extends { readonly resource: Resource }, F> {
  /** The config of the run, which its own findings are judged by. */
  readonly config: Config;
  /** What one resource is planned by. */
  readonly configOf: (entry: X) => Config;
  readonly at: Context['at'];
  /** The folder that a resource is in, for what counts there; `''` in a stream. */
  readonly folderOf: (entry: X) => string;
  /** Whether whoever applies a resource leaves out what is marked `config.kubernetes.io/local-config`. */
  readonly honoursLocalConfig: (entry: X) => boolean;
  /** Whether a resource may hold a word; it is read only where it may. */
  readonly mayHold: (entry: X, word: string) => boolean;
  readonly read: (entry: X) => O;
  /** Whether a run has to know what all that it met is called. */
  readonly keepsNames?: boolean;
  /** What becomes of some plans; they come some at a time. */
  readonly finish: (planned: readonly Planned<O>[]) => readonly F[];
}

/** What a run gives: what is said of it as a whole, and what became of the resources, in their order. */
export interface PlannedRun<F> {
  /** The summary first, because orchestrators cut long lists. */
  readonly general: readonly Finding[];
  readonly finished: readonly F[];
  /** Kinds that hold pods and are left out: what there is to say of each, and how many objects there are. */
  readonly leftOut: readonly (readonly [F, number])[];
  /** How many workloads were looked at. */
  readonly workloads: number;
  /** What they and those that are not selected are called; nothing unless the surface keeps it. */
  readonly seen: Seen;
  /** Infos that explain are told: something changes, or `check` asks what would. */
  readonly explains: boolean;
}

/** A resource that has to be read: one of a kind in the table, or in `remove` one with a record in it. */
interface Candidate<X> {
  readonly entry: X;
  readonly config: Config;
  readonly row: KindRow | undefined;
}

const candidateOf = <X extends TypeMeta, O extends { readonly resource: Resource }, F>(
  { configOf, mayHold }: Surface<X, O, F>,
  entry: X,
): Candidate<X> | undefined => {
  const config = configOf(entry);
  const row = rowFor(config, entry);
  const isRecorded = () => config.mode === 'remove' && mayHold(entry, RECORD);
  return row !== undefined || isRecorded() ? { entry, config, row } : undefined;
};

/** In `remove`, a record on a kind that this config does not cover: it stays, and that is told. */
const stranded = (config: Config, { object, kind }: Resource): Plan | undefined =>
  annotationsOf(object)[RECORD] === undefined
    ? undefined
    : unchanged(
        object,
        judge([finding({ code: 'bad-record', record: 'not-covered', kind })], config.severity),
      );

/** What should become of a resource; nothing is said of one that the config does not select. */
const planOne = (
  config: Config,
  context: Context,
  resource: Resource,
  row: KindRow | undefined,
): Plan | undefined => {
  if (row === undefined) return stranded(config, resource);
  // What was injected on request is taken back without one.
  const asked = config.mode === 'remove' ? { ...row, optIn: undefined } : row;
  if (!selects(config, resource, asked)) return undefined;
  if (row.never === undefined) return plan(config, context, { ...resource, row });
  const owned = finding({ code: 'operator-owned', why: row.never });
  return unchanged(resource.object, judge([owned], config.severity));
};

/** How many resources are read, planned and finished at once: few, so that what is made for them is gone soon. */
const GROUP = 8;

/** Some of a run. */
interface PlannedGroup<F> extends Pick<PlannedRun<F>, 'finished' | 'workloads'> {
  readonly seen: readonly Seen[];
}

const planGroup = <X extends TypeMeta, O extends { readonly resource: Resource }, F>(
  surface: Surface<X, O, F>,
  contextFor: ContextFor<X, O>,
  group: readonly Candidate<X>[],
): PlannedGroup<F> => {
  const opened = group.map((candidate) => ({
    ...candidate,
    opened: surface.read(candidate.entry),
  }));
  const planned = filterMap(opened, ({ entry, config, row, opened: each }) => {
    const context = contextFor(entry, each);
    const found = planOne(config, context, each.resource, row);
    return found && { opened: each, config, row, context, plan: found };
  });
  const workloads = planned.filter(({ row }) => row !== undefined && row.never === undefined);
  const seen =
    surface.keepsNames === true
      ? opened.map(({ config, row, opened: { resource } }) => seenIn(config, resource, row))
      : [];
  return { finished: surface.finish(planned), workloads: workloads.length, seen };
};

const groupsOf = <A>(all: readonly A[]): readonly (readonly A[])[] =>
  Array.from({ length: Math.ceil(all.length / GROUP) }, (_, at) =>
    all.slice(at * GROUP, (at + 1) * GROUP),
  );

const finishLeftOut = <X extends TypeMeta, O extends { readonly resource: Resource }, F>(
  { configOf, finish }: Surface<X, O, F>,
  contextFor: ContextFor<X, O>,
  { entry, opened, count, found }: LeftOut<X, O>,
): PlannedRun<F>['leftOut'] => {
  const config = configOf(entry);
  const findings = judge([found], config.severity);
  const left = unchanged(opened.resource.object, findings);
  const context = contextFor(entry, opened);
  return findings.length === 0
    ? []
    : finish([{ opened, config, row: undefined, context, plan: left }]).map((each) => [
        each,
        count,
      ]);
};

/** What is allowed and yet unwise in a config. */
const cautions = (config: Config): readonly Finding[] =>
  warnings(config).map(({ message }) => finding({ code: 'ratio-one', message }));

/**
 * The one orchestration behind every surface: which resources are looked at, what their neighbours say, the plan of each,
 * the summary, and what is not covered.
 */
export const planAll = <
  X extends TypeMeta,
  O extends { readonly resource: Resource },
  F extends Counted,
>(
  entries: readonly X[],
  surface: Surface<X, O, F>,
): PlannedRun<F> => {
  const { config } = surface;
  const contextFor = contextsFor(surface, entries);
  const candidates = filterMap(entries, (entry) => candidateOf(surface, entry));
  const groups = groupsOf(candidates).map((group) => planGroup(surface, contextFor, group));
  const finished = groups.flatMap((group) => group.finished);
  const workloads = groups.reduce((sum, group) => sum + group.workloads, 0);
  const explains = config.mode === 'check' || finished.some(({ changes }) => changes);
  const found = [...(explains ? summarise(config, finished) : []), ...cautions(config)];
  const leftOut =
    config.mode === 'remove'
      ? []
      : leftOutIn(surface, entries).flatMap((each) => finishLeftOut(surface, contextFor, each));
  const seen = seenTogether(groups.flatMap((group) => group.seen));
  return { general: judge(found, config.severity), finished, workloads, seen, leftOut, explains };
};
