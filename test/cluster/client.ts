import type { IncomingMessage } from 'node:http';
import { Agent, request as send } from 'node:https';
import { text } from 'node:stream/consumers';
import { type Resources, resources } from './discovery.ts';

/** An object as the API server has it. */
export interface ApiObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: Metadata;
  readonly [field: string]: unknown;
}

export interface Metadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly [field: string]: unknown;
}

export interface Answer {
  readonly status: number;
  /** Parsed where it is JSON, else its text. */
  readonly body: unknown;
  /** The texts of `Warning` headers. */
  readonly warnings: readonly string[];
  /** Names the request in the audit log. */
  readonly auditId: string;
}

export interface Body {
  /** Sent as it is if it is a string, else as JSON. */
  readonly content: unknown;
  /** JSON if it is not said. */
  readonly type?: string;
}

export interface WriteOptions {
  readonly dryRun?: boolean;
  /** Strict, if it is not said: unknown and duplicate fields are errors. */
  readonly fieldValidation?: 'Strict' | 'Warn' | 'Ignore';
}

export interface Client {
  /** @param path with its query */
  readonly request: (method: string, path: string, body?: Body) => Promise<Answer>;
  /** Posts a new object, whose name may be left to the server (`generateName`). */
  readonly create: (object: ApiObject, options?: WriteOptions) => Promise<Answer>;
  /** Server-side apply, with force. */
  readonly apply: (object: ApiObject, options?: WriteOptions) => Promise<Answer>;
  readonly get: (object: ApiObject) => Promise<Answer>;
  readonly remove: (object: ApiObject) => Promise<Answer>;
  /** The path of an object's collection; `undefined` where its kind is not served. */
  readonly collection: (object: ApiObject) => Promise<string | undefined>;
  /** Ends what is kept alive. */
  readonly close: () => void;
}

/** Whom to talk to. */
export interface Access {
  readonly url: string;
  /** PEM. */
  readonly ca: string;
  readonly token: string;
}

/** An object that has only what names it. */
export const named = (
  apiVersion: string,
  kind: string,
  name: string,
  namespace?: string,
): ApiObject => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
});

export const connect = (access: Access): Client => {
  const agent = new Agent({ keepAlive: true, maxSockets: 32, ca: access.ca });
  const request: Client['request'] = (method, path, body) =>
    exchange(access, agent, method, path, body);
  const served: Resources = resources(request);
  const pathOf = async (object: ApiObject): Promise<string> => {
    const path = await served.collection(object);
    if (path === undefined) throw new Error(`${object.apiVersion} ${object.kind} is not served`);
    return path;
  };
  const one = async (object: ApiObject): Promise<string> =>
    `${await pathOf(object)}/${encodeURIComponent(object.metadata?.name ?? '')}`;
  return {
    request,
    create: async (object, options) =>
      request('POST', `${await pathOf(object)}?${query(options)}`, { content: object }),
    apply: async (object, options) =>
      request('PATCH', `${await one(object)}?${query(options)}&fieldManager=test&force=true`, {
        content: object,
        type: 'application/apply-patch+yaml',
      }),
    get: async (object) => request('GET', await one(object)),
    remove: async (object) => request('DELETE', await one(object)),
    collection: served.collection,
    close: () => agent.destroy(),
  };
};

const query = ({ dryRun = false, fieldValidation = 'Strict' }: WriteOptions = {}): string =>
  `fieldValidation=${fieldValidation}${dryRun ? '&dryRun=All' : ''}`;

const exchange = async (
  { url, token }: Access,
  agent: Agent,
  method: string,
  path: string,
  body: Body | undefined,
): Promise<Answer> => {
  const content = textOf(body);
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/json',
    ...(content === undefined
      ? {}
      : {
          'content-type': body?.type ?? 'application/json',
          'content-length': Buffer.byteLength(content),
        }),
  };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    send(new URL(path, url), { method, agent, headers }, resolve).on('error', reject).end(content);
  });
  return answer(response, await text(response));
};

const textOf = (body: Body | undefined): string | undefined => {
  if (body === undefined) return undefined;
  return typeof body.content === 'string' ? body.content : JSON.stringify(body.content);
};

const answer = (response: IncomingMessage, content: string): Answer => ({
  status: response.statusCode ?? 0,
  body: isJson(response) ? JSON.parse(content) : content,
  warnings: (response.headersDistinct['warning'] ?? []).map(warningText),
  auditId: String(response.headers['audit-id'] ?? ''),
});

const isJson = ({ headers }: IncomingMessage): boolean =>
  headers['content-type']?.startsWith('application/json') === true;

/** `299 - "text"`, where `"` and `\` are escaped. */
const warningText = (header: string): string =>
  (/^\d+ \S+ "(.*)"/.exec(header)?.[1] ?? header).replaceAll(/\\(.)/g, '$1');
