import { kindRows } from '../kinds.ts';
import { failure } from '../process/ending.ts';
import type { Command, Surface } from './command.ts';
import { bash } from './completion/bash.ts';
import { fish } from './completion/fish.ts';
import type { Completed } from './completion/model.ts';
import { zsh } from './completion/zsh.ts';
import { flagsOf, type Described } from './describe.ts';

const shells: Readonly<Record<string, (commands: readonly Completed[]) => string>> = {
  bash,
  zsh,
  fish,
};

const kinds = [...new Set(kindRows.map(({ kind }) => kind))].sort();

const withKinds = (flag: Described): Described =>
  flag.name === 'kinds' || flag.name === 'exclude-kinds' ? { ...flag, values: kinds } : flag;

/** What follows the first word of commands of two words, as a command of its own. */
const groupsOf = (commands: readonly Command[]): readonly Completed[] => {
  const grouped = commands.filter(({ name }) => name.includes(' '));
  const heads = [...new Set(grouped.map(({ name }) => name.split(' ')[0] ?? ''))];
  return heads.map((name) => ({
    name,
    summary: grouped
      .filter((each) => each.name.startsWith(`${name} `))
      .map(({ summary }) => summary)
      .join(' '),
    words: grouped.flatMap((each) =>
      each.name.startsWith(`${name} `) ? [each.name.slice(name.length + 1)] : [],
    ),
    takesFiles: false,
    flags: [],
  }));
};

/** What a script completes, from the tables of commands and fields. */
export const completed = (commands: readonly Command[]): readonly Completed[] => {
  const named = commands.map((command): Completed => {
    const { name, summary, argument } = command;
    const words = argument?.values?.(commands) ?? [];
    return {
      name,
      summary,
      words,
      takesFiles: argument !== undefined && argument.values === undefined,
      flags: flagsOf(command).map(withKinds),
    };
  });
  return [...named, ...groupsOf(commands)];
};

/** Prints the script of a shell. */
export const completion: Surface = ({ args: [shell = ''] }, { commands }) => {
  const print = Object.hasOwn(shells, shell) ? shells[shell] : undefined;
  return print === undefined
    ? failure(`completion is for ${Object.keys(shells).join(', ')}, got "${shell}"`, 3)
    : { stdout: print(completed(commands)), stderr: '', exitCode: 0 };
};
