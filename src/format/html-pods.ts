import { bytesOf, shortBytes } from '../report/amount.ts';
import type { ReportPod } from '../report/model.ts';
import { shmText } from '../report/shm.ts';
import { usageText } from '../report/usage.ts';
import { whyLine } from '../report/why.ts';
import { escapeHtml, htmlText } from './escape.ts';
import {
  count,
  killedText,
  limitChanges,
  liveText,
  placeText,
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
<p><span class="key limit"></span> memory limits, <span class="key shared"></span> what the volumes at <code>/dev/shm</code> may hold, <span class="key open"></span> nobody knows how much, all on one scale.${pods.some(({ usage }) => usage) ? ' Used is the fullest that a kubelet measured; peaks between two snapshots are not seen.' : ''}</p>
<table role="table" class="pods" aria-labelledby="pods"><thead role="rowgroup"><tr role="row">${titles
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
    `<td role="cell" data-label="Live"${pod.changed ? '' : ' class="idle"'}>${liveText(pod) ?? '–'}</td>`,
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
    .map((part) => `<p>${htmlText(part)}</p>`)
    .join('');

const bars = (pod: ReportPod, scale: bigint): string => {
  const [limit, shared] = [share(limitOf(pod), scale), share(sharedOf(pod), scale)];
  const drawn = [
    ...(limit === 0 ? [] : [bar('limit', limit)]),
    ...(pod.sharedMemory.after === null
      ? [bar('open', 100)]
      : shared === 0
        ? []
        : [bar(`shared ${pod.risk}`, shared)]),
  ];
  return `${drawn.length === 0 ? '' : `<div class="bars" aria-hidden="true">${drawn.join('')}</div>`}<span class="small">${escapeHtml(amounts(pod))}</span>`;
};

/** What the bars show, in words: `limit 12Gi, shared memory 6Gi, in 3 pods`. */
const amounts = (pod: ReportPod): string => {
  const limit = limitOf(pod);
  const { count: pods, atLeast } = pod.replicas;
  const more = pod.limits.incomplete.after ? ' and some without' : '';
  return [
    limit === 0n ? 'no limit' : `limit ${shortBytes(limit)}${more}`,
    sharedOf(pod) === 0n && pod.sharedMemory.after !== null
      ? 'no volume in memory'
      : `shared memory ${sharedText(pod)}`,
    `${atLeast ? 'at least ' : ''}${count(pods, 'pod')}`,
  ].join(', ');
};

const bar = (kind: string, width: number): string =>
  `<div class="bar ${kind}" style="width:${width}%"></div>`;

/** In percent with one digit behind the point; what is there at all is seen. */
const share = (part: bigint, whole: bigint): number =>
  part === 0n ? 0 : Math.max(0.5, Number((part * 1000n) / whole) / 10);

const limitOf = ({ limits }: ReportPod): bigint => bytesOf(limits.after);

const sharedOf = ({ sharedMemory: { after } }: ReportPod): bigint =>
  after === null ? 0n : bytesOf(after);

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
