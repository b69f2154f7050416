import * as E from 'fp-ts/lib/Either.js';
import type { Config } from '../config.ts';
import type { Context } from '../plan/context.ts';
import { keyOf } from '../plan/immutable.ts';
import { field } from '../plan/pod.ts';
import { RECORD } from '../plan/record.ts';
import { isLeftOut, plan, type Plan } from '../plan.ts';
import { locate } from './locate.ts';
import type { Item } from './read.ts';
import { finding, judge, toResult, type Finding, type Result } from '../result.ts';
import { selects } from '../select.ts';
import { aboutOf, groupOf, resourceOf, rowFor, type Resource } from './workload.ts';
import { inOrder, reconcile, verify, type Edit, type Patch, type Refusal } from '../yaml/index.ts';

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
  const { line, column } = locate(document.of.text, document.offset + offset);
  return `not changed: ${message} (line ${line}, column ${column})`;
};

const unverified: Refusal = {
  offset: 0,
  message:
    'the edited text would not mean what was planned; this is a defect of inject-shm, please report it with the manifest',
};

/** A revision that stands once its edit is verified, and what stands if it is not. */
interface Draft {
  readonly revision: Revision;
  readonly edit?: Edit;
  readonly refused: () => Revision;
}

const asIs = (revision: Revision): Draft => ({ revision, refused: () => revision });

const draftResource = (
  config: Config,
  context: Context,
  resource: Resource,
  row: NonNullable<ReturnType<typeof rowFor>>,
): Draft => {
  const { item, tree, object, name, namespace } = resource;
  const about = aboutOf(resource);
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
    return asIs(isLeftOut(config, workload) ? untouched(item, []) : refuse(problem));
  const { wanted, edits, findings, live } = plan(config, context, workload);
  const results = tell([...edits, ...findings]);
  if (wanted === object) return asIs(untouched(item, results));
  const patches = E.map(inOrder)(reconcile(tree, wanted, keyOf));
  if (E.isLeft(patches)) return asIs(refuse(patches.left));
  const written = config.mode === 'check' ? [] : patches.right;
  return {
    revision: { item, patches: written, results, live, changes: true },
    edit: { tree, patches: patches.right, wanted },
    refused: () => refuse({ ...unverified, offset: tree.root.start }),
  };
};

/** In `remove`, a record on a kind that this config does not cover: it stays, and that is told. */
const stranded = (config: Config, item: Item): readonly Draft[] => {
  if (config.mode !== 'remove' || !item.document.piece.includes(RECORD)) return [];
  const resource = resourceOf(item);
  const annotations = field(field(resource.object, 'metadata'), 'annotations');
  if (field(annotations, RECORD) === undefined) return [];
  const message = `what is recorded stays: kind ${item.kind} is not covered by this config; give the \`podSpecs\` that it was injected with`;
  const about = aboutOf(resource);
  return [
    asIs(
      untouched(
        item,
        judge([finding('bad-record', message)], config.severity).map((each) =>
          toResult(each, about),
        ),
      ),
    ),
  ];
};

/** Plans an item and finds the patches; none if it is no workload that the config selects. */
const draft = (config: Config, context: Context, item: Item): readonly Draft[] => {
  const row = rowFor(config, item);
  if (row === undefined) return stranded(config, item);
  const resource = resourceOf(item);
  const identity = { ...resource, apiGroup: groupOf(item.apiVersion), kind: item.kind };
  // What was injected on request is taken back without one.
  const asked = config.mode === 'remove' ? { ...row, optIn: undefined } : row;
  if (!selects(config, identity, asked)) return [];
  if (row.never === undefined) return [draftResource(config, context, resource, row)];
  const owned = judge([finding('operator-owned', row.never)], config.severity);
  const about = aboutOf(resource);
  return [
    asIs(
      untouched(
        item,
        owned.map((each) => toResult(each, about)),
      ),
    ),
  ];
};

const verified = (drafts: readonly Draft[]): readonly Revision[] => {
  const edits = drafts.flatMap(({ edit }) => edit ?? []);
  const isRight = new Map(verify(edits).map((right, at) => [edits[at], right] as const));
  return drafts.map(({ revision, edit, refused }) =>
    edit === undefined || isRight.get(edit) === true ? revision : refused(),
  );
};

/**
 * How many items are verified at once: few enough that not all of them are in memory with their nodes, and many enough
 * that there are few texts to parse, see `chunkSize`.
 */
const groupSize = (count: number): number => Math.max(256, Math.ceil(count / 4));

/** Plans the items that the config selects and finds the patches of their text; each changed one is parsed again. */
export const revise = (
  config: Config,
  context: Context,
  items: readonly Item[],
): readonly Revision[] => {
  const size = groupSize(items.length);
  const starts = Array.from({ length: Math.ceil(items.length / size) }, (_, at) => at * size);
  return starts.flatMap((start) =>
    verified(items.slice(start, start + size).flatMap((item) => draft(config, context, item))),
  );
};
