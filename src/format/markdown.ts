import type { Report, ReportPod } from '../report/model.ts';
import { shmText } from '../report/shm.ts';
import { usageText } from '../report/usage.ts';
import { whyLine } from '../report/why.ts';
import { markdownCode, markdownText } from './escape.ts';
import { block, fitRows, folded, MARKER } from './markdown-table.ts';
import {
  count,
  headline,
  killedText,
  limitChanges,
  liveText,
  placeText,
  replicasText,
  risksText,
  sharedText,
  whereText,
  workloadText,
} from './words.ts';

/** A comment for a pull request: the sentence, what changes, and the rest folded; below 60,000 characters. */
export const toMarkdown = ({ pods, totals }: Report): string => {
  const isUsed = pods.some(({ usage }) => usage);
  const changed = pods.filter((pod) => pod.changed);
  const others = pods.filter((pod) => !pod.changed);
  const [shown, rest] = fitRows([
    changed.map((pod) => podRow(pod, isUsed)),
    others.map((pod) => podRow(pod, isUsed)),
  ]);
  const titles = podTitles(isUsed);
  const risks = risksText({ risks: countRisks(others) });
  const summary = `${count(others.length, 'other')}${risks === undefined ? '' : `: ${risks}`}`;
  return block([
    MARKER,
    `**inject-shm:** ${markdownText(headline(totals))}`,
    changed.length === 0 ? '' : titles + shown,
    others.length === 0 ? '' : folded(summary, titles + rest),
  ]);
};

/** The titles of a table of pods. */
export const podTitles = (isUsed: boolean): string =>
  isUsed
    ? '| Risk | Workload | `/dev/shm` | Used | Pods | In all | Live | Why |\n| --- | --- | --- | ---: | ---: | ---: | --- | --- |\n'
    : '| Risk | Workload | `/dev/shm` | Pods | In all | Live | Why |\n| --- | --- | --- | ---: | ---: | --- | --- |\n';

/** A pod as a row of a table. */
export const podRow = (pod: ReportPod, isUsed: boolean): string => {
  const where = [whereText(pod), placeText(pod)].filter((part) => part !== undefined);
  const why = [
    whyLine(pod),
    ...limitChanges(pod),
    ...(pod.killedFirst && pod.risk !== 'ok' ? [killedText(pod) ?? ''] : []),
  ].filter((part) => part !== '');
  return `| ${[
    pod.risk === 'ok' ? 'ok' : `**${pod.risk}**`,
    [markdownCode(workloadText(pod)), ...where.map((part) => markdownCode(part))].join('<br>'),
    markdownText(shmText(pod.shm)),
    ...(isUsed ? [pod.usage ? usageText(pod.usage) : '–'] : []),
    replicasText(pod.replicas),
    sharedText(pod),
    liveText(pod) ?? '–',
    why.map((part) => markdownText(part)).join('<br>'),
  ].join(' | ')} |\n`;
};

/** How many of each, for a line about some of the pods. */
export const countRisks = (pods: readonly ReportPod[]): Report['totals']['risks'] => {
  const counts = {
    error: 0,
    unbounded: 0,
    'oom-risk': 0,
    disk: 0,
    'needs-shm': 0,
    unknown: 0,
    ok: 0,
  };
  for (const { risk } of pods) counts[risk]++;
  return counts;
};
