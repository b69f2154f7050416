import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { isEmpty, isMap } from '../data/value.ts';
import { type Decoded, type Model, type Source, decodeEntries } from './decode.ts';
import { clip, closest, didYouMean, show } from './show.ts';
import type { Problem } from './types.ts';
import { textOf } from './values.ts';

export const apiVersion = 'inject-shm.dev/v1alpha1';
export const kind = 'InjectShm';

interface Form {
  readonly kind: string;
  readonly apiVersion: string;
  /** Where the fields are. */
  readonly under: string;
  readonly also: readonly string[];
}

const usual = ['apiVersion', 'kind', 'metadata'];
const forms: readonly Form[] = [
  { kind, apiVersion, under: 'spec', also: usual },
  { kind: 'ConfigMap', apiVersion: 'v1', under: 'data', also: [...usual, 'immutable'] },
];

/** A functionConfig's config. None at all, an empty map and kpt's placeholder without data mean the defaults. */
export const decodeFunctionConfig = (model: Model, functionConfig: unknown): Decoded => {
  if (functionConfig === undefined || functionConfig === null) return E.right(model.defaults);
  if (!isMap(functionConfig))
    return E.left([problem('functionConfig', functionConfig, 'must be a map')]);
  if (isEmpty(functionConfig)) return E.right(model.defaults);
  const form = forms.find((each) => each.kind === functionConfig['kind']);
  if (form === undefined) return E.left([wrongKind(functionConfig['kind'])]);
  const { under } = form;
  const values = functionConfig[under] ?? {};
  const outside = [
    ...wrongVersion(form, functionConfig['apiVersion']),
    ...strays(form, functionConfig),
  ];
  if (!isMap(values))
    return E.left([...outside, problem(under, values, 'must be a map of fields')]);
  return pipe(
    decodeEntries(model, sourceOf(under), Object.entries(values), model.defaults),
    E.mapLeft((inside) => [...outside, ...inside]),
    E.filterOrElse(
      () => outside.length === 0,
      () => outside,
    ),
  );
};

const sourceOf = (under: string): Source => ({
  nameOf: ({ name }) => name,
  readerOf: ({ read }) => read,
  also: [],
  noun: 'field',
  place: `${under}.`,
  prefix: '',
});

const problem = (field: string, raw: unknown, must: string, hint = ''): Problem => ({
  field: clip(field),
  value: show(raw),
  message: `\`${clip(field)}\` ${must}, got ${show(raw)}${hint}`,
});

const wrongKind = (raw: unknown): Problem =>
  problem(
    'kind',
    raw,
    `of a functionConfig must be ${kind} (${apiVersion}) or ConfigMap (v1)`,
    didYouMean(
      closest(
        textOf(raw) ?? '',
        forms.map((form) => form.kind),
      ),
    ),
  );

const wrongVersion = (form: Form, raw: unknown): readonly Problem[] =>
  raw === form.apiVersion
    ? []
    : [problem('apiVersion', raw, `of kind ${form.kind} must be ${form.apiVersion}`)];

const strays = ({ kind: of, under, also }: Form, functionConfig: object): readonly Problem[] =>
  Object.entries(functionConfig)
    .filter(
      ([key, raw]) => key !== under && !also.includes(key) && raw !== null && raw !== undefined,
    )
    .map(([key, raw]) => ({
      field: clip(key),
      value: show(raw),
      message: `\`${clip(key)}\` is not read: kind ${of} has its fields under \`${under}\``,
    }));
