import { handle, type Policy } from './handle.ts';

/** Until most of what a call runs through is compiled: some tenths of a second, and the first pods do not wait for it. */
const CALLS = 500;

const container = (name: string, memory: string) => ({
  name,
  image: name,
  resources: { limits: { memory }, requests: { memory } },
  volumeMounts: [{ name: 'data', mountPath: '/data' }],
});

const body = (): string =>
  JSON.stringify({
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: {
      uid: 'warm-up',
      kind: { group: '', version: 'v1', kind: 'Pod' },
      operation: 'CREATE',
      object: {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'warm-up', labels: { app: 'warm-up' } },
        spec: {
          containers: [container('a', '1Gi'), container('b', '512Mi'), container('c', '256Mi')],
          volumes: [{ name: 'data', emptyDir: {} }],
        },
      },
    },
  });

/** Answers calls of its own, which nobody sees, before those of the API server come. */
export const warmUp = (policy: Policy): void => {
  const call = body();
  for (let at = 0; at < CALLS; at++) handle(policy, call);
};
