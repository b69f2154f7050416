import { type PodAt, RECORD, podsOf } from './pods.ts';
import { type Fields, type Value, at, equal, fields, isFields, isList } from './value.ts';

/** One leaf in which two values differ; a collection that only one has counts as empty in the other. */
export interface Change {
  readonly path: readonly string[];
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

const empty = (value: Value | undefined): boolean =>
  value === undefined ||
  value === null ||
  ((isList(value) || isFields(value)) && Object.keys(value).length === 0);

export const changes = (
  before: Value | undefined,
  after: Value | undefined,
  path: readonly string[] = [],
): readonly Change[] => {
  if (equal(before, after)) return [];
  const within = [before, after].filter((value) => !empty(value));
  const lists = within.length > 0 && within.every(isList);
  const maps = within.length > 0 && within.every(isFields);
  const whole = before === undefined && WHOLE.test(path.join(' '));
  if (whole || (!lists && !maps)) return [{ path, before, after }];
  const entries = (value: Value | undefined): Fields => (empty(value) ? {} : (value as Fields));
  const [old, now] = [entries(before), entries(after)];
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return keys.flatMap((key) => changes(old[key], now[key], [...path, key]));
};

/** What is written as one: an item of `volumes` and of `volumeMounts`. */
const WHOLE = / (?:volumes|volumeMounts) \d+$/;

interface Rule {
  readonly path: RegExp;
  readonly allows: (change: Change) => boolean;
}

const size = /^[1-9]\d*(?:Mi|Gi|Ti|Pi|Ei)$/;
const isSize = (value: Value | undefined): boolean => typeof value === 'string' && size.test(value);

const isVolume = ({ before, after }: Change): boolean => {
  const { name, emptyDir } = fields(after);
  const { medium, sizeLimit } = fields(emptyDir);
  const rebuilt: Value = {
    name: name ?? null,
    emptyDir: { medium: 'Memory', sizeLimit: sizeLimit ?? null },
  };
  return before === undefined && medium === 'Memory' && isSize(sizeLimit) && equal(after, rebuilt);
};

const isMount = ({ before, after }: Change): boolean =>
  before === undefined &&
  equal(after, { name: fields(after)['name'] ?? null, mountPath: '/dev/shm' });

const isUnset = (value: Value | undefined): boolean =>
  empty(value) || value === 0 || /^0\D*$/.test(String(value));

/** All that inject ever writes into a PodSpec, or into the parts of one. */
const RULES: readonly Rule[] = [
  { path: /^volumes \d+$/, allows: isVolume },
  {
    path: /^(?:(?:containers|initContainers|sidecars|steps) \d+|container|script) volumeMounts \d+$/,
    allows: isMount,
  },
  {
    path: /^(?:(?:containers|steps) \d+|container|script) (?:computeR|r)esources limits memory$/,
    allows: ({ before, after }) => isUnset(before) && after !== undefined && !isUnset(after),
  },
  { path: /^volumes \d+ emptyDir sizeLimit$/, allows: ({ after }) => isSize(after) },
];

const startsWith = (path: readonly string[], prefix: readonly string[]): boolean =>
  prefix.every((key, i) => path[i] === key);

const allowedAt = (pods: readonly PodAt[], found: Change): boolean => {
  const { path } = found;
  if (path.at(-1) === RECORD)
    return pods.some(({ object }) => equal(path, [...object, 'metadata', 'annotations', RECORD]));
  const pod = pods.find((candidate) => startsWith(path, candidate.path));
  const below = path.slice(pod?.path.length).join(' ');
  return pod !== undefined && RULES.some((rule) => rule.path.test(below) && rule.allows(found));
};

/** The changes from one reading of an item to the next that inject has no right to make. */
export const foreign = (before: Value, after: Value): readonly Change[] => {
  const pods = podsOf(before);
  return changes(before, after).filter((found) => !allowedAt(pods, found));
};

/** The same for kinds whose PodSpecs are not known here: by the last steps of each path. */
export const foreignAnywhere = (before: Value, after: Value): readonly Change[] =>
  changes(before, after).filter((found) => {
    const path = found.path.join(' ');
    if (path.endsWith(`metadata annotations ${RECORD}`))
      return !/(?:^|items \d+ )metadata \S+ \S+$/.test(path);
    return !RULES.some(
      (rule) => new RegExp(`(?:^| )${rule.path.source.slice(1)}`).test(path) && rule.allows(found),
    );
  });

/** Memory limits that one reading has and the other has not, with the container's request. */
export const injectedLimits = (
  before: Value,
  after: Value,
): readonly { readonly request: Value | undefined; readonly limit: Value | undefined }[] =>
  changes(before, after)
    .filter(({ path }) => path.slice(-3).join(' ') === 'resources limits memory')
    .map((found) => ({
      request: at(after, ...found.path.slice(0, -2), 'requests', 'memory'),
      limit: found.after,
    }));
