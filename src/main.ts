import * as E from 'fp-ts/lib/Either.js';
import { fstatSync, readSync, writeSync } from 'node:fs';
import { parseCommand } from './cli.ts';
import { inject, type Outcome } from './inject.ts';
import { decode } from './io/bytes.ts';
import { printable } from './result/line.ts';

const failure = (message: string, exitCode: Outcome['exitCode'] = 2): Outcome => ({
  stdout: '',
  stderr: `inject-shm: error: ${printable(message)}\n`,
  results: [],
  exitCode,
});

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

const readAll = (descriptor: number): Uint8Array => {
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = Buffer.allocUnsafe(65_536);
    const size = patiently(() => readSync(descriptor, chunk));
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, size));
  }
};

/** `process.stdin` is looked at only where it cannot be a pipe, which that would make non-blocking. */
const isTerminal = (): boolean => fstatSync(0).isCharacterDevice() && process.stdin.isTTY;

const readInput = (): E.Either<string, string> => {
  if (isTerminal())
    return E.left(
      'manifests are read from stdin, and stdin is a terminal; see `inject-shm --help`',
    );
  try {
    return decode(readAll(0));
  } catch (error) {
    return E.left(
      `stdin cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
};

const run = (argv: readonly string[]): Outcome => {
  const command = parseCommand(argv);
  if (E.isLeft(command)) return failure(command.left, 3);
  if (command.right.type === 'print')
    return { stdout: command.right.text, stderr: '', results: [], exitCode: 0 };
  const { flags, logToStderr } = command.right;
  const input = readInput();
  if (E.isLeft(input)) return failure(input.left);
  return inject(input.right, { flags, env: logToStderr ? { LOG_TO_STDERR: 'true' } : process.env });
};

/** Writes all of a text before it returns: cut output with exit 0 makes orchestrators delete resources. */
const writeAll = (descriptor: number, text: string): void => {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += patiently(() => writeSync(descriptor, bytes, at));
};

const main = (argv: readonly string[]): void => {
  const outcome = run(argv);
  process.exitCode = 2;
  writeAll(2, outcome.stderr);
  writeAll(1, outcome.stdout);
  process.exitCode = outcome.exitCode;
};

try {
  main(process.argv.slice(2));
} catch (error) {
  process.exitCode = 2;
  const message = error instanceof Error ? error.message : String(error);
  try {
    writeAll(2, `inject-shm: error: ${printable(message)}\n`);
  } catch {
    // stderr is gone as well: the exit code is all that is left to say it
  }
}
