import { described, hasDefault } from './fields.ts';
import { apiVersion, kind } from './function-config.ts';
import type { Field } from './types.ts';

/** A JSON Schema that OpenAPI v3 has too, but for `$schema`. */
export const schemaOf = (fields: readonly Field[]): object => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: kind,
  description: 'The functionConfig of inject-shm.',
  type: 'object',
  required: ['apiVersion', 'kind'],
  additionalProperties: false,
  properties: {
    apiVersion: { type: 'string', enum: [apiVersion] },
    kind: { type: 'string', enum: [kind] },
    metadata: { type: 'object' },
    spec: {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(
        fields.map((field) => [field.name, { description: described(field), ...field.schema }]),
      ),
    },
  },
});

/** A Markdown table of the fields. */
export const tableOf = (fields: readonly Field[]): string =>
  [
    '| field | default | by annotation | meaning |',
    '|---|---|---|---|',
    ...fields.map((field) => {
      const { name, defaultText, annotation, doc } = field;
      return row([
        code(name),
        hasDefault(field) ? code(defaultText) : defaultText,
        annotation === undefined ? 'no' : code(annotation),
        doc,
      ]);
    }),
  ].join('\n');

const code = (text: string): string => `\`${text}\``;

const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
