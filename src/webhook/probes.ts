import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from './metrics.ts';

/** What the kubelet and Prometheus ask. */
export interface ProbeParts {
  /** Why calls are not to be sent here; none where they are. */
  readonly unready: () => readonly string[];
  readonly metrics: Metrics;
}

interface Page {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const plain = (status: number, text: string): Page => ({
  status,
  type: 'text/plain; charset=utf-8',
  text: `${text}\n`,
});

const pageOf = async ({ unready, metrics }: ProbeParts, path: string): Promise<Page> => {
  if (path === '/healthz') return plain(200, 'ok');
  if (path === '/metrics')
    return { status: 200, type: metrics.contentType, text: await metrics.print() };
  if (path !== '/readyz') return plain(404, '/healthz, /readyz and /metrics are served here');
  const reasons = unready();
  return reasons.length === 0 ? plain(200, 'ok') : plain(503, reasons.join('\n'));
};

const answer = async (
  parts: ProbeParts,
  { method, url = '' }: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const isRead = method === 'GET' || method === 'HEAD';
  const { status, type, text } = isRead
    ? await pageOf(parts, url.split('?', 1)[0] ?? '')
    : plain(405, 'only GET is served here');
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
  response.end(method === 'HEAD' ? undefined : text);
};

/** A server of plain HTTP for `/healthz`, `/readyz` and `/metrics`. */
export const startProbes = (
  parts: ProbeParts,
  host: string,
  port: number,
): Promise<{ readonly port: number; readonly destroy: () => void }> => {
  const server = createServer((request, response) => {
    answer(parts, request, response).catch(() => response.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const destroy = (): void => {
        server.close();
        server.closeAllConnections();
      };
      resolve({ port: (server.address() as AddressInfo).port, destroy });
    });
  });
};
