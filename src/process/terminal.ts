import { isatty, WriteStream } from 'node:tty';
import { writeAll } from './descriptors.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Whether a descriptor gets colours: where it is a terminal, unless NO_COLOR or FORCE_COLOR say otherwise. */
export const isColoured = (descriptor: number, env: Env): boolean => {
  const forced = env['FORCE_COLOR'] ?? '';
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  if (forced !== '') return forced !== '0' && forced !== 'false';
  return isatty(descriptor) && env['TERM'] !== 'dumb';
};

/** How many columns a descriptor has; so many as most have where it is no terminal. */
export const columnsOf = (descriptor: number, env: Env): number => {
  const given = Number(env['COLUMNS']);
  if (Number.isSafeInteger(given) && given > 0) return given;
  return (isatty(descriptor) ? new WriteStream(descriptor).columns : 0) || 100;
};

/** A line on stderr that tells what is being done. */
export interface Progress {
  /** Shows it if it has taken long already; `soon` if it is known that it will. */
  readonly show: (message: string, soon?: boolean) => void;
  readonly clear: () => void;
}

const LONG = 1000;
const PAUSE = 100;

/** For where nobody looks. */
export const silent: Progress = { show: () => undefined, clear: () => undefined };

const shown = (): Progress => {
  const started = performance.now();
  let last = -PAUSE;
  let isShown = false;
  const put = (text: string): void => writeAll(2, `\r\u001b[K${text}`);
  return {
    show: (message, soon = false) => {
      const now = performance.now();
      if (!soon && (now - started < LONG || now - last < PAUSE)) return;
      last = now;
      isShown = true;
      put(`inject-shm: ${message} …`);
    },
    clear: () => {
      if (isShown) put('');
      isShown = false;
    },
  };
};

/** Progress on stderr, if that is a terminal that can take a line back. */
export const progressOn = (env: Env): Progress =>
  isatty(2) && env['TERM'] !== 'dumb' ? shown() : silent;
