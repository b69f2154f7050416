import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Surface } from './cli/command.ts';
import { messageOf } from './process/descriptors.ts';
import { compileAsUsual } from './process/engine.ts';
import { type Ending, errorLine, failure } from './process/ending.ts';
import type { certificateFlags, webhookFlags } from './webhook/flags.ts';
import { jsonLog, type Log } from './webhook/log.ts';
import { makeCertificates } from './webhook/make-certificates.ts';
import {
  type CertificateOptions,
  readCertificateOptions,
  readServeOptions,
  type ServeOptions,
} from './webhook/options.ts';
import { type Running, start } from './webhook/run.ts';

/** Endpoints take some seconds to leave a Service; until then calls still come. */
const DRAIN_MS = 5_000;

/** With the time above, less than the 30 seconds that Kubernetes gives a pod to end. */
const FINISH_MS = 15_000;

const done = (stdout = ''): Ending => ({ stdout, stderr: '', exitCode: 0 });

/** The first signal that asks for the end; the same again ends at once. */
const asked = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    (['SIGTERM', 'SIGINT'] as const).forEach((signal) => process.once(signal, resolve));
  });

const finish = async (running: Running, log: Log, signal: NodeJS.Signals): Promise<void> => {
  running.drain();
  log('info', 'not ready any more', { signal });
  await sleep(DRAIN_MS);
  const isFinished = await Promise.race([
    running.close().then(() => true),
    sleep(FINISH_MS, false, { ref: false }),
  ]);
  if (!isFinished) log('warn', 'some calls were not answered in time');
  running.destroy();
  log('info', 'ended');
};

const serve = async (options: ServeOptions): Promise<Ending> => {
  compileAsUsual();
  const log = jsonLog;
  const end = asked();
  const started = await start(options, log);
  if (E.isLeft(started)) {
    const { message, exitCode } = started.left;
    const lines = message.split('\n').map((each) => errorLine(each));
    return { stdout: '', stderr: lines.join(''), exitCode };
  }
  const { port, metricsPort, serial } = started.right;
  log('info', 'serving', { host: options.host, port, metricsPort, serial });
  await finish(started.right, log, await end);
  return done();
};

const make = (options: CertificateOptions): Ending => {
  try {
    return done(`${makeCertificates(options)}\n`);
  } catch (error) {
    return failure(`no certificates are made: ${messageOf(error)}`);
  }
};

const misused = (message: string): Ending => failure(message, 3);

/** `inject-shm webhook`: serves until it is asked to end. */
export const webhook: Surface<keyof typeof webhookFlags> = async (given) => {
  const options = readServeOptions(given);
  return E.isLeft(options) ? misused(options.left) : serve(options.right);
};

/** `inject-shm webhook certificates`: makes an authority and a certificate for the webhook's Service. */
export const certificates: Surface<keyof typeof certificateFlags> = (given) =>
  pipe(readCertificateOptions(given), E.match(misused, make));
