import { printable } from '../result/line.ts';
import type { Severity } from '../result.ts';
import { fold, hiddenLines } from '../result/fold.ts';
import { sayingOf, type Issue } from './issue.ts';

const OFF = '\u001b[0m';
const BOLD = '\u001b[1m';
const FAINT = '\u001b[2m';
const colours: Readonly<Record<Severity, string>> = {
  error: '\u001b[1;31m',
  warning: '\u001b[1;33m',
  info: '\u001b[36m',
};

/** What text is told besides. */
export interface Look {
  readonly isColoured: boolean;
  /** Every issue has its line. */
  readonly isWhole: boolean;
}

type Paint = (colour: string, text: string) => string;

const plain: Paint = (_, text) => text;
const paint: Paint = (colour, text) => `${colour}${text}${OFF}`;

/** One line for people and editors: `file:line:column: severity: message [code]`. Colours go around what is printable already. */
const toLine = (issue: Issue, painted: Paint): string => {
  const { file = 'inject-shm', place, severity, code } = issue;
  const where = place === undefined ? file : `${file}:${place.line}:${place.column}`;
  const head = painted(BOLD, `${printable(where)}:`);
  const level = painted(colours[severity], `${severity}:`);
  return `${head} ${level} ${printable(sayingOf(issue))} ${painted(FAINT, `[${code}]`)}\n`;
};

/** A line for each issue; of many warnings of one code the first few and a count, unless all are asked for. */
export const toText = (issues: readonly Issue[], { isColoured, isWhole }: Look): string => {
  const folded = fold(issues, (each) => each, isWhole);
  const painted = isColoured ? paint : plain;
  return [...folded.shown.map((issue) => toLine(issue, painted)), ...hiddenLines(folded)].join('');
};
