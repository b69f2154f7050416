import { Ajv } from 'ajv';
import * as E from 'fp-ts/lib/Either.js';
import { decode } from '../../src/config.ts';
import { modelOf } from '../models.ts';
import { schemas } from './schema-table.ts';

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
