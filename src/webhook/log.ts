import { writeAll } from '../process/descriptors.ts';
import type { Answer } from './handle.ts';

export type Level = 'info' | 'warn' | 'error';

/** Writes a line: what happened, and its particulars. */
export type Log = (level: Level, message: string, more?: Readonly<Record<string, unknown>>) => void;

/** JSON lines on stderr. A log that cannot be written is no reason to refuse a pod. */
export const jsonLog: Log = (level, message, more = {}) => {
  const line = JSON.stringify({ time: new Date().toISOString(), level, message, ...more });
  try {
    writeAll(2, `${line}\n`);
  } catch {
    // Whoever read it is gone.
  }
};

const levels: Readonly<Partial<Record<Answer['outcome'], Level>>> = {
  broken: 'warn',
  rejected: 'warn',
  invalid: 'warn',
  failed: 'error',
};

/** What a log may have of a call: names and codes, nothing else of the pod. */
export const logAnswer = (log: Log, answer: Answer, milliseconds: number, bytes: number): void => {
  const { outcome, results, request, status, error } = answer;
  log(levels[outcome] ?? 'info', 'call', {
    outcome,
    ...(status === 200 ? {} : { status }),
    ...(request === undefined
      ? {}
      : {
          uid: request.uid,
          operation: request.operation,
          kind: request.kind,
          namespace: request.namespace,
          name: request.name,
          dryRun: request.dryRun,
        }),
    codes: [...new Set(results.map(({ tags }) => tags.code))],
    ms: Math.round(milliseconds * 1000) / 1000,
    bytes,
    ...(error === undefined ? {} : { error }),
  });
};
