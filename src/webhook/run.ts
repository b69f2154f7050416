import * as E from 'fp-ts/lib/Either.js';
import { join } from 'node:path';
import { type Config, warnings } from '../config.ts';
import { messageOf } from '../process/descriptors.ts';
import { giveBackMemory } from '../process/engine.ts';
import { newReader } from './body.ts';
import { type Certificate, certificateOf } from './certificate.ts';
import { readConfig } from './config.ts';
import type { ServeOptions } from './options.ts';
import { type Followed, follow } from './follow.ts';
import type { Policy } from './handle.ts';
import type { Log } from './log.ts';
import { type Metrics, newMetrics, type Source } from './metrics.ts';
import { startProbes } from './probes.ts';
import { startServer } from './server.ts';
import { warmUp } from './warm-up.ts';

/** A webhook that serves. */
export interface Running {
  readonly port: number;
  readonly metricsPort: number;
  readonly serial: string;
  /** Not ready from now on, but still serving: who sends calls has yet to learn of it. */
  readonly drain: () => void;
  /** Takes no more connections; done when what is under way is answered. */
  readonly close: () => Promise<void>;
  /** Ends all of it. */
  readonly destroy: () => void;
}

/** What keeps the webhook from serving: a line for each thing that is wrong. */
export interface Hindrance {
  readonly message: string;
  readonly exitCode: 2 | 3;
}

interface Sources {
  readonly certificate: Followed<Certificate>;
  readonly policy: Followed<Policy>;
}

const followCertificate = ({ certDir }: ServeOptions): E.Either<string, Followed<Certificate>> =>
  follow({
    files: [join(certDir, 'tls.crt'), join(certDir, 'tls.key')],
    load: ([cert = '', key = '']) => certificateOf(cert, key),
  });

const followPolicy = ({
  onError,
  flags,
  fnConfig,
}: ServeOptions): E.Either<string, Followed<Policy>> =>
  follow({
    files: fnConfig === undefined ? [] : [fnConfig],
    load: () => E.map((config: Config) => ({ config, onError }))(readConfig({ flags, fnConfig })),
  });

const followSources = (options: ServeOptions): E.Either<Hindrance, Sources> => {
  const policy = followPolicy(options);
  if (E.isLeft(policy)) return E.left({ message: policy.left, exitCode: 3 });
  const certificate = followCertificate(options);
  if (E.isRight(certificate))
    return E.right({ certificate: certificate.right, policy: policy.right });
  policy.right.stop();
  return E.left({ message: certificate.left, exitCode: 2 });
};

const announce = (
  log: Log,
  metrics: Metrics,
  source: Source,
  result: E.Either<string, { readonly serial?: string }>,
): void => {
  metrics.reloaded(source, E.isRight(result));
  if (E.isLeft(result))
    log('error', `the new ${source} is not used: the last stays`, { error: result.left });
  else log('info', `a new ${source} is used`, result.right);
};

/** Why no calls are to be sent here. Certificate and config are there, or nothing would serve. */
const unready = ({ certificate }: Sources, isDraining: boolean): readonly string[] => [
  ...(certificate.current().notAfter > Date.now() ? [] : ['the certificate has expired']),
  ...(isDraining ? ['the webhook is about to end'] : []),
];

const caution = (log: Log, { config }: Policy): void =>
  warnings(config).forEach(({ message }) => log('warn', message));

const listenTo = (sources: Sources, log: Log, metrics: Metrics): void => {
  const { certificate, policy } = sources;
  certificate.listen((result) =>
    announce(log, metrics, 'certificate', E.map(({ serial }: Certificate) => ({ serial }))(result)),
  );
  policy.listen((result) => {
    announce(log, metrics, 'config', E.map(() => ({}))(result));
    if (E.isRight(result)) caution(log, result.right);
  });
  caution(log, policy.current());
};

const serve = async (options: ServeOptions, log: Log, sources: Sources): Promise<Running> => {
  const { certificate, policy } = sources;
  const state = { isDraining: false };
  const reasons = (): readonly string[] => unready(sources, state.isDraining);
  const metrics = newMetrics({
    notAfter: () => certificate.current().notAfter,
    isReady: () => reasons().length === 0,
  });
  listenTo(sources, log, metrics);
  const parts = {
    certificate: certificate.current(),
    policy: policy.current,
    reader: newReader(),
    metrics,
    log,
    isDraining: () => state.isDraining,
  };
  warmUp(policy.current());
  giveBackMemory();
  const server = await startServer(parts, options.host, options.port);
  certificate.listen((result) => {
    if (E.isRight(result)) server.present(result.right);
  });
  const probes = await startProbes(
    { unready: reasons, metrics },
    options.host,
    options.metricsPort,
  ).catch((error: unknown) => {
    server.destroy();
    throw error;
  });
  return {
    port: server.port,
    metricsPort: probes.port,
    serial: certificate.current().serial,
    drain: () => {
      state.isDraining = true;
    },
    close: server.close,
    destroy: () => {
      certificate.stop();
      policy.stop();
      server.destroy();
      probes.destroy();
    },
  };
};

/** Starts the webhook. Left: why it cannot. */
export const start = async (
  options: ServeOptions,
  log: Log,
): Promise<E.Either<Hindrance, Running>> => {
  const sources = followSources(options);
  if (E.isLeft(sources)) return sources;
  try {
    return E.right(await serve(options, log, sources.right));
  } catch (error) {
    sources.right.certificate.stop();
    sources.right.policy.stop();
    return E.left({ message: messageOf(error), exitCode: 2 });
  }
};
