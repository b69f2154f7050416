import * as E from 'fp-ts/lib/Either.js';
import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { decode } from '../process/bytes.ts';
import { failure, type Ending } from '../process/ending.ts';
import { untilStopped } from '../process/stop.ts';

/** A program and its arguments; there is no shell that would read them. */
export interface Call {
  readonly program: string;
  readonly args: readonly string[];
  readonly input?: string;
}

type Env = Readonly<Record<string, string | undefined>>;

interface Exit {
  readonly output: Uint8Array;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Its stderr is ours. Its arguments may hold what nobody should read in a log: no message tells them. */
const start = ({ program, args, input }: Call, env: Env) => {
  const child = spawn(program, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    // Helm wants a place for caches that it does not need.
    env: { ...env, HOME: env['HOME'] ?? tmpdir() },
  });
  const chunks: Uint8Array[] = [];
  child.stdout.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  // A program that ends without reading all of its input says so by its exit code.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const exit = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ output: Buffer.concat(chunks), code, signal }));
  });
  return { child, exit };
};

/** Argo CD kills what is left after five seconds; by then we are to be gone ourselves. */
const PATIENCE = 2000;

const end = (child: ChildProcess): void => {
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), PATIENCE).unref();
};

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

const judge = (program: string, { output, code, signal }: Exit): E.Either<Ending, string> => {
  if (signal !== null) return E.left(failure(`${program} was ended by ${signal}`));
  if (code !== 0) return E.left(failure(`${program} failed with exit code ${code}, see above`));
  return E.mapLeft((message: string) =>
    failure(message.replace('the input', `the output of ${program}`)),
  )(decode(output));
};

/** Runs a program in this folder. Left: how to end if it fails, or if somebody ends us, which ends it as well. */
export const run = async (call: Call, env: Env): Promise<E.Either<Ending, string>> => {
  const { program } = call;
  const started: { child?: ChildProcess } = {};
  try {
    return await untilStopped(
      async (stop) => {
        // Only now, when whoever ends us is heard: a renderer must not outlive us.
        const { child, exit } = start(call, env);
        started.child = child;
        const found = await exit;
        if (stop.signal === undefined) return judge(program, found);
        return E.left({ ...failure(`stopped by ${stop.signal}`), signal: stop.signal });
      },
      () => started.child && end(started.child),
    );
  } catch (error) {
    const message = isMissing(error) ? 'is not on PATH' : 'cannot be started';
    return E.left(failure(`${program} ${message}`));
  }
};
