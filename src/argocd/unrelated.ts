import { load } from 'js-yaml';
import { isMap, type Value } from '../data/value.ts';
import { documents } from '../yaml/source.ts';

/** A text with all of these Argo CD takes for a manifest, and fails where it cannot be read. */
const signs = ['apiVersion:', 'kind:', 'metadata:'] as const;

const unreadable = Symbol('unreadable');

/** What a document means. */
const read = (document: string): Value => {
  try {
    return load(document);
  } catch {
    // js-yaml refuses some documents that Argo CD's parser reads, and empty ones
    const { parseDocument } = require('yaml') as typeof import('yaml');
    const parsed = parseDocument(document, { version: '1.1' });
    if (parsed.errors.length > 0) return unreadable;
    return parsed.contents === null ? null : { kind: parsed.get('kind') };
  }
};

const isObject = (value: Value): boolean =>
  isMap(value) && typeof value['kind'] === 'string' && value['kind'] !== '';

/** Whether Argo CD passes over a text: it does not look like manifests, and what is in it first is no object. */
export const isUnrelated = (text: string): boolean => {
  // Directives are rare, and what is told apart wrongly would be lost.
  if (signs.every((sign) => text.includes(sign)) || /^%/m.test(text)) return false;
  for (const document of documents(text.replace(/^\ufeff/, ''))) {
    const value = read(document);
    // Where an object stood before it, Argo CD fails instead.
    if (value !== null && value !== undefined) return !isObject(value);
  }
  return false;
};
