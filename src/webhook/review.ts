import * as E from 'fp-ts/lib/Either.js';
import { type Fields, isMap, type Value } from '../data/value.ts';
import type { Operation } from './patch.ts';

/** An AdmissionRequest, as far as the webhook looks at it. */
export interface AdmissionRequest {
  readonly uid: string;
  readonly operation: string;
  /** What is sent: `v1 Pod`. */
  readonly kind: string;
  /** `ephemeralcontainers`, `resize` and the like; `undefined` for the object itself. */
  readonly subResource: string | undefined;
  readonly namespace: string | undefined;
  /** The object's name, or that which a controller has the API server make one from. */
  readonly name: string | undefined;
  readonly dryRun: boolean;
  readonly object: Fields | undefined;
}

/** An AdmissionResponse. */
export interface AdmissionResponse {
  readonly uid: string;
  readonly allowed: boolean;
  readonly status?: { readonly code: number; readonly message: string };
  readonly patchType?: 'JSONPatch';
  /** Base64. */
  readonly patch?: string;
  readonly warnings?: readonly string[];
  readonly auditAnnotations?: Readonly<Record<string, string>>;
}

const API_VERSION = 'admission.k8s.io/v1';

const textOf = (value: Value): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const shown = (value: Value): string => (JSON.stringify(value) ?? 'nothing').slice(0, 60);

const nameOf = (request: Fields, object: Fields | undefined): string | undefined => {
  const metadata = isMap(object?.['metadata']) ? object['metadata'] : {};
  return textOf(request['name']) ?? textOf(metadata['name']) ?? textOf(metadata['generateName']);
};

const requestOf = (request: Fields, uid: string): AdmissionRequest => {
  const kind = isMap(request['kind']) ? request['kind'] : {};
  const group = textOf(kind['group']);
  const object = isMap(request['object']) ? request['object'] : undefined;
  return {
    uid,
    operation: textOf(request['operation']) ?? '',
    kind: `${group === undefined ? '' : `${group}/`}${String(kind['version'])} ${String(kind['kind'])}`,
    subResource: textOf(request['subResource']),
    namespace: textOf(request['namespace']),
    name: nameOf(request, object),
    dryRun: request['dryRun'] === true,
    object,
  };
};

const parse = (body: string): E.Either<string, Value> =>
  E.tryCatch(
    () => JSON.parse(body) as Value,
    // What JSON.parse says has pieces of the body in it.
    () => 'the body is not JSON',
  );

/** Reads the body of a call. Left: why it is none of the API server's. */
export const readReview = (body: string): E.Either<string, AdmissionRequest> =>
  E.flatMap((review: Value) => {
    if (!isMap(review) || review['kind'] !== 'AdmissionReview')
      return E.left('the body is not an AdmissionReview');
    if (review['apiVersion'] !== API_VERSION)
      return E.left(`apiVersion must be ${API_VERSION}, got ${shown(review['apiVersion'])}`);
    const { request } = review;
    const uid = isMap(request) ? textOf(request['uid']) : undefined;
    return isMap(request) && uid !== undefined
      ? E.right(requestOf(request, uid))
      : E.left('the AdmissionReview has no request with a uid');
  })(parse(body));

/** The body of an answer. */
export const writeReview = (response: AdmissionResponse): string =>
  JSON.stringify({ apiVersion: API_VERSION, kind: 'AdmissionReview', response });

/** The patch as an answer bears it; nothing for no operations. */
export const patchFields = (
  operations: readonly Operation[],
): Pick<AdmissionResponse, 'patch' | 'patchType'> =>
  operations.length === 0
    ? {}
    : {
        patchType: 'JSONPatch',
        patch: Buffer.from(JSON.stringify(operations)).toString('base64'),
      };
