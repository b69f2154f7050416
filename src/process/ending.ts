import type { Outcome } from '../inject.ts';
import { printable } from '../result/line.ts';

/** How the process ends. */
export interface Ending extends Pick<Outcome, 'stdout' | 'stderr' | 'exitCode'> {
  /** For stderr, behind what is on stdout: on a terminal it stands last. */
  readonly closing?: string;
  /** The signal that it was stopped by; it ends by that too, as its caller expects. */
  readonly signal?: NodeJS.Signals;
}

/** A line for stderr: what is wrong, and with what. */
export const errorLine = (message: string, place = 'inject-shm'): string =>
  `${printable(`${place}: error: ${message}`)}\n`;

/** A line for stderr: what is allowed, but hardly meant. */
export const warningLine = (message: string): string =>
  `inject-shm: warning: ${printable(message)}\n`;

/** A line for stderr that tells what was done. */
export const noteLine = (message: string): string => `inject-shm: ${printable(message)}\n`;

/** An end with nothing on stdout. */
export const failure = (message: string, exitCode: Ending['exitCode'] = 2): Ending => ({
  stdout: '',
  stderr: errorLine(message),
  exitCode,
});
