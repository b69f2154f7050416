import * as E from 'fp-ts/lib/Either.js';
import { locate } from './locate.ts';
import type { Input } from './read.ts';
import { toResult, type Finding, type Result } from '../result.ts';
import { printable, toLine } from '../result/line.ts';
import { isKustomize, type Options } from './configure.ts';
import { write } from './write.ts';
import type { Refusal } from '../yaml/index.ts';

/** What a run gives: exit 0 done, 1 error results, 2 unusable input, 3 broken config. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly results: readonly Result[];
  readonly exitCode: 0 | 1 | 2 | 3;
}

const lines = (results: readonly Result[]): string =>
  results
    .filter(({ severity }) => severity !== 'info')
    .map((result) => `${toLine(result)}\n`)
    .join('');

/** Input that cannot be read: nothing on stdout, and where and why on stderr. */
export const refuse = (
  text: string,
  { offset, message }: Refusal,
  { file = 'stdin' }: Options,
): Outcome => {
  const { line, column, shown } = locate(text, offset);
  const isAtEnd = offset >= text.trimEnd().length;
  const hint = isAtEnd ? ' (the input ends here; is it cut off?)' : '';
  const excerpt = shown.split('\n').map(printable).join('\n');
  const stderr =
    text.trim() === ''
      ? `${printable(file)}: error: ${message}\n`
      : `${printable(file)}:${line}:${column}: error: ${printable(message)}${hint}\n${excerpt}\n`;
  return { stdout: '', stderr, results: [], exitCode: 2 };
};

/** A broken config: a ResourceList comes back unchanged with the errors, a stream does not. */
export const unconfigured = (input: Input, findings: readonly Finding[]): Outcome => {
  const results = findings.map((each) => toResult(each));
  const stdout = input.list === undefined ? '' : E.getOrElse(() => '')(write(input, [], results));
  return { stdout, stderr: lines(results), results, exitCode: 3 };
};

/** A run that went through, with or without error results. */
export const report = (
  input: Input,
  stdout: string,
  results: readonly Result[],
  { env = {} }: Options,
): Outcome => {
  const failed = results.some(({ severity }) => severity === 'error');
  const isAsked = (env['LOG_TO_STDERR'] ?? '') !== '' || isKustomize(input);
  const isShown = failed || input.list === undefined || isAsked;
  return { stdout, stderr: isShown ? lines(results) : '', results, exitCode: failed ? 1 : 0 };
};
