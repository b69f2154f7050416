import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Runs `body` in one process of this machine at a time; the others wait for it. */
export const locked = async <A>(path: string, body: () => Promise<A>): Promise<A> => {
  while (!isTaken(path)) await sleep(500);
  try {
    return await body();
  } finally {
    rmSync(path, { force: true });
  }
};

/** Whether the lock is ours now. One whose process has ended is removed, for the next attempt. */
const isTaken = (path: string): boolean => {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (Reflect.get(Object(error), 'code') !== 'EEXIST') throw error;
    if (!isHeld(path)) rmSync(path, { force: true });
    return false;
  }
};

const isHeld = (path: string): boolean => {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    // Between its creation and its writing a lock is empty.
    return pid === 0 || process.kill(pid, 0);
  } catch {
    return false;
  }
};
