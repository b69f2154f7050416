import { bytesOf, shortBytes } from '../report/amount.ts';
import type { NamespaceTotals, Report, ReportPod, Risk } from '../report/model.ts';
import { shmText } from '../report/shm.ts';
import { usageText } from '../report/usage.ts';
import { whyLine } from '../report/why.ts';
import { printable } from '../result/line.ts';
import {
  boundedText,
  changesText,
  changeText,
  killedText,
  limitChanges,
  liveText,
  placeText,
  replicasText,
  risksText,
  sharedMemoryText,
  sharedText,
  sizeText,
  whereText,
  workloadText,
} from './words.ts';

export interface TableOptions {
  readonly colours: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** The report for a terminal: a line per pod, below it why; the totals last. */
export const toTable = (report: Report, { colours, width }: TableOptions): string => {
  const columns = podColumns(report);
  const table = layOut(
    columns.map(([title]) => title),
    report.pods.map((pod) => columns.map(([, text]) => text(pod))),
    width,
    [SHRINKS, SHM],
  );
  const [head = '', ...rows] = table;
  const lines = rows.flatMap((row, at) => {
    const pod = report.pods[at];
    return pod === undefined ? [] : [painted(row, pod.risk, colours), ...details(pod, width)];
  });
  const namespaces = report.namespaces.length > 1 ? ['', ...namespaceTable(report, width)] : [];
  const all = [
    ...(rows.length > 0 ? [head, ...lines] : []),
    ...namespaces,
    '',
    ...footer(report, width),
  ];
  return `${(rows.length > 0 ? all : footer(report, width)).join('\n')}\n`;
};

type Column = readonly [title: string, text: (pod: ReportPod) => string];

/** The columns that give way where the terminal is narrow. */
const SHRINKS = 1;
const SHM = 2;
const INDENT = 11;
const LEAST = 12;
const GAP = '  ';

const podColumns = ({ pods }: Report): readonly Column[] => [
  ['RISK', ({ risk }) => risk],
  ['WORKLOAD', workloadText],
  ['/dev/shm', ({ shm }) => shmText(shm)],
  ...(pods.some(({ usage }) => usage)
    ? [['USED', ({ usage }) => (usage ? usageText(usage) : '–')] satisfies Column]
    : []),
  ['PODS', ({ replicas }) => replicasText(replicas)],
  ['IN ALL', sharedText],
  ['LIVE', (pod) => liveText(pod) ?? '–'],
];

const details = (pod: ReportPod, width: number): readonly string[] => {
  const where = [whereText(pod), placeText(pod)].filter((part) => part !== undefined);
  const isPlain = pod.risk === 'ok' && !pod.changed;
  const parts = isPlain
    ? [whyLine(pod)]
    : [where.join(', '), whyLine(pod), ...limitChanges(pod), killedText(pod) ?? ''];
  return parts.filter((part) => part !== '').flatMap((part) => wrap(printable(part), width));
};

const footer = ({ totals }: Report, width: number): readonly string[] => {
  const risk = risksText(totals);
  return [
    `${sizeText(totals)}: ${changesText(totals)}`,
    ...(risk === undefined ? [] : [`At risk: ${risk}`]),
    `Shared memory: ${sharedMemoryText(totals)}`,
    `Memory limits: ${changeText(totals.limits)}`,
    `With a bound: ${boundedText(totals)}`,
  ].flatMap((line) => wrap(line, width, 0));
};

const namespaceTable = ({ namespaces }: Report, width: number): readonly string[] =>
  layOut(
    ['NAMESPACE', 'WORKLOADS', 'PODS', 'CHANGED', 'SHARED', 'LIMITS', 'WITH A BOUND'],
    namespaces.map((each: NamespaceTotals) => [
      each.namespace === '' ? '(none)' : each.namespace,
      `${each.workloads}`,
      replicasText({ count: each.replicas, atLeast: each.atLeast, from: '' }),
      `${each.changed}`,
      shortBytes(bytesOf(each.sharedMemory.after)) +
        (each.sharedMemory.unknown.after > 0 ? '+?' : ''),
      shortBytes(bytesOf(each.limits.after)),
      boundedText(each),
    ]),
    width,
    [0],
  );

/** Rows below titles, each column as wide as it needs, less what is too much for `shrinking` ones. */
const layOut = (
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
  shrinking: readonly number[],
): readonly string[] => {
  const cells = [titles, ...rows.map((row) => row.map(printable))];
  const widths = titles.map((_, at) =>
    cells.reduce((most, row) => Math.max(most, size(row[at])), 0),
  );
  let over = widths.reduce((total, each) => total + each + GAP.length, -GAP.length) - width;
  for (const at of shrinking) {
    const own = widths[at] ?? 0;
    const cut = Math.min(Math.max(0, over), Math.max(0, own - LEAST));
    widths[at] = own - cut;
    over -= cut;
  }
  return cells.map((row) =>
    row
      .map((cell, at) => fit(cell, widths[at] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
};

const size = (text = ''): number => (/^[ -~]*$/.test(text) ? text.length : Array.from(text).length);

/** Names differ at their ends: the middle goes. */
const fit = (text: string, width: number): string => {
  const chars = Array.from(text);
  if (chars.length <= width) return text + ' '.repeat(width - chars.length);
  const back = Math.floor((width - 1) / 2);
  return `${chars.slice(0, width - 1 - back).join('')}…${chars.slice(chars.length - back).join('')}`;
};

const wrap = (text: string, width: number, indent = INDENT): readonly string[] => {
  const room = Math.max(LEAST, width - indent);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((each) => pieces(each, room))) {
    if (line !== '' && size(line) + 1 + size(word) > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each) => ' '.repeat(indent) + each);
};

const pieces = (word: string, room: number): readonly string[] => {
  const chars = Array.from(word);
  return chars.length <= room
    ? [word]
    : Array.from({ length: Math.ceil(chars.length / room) }, (_, at) =>
        chars.slice(at * room, (at + 1) * room).join(''),
      );
};

const colourOf: Readonly<Record<Risk, number>> = {
  error: 31,
  unbounded: 31,
  'oom-risk': 33,
  disk: 33,
  'needs-shm': 33,
  unknown: 36,
  ok: 32,
};

const painted = (row: string, risk: Risk, colours: boolean): string =>
  colours
    ? `\u001b[${colourOf[risk]}m${row.slice(0, risk.length)}\u001b[0m${row.slice(risk.length)}`
    : row;
