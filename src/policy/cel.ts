import { prefix } from '../config.ts';

/** An expression with a name: a variable, or a condition that must hold. */
export interface Named {
  readonly name: string;
  /** What it is, for whoever reads the policy. */
  readonly comment: string;
  readonly expression: string;
}

/** A text as a literal. */
export const literal = (text: string): string => JSON.stringify(text);

export const literals = (texts: readonly string[]): string => `[${texts.map(literal).join(', ')}]`;

/** Globs as a regular expression (RE2) for the whole of a name. */
export const patternOf = (globs: readonly string[]): string => {
  const patterns = globs.map((glob) =>
    glob.replaceAll('.', '[.]').replaceAll('?', '.').replaceAll('*', '.*'),
  );
  return `^(${patterns.join('|')})$`;
};

/** Conditions on a name by globs to take and globs to leave out; none where all are taken. */
export const namedBy = (
  name: string,
  globs: readonly string[],
  excluded: readonly string[],
): readonly string[] => [
  ...(globs.includes('*') ? [] : [`${name}.matches(${literal(patternOf(globs))})`]),
  ...(excluded.length === 0 ? [] : [`!${name}.matches(${literal(patternOf(excluded))})`]),
];

/**
 * `/dev/shm`, however it is spelt. CEL cannot follow `..`, so that such a path which ends in `shm` counts as one: better
 * none injected than two.
 */
const PATH = '^(/|[.]/)*dev(/|/[.])*/shm(/|/[.])*$|(^|/)[.][.]/(.*/)?shm/*$';

/** Whether a path is `/dev/shm`; what has no `shm` in it needs no regular expression. */
export const isShm = (path: string): string =>
  `${path}.contains("shm") && ${path}.matches(${literal(PATH)})`;

export const initContainers = 'object.spec.?initContainers.orValue([])';

/** Containers and init containers. */
export const everyContainer = `(object.spec.containers + ${initContainers})`;

type Kind = 'limits' | 'requests';

/** A memory limit or request of container `c`, as text; `0` for none. */
export const memoryText = (kind: Kind): string => `c.?resources.?${kind}[?"memory"].orValue("0")`;

/** The same as a Quantity. */
export const memoryOf = (kind: Kind): string => `quantity(${memoryText(kind)})`;

/**
 * A Quantity in bytes, parts of one rounded up: `500m` is a limit too. Exact below 4Pi. `isInteger` and `asInteger` would
 * not do: they take `1.5Gi` for a fraction.
 */
export const bytesOf = (quantity: string): string =>
  `int(${quantity}.asApproximateFloat() + 0.999)`;

/** Whole Mi in the API server's canonical form. */
export const sizeText = (mi: string): string =>
  `(${mi} % 1048576 == 0 ? string(${mi} / 1048576) + "Ti"
  : ${mi} % 1024 == 0 ? string(${mi} / 1024) + "Gi"
  : string(${mi}) + "Mi")`;

/** An annotation of ours on the pod, as far as `variables.annotations` is there. */
export const annotation = (name: string, otherwise: string): string =>
  `variables.annotations[?${literal(prefix + name)}].orValue(${otherwise})`;

const usedBy = (expression: string): readonly string[] =>
  [...expression.matchAll(/variables\.(\w+)/g)].flatMap(([, name]) => name ?? []);

/** The variables that an expression needs, each after those that it needs itself. */
export const neededBy = (expression: string, variables: readonly Named[]): readonly Named[] => {
  // From the last to the first: a variable is used by later ones only.
  const needed = variables.reduceRight<readonly string[]>(
    (names, each) => (names.includes(each.name) ? names.concat(usedBy(each.expression)) : names),
    usedBy(expression),
  );
  return variables.filter(({ name }) => needed.includes(name));
};
