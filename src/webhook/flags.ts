import * as E from 'fp-ts/lib/Either.js';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { fields } from '../config.ts';
import { closest, didYouMean } from '../config/show.ts';
import type { ConfigSource } from './config.ts';
import type { Policy } from './handle.ts';

/** How the webhook is to serve. */
export interface ServeOptions extends ConfigSource {
  readonly type: 'serve';
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
  readonly type: 'certificates';
  readonly service: string;
  readonly namespace: string;
  /** The folder that they are written to. */
  readonly out: string;
  readonly days: number;
}

export type WebhookCommand = ServeOptions | CertificateOptions | { readonly type: 'help' };

type Texts = Readonly<Record<string, string | undefined>>;

const serveFlags = ['cert-dir', 'host', 'port', 'metrics-port', 'fn-config', 'on-error'];
const certificateFlags = ['service', 'namespace', 'out', 'days'];

const HINT = '`inject-shm webhook --help` lists what there is';

/** The names that node's message about an unknown flag begins with. */
const unknownFlag = /^Unknown option '--?([^']*)'/;

const reasonOf = (error: unknown, names: readonly string[]): string => {
  const message = error instanceof Error ? error.message : String(error);
  const flag = unknownFlag.exec(message)?.[1];
  if (flag === undefined) return `${message.split('. ')[0] ?? message}; ${HINT}`;
  const meant = closest(flag, names);
  return `unknown flag --${flag}${didYouMean(meant === undefined ? undefined : `--${meant}`)}; ${HINT}`;
};

const parse = (
  args: readonly string[],
  names: readonly string[],
): E.Either<string, { readonly texts: Texts; readonly help: boolean }> => {
  const options: NonNullable<ParseArgsConfig['options']> = {
    ...Object.fromEntries(names.map((name) => [name, { type: 'string', multiple: true } as const])),
    help: { type: 'boolean', short: 'h' },
  };
  return E.flatMap(({ values }: { readonly values: Readonly<Record<string, unknown>> }) => {
    const lists = Object.entries(values).filter(([name]) => name !== 'help');
    const twice = lists.find(([, list]) => Array.isArray(list) && list.length > 1);
    if (twice !== undefined) return E.left(`--${twice[0]} is given twice`);
    const texts = Object.fromEntries(lists.map(([name, list]) => [name, String(list)]));
    return E.right({ texts, help: values['help'] === true });
  })(
    E.tryCatch(
      () => parseArgs({ args: [...args], options, strict: true, allowPositionals: false }),
      (error) => reasonOf(error, names),
    ),
  );
};

const number = (
  texts: Texts,
  name: string,
  fallback: number,
  [least, most]: readonly [number, number],
): E.Either<string, number> => {
  const text = texts[name];
  if (text === undefined) return E.right(fallback);
  const value = Number(text);
  return /^\d{1,6}$/.test(text) && value >= least && value <= most
    ? E.right(value)
    : E.left(`\`--${name}\` must be a whole number from ${least} to ${most}, got "${text}"`);
};

const required = (texts: Texts, name: string): E.Either<string, string> => {
  const text = texts[name];
  return text === undefined || text === '' ? E.left(`--${name} is needed; ${HINT}`) : E.right(text);
};

/** A DNS label, as names of Services and namespaces are. */
const label = (texts: Texts, name: string): E.Either<string, string> =>
  E.flatMap((text: string) =>
    /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(text)
      ? E.right(text)
      : E.left(`\`--${name}\` must be a DNS label, got "${text}"`),
  )(required(texts, name));

const ports = [0, 65_535] as const;

const serveOf = (texts: Texts): E.Either<string, WebhookCommand> => {
  const certDir = required(texts, 'cert-dir');
  const port = number(texts, 'port', 9443, ports);
  const metricsPort = number(texts, 'metrics-port', 8080, ports);
  const onError = texts['on-error'] ?? 'admit';
  if (E.isLeft(certDir)) return certDir;
  if (E.isLeft(port)) return port;
  if (E.isLeft(metricsPort)) return metricsPort;
  if (onError !== 'admit' && onError !== 'reject')
    return E.left(`\`--on-error\` must be one of admit, reject, got "${onError}"`);
  const flags = fields.flatMap(({ flag }) => {
    const value = texts[flag];
    return value === undefined ? [] : [[flag, value] as const];
  });
  return E.right({
    type: 'serve',
    certDir: certDir.right,
    host: texts['host'] ?? '0.0.0.0',
    port: port.right,
    metricsPort: metricsPort.right,
    onError,
    flags: Object.fromEntries(flags),
    fnConfig: texts['fn-config'],
  });
};

const certificatesOf = (texts: Texts): E.Either<string, WebhookCommand> => {
  const service = label(texts, 'service');
  const namespace = label(texts, 'namespace');
  const out = required(texts, 'out');
  const days = number(texts, 'days', 3650, [1, 36_500]);
  if (E.isLeft(service)) return service;
  if (E.isLeft(namespace)) return namespace;
  if (E.isLeft(out)) return out;
  if (E.isLeft(days)) return days;
  return E.right({
    type: 'certificates',
    service: service.right,
    namespace: namespace.right,
    out: out.right,
    days: days.right,
  });
};

/** Reads what follows `inject-shm webhook`. Left: what is wrong with it. */
export const parseWebhook = (argv: readonly string[]): E.Either<string, WebhookCommand> => {
  const isMaking = argv[0] === 'certificates';
  const names = isMaking ? certificateFlags : [...serveFlags, ...fields.map(({ flag }) => flag)];
  const given = parse(isMaking ? argv.slice(1) : argv, names);
  if (E.isLeft(given)) return given;
  const { texts, help } = given.right;
  if (help) return E.right({ type: 'help' });
  return isMaking ? certificatesOf(texts) : serveOf(texts);
};
