import { FAILSAFE_SCHEMA, loadAll } from 'js-yaml';
import * as E from 'fp-ts/lib/Either.js';
import { type Outcome, inject } from '../../src/inject.ts';
import { readWhole } from '../../src/inject/parse.ts';
import { read as readText } from '../../src/inject/read.ts';
import { itemsOf } from '../arbitrary/case.ts';
import type { Flags } from '../arbitrary/flags.ts';
import { strayLines } from '../arbitrary/lines.ts';
import { read } from '../arbitrary/read.ts';
import { type Value, equal } from '../arbitrary/value.ts';
import { same, withoutResults } from '../support.ts';
import { stripped } from './stripped.ts';

/** What came of a text: what the run ended with, and whether the text changed. */
export interface Sound {
  readonly exitCode: Outcome['exitCode'];
  readonly changed: boolean;
}

const RECORD = 'inject-shm.dev/injected';

const attempt = <A>(body: () => A): A | undefined => {
  try {
    return body();
  } catch {
    return undefined;
  }
};

const documentsByJsYaml = (text: string): number | undefined =>
  attempt(() => loadAll(text, { schema: FAILSAFE_SCHEMA }).length);

const must = (holds: boolean, message: string): void => {
  if (!holds) throw new Error(message);
};

// oxlint-disable-next-line no-control-regex
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;

const isTold = ({ exitCode, stdout, stderr, results }: Outcome): void => {
  must(exitCode === 0 || stderr !== '', `exit ${exitCode} without a message`);
  must(exitCode < 2 || exitCode === 3 || stdout === '', 'exit 2 with output');
  must(!RAW.test(stderr), `stderr has raw control characters: ${JSON.stringify(stderr)}`);
  const defect = results.find(({ message }) => message.includes('is a defect'));
  must(defect === undefined, defect?.message ?? '');
};

const spelt = (text: string): string =>
  text.replace(/~|\bNull\b|\bNULL\b/g, 'null').replace(/:(?=\s*(?:#.*\s+)*[,}])/g, ': null');

/** What remove cannot give back byte for byte: aliases and merges that were written out; and records of others. */
const isExempt = (text: string): boolean => /[&*]|<</.test(text) || text.includes(RECORD);

const meansTheSame = (before: readonly Value[], after: readonly Value[]): void => {
  same(after.length, before.length);
  const [old, now] = [itemsOf(before), itemsOf(after)];
  same(now.length, old.length);
  const odd = old.findIndex((item, at) => !equal(stripped(item), stripped(now[at] ?? null)));
  if (odd !== -1) same(stripped(now[odd] ?? null), stripped(old[odd] ?? null));
};

const outputHolds = (
  text: string,
  after: string,
  flags: Flags,
  exitCode: Outcome['exitCode'],
): void => {
  const [before, now] = [attempt(() => read(text)), attempt(() => read(after))];
  if (before !== undefined) {
    must(now !== undefined, '`yaml` reads the input and not the output');
    meansTheSame(before, now ?? []);
    // What a merge brought in may be written out, whatever its key.
    if (!text.includes(RECORD) && !text.includes('<<')) same(strayLines(text, after), []);
  }
  const count = documentsByJsYaml(text);
  if (count !== undefined) same(documentsByJsYaml(after), count);
  const again = inject(after, { flags });
  must(again.exitCode < 2, `a second run exits with ${again.exitCode}: ${again.stderr}`);
  // Without a second reader the results of a list cannot be told from the rest.
  if (before === undefined && text.includes('ResourceList')) return;
  // What an alias kept from being edited may be edited once that alias is written out.
  if (exitCode === 0 || !/[&*]/.test(text)) same(withoutResults(again.stdout), after);
  if (isExempt(text)) return;
  const back = inject(after, { flags: { ...flags, mode: 'remove' } });
  same(spelt(withoutResults(back.stdout)), spelt(text));
};

/** What is read without a parser is what a parser reads. */
const isParsed = (text: string, { exitCode }: Outcome): void => {
  const of = { file: undefined, text };
  const [fast, whole] = [readText(of), readWhole(of)];
  if (E.isLeft(whole)) return must(exitCode === 2, `a parser refuses it: ${whole.left.message}`);
  if (E.isLeft(fast)) return must(exitCode === 2, 'a text that is refused gives output');
  const outlines = ({ items }: typeof whole.right) =>
    items.map(({ apiVersion, kind }) => ({ apiVersion, kind }));
  same(outlines(fast.right), outlines(whole.right));
};

/**
 * Holds whatever a text is: the run ends with 0 to 3 and a message; output comes only with 0 and 1, is read by those who
 * read the input, has as many items, and differs from the input in edits of ours alone; a second run changes nothing.
 * Throws where that is not so.
 */
export const sound = (text: string, flags: Flags): Sound => {
  const outcome = inject(text, { flags });
  isTold(outcome);
  isParsed(text, outcome);
  const { exitCode, stdout, results } = outcome;
  if (exitCode > 1) return { exitCode, changed: false };
  if (results.length === 0) same(stdout, text);
  const [old, after] = [withoutResults(text), withoutResults(stdout)];
  if (after !== old) outputHolds(old, after, flags, exitCode);
  return { exitCode, changed: after !== old };
};
