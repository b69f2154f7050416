import { isList, isMap, type Value } from '../data/value.ts';

/** The directives of strategic merge patches; the last has the list's name behind it. */
const DIRECTIVE = /^\$(?:patch|retainKeys|setElementOrder\/.*|deleteFromPrimitiveList\/.*)$/;

/** Whether a directive of a strategic merge patch stands anywhere in it: then it is to be merged into an object. */
export const isPatch = (value: Value, seen = new Set<Value>()): boolean => {
  if (typeof value !== 'object' || value === null || seen.has(value)) return false;
  // Aliases may lead to the same in more ways than can be walked.
  seen.add(value);
  if (isList(value)) return value.some((each) => isPatch(each, seen));
  return (
    isMap(value) &&
    Object.keys(value).some((name) => DIRECTIVE.test(name) || isPatch(value[name], seen))
  );
};
