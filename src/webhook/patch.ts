import jsonPatch from 'fast-json-patch';
import type { Fields } from '../data/value.ts';

/** A step of a JSON Patch (RFC 6902). */
export interface Operation {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path: string;
  readonly value?: unknown;
}

/**
 * What makes the one object the other. Lists are compared by position, which suits what is only ever appended to them:
 * the shortest patch of a list takes the square of its length to find, and its length is somebody else's.
 */
export const patchOf = (before: Fields, after: Fields): readonly Operation[] =>
  before === after ? [] : (jsonPatch.compare(before, after) as readonly Operation[]);
