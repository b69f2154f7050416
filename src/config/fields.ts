import * as E from 'fp-ts/lib/Either.js';
import { flow } from 'fp-ts/lib/function.js';
import type { Config, Field, FieldName, Row, Table } from './types.ts';

/** The rows with their names, in the table's order. */
export const fieldsOf = (table: Table): readonly Field[] =>
  namesOf(table).map((name) => toField(table, name));

export const defaultsOf = (table: Table): Config => {
  const values = namesOf(table).map((name) => [name, table[name].default]);
  // A table has a row for every field.
  return {
    ...(Object.fromEntries(values) as Omit<Config, 'limitByAnnotation'>),
    limitByAnnotation: false,
  };
};

/** Whether a field's default is a value, which can be written; the others are in words. */
export const hasDefault = ({ defaultText }: Field): boolean =>
  defaultText !== 'none' && defaultText !== 'by code';

/** What a field means, as plain text with its default. */
export const described = (field: Field): string =>
  field.doc.replaceAll('`', '') + (hasDefault(field) ? ` Default: ${field.defaultText}.` : '');

const namesOf = (table: Table): readonly FieldName[] => Object.keys(table) as FieldName[];

const toField = <K extends FieldName>(table: Table, name: K): Field<K> => {
  const row: Row<Config[K]> = table[name];
  const set =
    (value: Config[K]) =>
    (config: Config): Config => ({
      ...config,
      [name]: row.merge === undefined ? value : row.merge(config[name], value),
    });
  const { annotated } = row;
  const read = flow(row.parse, E.map(set));
  return {
    name,
    flag: name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    annotation: row.annotation,
    metavar: row.metavar,
    defaultText: row.defaultText ?? plainText(row.default),
    doc: row.doc,
    schema: row.schema,
    read,
    readAnnotation:
      annotated === undefined
        ? read
        : flow(
            annotated.parse,
            E.map((value) => (config: Config) => annotated.set(config, value)),
          ),
  };
};

const plainText = (value: unknown): string => {
  if (Array.isArray(value)) return value.join(',') || 'none';
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : 'none';
};
