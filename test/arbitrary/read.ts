import { FAILSAFE_SCHEMA, loadAll } from 'js-yaml';
import { type ScalarTag, type Tags, parseAllDocuments } from 'yaml';
import { type Value, fields, isFields, isList, plain, verbatim } from './value.ts';

const tag = (name: string, test: RegExp, resolve: (source: string) => unknown): ScalarTag => ({
  tag: `tag:yaml.org,2002:${name}`,
  default: true,
  test,
  resolve,
});

const customTags = (tags: Tags): Tags => [
  ...tags,
  tag('null', plain.NULL, () => null),
  tag('bool', plain.BOOLEAN, (source) => source === 'true'),
  tag('int', plain.INTEGER, Number),
  tag('source', plain.AMBIGUOUS, verbatim),
];

const parse = (text: string) => {
  const documents = parseAllDocuments(text, {
    schema: 'failsafe',
    customTags,
    merge: true,
    version: '1.2',
    logLevel: 'error',
  });
  return 'empty' in documents ? [] : documents;
};

/** One document per entry, empty ones included, as `yaml` reads them. Throws on what it refuses. */
export const read = (text: string): readonly Value[] =>
  parse(text).map((document): Value => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    return document.toJS({ maxAliasCount: -1 });
  });

/** Where each item begins in the text: documents of a stream, `items` of a ResourceList. */
export const starts = (text: string): readonly number[] =>
  parse(text).flatMap((document) => {
    const contents: unknown = document.contents;
    if (document.toJS() === null) return [];
    const kind = document.get('kind');
    const items = kind === 'ResourceList' ? document.get('items') : undefined;
    return [...rangesOf(items ?? contents, items !== undefined)];
  });

const rangesOf = (node: unknown, items: boolean): readonly number[] => {
  const within = items ? property(node, 'items') : [node];
  return Array.isArray(within)
    ? within.flatMap((item) => {
        const range = property(item, 'range');
        return Array.isArray(range) && typeof range[0] === 'number' ? [range[0]] : [];
      })
    : [];
};

const property = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

/** Scalars as source strings, merges not applied: what two parsers can be compared by. */
export const readBare = {
  yaml: (text: string): readonly unknown[] =>
    parseAllDocuments(text, { schema: 'failsafe', merge: false }).map((document: Bare) => {
      const [error] = document.errors;
      if (error !== undefined) throw error;
      return blank(document.toJS());
    }),
  jsYaml: (text: string): readonly unknown[] =>
    loadAll(text, { schema: FAILSAFE_SCHEMA }).map(blank),
};

interface Bare {
  readonly errors: readonly Error[];
  readonly toJS: () => unknown;
}

/** The libraries differ in how they show an unwritten null of the failsafe schema. */
const blank = (value: unknown): unknown => {
  if (value === null) return '';
  if (isList(value as Value)) return (value as readonly unknown[]).map(blank);
  if (!isFields(value as Value)) return value;
  return Object.fromEntries(
    Object.entries(fields(value as Value)).map(([key, entry]) => [key, blank(entry)]),
  );
};
