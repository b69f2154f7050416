import type { Ending } from '../process/ending.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** A flag that is no field of the config. */
export interface Flag {
  /** How help calls its value; a flag without one is a switch. */
  readonly metavar?: string;
  readonly short?: string;
  /** All values that it may have, for completion. */
  readonly values?: readonly string[];
  /** Its value is the path of a file. */
  readonly isFile?: true;
  /** It may be given more than once. */
  readonly isRepeated?: true;
  /** What it does, on one line. */
  readonly doc: string;
}

export type Flags<F extends string = string> = Readonly<Record<F, Flag>>;

/** Flags of every command. */
export const everywhere = {
  help: { short: 'h', doc: 'Show the help of the command.' },
  version: { doc: 'Show the version.' },
} as const satisfies Flags;

/** What a command is given on the command line. */
export interface Given<F extends string = string> {
  /** The arguments behind the command's name. */
  readonly args: readonly string[];
  /** The flags that are fields of the config. */
  readonly flags: Readonly<Record<string, string>>;
  readonly has: (flag: F) => boolean;
  readonly text: (flag: F) => string | undefined;
  /** Every value of a flag that may be given more than once. */
  readonly all: (flag: F) => readonly string[];
}

/** What a command knows of where it runs. */
export interface Context {
  readonly env: Env;
  readonly commands: readonly Command[];
}

/** Carries a command out. */
export type Surface<F extends string = string> = (
  given: Given<F>,
  context: Context,
) => Ending | Promise<Ending>;

/** An argument of a command. */
export interface Argument {
  readonly metavar: string;
  /** How help writes all of them, where that is not `[METAVAR]`. */
  readonly usage?: string;
  /** What it may be, for completion; files where it does not say. */
  readonly values?: (commands: readonly Command[]) => readonly string[];
  /** How many there may be; one unless it says otherwise. */
  readonly most?: number;
}

/** A row of the table of commands: all that is known of a command before it is loaded. */
export interface Command<F extends string = string> {
  /** One word or two; empty for what is done where no command is named. */
  readonly name: string;
  readonly summary: string;
  readonly argument?: Argument;
  readonly flags: Flags<F>;
  /** Whether the fields of the config are flags of it. */
  readonly isConfigured: boolean;
  /** What its help says behind the summary: lines of at most 100 columns. */
  readonly help: string;
  /** Loads what carries it out: a filter starts once per overlay and pays for nothing else. */
  readonly load: () => Promise<Surface<F>>;
}

/** A row, with a surface that asks for no other flags than the row has. */
export const command = <F extends string>(row: Command<F>): Command => row;
