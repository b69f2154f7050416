import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A program that runs in the background. */
export interface Program {
  readonly name: string;
  readonly child: ChildProcess;
  readonly log: string;
}

/** Starts a program whose output goes to `NAME.log` in the folder. This process does not wait for it. */
export const start = (folder: string, path: string, flags: readonly string[]): Program => {
  const name = basename(path);
  const log = join(folder, `${name}.log`);
  const output = openSync(log, 'w');
  const child = spawn(path, flags, { cwd: folder, stdio: ['ignore', output, output] });
  closeSync(output);
  child.unref();
  // What becomes of it is seen by `until`.
  child.on('error', () => {});
  return { name, child, log };
};

const PATIENCE_MS = 60_000;

/** Tries until there is a result; throws when a program has ended or patience has. */
export const until = async <A>(
  what: string,
  programs: readonly Program[],
  attempt: () => Promise<A | undefined>,
): Promise<A> => {
  for (const end = Date.now() + PATIENCE_MS; ; await sleep(50)) {
    const ended = programs.find(
      ({ child }) => child.exitCode !== null || child.signalCode !== null,
    );
    if (ended !== undefined) throw new Error(`${ended.name} has ended:\n${tail(ended)}`);
    const result = await attempt().catch(() => undefined);
    if (result !== undefined) return result;
    if (Date.now() > end) throw new Error(`not ${what} in time:\n${programs.map(tail).join('\n')}`);
  }
};

const tail = ({ name, log }: Program): string =>
  `${name}:\n${readFileSync(log, 'utf8').split('\n').slice(-20).join('\n')}`;

/** Ports that were free a moment ago. */
export const freePorts = async (count: number): Promise<readonly number[]> => {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map((server) => Object(server.address()).port as number);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
};

const listen = () =>
  new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
    const server = createServer();
    server.on('error', reject).listen(0, '127.0.0.1', () => resolve(server));
  });
