import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { keyOf } from '../data/change.ts';
import { filterMap, flatMap } from '../data/list.ts';
import type { TextEdit, Refusal } from '../yaml/node.ts';
import { inOrder } from '../yaml/splice.ts';
import { reconcile } from '../yaml/reconcile.ts';
import { verify, type Edit } from '../yaml/verify.ts';
import type { Config } from '../config.ts';
import type { KindRow } from '../kinds.ts';
import type { Context } from '../plan/context.ts';
import { field } from '../plan/pod.ts';
import { RECORD } from '../plan/record.ts';
import { isLeftOut, plan, type Plan } from '../plan.ts';
import { finding, judge, toResult, type Finding, type Result } from '../result.ts';
import { selects } from '../select.ts';
import type { ReadText, Refused } from './input.ts';
import { textOf, type Item } from './item.ts';
import { locators, type Location } from './locate.ts';
import { aboutOf, groupOf, resourcesOf, rowFor, type Resource } from './workload.ts';

/** What becomes of an item: the patches of its text, and what there is to say. */
export interface Revision {
  readonly item: Item;
  readonly patches: readonly TextEdit[];
  readonly results: readonly Result[];
  /** What the change does in a cluster, if the item changes (or would, in `check`). */
  readonly live: Plan['live'];
  readonly changes: boolean;
}

/** What all items are revised by. */
interface Terms {
  readonly config: Config;
  readonly context: Context;
  readonly locate: (of: ReadText, offset: number) => Location;
}

const untouched = (item: Item, results: readonly Result[]): Revision => ({
  item,
  patches: [],
  results,
  live: undefined,
  changes: false,
});

const unverified =
  'the edited text would not mean what was planned; this is a defect of inject-shm, please report it with the manifest';

/** A revision that stands once its edit is verified, and what stands if it is not. */
interface Draft {
  readonly revision: Revision;
  readonly edit?: Edit;
  readonly refused: () => Revision;
}

const asIs = (revision: Revision): Draft => ({ revision, refused: () => revision });

const shifted = (patches: readonly TextEdit[], by: number): readonly TextEdit[] =>
  by === 0
    ? patches
    : patches.map(({ start, end, text }) => ({ start: start + by, end: end + by, text }));

const draftResource = (terms: Terms, resource: Resource, row: KindRow): Draft => {
  const { config, context, locate } = terms;
  const { item, tree, shift, object, name, namespace } = resource;
  const about = aboutOf(resource);
  const tell = (findings: readonly Finding[]): readonly Result[] =>
    findings.map((each) => toResult(each, about));
  const refuse = ({ offset, message }: Refusal) => {
    const { line, column } = locate(item.of, offset + shift);
    const where = `not changed: ${message} (line ${line}, column ${column})`;
    return untouched(item, tell(judge([finding('not-editable', where)], config.severity)));
  };
  const workload = { object, kind: item.kind, name, namespace, row };
  const [problem] = tree.problems;
  if (problem !== undefined)
    return asIs(isLeftOut(config, workload) ? untouched(item, []) : refuse(problem));
  const { wanted, edits, findings, live } = plan(config, context, workload);
  const results = tell([...edits, ...findings]);
  if (wanted === object) return asIs(untouched(item, results));
  const patches = E.map(inOrder)(reconcile(tree, wanted, keyOf));
  if (E.isLeft(patches)) return asIs(refuse(patches.left));
  const written = config.mode === 'check' ? [] : shifted(patches.right, shift);
  return {
    revision: { item, patches: written, results, live, changes: true },
    edit: { tree, patches: patches.right, wanted },
    refused: () => refuse({ offset: tree.root.start, message: unverified }),
  };
};

const only = (terms: Terms, resource: Resource, found: Finding): readonly Draft[] => {
  const about = aboutOf(resource);
  const results = judge([found], terms.config.severity).map((each) => toResult(each, about));
  return [asIs(untouched(resource.item, results))];
};

/** In `remove`, a record on a kind that this config does not cover: it stays, and that is told. */
const stranded = (terms: Terms, resource: Resource): readonly Draft[] => {
  const annotations = field(field(resource.object, 'metadata'), 'annotations');
  if (field(annotations, RECORD) === undefined) return [];
  const message = `what is recorded stays: kind ${resource.item.kind} is not covered by this config; give the \`podSpecs\` that it was injected with`;
  return only(terms, resource, finding('bad-record', message));
};

/** Plans a resource and finds the patches; none if it is no workload that the config selects. */
const draft = (terms: Terms, resource: Resource, row: KindRow | undefined): readonly Draft[] => {
  if (row === undefined) return stranded(terms, resource);
  const { config } = terms;
  const { apiVersion, kind } = resource.item;
  const identity = { ...resource, apiGroup: groupOf(apiVersion), kind };
  // What was injected on request is taken back without one.
  const asked = config.mode === 'remove' ? { ...row, optIn: undefined } : row;
  if (!selects(config, identity, asked)) return [];
  return row.never === undefined
    ? [draftResource(terms, resource, row)]
    : only(terms, resource, finding('operator-owned', row.never));
};

const verified = (drafts: readonly Draft[]): readonly Revision[] => {
  const edits = filterMap(drafts, ({ edit }) => edit);
  const isRight = new Map(verify(edits).map((right, at) => [edits[at], right] as const));
  return drafts.map(({ revision, edit, refused }) =>
    edit === undefined || isRight.get(edit) === true ? revision : refused(),
  );
};

/** An item that has to be looked at; without a row because of the record in it. */
interface Candidate {
  readonly item: Item;
  readonly row: KindRow | undefined;
}

const candidatesIn = (config: Config, items: readonly Item[]): readonly Candidate[] =>
  filterMap(items, (item): Candidate | undefined => {
    const row = rowFor(config, item);
    const isRecorded = () => config.mode === 'remove' && textOf(item).includes(RECORD);
    return row !== undefined || isRecorded() ? { item, row } : undefined;
  });

const reviseGroup = (
  terms: Terms,
  group: readonly Candidate[],
): E.Either<Refused, readonly Revision[]> =>
  pipe(
    resourcesOf(group.map(({ item }) => item)),
    E.map((resources) =>
      verified(flatMap(resources, (resource, at) => draft(terms, resource, group[at]?.row))),
    ),
  );

/** How many items are read, planned and verified at once: few, so that what is made for them is gone soon. */
const GROUP = 8;

/**
 * Plans the items that the config selects and finds the patches of their text; each changed one is parsed again.
 * @returns the refusal where an item turns out not to be valid
 */
export const revise = (
  config: Config,
  context: Context,
  items: readonly Item[],
): E.Either<Refused, readonly Revision[]> => {
  const terms: Terms = { config, context, locate: locators() };
  const candidates = candidatesIn(config, items);
  const revisions: (readonly Revision[])[] = [];
  for (let at = 0; at < candidates.length; at += GROUP) {
    const group = reviseGroup(terms, candidates.slice(at, at + GROUP));
    if (E.isLeft(group)) return group;
    revisions.push(group.right);
  }
  return E.right(revisions.flat());
};
