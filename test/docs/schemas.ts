import { Ajv, type AnySchema } from 'ajv';
import * as E from 'fp-ts/lib/Either.js';
import { decode } from '../../src/config.ts';
import { modelOf } from '../models.ts';

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

/** What has no model in a package: by apiVersion and kind, or by what the file is. */
const schemas: Readonly<Record<string, AnySchema>> = {
  'kustomize.config.k8s.io/v1beta1 Kustomization': kustomization,
  'kustomize.config.k8s.io/v1alpha1 Component': kustomization,
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

const ajv = new Ajv({ allErrors: true });
const validators = Object.fromEntries(
  Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]),
);

type Fields = Readonly<Record<string, unknown>>;

const nameOf = (found: unknown): string => {
  if (Array.isArray(found)) return 'pre-commit hooks';
  const { apiVersion, kind, repos, jobs } = found as Fields;
  if (repos !== undefined) return 'pre-commit config';
  return jobs === undefined ? `${String(apiVersion)} ${String(kind)}` : 'workflow';
};

const validate = (model: { readonly validate: () => void }): readonly string[] => {
  try {
    model.validate();
    return [];
  } catch (error) {
    return [String(error)];
  }
};

const isConfig = ({ kind, metadata }: Fields): boolean =>
  kind === 'InjectShm' ||
  (kind === 'ConfigMap' && (metadata as Fields | undefined)?.['name'] === 'inject-shm');

/** What is wrong with an object that is shown; where nothing says what it may be, that. */
export const problemsOf = async (found: unknown): Promise<readonly string[]> => {
  const { apiVersion, kind } = found as Fields;
  // Made up, for somebody's own kind.
  if (String(apiVersion).startsWith('example.com/')) return [];
  if (isConfig(found as Fields)) {
    const config = decode(found);
    return E.isLeft(config) ? config.left.map(({ message }) => message) : [];
  }
  const validator = validators[nameOf(found)];
  if (validator !== undefined)
    return validator(found) ? [] : [ajv.errorsText(validator.errors ?? [])];
  const Model = await modelOf(String(apiVersion), String(kind));
  return Model === undefined
    ? [`no schema for ${nameOf(found)}`]
    : validate(new Model(found as object));
};
