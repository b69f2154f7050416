import type { AnySchema } from 'ajv';

const text = { type: 'string' } as const;
const texts = { type: 'array', items: text } as const;
const texted = { type: 'object', additionalProperties: text } as const;

/** No other fields than these: a misspelt one is an error. */
const only = (properties: Readonly<Record<string, AnySchema>>, ...required: readonly string[]) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const listOf = (items: AnySchema) => ({ type: 'array', items });

const named = { apiVersion: text, kind: text, metadata: { type: 'object', required: ['name'] } };

const kustomization = only({
  apiVersion: text,
  kind: text,
  namespace: text,
  resources: texts,
  components: texts,
  transformers: texts,
  images: listOf(only({ name: text, newName: text, newTag: text, digest: text }, 'name')),
  patches: listOf(only({ path: text, patch: text, target: texted })),
  replacements: listOf({
    type: 'object',
    properties: { source: texted, targets: { type: 'array' } },
    required: ['source', 'targets'],
  }),
  configMapGenerator: { type: 'array' },
  generatorOptions: { type: 'object' },
});

const kptFunction = only({
  image: text,
  exec: text,
  configPath: text,
  configMap: texted,
  name: text,
  selectors: { type: 'array' },
  exclude: { type: 'array' },
});

const command = only({ command: texts, args: texts }, 'command');

const hook = only(
  {
    id: text,
    name: text,
    description: text,
    entry: text,
    language: text,
    types_or: texts,
    args: texts,
    files: text,
    exclude: text,
    require_serial: { type: 'boolean' },
  },
  'id',
);

const matchResources = only({
  namespaceSelector: { type: 'object' },
  objectSelector: { type: 'object' },
  matchPolicy: text,
  resourceRules: listOf(
    only(
      { apiGroups: texts, apiVersions: texts, operations: texts, resources: texts },
      'apiGroups',
      'apiVersions',
      'operations',
      'resources',
    ),
  ),
});

const expression = only({ expression: text }, 'expression');
const namedExpression = only({ name: text, expression: text }, 'name', 'expression');

const admissionPolicy = only({
  ...named,
  spec: only(
    {
      matchConstraints: matchResources,
      matchConditions: listOf(namedExpression),
      failurePolicy: { enum: ['Fail', 'Ignore'] },
      reinvocationPolicy: { enum: ['Never', 'IfNeeded'] },
      variables: listOf(namedExpression),
      mutations: listOf(
        only(
          {
            patchType: { enum: ['ApplyConfiguration', 'JSONPatch'] },
            applyConfiguration: expression,
            jsonPatch: expression,
          },
          'patchType',
        ),
      ),
    },
    'matchConstraints',
    'mutations',
    'reinvocationPolicy',
  ),
});

/** What has no model in a package: by apiVersion and kind, or by what the file is. */
export const schemas: Readonly<Record<string, AnySchema>> = {
  'kustomize.config.k8s.io/v1beta1 Kustomization': kustomization,
  'kustomize.config.k8s.io/v1alpha1 Component': kustomization,
  'admissionregistration.k8s.io/v1 MutatingAdmissionPolicy': admissionPolicy,
  'admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding': only({
    ...named,
    spec: only({ policyName: text, matchResources }, 'policyName'),
  }),
  'source.toolkit.fluxcd.io/v1 OCIRepository': only({
    ...named,
    spec: only(
      {
        interval: text,
        url: { type: 'string', pattern: '^oci://' },
        ref: only({ digest: text, semver: text, semverFilter: text, tag: text }),
        secretRef: only({ name: text }, 'name'),
        layerSelector: only({ mediaType: text, operation: text }),
        provider: text,
      },
      'interval',
      'url',
    ),
  }),
  'kpt.dev/v1 Kptfile': only({
    ...named,
    info: { type: 'object' },
    pipeline: only({ mutators: listOf(kptFunction), validators: listOf(kptFunction) }),
  }),
  'argoproj.io/v1alpha1 ConfigManagementPlugin': only({
    ...named,
    spec: only(
      {
        version: text,
        init: command,
        generate: command,
        parameters: only({ static: listOf({ type: 'object' }), dynamic: command }),
        preserveFileMode: { type: 'boolean' },
      },
      'generate',
    ),
  }),
  // Of Helm 4; a chart and a Helm plugin have no kind.
  'v1 undefined': only(
    {
      apiVersion: text,
      type: { const: 'postrenderer/v1' },
      name: { type: 'string', pattern: '^[A-Za-z0-9_-]+$' },
      version: { type: 'string', pattern: String.raw`^\d+\.\d+\.\d+$` },
      runtime: { const: 'subprocess' },
      runtimeConfig: only({ platformCommand: listOf(only({ command: text, args: texts })) }),
    },
    'type',
    'name',
    'version',
    'runtime',
  ),
  'v2 undefined': only({ apiVersion: text, name: text, version: text }, 'name', 'version'),
  'pre-commit config': only({
    repos: listOf(only({ repo: text, rev: text, hooks: listOf(hook) }, 'repo', 'rev', 'hooks')),
  }),
  'pre-commit hooks': listOf({ ...hook, required: ['id', 'name', 'entry', 'language'] }),
  // actionlint looks at workflows, and at how they use the action.
  workflow: { type: 'object', required: ['on', 'jobs'] },
};
