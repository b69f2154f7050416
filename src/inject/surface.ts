import * as E from 'fp-ts/lib/Either.js';
import type { Config } from '../config.ts';
import type { Planned, Surface } from '../core/plan-all.ts';
import { aboutOf, type Resource, resourceOf } from '../core/resource.ts';
import type { Counted } from '../core/summary.ts';
import { keyOf } from '../data/change.ts';
import { filterMap } from '../data/list.ts';
import { type Finding, finding, judge } from '../plan/findings.ts';
import { isLeftOut } from '../plan.ts';
import { toResult } from '../result.ts';
import { inOrder } from '../yaml/splice.ts';
import type { Refusal, TextEdit } from '../yaml/node.ts';
import { reconcile } from '../yaml/reconcile.ts';
import { type Edit, verify } from '../yaml/verify.ts';
import type { ReadText } from './input.ts';
import { type Item, textOf } from './item.ts';
import { type Location, locators } from './locate.ts';
import { open, type Opened } from './open.ts';
import { nearest, type Told } from './places.ts';

/** A resource of a text: as plain data, and with the nodes that it is edited by. */
export interface OpenItem extends Opened {
  readonly item: Item;
  readonly resource: Resource;
}

/** What becomes of an item: the edits of its text, and what there is to say. */
export interface Revision extends Counted {
  readonly of: ReadText;
  readonly edits: readonly TextEdit[];
  readonly told: readonly Told[];
}

/** A revision that stands once its edit is verified, and what stands if it is not. */
interface Draft {
  readonly revision: Revision;
  readonly edit?: Edit;
  readonly refused: () => Revision;
}

type Locate = (of: ReadText, offset: number) => Location;

const unverified =
  'the edited text would not mean what was planned; this is a defect of inject-shm, please report it with the manifest';

/** A finding as a result, and where in its text it is: known now, while the nodes are at hand. */
const tell =
  ({ item, tree, shift, resource }: OpenItem) =>
  (found: Finding): Told => {
    const result = toResult(found, aboutOf(resource, item.of.file));
    const { file } = item.of;
    if (file === undefined || file !== result.file?.path) return { result };
    const { field } = result;
    const offset = field === undefined ? tree.root.start : nearest(tree.root, field.path);
    return { result, of: item.of, offset: offset + shift };
  };

const untouched = (opened: OpenItem, findings: readonly Finding[]): Revision => ({
  of: opened.item.of,
  edits: [],
  told: findings.map(tell(opened)),
  live: undefined,
  changes: false,
});

const asIs = (revision: Revision): Draft => ({ revision, refused: () => revision });

const shifted = (edits: readonly TextEdit[], by: number): readonly TextEdit[] =>
  by === 0
    ? edits
    : edits.map(({ start, end, text }) => ({ start: start + by, end: end + by, text }));

const refusal =
  (locate: Locate, opened: OpenItem, { severity }: Config) =>
  ({ offset, message: why }: Refusal): Revision => {
    const { line, column } = locate(opened.item.of, offset + opened.shift);
    const found = finding({ code: 'not-editable', cause: 'text', why, line, column });
    return untouched(opened, judge([found], severity));
  };

const draft = (
  locate: Locate,
  { opened, config, row, context, plan }: Planned<OpenItem>,
): Draft => {
  const { item, tree, shift, resource } = opened;
  const refuse = refusal(locate, opened, config);
  const [problem] = tree.problems;
  if (problem !== undefined && row !== undefined && row.never === undefined) {
    const isOut = isLeftOut(config, context, { ...resource, row });
    return asIs(isOut ? untouched(opened, []) : refuse(problem));
  }
  const { wanted, live, findings, edits: told } = plan;
  if (wanted === resource.object) return asIs(untouched(opened, [...told, ...findings]));
  const found = E.map(inOrder)(reconcile(tree, wanted, keyOf));
  if (E.isLeft(found)) return asIs(refuse(found.left));
  const edits = found.right;
  return {
    revision: {
      of: item.of,
      edits: config.mode === 'check' ? [] : shifted(edits, shift),
      told: [...told, ...findings].map(tell(opened)),
      live,
      changes: true,
    },
    edit: { tree, edits, wanted },
    refused: () => refuse({ offset: tree.root.start, message: unverified }),
  };
};

const verified = (drafts: readonly Draft[]): readonly Revision[] => {
  const edits = filterMap(drafts, ({ edit }) => edit);
  const isRight = new Map(verify(edits).map((right, at) => [edits[at], right] as const));
  return drafts.map(({ revision, edit, refused }) =>
    edit === undefined || isRight.get(edit) === true ? revision : refused(),
  );
};

const openItem = (item: Item): OpenItem => {
  const opened = open(item);
  return { ...opened, item, resource: resourceOf(item, opened.value) };
};

/** Text as a surface: an item is read from its text, and its plan becomes edits of that, each of them verified. */
export const textSurface = (
  config: Config,
  isResourceList = false,
  keepsNames = false,
): Surface<Item, OpenItem, Revision> => {
  const locate = locators();
  return {
    config,
    keepsNames,
    configOf: ({ of }) => of.config ?? config,
    at: 'render',
    folderOf: ({ of }) => of.folder ?? '',
    honoursLocalConfig: ({ of }) => isResourceList || of.honoursLocalConfig === true,
    mayHold: (item, word) => textOf(item).includes(word),
    read: openItem,
    finish: (planned) => verified(planned.map((each) => draft(locate, each))),
  };
};
