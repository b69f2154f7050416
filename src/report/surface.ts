import { planAll, type Planned, type PlannedRun, type Surface } from '../core/plan-all.ts';
import { groupOf } from '../core/resource.ts';
import type { Counted } from '../core/summary.ts';
import type { Fields } from '../data/value.ts';
import type { Item } from '../inject/item.ts';
import { locators } from '../inject/locate.ts';
import type { Told } from '../inject/places.ts';
import type { OpenItem, Revision } from '../inject/surface.ts';
import { rowOf } from '../kinds.ts';
import type { Plan } from '../plan.ts';
import type { FindingFacts, PodFacts } from './facts.ts';
import { factsOf } from './from-plan.ts';
import { type Folded, foldOwned } from './owners.ts';

/** What the report takes of one planned resource. */
export interface ReportedResource extends Counted {
  readonly pods: readonly PodFacts[];
  /** What the text's own surface has to say of it. */
  readonly told: readonly Told[];
}

/** What the plans of a text say, and the objects that say how many pods there are. */
export interface PlannedReport<F = ReportedResource> {
  readonly facts: readonly PodFacts[];
  readonly objects: readonly Fields[];
  readonly run: PlannedRun<F>;
}

/** What an explanation takes of one planned resource: the plan and all that it was made by. */
export interface ExplainedResource extends ReportedResource {
  readonly planned: Planned<OpenItem>;
}

/** How a text is injected into. */
export type TextSurface = Surface<Item, OpenItem, Revision>;

/** Plans the items of a text for the report, by the surface that would inject into them. */
export const planReport = (items: readonly Item[], text: TextSurface): PlannedReport =>
  planBy(items, text, reportSurface(text));

/** The same, with the plans themselves. */
export const planExplained = (
  items: readonly Item[],
  text: TextSurface,
): PlannedReport<ExplainedResource> => {
  const surface = reportSurface(text);
  return planBy(items, text, {
    ...surface,
    finish: (all) =>
      surface.finish(all).flatMap((reported, at): readonly ExplainedResource[] => {
        const planned = all[at];
        return planned === undefined ? [] : [{ ...reported, planned }];
      }),
  });
};

const planBy = <F extends ReportedResource>(
  items: readonly Item[],
  text: TextSurface,
  surface: Surface<Item, OpenItem, F>,
): PlannedReport<F> => {
  const run = planAll(items, surface);
  return {
    facts: run.finished.flatMap(({ pods }) => pods),
    objects: items.filter(isScaler).map((item) => text.read(item).resource.object),
    run,
  };
};

/** The items of a text without those that another of them owns, as in what `kubectl get` prints. */
export const foldItems = (
  items: readonly Item[],
  text: TextSurface,
): { readonly items: readonly Item[] } & Pick<Folded, 'podsOf'> => {
  const isOwned = (item: Item): boolean =>
    item.kind !== 'CustomResourceDefinition' && text.mayHold(item, 'ownerReferences');
  if (!items.some(isOwned)) return { items, podsOf: () => [] };
  const isPlanned = ({ apiVersion, kind }: Fields): boolean =>
    (rowOf(String(apiVersion), String(kind))?.paths.length ?? 0) > 0;
  // Between a pod and the topmost of its owners that is planned, every one is owned.
  const related = items.filter(
    (item) => isPlanned({ apiVersion: item.apiVersion, kind: item.kind }) || isOwned(item),
  );
  const objects = related.map((item) => identityOf(text.read(item)));
  const { kept, podsOf } = foldOwned(objects, isPlanned);
  const stay = new Set(kept);
  const gone = new Set(
    related.filter((_, at) => {
      const object = objects[at];
      return object !== undefined && !stay.has(object);
    }),
  );
  return { items: items.filter((item) => !gone.has(item)), podsOf };
};

/** All that ownership asks of an object. */
const identityOf = ({ resource: { apiVersion, kind, object } }: OpenItem): Fields => ({
  apiVersion,
  kind,
  metadata: object['metadata'],
});

/** The surface of a text; its edits are made too, because one that cannot be made changes what is to be said. */
const reportSurface = (text: TextSurface): Surface<Item, OpenItem, ReportedResource> => {
  const locate = locators();
  return {
    ...text,
    finish: (planned) => {
      const revisions = text.finish(planned);
      return planned.map((each, at) => {
        const { item, tree, shift } = each.opened;
        const { line } = locate(item.of, tree.root.start + shift);
        return reported(each, revisions[at], line);
      });
    },
  };
};

const reported = (
  { opened: { item, resource }, row, plan }: Planned<OpenItem>,
  revision: Revision | undefined,
  line: number,
): ReportedResource => {
  const { file } = item.of;
  const where = { file, line: file === undefined ? undefined : line };
  const refused = revision === undefined ? [] : refusals(revision, plan);
  const { changes, live, told } = revision ?? { changes: false, live: undefined, told: [] };
  const pods = row === undefined ? [] : factsOf({ resource, row, plan, refused, ...where });
  return { changes, live, pods, told };
};

/** What the text itself stands in the way of, which no plan knows. */
const refusals = ({ told }: Revision, { findings }: Plan): readonly FindingFacts[] =>
  findings.some(({ code }) => code === 'not-editable')
    ? []
    : told
        .filter(({ result }) => result.tags.code === 'not-editable')
        .map(({ result: { message, severity } }) => ({ code: 'not-editable', message, severity }));

const isScaler = ({ apiVersion, kind }: Item): boolean =>
  (kind === 'HorizontalPodAutoscaler' && groupOf(apiVersion) === 'autoscaling') ||
  (kind === 'ScaledObject' && groupOf(apiVersion) === 'keda.sh');
