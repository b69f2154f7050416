import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { type Agent, request } from 'node:https';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { connect } from 'node:tls';
import { plainEnv as env } from '../workbench.ts';

/** A webhook that runs as a process of its own. */
export interface Service {
  readonly port: number;
  readonly metricsPort: number;
  readonly child: ChildProcess;
  /** What it has logged so far. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  readonly ca: string;
}

export interface Reply {
  readonly status: number;
  readonly body: string;
}

/** Makes certificates for `localhost` and returns the `caBundle`. */
export const makeCertificates = (
  program: string,
  folder: string,
  service = 'localhost',
): string => {
  const args = [
    'webhook',
    'certificates',
    '--service',
    service,
    '--namespace',
    'test',
    '--out',
    folder,
  ];
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', env });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
};

/** Starts a webhook on ports that are free. */
export const startService = async (
  program: string,
  certDir: string,
  args: readonly string[] = [],
): Promise<Service> => {
  const own = ['webhook', '--cert-dir', certDir, '--host', '127.0.0.1'];
  const ports = args.includes('--port') ? [] : ['--port', '0'];
  const child = spawn(program, [...own, ...ports, '--metrics-port', '0', ...args], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const log: Readonly<Record<string, unknown>>[] = [];
  const lines: string[] = [];
  const serving = new Promise<Readonly<Record<string, unknown>>>((resolve, reject) => {
    createInterface(child.stderr).on('line', (line) => {
      lines.push(line);
      if (!line.startsWith('{')) return;
      const entry = JSON.parse(line) as Readonly<Record<string, unknown>>;
      log.push(entry);
      if (entry['message'] === 'serving') resolve(entry);
    });
    child.once('exit', (code) => reject(new Error(`it ended with ${code}: ${lines.join('\n')}`)));
  });
  const { port, metricsPort } = await serving;
  const ca = readFileSync(`${certDir}/ca.crt`, 'utf8');
  return { port: Number(port), metricsPort: Number(metricsPort), child, log, ca };
};

export const stopService = async ({ child }: Service, signal: NodeJS.Signals = 'SIGKILL') => {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  child.kill(signal);
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
};

const headers = { 'content-type': 'application/json' };

/** Calls over HTTP/1.1. */
export const call = (
  { port, ca }: Pick<Service, 'port' | 'ca'>,
  body: string | Buffer,
  more: {
    readonly agent?: Agent;
    readonly path?: string;
    readonly method?: string;
    readonly type?: string;
  } = {},
): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const { agent, path = '/mutate', method = 'POST', type = 'application/json' } = more;
    const sent = request(
      {
        port,
        host: '127.0.0.1',
        servername: 'localhost',
        ca,
        path,
        method,
        headers: { 'content-type': type, 'content-length': Buffer.byteLength(body) },
        agent: agent ?? false,
      },
      (response) => {
        text(response).then(
          (answer) => resolve({ status: response.statusCode ?? 0, body: answer }),
          reject,
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });

/** Calls over HTTP/2, all at a time on one connection. */
export const callHttp2 = async (
  { port, ca }: Pick<Service, 'port' | 'ca'>,
  bodies: readonly (string | Buffer)[],
): Promise<readonly Reply[]> => {
  const session = connectHttp2(`https://127.0.0.1:${port}`, { ca, servername: 'localhost' });
  try {
    return await Promise.all(
      bodies.map(async (body) => {
        const stream = session.request({ ':method': 'POST', ':path': '/mutate', ...headers });
        const answered = once(stream, 'response');
        stream.end(body);
        const [found] = (await answered) as [Readonly<Record<string, unknown>>];
        return { status: Number(found[':status']), body: await text(stream) };
      }),
    );
  } finally {
    session.destroy();
  }
};

/** Asks for `/readyz` and the like. */
export const probe = async ({ metricsPort }: Service, path: string): Promise<Reply> => {
  const response = await fetch(`http://127.0.0.1:${metricsPort}${path}`);
  return { status: response.status, body: await response.text() };
};

/** The value of a metric, with its labels as they are written. */
export const metric = async (service: Service, name: string): Promise<number | undefined> => {
  const { body } = await probe(service, '/metrics');
  const line = body.split('\n').find((each) => each.startsWith(`inject_shm_webhook_${name} `));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
};

/** The serial of the certificate that a new connection is shown. */
export const serialOf = async ({ port }: Pick<Service, 'port'>): Promise<string> => {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { serialNumber } = socket.getPeerCertificate();
  socket.destroy();
  return serialNumber;
};
