import { toJson } from '../report.ts';
import type { Comparison } from '../report/compare.ts';
import type { Report } from '../report/model.ts';
import type { ReportFormat } from './formats.ts';
import { toHtml } from './html.ts';
import { toComparisonMarkdown } from './markdown-comparison.ts';
import { toMarkdown } from './markdown.ts';
import { toComparisonTable } from './table-comparison.ts';
import { type TableOptions, toTable } from './table.ts';

/** What `report` prints, by its format. */
export const reportPrinters: Readonly<
  Record<ReportFormat, (report: Report, options: TableOptions) => string>
> = {
  table: toTable,
  markdown: toMarkdown,
  html: (report) => toHtml(report),
  json: toJson,
};

/** What `report --base` prints; a page is of one report. */
export const comparisonPrinters: Readonly<
  Record<Exclude<ReportFormat, 'html'>, (comparison: Comparison) => string>
> = { table: toComparisonTable, markdown: toComparisonMarkdown, json: toJson };
