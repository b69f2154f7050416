import { signedBytes, type Change } from '../report/amount.ts';
import type { Comparison } from '../report/compare.ts';
import type { ReportPod } from '../report/model.ts';
import { shmText, stateText } from '../report/shm.ts';
import { whyLine } from '../report/why.ts';
import { markdownCode, markdownText } from './escape.ts';
import { podRow, podTitles } from './markdown.ts';
import { block, fitRows, folded, MARKER } from './markdown-table.ts';
import {
  changeText,
  count,
  headline,
  replicasText,
  sharedText,
  whereText,
  workloadText,
} from './words.ts';

/** What a pull request changes, as its comment; below 60,000 characters. */
export const toComparisonMarkdown = (comparison: Comparison): string => {
  const { added, removed, changed, unchanged, totals } = comparison;
  const [changedRows = '', addedRows = '', removedRows = ''] = fitRows([
    changed.map(changedRow),
    added.map((pod) => podRow(pod, false)),
    removed.map((pod) => podRow(pod, false)),
  ]);
  return block([
    MARKER,
    `**inject-shm:** ${sentence(comparison)}`,
    changed.length === 0 ? '' : changedTitles + changedRows,
    added.length === 0 ? '' : `${count(added.length, 'pod spec')} added:`,
    added.length === 0 ? '' : podTitles(false) + addedRows,
    removed.length === 0
      ? ''
      : folded(`${count(removed.length, 'pod spec')} removed`, podTitles(false) + removedRows),
    folded(
      `${unchanged} unchanged`,
      `Before: ${markdownText(headline(totals.before))}\n\nAfter: ${markdownText(headline(totals.after))}`,
    ),
  ]);
};

const sentence = ({ added, removed, changed, totals, difference }: Comparison): string => {
  if (added.length + removed.length + changed.length === 0)
    return 'this changes no `/dev/shm` and no memory limit.';
  const parts = [
    [changed.length, 'changed'],
    [added.length, 'added'],
    [removed.length, 'removed'],
  ] as const;
  const told = parts.filter(([n]) => n > 0).map(([n, word]) => `${n} ${word}`);
  return [
    `${told.join(', ')}.`,
    `Shared memory ${amounts(totals.before.sharedMemory.after, totals.after.sharedMemory.after)} (${signedBytes(BigInt(difference.sharedMemory))}),`,
    `memory limits ${amounts(totals.before.limits.after, totals.after.limits.after)} (${signedBytes(BigInt(difference.limits))}).`,
  ].join(' ');
};

const amounts = (before: Change['before'], after: Change['after']): string =>
  changeText({ before, after });

const changedTitles =
  '| Risk | Workload | `/dev/shm` | Pods | In all | Why |\n| --- | --- | --- | ---: | ---: | --- |\n';

const changedRow = ({ before, after }: Change<ReportPod>): string => {
  const where = whereText(after);
  return `| ${[
    arrow(before.risk, after.risk),
    [markdownCode(workloadText(after)), ...(where === undefined ? [] : [markdownCode(where)])].join(
      '<br>',
    ),
    markdownText(shmChange(before, after)),
    arrow(replicasText(before.replicas), replicasText(after.replicas)),
    arrow(sharedText(before), sharedText(after)),
    markdownText(whyLine(after)),
  ].join(' | ')} |\n`;
};

const arrow = (before: string, after: string): string =>
  before === after ? after : `${before} → ${after}`;

/** What inject makes of both; where that is the same, what the manifests themselves have. */
const shmChange = (before: ReportPod, after: ReportPod): string => {
  const wanted = arrow(stateText(before.shm.after), stateText(after.shm.after));
  const written = arrow(stateText(before.shm.before), stateText(after.shm.before));
  if (stateText(before.shm.after) !== stateText(after.shm.after)) return wanted;
  return stateText(before.shm.before) === stateText(after.shm.before)
    ? shmText(after.shm)
    : `${written} in the manifest`;
};
