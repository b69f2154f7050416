import * as E from 'fp-ts/lib/Either.js';
import type { Config } from '../config.ts';
import type { Context } from '../plan/context.ts';
import { keyOf } from '../plan/immutable.ts';
import { isLeftOut, plan, type Plan } from '../plan.ts';
import { locate, type Item } from './read.ts';
import { finding, judge, toResult, type Finding, type Result } from '../result.ts';
import { selects } from '../select.ts';
import { aboutOf, groupOf, resourceOf, rowFor, type Resource } from './workload.ts';
import { inOrder, reconcile, verify, type Patch, type Refusal } from '../yaml/index.ts';

/** What becomes of an item: the patches of its text, and what there is to say. */
export interface Revision {
  readonly item: Item;
  readonly patches: readonly Patch[];
  readonly results: readonly Result[];
  /** What the change does in a cluster, if the item changes (or would, in `check`). */
  readonly live: Plan['live'];
  readonly changes: boolean;
}

const untouched = (item: Item, results: readonly Result[]): Revision => ({
  item,
  patches: [],
  results,
  live: undefined,
  changes: false,
});

const whereIn = ({ document }: Item, { offset, message }: Refusal): string => {
  const { line, column } = locate(document.source.text, offset);
  const before = document.offset === 0 ? '' : ' of its document';
  return `not changed: ${message} (line ${line}, column ${column}${before})`;
};

const unverified: Refusal = {
  offset: 0,
  message:
    'the edited text would not mean what was planned; this is a defect of inject-shm, please report it with the manifest',
};

/** The patches that make the text what was planned, each item parsed again; or why it is left alone. */
const edit = ({ tree }: Resource, { wanted }: Plan): E.Either<Refusal, readonly Patch[]> => {
  const patches = E.map(inOrder)(reconcile(tree, wanted, keyOf));
  if (E.isLeft(patches) || verify(tree, patches.right, wanted)) return patches;
  return E.left({ ...unverified, offset: tree.root.start });
};

const reviseResource = (
  config: Config,
  context: Context,
  resource: Resource,
  row: NonNullable<ReturnType<typeof rowFor>>,
  file: string | undefined,
): Revision => {
  const { item, tree, object, name, namespace } = resource;
  const about = aboutOf(resource, file);
  const tell = (findings: readonly Finding[]): readonly Result[] =>
    findings.map((each) => toResult(each, about));
  const refuse = (refusal: Refusal) =>
    untouched(
      item,
      tell(judge([finding('not-editable', whereIn(item, refusal))], config.severity)),
    );
  const workload = { object, kind: item.kind, name, namespace, row };
  const [problem] = tree.problems;
  if (problem !== undefined)
    return isLeftOut(config, workload) ? untouched(item, []) : refuse(problem);
  const planned = plan(config, context, workload);
  const isPlanned = planned.wanted !== object;
  const patches = isPlanned ? edit(resource, planned) : E.right([]);
  if (E.isLeft(patches)) return refuse(patches.left);
  const results = tell([...planned.edits, ...planned.findings]);
  return {
    item,
    patches: config.mode === 'check' ? [] : patches.right,
    results,
    live: planned.live,
    changes: isPlanned,
  };
};

/** Plans an item and finds the patches; `undefined` if it is no workload that the config selects. */
export const revise = (
  config: Config,
  context: Context,
  item: Item,
  file: string | undefined,
): Revision | undefined => {
  const row = rowFor(config, item);
  if (row === undefined) return undefined;
  const resource = resourceOf(item);
  const identity = { ...resource, apiGroup: groupOf(item.apiVersion), kind: item.kind };
  if (!selects(config, identity, row)) return undefined;
  if (row.never === undefined) return reviseResource(config, context, resource, row, file);
  const owned = judge([finding('operator-owned', row.never)], config.severity);
  return untouched(
    item,
    owned.map((each) => toResult(each, aboutOf(resource, file))),
  );
};
