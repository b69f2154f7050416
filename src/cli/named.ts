import type { Command } from './command.ts';

/** The command that a command line names, and with how many of its words. */
export interface Named {
  readonly command: Command;
  readonly count: number;
}

/** The first words that name a command; without any, the command without a name. */
export const commandIn = (words: readonly string[], commands: readonly Command[]): Named => {
  const [unnamed, ...named] = commands;
  if (unnamed === undefined) throw new Error('there are no commands');
  const longest = [2, 1].flatMap((count) => {
    const name = words.slice(0, count).join(' ');
    const command = words.length < count ? undefined : named.find((each) => each.name === name);
    return command === undefined ? [] : [{ command, count }];
  });
  return longest[0] ?? { command: unnamed, count: 0 };
};
