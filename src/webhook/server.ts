import type { EventEmitter } from 'node:events';
import * as E from 'fp-ts/lib/Either.js';
import {
  constants,
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { giveBackMemory } from '../process/engine.ts';
import { LARGE, PATIENCE_MS, type Reader } from './body.ts';
import type { Certificate } from './certificate.ts';
import { type Answer, handle, invalid, type Policy } from './handle.ts';
import { type Log, logAnswer } from './log.ts';
import type { Metrics } from './metrics.ts';

/** What a server for the API server needs. */
export interface ServerParts {
  readonly certificate: Certificate;
  readonly policy: () => Policy;
  readonly reader: Reader;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly isDraining: () => boolean;
}

/** A server that runs. */
export interface Server {
  readonly port: number;
  readonly present: (certificate: Certificate) => void;
  /** Takes no more connections, and lets those that are open finish. */
  readonly close: () => Promise<void>;
  /** Ends what has not finished. */
  readonly destroy: () => void;
}

/** The API server closes a connection that was idle for 90 seconds; who closes first loses the call on its way. */
const KEEP_ALIVE_MS = 100_000;

/** So many connections may come at once before they are accepted; node's own 511 makes the others wait a second. */
const BACKLOG = 4096;

/** So many calls at a time on one connection. */
const STREAMS = 250;

const routeOf = ({ method, url, headers }: Http2ServerRequest): Answer | undefined => {
  if (url.split('?', 1)[0] !== '/mutate') return invalid(404, 'only /mutate is served here');
  if (method !== 'POST') return invalid(405, 'only POST is served here');
  const type = headers['content-type'] ?? '';
  return /^application\/json\s*(?:;|$)/i.test(type)
    ? undefined
    : invalid(415, 'the body must be application/json');
};

const send = (
  request: Http2ServerRequest,
  response: Http2ServerResponse,
  answer: Answer,
  isLast: boolean,
): void => {
  if (response.writableEnded || response.destroyed) return;
  const isHttp1 = request.httpVersionMajor === 1;
  // What is left of a body that nobody reads would be taken for the next call.
  const isCut = answer.status === 413 || answer.status === 503 || answer.status === 408;
  response.writeHead(answer.status, {
    'content-type': answer.status === 200 ? 'application/json' : 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(answer.body),
    ...(isHttp1 && (isLast || isCut) ? { connection: 'close' } : {}),
  });
  const { stream } = response;
  response.end(answer.body, () => {
    if (isCut && !isHttp1) stream.close(constants.NGHTTP2_NO_ERROR);
  });
};

const serve = async (
  { policy, reader, metrics, log, isDraining }: ServerParts,
  request: Http2ServerRequest,
  response: Http2ServerResponse,
): Promise<void> => {
  const route = routeOf(request);
  const length = Number(request.headers['content-length'] ?? 0);
  const body = route === undefined ? await reader.read(request, length) : E.left(route);
  const done = metrics.begin();
  const answer = E.isRight(body) ? handle(policy(), body.right.toString('utf8')) : body.left;
  const milliseconds = done(answer);
  // Bun keeps the buffers of a connection as large as they were once.
  const isLarge = length > LARGE;
  send(request, response, answer, isDraining() || isLarge);
  logAnswer(log, answer, milliseconds, E.isRight(body) ? body.right.length : length);
  if (isLarge) giveBackMemory();
};

const addressOf = ({ remoteAddress, remotePort }: Pick<Socket, 'remoteAddress' | 'remotePort'>) =>
  `${remoteAddress} ${remotePort}`;

/**
 * Ends connections that begin no call for too long, whatever they send. A timeout of the session would wait for frames
 * that never end, and Bun has none.
 */
const endIdle = (server: Http2SecureServer, milliseconds: number): void => {
  const open = new Map<string, TLSSocket>();
  server.on('secureConnection', (socket: TLSSocket) => {
    const address = addressOf(socket);
    open.set(address, socket);
    socket.once('close', () => open.delete(address));
    socket.setTimeout(milliseconds, () => socket.destroy());
  });
  server.on('request', ({ socket }) => void open.get(addressOf(socket))?.setTimeout(milliseconds));
};

/** What is open. */
const track = <A extends EventEmitter>() => {
  const all = new Set<A>();
  const add = (one: A): void => {
    all.add(one);
    one.once('close', () => all.delete(one));
  };
  return { all, add };
};

const listen = (server: Http2SecureServer, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: BACKLOG }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });

const newServer = ({ certificate: { cert, key } }: ServerParts): Http2SecureServer =>
  createSecureServer({
    cert,
    key,
    allowHTTP1: true,
    minVersion: 'TLSv1.2',
    // On a busy machine a thousand handshakes take more than ten seconds.
    handshakeTimeout: PATIENCE_MS,
    settings: { maxConcurrentStreams: STREAMS },
  });

/** What node reads from a server of HTTP/1.1, this one too; its types do not have it. */
const patience = {
  keepAliveTimeout: KEEP_ALIVE_MS,
  headersTimeout: PATIENCE_MS,
  // Bodies have a time of their own, which is answered.
  requestTimeout: 0,
};

/**
 * Serves `POST /mutate` over TLS, by HTTP/2 and 1.1.
 * @param idle milliseconds that a connection may be without a call
 */
export const startServer = async (
  parts: ServerParts,
  host: string,
  port: number,
  idle = KEEP_ALIVE_MS,
): Promise<Server> => {
  const server = Object.assign(newServer(parts), patience);
  const sockets = track<TLSSocket>();
  const sessions = track<ServerHttp2Session>();
  server.on('secureConnection', sockets.add);
  endIdle(server, idle);
  server.on('session', (session) => {
    sessions.add(session);
    session.on('error', () => undefined);
  });
  server.on('request', (request, response) => {
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    serve(parts, request, response).catch((error: unknown) =>
      parts.log('error', 'a call could not be answered', { error: String(error) }),
    );
  });
  server.on('tlsClientError', ({ message }) =>
    parts.log('warn', 'TLS refused', { error: message }),
  );
  server.on('clientError', (_, socket) => void socket.destroy());
  const bound = await listen(server, host, port);
  return {
    port: bound,
    present: ({ cert, key }) => server.setSecureContext({ cert, key, minVersion: 'TLSv1.2' }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        sessions.all.forEach((session) => session.close());
      }),
    destroy: () => sockets.all.forEach((socket) => socket.destroy()),
  };
};
