import { bytesOf, shortBytes, signedBytes } from '../report/amount.ts';
import type { Comparison } from '../report/compare.ts';
import type { ReportPod } from '../report/model.ts';
import { stateText } from '../report/shm.ts';
import { printable } from '../result/line.ts';
import { replicasText, sharedText, workloadText } from './words.ts';

/** What differs, for a terminal: `+` added, `-` removed, `~` changed, then the totals. */
export const toComparisonTable = (comparison: Comparison): string => {
  const { added, removed, changed, unchanged, totals, difference } = comparison;
  const lines = [
    ...changed.map(({ before, after }) => `~ ${named(after)}: ${rowChange(before, after)}`),
    ...added.map((pod) => `+ ${named(pod)}: ${row(pod)}`),
    ...removed.map((pod) => `- ${named(pod)}: ${row(pod)}`),
  ];
  const shared = [totals.before, totals.after].map(({ sharedMemory }) =>
    shortBytes(bytesOf(sharedMemory.after)),
  );
  const limits = [totals.before, totals.after].map(({ limits: of }) =>
    shortBytes(bytesOf(of.after)),
  );
  return `${[
    ...lines.map(printable),
    ...(lines.length > 0 ? [''] : []),
    `${changed.length} changed, ${added.length} added, ${removed.length} removed, ${unchanged} unchanged`,
    `Shared memory: ${shared.join(' → ')} (${signedBytes(BigInt(difference.sharedMemory))})`,
    `Memory limits: ${limits.join(' → ')} (${signedBytes(BigInt(difference.limits))})`,
  ].join('\n')}\n`;
};

const named = (pod: ReportPod): string => `${workloadText(pod)} ${pod.place}`;

const parts = (pod: ReportPod): readonly (readonly [name: string, text: string])[] => [
  ['risk', pod.risk],
  ['/dev/shm', stateText(pod.shm.after)],
  ['in the manifest', stateText(pod.shm.before)],
  ['pods', replicasText(pod.replicas)],
  ['in all', sharedText(pod)],
];

const row = (pod: ReportPod): string =>
  `${pod.risk}, ${stateText(pod.shm.after)}, ${replicasText(pod.replicas)} pods, ${sharedText(pod)} in all`;

const rowChange = (before: ReportPod, after: ReportPod): string => {
  const was = parts(before);
  const changes = parts(after).flatMap(([name, text], at) =>
    was[at]?.[1] === text ? [] : [`${name} ${was[at]?.[1]} → ${text}`],
  );
  return changes.length === 0 ? 'another reason' : changes.join(', ');
};
