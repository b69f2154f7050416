import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { probe, type Service } from './service.ts';

/** As a Service does it: each new connection goes to one that is ready; those that are open stay where they are. */
export const startBalancer = async (
  services: () => readonly Service[],
): Promise<{ readonly port: number; readonly stop: () => void }> => {
  const sockets = new Set<Socket>();
  const endpoints = { ready: services() };
  const look = async (): Promise<void> => {
    const all = services();
    const found = await Promise.all(
      all.map((each) =>
        probe(each, '/readyz').then(
          ({ status }) => status === 200,
          () => false,
        ),
      ),
    );
    endpoints.ready = all.filter((_, at) => found[at]);
  };
  // The kubelet asks every 2 seconds (deploy/base), and endpoints take a moment more.
  const timer = setInterval(() => void look(), 2_000);
  const server = createServer((client) => {
    const [one] = endpoints.ready;
    if (one === undefined) return void client.destroy();
    const upstream = connect(one.port, '127.0.0.1');
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy()).on('close', () => sockets.delete(from));
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const stop = (): void => {
    clearInterval(timer);
    server.close();
    sockets.forEach((each) => each.destroy());
  };
  return { port: (server.address() as AddressInfo).port, stop };
};
