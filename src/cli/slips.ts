import * as E from 'fp-ts/lib/Either.js';
import { fields } from '../config.ts';
import { words } from '../config/lists.ts';
import { closest, didYouMean } from '../config/show.ts';
import { kindRows } from '../kinds.ts';
import { namesKind } from '../select.ts';
import type { Command, Given } from './command.ts';

/** Whether there is a file or folder of this name. */
export type Exists = (path: string) => boolean;

/** What is a flag here and a command elsewhere. */
const flagsTakenForCommands: Readonly<Record<string, string>> = {
  check: '--check',
  diff: '--diff',
  write: '--write',
  remove: '--mode remove',
};

/** A group of commands that is named without one of them: `argocd`. */
const misnamedInGroup = (
  [first = '', second]: readonly string[],
  names: readonly string[],
): string | undefined => {
  const inGroup = names.filter((name) => name.startsWith(`${first} `));
  if (inGroup.length === 0) return undefined;
  const seconds = inGroup.map((name) => name.slice(first.length + 1));
  if (second === undefined) return `"${first}" needs one of ${seconds.join(', ')} behind it`;
  const meant = closest(second, seconds);
  const full = meant === undefined ? undefined : `${first} ${meant}`;
  return `unknown command "${first} ${second}"${didYouMean(full)}`;
};

/** What is wrong with a first argument that is neither a command nor a file, but nearly a command. */
export const misnamed = (
  args: readonly string[],
  commands: readonly Command[],
  exists: Exists,
): string | undefined => {
  const [first = ''] = args;
  if (!/^[a-z][a-z-]+$/i.test(first) || exists(first)) return undefined;
  const names = commands.map(({ name }) => name).filter((name) => name !== '');
  const inGroup = misnamedInGroup(args, names);
  if (inGroup !== undefined) return inGroup;
  const heads = [...new Set(names.map((name) => name.split(' ')[0] ?? ''))];
  const meant = closest(first, [...Object.keys(flagsTakenForCommands), ...heads]);
  if (meant === undefined) return undefined;
  return `unknown command "${first}"${didYouMean(flagsTakenForCommands[meant] ?? meant)}`;
};

const isManifest = (value: string): boolean => /\.(?:ya?ml|json)$/.test(value);

/** A flag whose value was left out, so that the file behind it was taken for the value: `--ratio t.yaml`. */
export const misplaced = ({ flags, args }: Given, exists: Exists): string | undefined => {
  for (const { flag, metavar, read } of fields) {
    const value = flags[flag];
    if (value === undefined || !(isManifest(value) || exists(value))) continue;
    const isFile = E.isLeft(read(value)) || (isManifest(value) && exists(value));
    if (isFile && args.length === 0)
      return `--${flag} needs a value, got the file ${value}: write --${flag} ${metavar} ${value}`;
  }
  return undefined;
};

const isKnown = (word: string): boolean =>
  word === '*' || kindRows.some(({ group, kind }) => namesKind(word, { apiGroup: group, kind }));

/** Warns of kinds to leave out that are nearly one of the table: a misspelt one would be changed after all. */
export const kindWarnings = (flags: Given['flags']): readonly string[] => {
  const given = flags['exclude-kinds'];
  if (given === undefined) return [];
  const kinds = [...new Set(kindRows.map(({ kind }) => kind))];
  return E.getOrElse((): readonly string[] => [])(words(given)).flatMap((word) => {
    if (isKnown(word)) return [];
    const [, group, kind = ''] = /^(?:(.*)\/)?(.*)$/.exec(word) ?? [];
    const meant = kindRows.some((row) => row.kind === kind)
      ? groupedNames(kind)
      : closest(kind, kinds);
    if (meant === undefined) return [];
    const shown = group === undefined || meant.includes('/') ? meant : `${group}/${meant}`;
    return [
      `--exclude-kinds names "${word}", which is not in the table of kinds${didYouMean(shown)}`,
    ];
  });
};

/** A kind of the table with its group. */
const groupedNames = (kind: string): string | undefined => {
  const row = kindRows.find((each) => each.kind === kind);
  return row === undefined ? undefined : `${row.group === '' ? 'core' : row.group}/${kind}`;
};
