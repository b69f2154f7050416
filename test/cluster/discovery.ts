import type { ApiObject, Request } from './api.ts';

/** The path of an object's collection; `undefined` where its kind is not served. */
export type Collection = (object: ApiObject) => Promise<string | undefined>;

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** Asks the API server once for each version of a group, and again where a kind is not found: it may be new. */
export const collections = (request: Request): Collection => {
  const known = new Map<string, readonly Resource[]>();
  const find = async (root: string, kind: string): Promise<Resource | undefined> => {
    const is = (each: Resource) => each.kind === kind;
    const found = known.get(root)?.find(is);
    if (found !== undefined) return found;
    const fresh = await discover(request, root);
    known.set(root, fresh);
    return fresh.find(is);
  };
  return async ({ apiVersion, kind, metadata }) => {
    const root = `/${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}`;
    const resource = await find(root, kind);
    if (resource === undefined) return undefined;
    const namespace = resource.namespaced
      ? `/namespaces/${encodeURIComponent(metadata?.namespace ?? 'default')}`
      : '';
    return `${root}${namespace}/${resource.name}`;
  };
};

const discover = async (request: Request, root: string): Promise<readonly Resource[]> => {
  const { status, body } = await request('GET', root);
  if (status !== 200) return [];
  const { resources: found } = body as { readonly resources: readonly Resource[] };
  return found.filter(({ name }) => !name.includes('/'));
};
