import { bytesOf, shortBytes } from '../report/amount.ts';
import type { ReportPod } from '../report/model.ts';
import { shmText } from '../report/shm.ts';
import { usageText } from '../report/usage.ts';
import { whyLine } from '../report/why.ts';
import { escapeHtml } from './escape.ts';
import {
  count,
  killedText,
  limitChanges,
  liveText,
  placeText,
  replicasText,
  sharedText,
  whereText,
} from './words.ts';

/** The table of pods, worst first, with bars on one scale. */
export const htmlPods = (pods: readonly ReportPod[]): string => {
  const scale = pods.reduce((most, pod) => max(most, max(limitOf(pod), sharedOf(pod))), 1n);
  const titles = [
    'Risk',
    'Workload',
    '/dev/shm',
    'Limit and shared memory, in all pods',
    'Live',
    'Why',
  ];
  return `<section aria-labelledby="pods"><h2 id="pods">${count(pods.length, 'pod spec')}, worst first</h2>
${pods.some(({ usage }) => usage) ? '<p>Used: the fullest that a kubelet measured. Peaks between two snapshots are not seen.</p>\n' : ''}<table role="table" class="pods"><thead role="rowgroup"><tr role="row">${titles
    .map((title) => `<th role="columnheader" scope="col">${title}</th>`)
    .join('')}</tr></thead><tbody role="rowgroup">
${pods.map((pod) => row(pod, scale)).join('\n')}
</tbody></table></section>`;
};

const row = (pod: ReportPod, scale: bigint): string =>
  `<tr role="row">${[
    cell('Risk', `<span class="risk ${pod.risk}">${pod.risk}</span>`),
    `<th role="rowheader" scope="row">${workload(pod)}</th>`,
    cell('/dev/shm', shm(pod)),
    cell('Limit and shared memory', bars(pod, scale)),
    cell('Live', escapeHtml(liveText(pod) ?? '–')),
    cell('Why', why(pod)),
  ].join('')}</tr>`;

const cell = (label: string, content: string): string =>
  `<td role="cell" data-label="${label}">${content}</td>`;

const workload = (pod: ReportPod): string => {
  const { kind, namespace, name } = pod.workload;
  const where = [placeText(pod), whereText(pod)].filter((part) => part !== undefined);
  return [
    `<span class="name">${escapeHtml(name)}</span>`,
    `<span class="small">${escapeHtml(namespace === undefined ? kind : `${kind} in ${namespace}`)}</span>`,
    ...where.map((part) => `<span class="small path">${escapeHtml(part)}</span>`),
  ].join('');
};

const shm = (pod: ReportPod): string =>
  [
    `<span class="shm">${escapeHtml(shmText(pod.shm))}</span>`,
    ...(pod.usage === undefined
      ? []
      : [
          `<span class="small${pod.usage.advice === undefined ? '' : ' raise'}">used ${escapeHtml(usageText(pod.usage))}</span>`,
        ]),
  ].join('');

const why = (pod: ReportPod): string =>
  [whyLine(pod), ...limitChanges(pod), killedText(pod) ?? '']
    .filter((part) => part !== '')
    .map((part) => `<p>${escapeHtml(part)}</p>`)
    .join('');

const bars = (pod: ReportPod, scale: bigint): string => {
  const limit = limitOf(pod);
  const isUnknown = pod.sharedMemory.after === null;
  const missing = pod.limits.incomplete.after
    ? limit === 0n
      ? 'no limit'
      : ' and more without'
    : '';
  const limitText = limit === 0n ? missing || '–' : `${shortBytes(limit)}${missing}`;
  return `<div class="bars" aria-hidden="true">${bar('limit', share(limit, scale))}${bar(
    isUnknown ? 'shared open' : `shared ${pod.risk}`,
    isUnknown ? 100 : share(sharedOf(pod), scale),
  )}</div><span class="small">limit ${escapeHtml(limitText)}, shared ${escapeHtml(sharedText(pod))}, ${count(
    pod.replicas.count,
    'pod',
  )}${pod.replicas.atLeast ? ` (${replicasText(pod.replicas)})` : ''}</span>`;
};

const bar = (kind: string, width: number): string =>
  `<div class="bar ${kind}"${width === 0 ? ' hidden' : ` style="width:${width}%"`}></div>`;

/** In percent with one digit behind the point; what is there at all is seen. */
const share = (part: bigint, whole: bigint): number =>
  part === 0n ? 0 : Math.max(0.5, Number((part * 1000n) / whole) / 10);

const limitOf = ({ limits }: ReportPod): bigint => bytesOf(limits.after);

const sharedOf = ({ sharedMemory: { after } }: ReportPod): bigint =>
  after === null ? 0n : bytesOf(after);

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
