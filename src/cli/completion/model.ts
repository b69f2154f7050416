import type { Described } from '../describe.ts';

/** A command as completion knows it. */
export interface Completed {
  /** Empty where no command is named. */
  readonly name: string;
  readonly summary: string;
  /** What its arguments may be. */
  readonly words: readonly string[];
  readonly takesFiles: boolean;
  readonly flags: readonly Described[];
}

/** In single quotes, as bash and zsh read them. */
export const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** First words of all commands, with what they do. */
export const firstWords = (
  commands: readonly Completed[],
): readonly (readonly [word: string, summary: string])[] =>
  commands.flatMap(({ name, summary }) =>
    name === '' || name.includes(' ') ? [] : [[name, summary] as const],
  );

/** Flags by name; one of several commands may have the values that it has in any of them. */
export const distinct = (commands: readonly Completed[]): readonly Described[] => {
  const found = new Map<string, Described>();
  for (const flag of commands.flatMap(({ flags }) => flags)) {
    const values = [...new Set([...(found.get(flag.name)?.values ?? []), ...(flag.values ?? [])])];
    found.set(flag.name, { ...flag, ...(values.length === 0 ? {} : { values }) });
  }
  return [...found.values()];
};
