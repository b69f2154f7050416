import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';

/** Ends processes and removes a folder for certain: with `finish`, or when this process ends, were it by SIGKILL. */
export interface Sentinel {
  /** Takes a process under its care. */
  readonly watch: (child: ChildProcess) => void;
  readonly finish: () => Promise<void>;
}

// Its stdin ends with this process. What was just killed may still write for a moment, hence the attempts.
const SCRIPT = `
while read -r pid; do pids="$pids $pid"; done
if [ -n "$pids" ]; then kill -KILL $pids; fi
for attempt in 1 2 3 4 5 6 7 8 9 10; do rm -rf "$1" && break; sleep 0.1; done
`;

/** @param folder what is removed in the end */
export const sentinel = (folder: string): Sentinel => {
  const children: ChildProcess[] = [];
  // In a process group of its own, so that Ctrl-C does not end it first.
  const shell = spawn('sh', ['-c', SCRIPT, 'sentinel', folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.unref();
  (shell.stdin as Socket).unref();
  return {
    watch: (child) => {
      children.push(child);
      shell.stdin.write(`${child.pid}\n`);
    },
    finish: async () => {
      shell.stdin.end();
      await Promise.all([shell, ...children].map(end));
    },
  };
};

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  await once(child, 'exit');
};
