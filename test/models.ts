interface Model {
  readonly validate: () => void;
}

type Models = Readonly<Record<string, new (data: object) => Model>>;

const packages = [
  'kubernetes-models',
  '@kubernetes-models/argo-cd',
  '@kubernetes-models/flux-cd',
] as const;

/** The class of a kind of Kubernetes, Argo CD or Flux; `undefined` for others and for versions that are no more. */
export const modelOf = async (apiVersion: string, kind: string) => {
  for (const name of packages) {
    const models = await import(`${name}/${apiVersion}/${kind}`).catch(() => ({}));
    const model = (models as Models)[kind];
    if (model !== undefined) return model;
  }
  return undefined;
};
