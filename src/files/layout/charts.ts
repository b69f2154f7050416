import { basename, dirname, join, relative, sep } from 'node:path';
import { foldersTo, type Listings, once } from '../folders.ts';

/** What a file is to a chart: a template, or what the chart says of itself. */
export interface ChartFile {
  readonly type: 'template' | 'description';
  readonly chart: string;
}

/** What is in these folders is rendered before anybody applies it; `crds` is applied as it is. */
const rendered = new Set(['templates', 'charts']);

const isDescription = (name: string): boolean =>
  /^(?:Chart|requirements|values(?:[-._].*)?)\.(?:ya?ml|json)$/.test(name);

/** Finds the chart that a file belongs to, up to the top that its folder has. */
export const charts = (
  topOf: (file: string) => string,
  { has }: Listings,
): ((file: string) => ChartFile | undefined) => {
  const isChart = once((folder) => has(folder, 'Chart.yaml'));
  const chartsTo = once((folder) => foldersTo(topOf(join(folder, 'any')), folder).filter(isChart));
  return (file) => {
    const above = chartsTo(dirname(file));
    const chart = above.find((folder) => rendered.has(relative(folder, file).split(sep)[0] ?? ''));
    if (chart !== undefined) return { type: 'template', chart };
    return isChart(dirname(file)) && isDescription(basename(file))
      ? { type: 'description', chart: dirname(file) }
      : undefined;
  };
};
