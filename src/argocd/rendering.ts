import * as E from 'fp-ts/lib/Either.js';
import { show } from '../config/show.ts';

/** How an application is rendered. */
export interface Rendering {
  readonly renderer: 'auto' | 'kustomize' | 'helm' | 'directory';
  readonly directoryRecurse: boolean;
  readonly helmReleaseName: string | undefined;
  readonly helmNamespace: string | undefined;
  readonly helmValueFiles: readonly string[];
  readonly helmValues: string | undefined;
  readonly allowEmpty: boolean;
}

/** A parameter that is no field of the config. */
interface Row<A> {
  readonly default: A;
  /** Left: what it must be. */
  readonly parse: (text: string) => E.Either<string, A>;
  readonly collection: 'string' | 'array';
  readonly item: 'string' | 'boolean';
  readonly doc: string;
}

type Table = { readonly [K in keyof Rendering]: Row<Rendering[K]> };

const text = {
  default: undefined,
  parse: (given: string): E.Either<string, string> => E.right(given),
  collection: 'string',
  item: 'string',
} as const;

const boolean = {
  default: false,
  parse: (given: string): E.Either<string, boolean> =>
    given === 'true' || given === 'false' ? E.right(given === 'true') : E.left('true or false'),
  collection: 'string',
  item: 'boolean',
} as const;

const renderers = ['auto', 'kustomize', 'helm', 'directory'] as const;

const table: Table = {
  renderer: {
    ...text,
    default: 'auto',
    parse: (given) => {
      const renderer = renderers.find((each) => each === given);
      return renderer === undefined ? E.left(`one of ${renderers.join(', ')}`) : E.right(renderer);
    },
    doc: 'kustomize, helm, directory, or auto: by kustomization.yaml or Chart.yaml, else a directory.',
  },
  directoryRecurse: { ...boolean, doc: 'Read the folders below too, in a directory of manifests.' },
  helmReleaseName: { ...text, doc: "The release; without it the application's name." },
  helmNamespace: { ...text, doc: "The release's namespace; without it the application's." },
  helmValueFiles: {
    default: [],
    parse: (given) => E.right(given.split(/[,\n]/).filter((path) => path !== '')),
    collection: 'array',
    item: 'string',
    doc: 'Values files of the repository, as paths from the chart.',
  },
  helmValues: { ...text, doc: 'Values as YAML, over those of the files.' },
  allowEmpty: {
    ...boolean,
    doc: 'Let the application be empty: with automatic pruning all of it is deleted then.',
  },
};

/** What an announcement says of a row. */
export type Own = Omit<Row<unknown>, 'parse'> & { readonly name: string };

export const own: readonly Own[] = Object.entries(table).map(([name, row]) => ({ name, ...row }));

/** What was given, with the name that it was given under. */
export interface Given {
  readonly label: string;
  readonly text: string;
}

const read = <A>(row: Row<A>, given: Given | undefined, problems: string[]): A => {
  if (given === undefined) return row.default;
  const parsed = row.parse(given.text);
  if (E.isRight(parsed)) return parsed.right;
  problems.push(`\`${given.label}\` must be ${parsed.left}, got ${show(given.text)}`);
  return row.default;
};

/** Reads what is said about the rendering. Left: all that is wrong with it. */
export const readRendering = (
  given: (name: string) => Given | undefined,
): E.Either<readonly string[], Rendering> => {
  const problems: string[] = [];
  const valueOf = <K extends keyof Rendering>(name: K): Rendering[K] =>
    read<Rendering[K]>(table[name], given(name), problems);
  const rendering: Rendering = {
    renderer: valueOf('renderer'),
    directoryRecurse: valueOf('directoryRecurse'),
    helmReleaseName: valueOf('helmReleaseName'),
    helmNamespace: valueOf('helmNamespace'),
    helmValueFiles: valueOf('helmValueFiles'),
    helmValues: valueOf('helmValues'),
    allowEmpty: valueOf('allowEmpty'),
  };
  return problems.length === 0 ? E.right(rendering) : E.left(problems);
};
