import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Fields } from '../../src/data/value.ts';
import { container } from './pods.ts';

const labelsOf = (pod: Fields): Fields => ((pod['metadata'] as Fields)['labels'] ?? {}) as Fields;

/** What it does to a pod, as its labels ask. */
const patchFor = (pod: Fields): readonly object[] => {
  const labels = labelsOf(pod);
  const { containers } = pod['spec'] as { readonly containers: readonly Fields[] };
  const hasSidecar = containers.some(({ name }) => name === 'proxy');
  return [
    ...(labels['add'] === 'sidecar' && !hasSidecar
      ? [{ op: 'add', path: '/spec/containers/-', value: container('proxy', '1Gi') }]
      : []),
    ...(labels['raise'] === undefined
      ? []
      : ['limits', 'requests'].map((kind) => ({
          op: 'add',
          path: `/spec/containers/0/resources/${kind}/memory`,
          value: labels['raise'],
        }))),
  ];
};

const answerTo = (body: string): string => {
  const { request } = JSON.parse(body) as { request: { uid: string; object: Fields } };
  const patch = Buffer.from(JSON.stringify(patchFor(request.object))).toString('base64');
  const response = { uid: request.uid, allowed: true, patchType: 'JSONPatch', patch };
  return JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response });
};

/** Another's webhook, which is called after ours: it adds a sidecar, and raises a limit. */
export const startOther = async (
  folder: string,
): Promise<{ readonly port: number; readonly stop: () => void }> => {
  const cert = readFileSync(`${folder}/tls.crt`);
  const key = readFileSync(`${folder}/tls.key`);
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.setHeader('content-type', 'application/json');
    response.end(answerTo(await text(request)));
  };
  const server = createServer({ cert, key }, (request, response) => void serve(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const stop = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { port: (server.address() as AddressInfo).port, stop };
};
