import { isList, isMap, type Fields, type Value } from '../../data/value.ts';

/** What a file is to a kustomization that names it, other than a resource. */
export type Role =
  | 'patch'
  | 'replacement'
  | 'transformer'
  | 'generator'
  | 'validator'
  | 'configuration'
  | 'input of a generator';

/** A file or folder that is named as something else than a resource. */
export interface Part {
  readonly path: string;
  readonly role: Role;
}

/** A text, or the texts of a list. */
export const strings = (value: Value): readonly string[] =>
  (isList(value) ? value : [value]).filter((each) => typeof each === 'string');

/** The maps of a list. */
export const maps = (value: Value): readonly Fields[] => (isList(value) ? value.filter(isMap) : []);

/** Whether an entry is YAML, not a path. */
export const isInline = (entry: string): boolean =>
  entry.includes('\n') || entry.trimStart().startsWith('{');

/** A kustomization that is being read. */
export interface Reader {
  readonly fields: Fields;
  /** The path that an entry stands for. */
  readonly at: (entry: string) => string;
}

/** The paths in some lists. */
export const located = ({ fields, at }: Reader, ...lists: readonly string[]): readonly string[] =>
  lists
    .flatMap((name) => strings(fields[name] ?? []))
    .filter((entry) => !isInline(entry))
    .map(at);

/** The paths of entries that are `path` or `key=path`. */
const inputsOf = ({ fields, at }: Reader): readonly string[] => {
  const generators = ['configMapGenerator', 'secretGenerator'].flatMap((name) =>
    maps(fields[name]),
  );
  const charts = ['helmCharts', 'helmChartInflationGenerator'].flatMap((name) =>
    maps(fields[name]),
  );
  return [
    ...generators.flatMap(({ files, envs, env }) =>
      [files, envs, env].flatMap((each) => strings(each ?? [])),
    ),
    ...charts.flatMap((chart) =>
      [chart['valuesFile'], chart['values'], chart['additionalValuesFiles']].flatMap((each) =>
        strings(each ?? []),
      ),
    ),
  ]
    .filter((entry) => !isInline(entry))
    .map((entry) => at(entry.slice(entry.indexOf('=') + 1)));
};

const pathsIn = ({ fields, at }: Reader, ...lists: readonly string[]): readonly string[] =>
  lists.flatMap((name) => maps(fields[name])).flatMap(({ path }) => strings(path ?? []).map(at));

/** All that is named as something else than a resource. */
export const partsOf = (reader: Reader): readonly Part[] => {
  const { fields, at } = reader;
  const openapi = isMap(fields['openapi']) ? strings(fields['openapi']['path'] ?? []).map(at) : [];
  const as = (role: Role, found: readonly string[]): readonly Part[] =>
    found.map((path) => ({ path, role }));
  return [
    ...as('patch', located(reader, 'patchesStrategicMerge')),
    ...as('patch', pathsIn(reader, 'patches', 'patchesJson6902')),
    ...as('replacement', pathsIn(reader, 'replacements')),
    ...as('transformer', located(reader, 'transformers')),
    ...as('generator', located(reader, 'generators')),
    ...as('validator', located(reader, 'validators')),
    ...as('configuration', [...located(reader, 'configurations', 'crds'), ...openapi]),
    ...as('input of a generator', inputsOf(reader)),
  ];
};
