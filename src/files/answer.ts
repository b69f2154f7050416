import type { Run } from '../cli/run.ts';
import { issuesOf, printers, unopened } from '../format.ts';
import { summaryOf } from '../format/summary.ts';
import { effectsText } from '../plan/messages.ts';
import { FINDING } from '../result.ts';
import type { FilesOutcome } from '../inject.ts';
import { errorLine, failure, noteLine, type Ending } from '../process/ending.ts';
import { isColoured, type Progress } from '../process/terminal.ts';
import { problemLines, saidOf, type Input } from './input.ts';
import { joined } from './join.ts';

/** A run, planned. */
export interface Planned {
  readonly run: Run;
  readonly input: Input;
  readonly outcome: FilesOutcome;
  /** What there is to say of the texts that cannot be read. */
  readonly unread: string;
  readonly progress: Progress;
}

/** Exit 2 wherever something could not be read: what was planned does not know of it. */
const codeOf = ({ input, outcome }: Planned): Ending['exitCode'] =>
  outcome.exitCode < 2 && input.problems.length + outcome.refused.length > 0 ? 2 : outcome.exitCode;

const count = (files: number): string => `${files} file${files === 1 ? '' : 's'}`;

/** What the run says last: how much it looked at, and what is to become of it. */
const summary = (planned: Planned, changedFiles: number): string => {
  const { run, input, outcome } = planned;
  if (run.verbosity === 'quiet') return '';
  const isFiles = run.paths.length > 0;
  const of = (severity: string) => outcome.results.filter((each) => each.severity === severity);
  const found = outcome.results.find(({ tags }) => tags.code === 'summary')?.[FINDING];
  const counts = {
    files: isFiles ? input.sources.filter(({ left }) => left === undefined).length : undefined,
    workloads: outcome.counts.workloads,
    changedWorkloads: outcome.counts.changed,
    changedFiles,
    errors: of('error').filter(({ tags }) => tags.code !== 'would-change').length,
    warnings: of('warning').length,
    effects: found?.code === 'summary' ? effectsText(found.effects) : undefined,
  };
  const isOpen = run.action === 'check' && isFiles && counts.changedWorkloads > 0;
  return noteLine(
    summaryOf(counts, run.action === 'write') + (isOpen ? '; inject-shm --write does it' : ''),
  );
};

const check = (planned: Planned): Ending => {
  const { run, input, outcome, unread } = planned;
  const exitCode = codeOf(planned);
  const said = saidOf(input) + unread;
  if (exitCode === 3) return { stdout: '', stderr: said + outcome.stderr, exitCode };
  const unopenable = input.problems.map(({ path, message }) => unopened(path, message));
  const issues = [...unopenable, ...issuesOf(outcome)];
  const look = { isColoured: isColoured(1, process.env), isWhole: run.verbosity === 'verbose' };
  const stdout = printers[run.format](issues, look);
  const undone = outcome.results.filter(({ tags }) => tags.code === 'would-change');
  const files = new Set(undone.map(({ file }) => file?.path));
  return { stdout, stderr: said, closing: summary(planned, files.size), exitCode };
};

const changesOf = ({ input, outcome }: Planned) =>
  input.sources.flatMap((source, at) => {
    const after = outcome.texts[at] ?? source.text;
    const edits = outcome.edits[at] ?? [];
    return after === source.text ? [] : [{ source, before: source.text, after, edits }];
  });

const diff = async (planned: Planned): Promise<Ending> => {
  const { input, outcome, unread } = planned;
  const { toDiff } = await import('./diff.ts');
  const changes = changesOf(planned).map(({ source: { file = 'stdin' }, before, edits }) => ({
    name: file,
    before,
    edits,
  }));
  const stdout = toDiff(changes, isColoured(1, process.env));
  return { stdout, stderr: saidOf(input) + unread + outcome.stderr, exitCode: codeOf(planned) };
};

const write = async (planned: Planned): Promise<Ending> => {
  const { input, outcome, unread, progress } = planned;
  const { replaceAll } = await import('./replace.ts');
  const replacements = changesOf(planned).flatMap(({ source: { found }, before, after }) =>
    found === undefined ? [] : [{ found, before, after }],
  );
  const { written, problems, stopped } = await replaceAll(replacements, progress);
  if (stopped !== undefined)
    return { ...failure(`stopped by ${stopped}, no file is changed`), signal: stopped };
  const said = saidOf(input) + unread + outcome.stderr;
  if (problems.length === 0) {
    const closing = summary(planned, written);
    return { stdout: '', stderr: said, closing, exitCode: codeOf(planned) };
  }
  const left = written === 0 ? 'no file is changed' : `${count(written)} changed, the others not`;
  return { stdout: '', stderr: said + problemLines(problems) + errorLine(left), exitCode: 2 };
};

const print = (planned: Planned): Ending => {
  const { input, outcome, unread } = planned;
  const exitCode = codeOf(planned);
  // A ResourceList tells a broken config in its results.
  const stdout = exitCode === 2 ? '' : joined(outcome.texts);
  const said = exitCode === 2 ? unread : unread + outcome.stderr;
  if (exitCode === 0 && stdout === '' && input.left.length > 0)
    return {
      stdout,
      stderr: saidOf(input) + errorLine('there is nothing else to print'),
      exitCode: 2,
    };
  return { stdout, stderr: saidOf(input) + said, exitCode };
};

/** What a run prints, or writes. With exit code 3 nothing is changed or printed; what cannot be read stays as it is. */
export const answer = async (planned: Planned): Promise<Ending> => {
  const { action } = planned.run;
  if (action === 'check') return check(planned);
  if (action === 'print') return print(planned);
  if (planned.outcome.exitCode === 3)
    return { stdout: '', stderr: saidOf(planned.input) + planned.outcome.stderr, exitCode: 3 };
  return action === 'diff' ? diff(planned) : write(planned);
};
