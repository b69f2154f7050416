/** How much a run saw and changed. */
export interface Counts {
  /** Files that were read; `undefined` for a stream. */
  readonly files: number | undefined;
  /** Workloads of the kinds that are changed, selected or not. */
  readonly workloads: number;
  readonly changedWorkloads: number;
  readonly changedFiles: number;
  /** Results of severity error or warning that are no change. */
  readonly errors: number;
  readonly warnings: number;
  /** What the changes do in a cluster. */
  readonly effects?: string | undefined;
}

const count = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? '' : 's'}`;

const inFiles = (files: number | undefined): string =>
  files === undefined ? '' : ` in ${count(files, 'file')}`;

const troubles = ({ errors, warnings }: Counts): readonly string[] => [
  ...(errors > 0 ? [count(errors, 'error')] : []),
  ...(warnings > 0 ? [count(warnings, 'warning')] : []),
];

const changeSummary = (counts: Counts, isWritten: boolean): string => {
  const { files, changedFiles, changedWorkloads, effects } = counts;
  const verb = isWritten ? 'changed' : 'would change';
  const where = files === undefined ? '' : ` in ${changedFiles} of ${count(files, 'file')}`;
  const what = [`${verb} ${count(changedWorkloads, 'workload')}${where}`, ...troubles(counts)];
  return what.join(', ') + (effects === undefined ? '' : `: ${effects}`);
};

/**
 * What a run says last: `checked 12 workloads in 34 files: all in order`.
 * @param isWritten whether what it would change is changed
 */
export const summaryOf = (counts: Counts, isWritten: boolean): string => {
  const { files, workloads, changedWorkloads } = counts;
  if (files === 0) return ['no files to look at', ...troubles(counts)].join(', ');
  if (workloads === 0)
    return [`no workloads found${inFiles(files)}`, ...troubles(counts)].join(', ');
  if (changedWorkloads > 0) return changeSummary(counts, isWritten);
  const found = troubles(counts);
  const verdict = found.length === 0 ? 'all in order' : `nothing to change, ${found.join(', ')}`;
  return `checked ${count(workloads, 'workload')}${inFiles(files)}: ${verdict}`;
};
