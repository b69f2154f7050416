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
    ...fields.map(({ name, defaultText, annotation, doc }) =>
      row([
        code(name),
        words.has(defaultText) ? defaultText : code(defaultText),
        annotation === undefined ? 'no' : code(annotation),
        doc,
      ]),
    ),
  ].join('\n');

/** What `--help` says about the flags, two columns of text. */
export const helpOf = (fields: readonly Field[]): string => {
  const heads = fields.map(({ flag, metavar }) => `  --${flag} ${metavar}`);
  const column = Math.max(...heads.map((head) => head.length)) + 2;
  return fields
    .map((field, i) => {
      const lines = wrap(described(field), width - column);
      return lines
        .map((line, j) => ((j === 0 ? heads[i] : '') ?? '').padEnd(column) + line)
        .join('\n');
    })
    .join('\n');
};

const width = 100;

/** Defaults that are no values. */
const words: ReadonlySet<string> = new Set(['none', 'by code']);

const code = (text: string): string => `\`${text}\``;

const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

const described = ({ doc, defaultText }: Field): string =>
  `${doc.replaceAll('`', '')}${words.has(defaultText) ? '' : ` Default: ${defaultText}.`}`;

const wrap = (text: string, columns: number): readonly string[] =>
  (text.match(new RegExp(`.{1,${columns}}(?: |$)`, 'g')) ?? []).map((line) => line.trimEnd());
