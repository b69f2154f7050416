import fc from 'fast-check';

/** What the printer may do. All off is plain block YAML as kubectl prints it. */
export const FEATURES = [
  'comments',
  'blanks',
  'trailing',
  'flow',
  'wideFlow',
  'quotes',
  'blockScalars',
  'folds',
  'explicitKeys',
  'tags',
  'anchors',
  'merges',
  'ragged',
  'wide',
  'shuffled',
  'json',
  'documents',
  'crlf',
  'noNewline',
  'bom',
] as const;

/** Spellings that cannot be restored byte for byte (`~`, `{a:}`) or that js-yaml refuses (`keyColumn`). */
export const EXCEPTIONS = ['tilde', 'flowNull', 'keyColumn'] as const;

export type Feature = (typeof FEATURES)[number] | (typeof EXCEPTIONS)[number];

export interface Style {
  readonly seed: number;
  /** Columns that a nested collection is indented by, unless `ragged`. */
  readonly step: number;
  readonly on: ReadonlySet<Feature>;
}

/** Styles with a random choice of `features`; shrinks towards none of them. */
export const styles = (features: readonly Feature[] = FEATURES): fc.Arbitrary<Style> =>
  fc.record({
    seed: fc.nat(),
    step: fc.constantFrom(2, 4, 3),
    on: fc
      .tuple(...features.map((feature) => chosen(feature)))
      .map((found) => new Set(found.flat())),
  });

const chosen = (feature: Feature): fc.Arbitrary<readonly Feature[]> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.constant([feature]) },
  );

const hash = (text: string, seed: number): number => {
  let h = seed ^ 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

/** A choice among `sides` that depends on the place alone, so that shrinking elsewhere does not change it. */
export const roll = (style: Style, path: string, aspect: string, sides: number): number =>
  hash(`${aspect}|${path}`, style.seed) % sides;

/** True once in `sides`, where the feature is on. */
export const once = (style: Style, feature: Feature, path: string, sides: number): boolean =>
  style.on.has(feature) && roll(style, path, feature, sides) === 0;

export const pick = <A>(
  style: Style,
  path: string,
  aspect: string,
  from: readonly [A, ...A[]],
): A => from[roll(style, path, aspect, from.length)] ?? from[0];
