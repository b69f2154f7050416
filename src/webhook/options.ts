import { sequenceS } from 'fp-ts/lib/Apply.js';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Given } from '../cli/command.ts';
import type { ConfigSource } from './config.ts';
import { type certificateFlags, ON_ERROR, type webhookFlags } from './flags.ts';
import type { Policy } from './handle.ts';

/** How the webhook is to serve. */
export interface ServeOptions extends ConfigSource {
  /** The folder of `tls.crt` and `tls.key`. */
  readonly certDir: string;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly metricsPort: number;
  readonly onError: Policy['onError'];
}

/** Which certificates are to be made. */
export interface CertificateOptions {
  readonly service: string;
  readonly namespace: string;
  /** The folder that they are written to. */
  readonly out: string;
  readonly days: number;
}

type Text<F extends string> = Given<F>['text'];

const all = sequenceS(E.Apply);

const number = <F extends string>(
  text: Text<F>,
  name: F,
  fallback: number,
  [least, most]: readonly [number, number],
): E.Either<string, number> => {
  const given = text(name);
  if (given === undefined) return E.right(fallback);
  const value = Number(given);
  return /^\d{1,6}$/.test(given) && value >= least && value <= most
    ? E.right(value)
    : E.left(`\`--${name}\` must be a whole number from ${least} to ${most}, got "${given}"`);
};

const required = <F extends string>(text: Text<F>, name: F): E.Either<string, string> => {
  const given = text(name);
  return given === undefined || given === '' ? E.left(`--${name} is needed`) : E.right(given);
};

/** A DNS label, as names of Services and namespaces are. */
const label = <F extends string>(text: Text<F>, name: F): E.Either<string, string> =>
  E.flatMap((given: string) =>
    /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(given)
      ? E.right(given)
      : E.left(`\`--${name}\` must be a DNS label, got "${given}"`),
  )(required(text, name));

const onErrorOf = (given = 'admit'): E.Either<string, Policy['onError']> => {
  const found = ON_ERROR.find((word) => word === given);
  return found === undefined
    ? E.left(`\`--on-error\` must be ${ON_ERROR.join(' or ')}, got "${given}"`)
    : E.right(found);
};

const ports = [0, 65_535] as const;

/** Reads the flags of `inject-shm webhook`. Left: what is wrong with them. */
export const readServeOptions = ({
  flags,
  text,
}: Given<keyof typeof webhookFlags>): E.Either<string, ServeOptions> =>
  pipe(
    all({
      certDir: required(text, 'cert-dir'),
      port: number(text, 'port', 9443, ports),
      metricsPort: number(text, 'metrics-port', 8080, ports),
      onError: onErrorOf(text('on-error')),
    }),
    E.map((read) => ({
      ...read,
      host: text('host') ?? '0.0.0.0',
      flags,
      fnConfig: text('fn-config'),
    })),
  );

/** Reads the flags of `inject-shm webhook certificates`. Left: what is wrong with them. */
export const readCertificateOptions = ({
  text,
}: Given<keyof typeof certificateFlags>): E.Either<string, CertificateOptions> =>
  all({
    service: label(text, 'service'),
    namespace: label(text, 'namespace'),
    out: required(text, 'out'),
    days: number(text, 'days', 3650, [1, 36_500]),
  });
