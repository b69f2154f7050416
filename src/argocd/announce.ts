import { fields, type Field } from '../config.ts';
import { hasDefault } from '../config/fields.ts';
import { isList, isMap } from '../data/value.ts';
import { own, type Own } from './rendering.ts';

/** A parameter as Argo CD's forms know it. */
interface Announcement {
  readonly name: string;
  readonly title: string;
  readonly tooltip: string;
  readonly required: boolean;
  readonly itemType: 'string' | 'boolean';
  readonly collectionType: 'string' | 'array' | 'map';
  readonly string?: string;
}

/** `sizeFrom` as people write it. */
const titleOf = (name: string): string => {
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const collections = { array: 'array', object: 'map' } as const;

/** What a schema takes first: a list or a map may be given as text as well, in a form that has its own fields for them. */
const typeOf = (schema: object): string => {
  const first: unknown = 'anyOf' in schema && isList(schema.anyOf) ? schema.anyOf[0] : schema;
  const type = isMap(first) ? first['type'] : undefined;
  return typeof type === 'string' ? type : 'string';
};

const ofField = (field: Field): Announcement => {
  const { name, doc, schema, defaultText } = field;
  const type = typeOf(schema);
  const collection = type === 'array' || type === 'object' ? collections[type] : 'string';
  return {
    name,
    title: titleOf(name),
    tooltip: doc.replaceAll('`', ''),
    required: false,
    itemType: type === 'boolean' ? 'boolean' : 'string',
    collectionType: collection,
    ...(collection === 'string' && hasDefault(field) ? { string: defaultText } : {}),
  };
};

const ofOwn = ({ name, doc, collection, item, default: value }: Own): Announcement => ({
  name,
  title: titleOf(name),
  tooltip: doc,
  required: false,
  itemType: item,
  collectionType: collection,
  ...(collection === 'string' && value !== undefined ? { string: String(value) } : {}),
});

/** All parameters of an application, the renderer's first. */
export const announcements = (): readonly Announcement[] => [
  ...own.map(ofOwn),
  ...fields.map(ofField),
];
