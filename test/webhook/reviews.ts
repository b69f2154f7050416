import type { Fields } from '../../src/data/value.ts';
import type { Operation } from '../../src/webhook/patch.ts';
import type { AdmissionResponse } from '../../src/webhook/review.ts';
import { container, pod } from './pods.ts';

export const simple: Fields = pod([container('a', '1Gi')]);

/** The body of a call, as the API server sends it. */
export const review = (object: unknown = simple, more: Fields = {}): string =>
  JSON.stringify({
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: {
      uid: 'f0b1',
      kind: { group: '', version: 'v1', kind: 'Pod' },
      resource: { group: '', version: 'v1', resource: 'pods' },
      operation: 'CREATE',
      namespace: 'ml',
      object,
      ...more,
    },
  });

export const responseIn = (body: string): AdmissionResponse => {
  const { apiVersion, kind, response } = JSON.parse(body) as Record<string, unknown>;
  if (apiVersion !== 'admission.k8s.io/v1' || kind !== 'AdmissionReview')
    throw new Error(`no AdmissionReview: ${body}`);
  return response as AdmissionResponse;
};

export const patchIn = ({ patch }: AdmissionResponse): readonly Operation[] =>
  patch === undefined ? [] : JSON.parse(Buffer.from(patch, 'base64').toString('utf8'));
