import type { IncomingMessage } from 'node:http';
import { Agent, request as send } from 'node:https';
import { text } from 'node:stream/consumers';
import type { Answer, ApiObject, Body, Request } from './api.ts';
import { type Collection, collections } from './discovery.ts';

export interface WriteOptions {
  readonly dryRun?: boolean;
  /** Strict, if it is not said: unknown and duplicate fields are errors. */
  readonly fieldValidation?: 'Strict' | 'Warn' | 'Ignore';
}

export interface Client {
  readonly request: Request;
  /** Posts a new object, whose name may be left to the server (`generateName`). */
  readonly create: (object: ApiObject, options?: WriteOptions) => Promise<Answer>;
  /** Server-side apply, with force. */
  readonly apply: (object: ApiObject, options?: WriteOptions) => Promise<Answer>;
  readonly get: (object: ApiObject) => Promise<Answer>;
  readonly remove: (object: ApiObject) => Promise<Answer>;
  readonly collection: Collection;
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

export const connect = (access: Access): Client => {
  const agent = new Agent({ keepAlive: true, maxSockets: 32, ca: access.ca });
  const request: Request = (method, path, body = {}) => exchange(access, agent, method, path, body);
  const collection = collections(request);
  const pathOf = async (object: ApiObject): Promise<string> => {
    const path = await collection(object);
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
    collection,
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
  body: Body,
): Promise<Answer> => {
  const content = textOf(body);
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/json',
    'content-type': body.type ?? 'application/json',
    'content-length': Buffer.byteLength(content),
  };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    send(new URL(path, url), { method, agent, headers }, resolve).on('error', reject).end(content);
  });
  return answer(response, await text(response));
};

const textOf = ({ content = '' }: Body): string =>
  typeof content === 'string' ? content : JSON.stringify(content);

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
