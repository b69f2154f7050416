import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { inject } from '../src/inject.ts';
import type { Result } from '../src/result.ts';
import { withoutResults } from './support.ts';

export const folder = 'test/golden';

/** A folder of the goldens. */
export interface Golden {
  readonly name: string;
  /** `input.yaml` or `input.json`. */
  readonly input: string;
  readonly extension: 'yaml' | 'json';
  /** `flags.yaml`: flags of the command line by name, without dashes. */
  readonly flags: Readonly<Record<string, string>>;
  /** `not-restored.txt`: why remove gives something else than the input; then `removed.*` is what it gives. */
  readonly notRestored: string | undefined;
}

/** What a run says, file by file; `undefined` where there is nothing to say and no file. */
export type Expected = Readonly<Record<string, string | undefined>>;

const textOf = (name: string, file: string): string | undefined => {
  const path = join(folder, name, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
};

const load = (name: string): Golden => {
  const json = textOf(name, 'input.json');
  const flags = parse(textOf(name, 'flags.yaml') ?? '{}', {
    schema: 'failsafe',
  }) as Golden['flags'];
  return {
    name,
    input: json ?? textOf(name, 'input.yaml') ?? '',
    extension: json === undefined ? 'yaml' : 'json',
    flags,
    notRestored: textOf(name, 'not-restored.txt'),
  };
};

/** Every golden, in the order of their names. */
export const goldens: readonly Golden[] = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => load(name))
  .sort((a, b) => (a.name < b.name ? -1 : 1));

const at = ({ path, index }: NonNullable<Result['file']>): string =>
  index === undefined ? path : `${path}[${index}]`;

/** A result as a reviewer reads it. */
const readable = ({ severity, tags, resourceRef: ref, file, field, message }: Result): object => ({
  [severity]: tags.code,
  ...(ref && {
    on: `${ref.kind} ${ref.namespace === undefined ? '' : `${ref.namespace}/`}${ref.name}`,
  }),
  ...(file && { file: at(file) }),
  ...(field && { field: field.path }),
  ...(field && 'currentValue' in field && { current: field.currentValue }),
  ...(field && 'proposedValue' in field && { proposed: field.proposedValue }),
  message,
});

const readableResults = (results: readonly Result[]): string | undefined =>
  results.length === 0
    ? undefined
    : results.map((result) => stringify([readable(result)], { lineWidth: 0 })).join('');

export const run = ({ input, flags }: Golden) => inject(input, { flags });

/** Runs a golden again on what it gave. */
export const runAgain = (golden: Golden) =>
  inject(withoutResults(run(golden).stdout), { flags: golden.flags });

/** Whether `mode: check` calls for a run. */
export const isCalledFor = ({ input, flags }: Golden): boolean =>
  inject(input, { flags: { ...flags, mode: 'check' } }).results.some(
    ({ tags }) => tags.code === 'would-change',
  );

/** Takes back what a golden gave. */
export const takeBack = (golden: Golden): string => {
  const flags = { ...golden.flags, mode: 'remove' };
  return withoutResults(inject(withoutResults(run(golden).stdout), { flags }).stdout);
};

/** What there was before: results are no part of what goes on. */
export const withoutAny = ({ input }: Golden): string => withoutResults(input);

/** What the files of a golden should be; without an `output.*`, stdout is stdin, byte for byte. */
export const expectedOf = (golden: Golden): Expected => {
  const { stdout, stderr, results, exitCode } = run(golden);
  const { input, extension, notRestored } = golden;
  return {
    [`output.${extension}`]: stdout === input ? undefined : stdout,
    'results.yaml': readableResults(results),
    'stderr.txt': stderr === '' ? undefined : stderr,
    exit: exitCode === 0 ? undefined : `${exitCode}\n`,
    [`removed.${extension}`]: notRestored === undefined ? undefined : takeBack(golden),
  };
};

/** The files of a golden as they are. */
export const filesOf = (golden: Golden): Expected =>
  Object.fromEntries(
    Object.keys(expectedOf(golden)).map((file) => [file, textOf(golden.name, file)]),
  );

/** Removes the expected files of a golden. */
export const forgetExpected = ({ name }: Golden): void =>
  readdirSync(join(folder, name))
    .filter((file) => /^(?:output|results|stderr|exit|removed)\b/.test(file))
    .forEach((file) => rmSync(join(folder, name, file)));

/** Writes what the files of a golden should be; to be reviewed. */
export const writeExpected = (golden: Golden): void =>
  Object.entries(expectedOf(golden)).forEach(([file, text]) => {
    const path = join(folder, golden.name, file);
    if (text === undefined) rmSync(path, { force: true });
    else writeFileSync(path, text);
  });
