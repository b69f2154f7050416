import { bytesOf, shortBytes } from '../report/amount.ts';
import { risks, type NamespaceTotals, type Report, type Totals } from '../report/model.ts';
import { escapeHtml } from './escape.ts';
import { htmlPods } from './html-pods.ts';
import { style } from './html-style.ts';
import {
  boundedText,
  changesText,
  changeText,
  count,
  replicasText,
  sharedMemoryText,
  sizeText,
} from './words.ts';

/** The report as one page that needs nothing from elsewhere, has no script, and can be sent and printed. */
export const toHtml = (report: Report, title = 'Shared memory of pods'): string =>
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(sizeText(report.totals))}: ${escapeHtml(changesText(report.totals))}.</p>
</header>
<main>
${totalsSection(report.totals)}
${report.namespaces.length > 1 ? namespacesSection(report.namespaces) : ''}
${htmlPods(report.pods)}
</main>
<footer><p>Shared memory is what the volumes at <code>/dev/shm</code> may hold, in all pods. The 64Mi that a container has without a volume is not counted.</p></footer>
</body>
</html>
`;

const totalsSection = (totals: Totals): string => {
  const found = risks.filter((risk) => risk !== 'ok' && totals.risks[risk] > 0);
  const chips = found.map(
    (risk) => `<span class="risk ${risk}">${totals.risks[risk]} ${risk}</span>`,
  );
  const figures = [
    ['Shared memory', escapeHtml(sharedMemoryText(totals))],
    ['Memory limits', escapeHtml(changeText(totals.limits))],
    ['With a bound', escapeHtml(boundedText(totals))],
    ['At risk', chips.length === 0 ? 'none' : chips.join(' ')],
  ];
  return `<section aria-labelledby="totals"><h2 id="totals">In all</h2><dl class="figures">${figures
    .map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`)
    .join('')}</dl></section>`;
};

const namespacesSection = (namespaces: readonly NamespaceTotals[]): string => {
  const rows = namespaces.map(
    (each) =>
      `<tr role="row"><th role="rowheader" scope="row">${each.namespace === '' ? '(none)' : escapeHtml(each.namespace)}</th>${cells(
        [
          ['Workloads', `${each.workloads}`],
          ['Pods', replicasText({ count: each.replicas, atLeast: each.atLeast, from: '' })],
          ['Change', `${each.changed}`],
          ['Shared memory', namespaceShared(each)],
          ['Limits', shortBytes(bytesOf(each.limits.after))],
          ['With a bound', boundedText(each)],
        ],
      )}</tr>`,
  );
  const titles = ['Workloads', 'Pods', 'Change', 'Shared memory', 'Limits', 'With a bound'];
  return `<section aria-labelledby="namespaces"><h2 id="namespaces">${count(namespaces.length, 'namespace')}</h2>
<table role="table" class="numbers" aria-labelledby="namespaces"><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Namespace</th>${titles
    .map((title) => `<th role="columnheader" scope="col" class="number">${title}</th>`)
    .join('')}</tr></thead><tbody role="rowgroup">
${rows.join('\n')}
</tbody></table></section>`;
};

const namespaceShared = ({ sharedMemory: { after, unknown } }: Totals): string =>
  `${shortBytes(bytesOf(after))}${unknown.after === 0 ? '' : ` + ${count(unknown.after, 'unknown', 'unknown')}`}`;

const cells = (values: readonly (readonly [string, string])[]): string =>
  values
    .map(
      ([name, value]) =>
        `<td role="cell" class="number" data-label="${name}">${escapeHtml(value)}</td>`,
    )
    .join('');
