import * as E from 'fp-ts/lib/Either.js';
import { fstatSync, readSync, writeSync } from 'node:fs';
import { decode } from './bytes.ts';

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EAGAIN';

const pause = (): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);

/** Tries again while the other end of a pipe is not ready: who shares the pipe may have made it non-blocking. */
const patiently = (transfer: () => number): number => {
  for (;;) {
    try {
      return transfer();
    } catch (error) {
      if (!isBusy(error)) throw error;
      pause();
    }
  }
};

/** Its module loads streams and sockets, which takes longer than a small input: only a device can be a terminal. */
const isTerminal = (descriptor: number): boolean =>
  (require('node:tty') as typeof import('node:tty')).isatty(descriptor);

const readAll = (descriptor: number): Uint8Array => {
  const chunks: Buffer[] = [];
  let rest = Buffer.allocUnsafe(65_536);
  for (;;) {
    const size = patiently(() => readSync(descriptor, rest));
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(rest.subarray(0, size));
    // A pipe gives 64 KiB at a time.
    rest = size < rest.length ? rest.subarray(size) : Buffer.allocUnsafe(1_048_576);
  }
};

/** What an error says, whatever was thrown. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const inPlainWords: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder, not a file',
  EACCES: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
};

/** What went wrong with a file, for people; node's own message names a system call. */
export const inWords = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return inPlainWords[code] ?? messageOf(error);
};

/** All of stdin. Left: why there is none. `process.stdin` is not looked at: that would make a pipe non-blocking. */
export const readStdin = (): E.Either<string, string> => {
  try {
    if (fstatSync(0).isCharacterDevice() && isTerminal(0))
      return E.left(
        'manifests are read from stdin, and stdin is a terminal; see `inject-shm --help`',
      );
    return decode(readAll(0));
  } catch (error) {
    return E.left(`stdin cannot be read: ${messageOf(error)}`);
  }
};

/** Writes all of a text before it returns: cut output with exit 0 makes orchestrators delete resources. */
export const writeAll = (descriptor: number, text: string): void => {
  const bytes = Buffer.allocUnsafe(Math.min(PIECE, text.length) * 3);
  for (let start = 0; start < text.length;) {
    const end = endOfPiece(text, start);
    const size = bytes.write(text.slice(start, end));
    for (let at = 0; at < size;) at += patiently(() => writeSync(descriptor, bytes, at, size - at));
    start = end;
  }
};

/** How many characters are turned into bytes at a time: all at once would take the memory of the text once more. */
const PIECE = 1_048_576;

/** Where a piece ends that begins at `start`: two halves of a character stay together. */
const endOfPiece = (text: string, start: number): number => {
  const end = Math.min(start + PIECE, text.length);
  const isSplit = end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800;
  return isSplit ? end - 1 : end;
};
