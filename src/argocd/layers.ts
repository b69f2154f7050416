import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { fields } from '../config.ts';
import { isList, isMap } from '../data/value.ts';
import { configName, type Discovered } from '../files/config-file.ts';
import { fieldsIn } from './app-config.ts';
import { flagText } from '../config/flag-text.ts';
import { own } from './rendering.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** One place that settings come from. */
export interface Layer {
  /** What it calls its entries. */
  readonly noun: string;
  /** What a field or a parameter is called here, and what messages put in front of it. */
  readonly spell: (name: string) => string;
  readonly prefix: string;
  /** By the names that they have here. */
  readonly entries: ReadonlyMap<string, string>;
  readonly by: 'operator' | 'application';
  /** Whether what the renderers want may be set here too. */
  readonly rendering: boolean;
}

/** What settings are made of. */
export interface Given {
  readonly flags: Readonly<Record<string, string>>;
  readonly env: Env;
  /** The application's own `.inject-shm.yaml`. */
  readonly file: Discovered;
}

const snake = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

const kebab = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const textOf = (parameter: Readonly<Record<string, unknown>>): string | undefined => {
  const given = [parameter['string'], parameter['array'], parameter['map']];
  const value = given.find((each) => typeof each === 'string' || isList(each) || isMap(each));
  return value === undefined ? undefined : flagText(value);
};

const broken = E.left('ARGOCD_APP_PARAMETERS is no list of parameters in JSON');

const parse = (text: string): E.Either<string, unknown> => {
  try {
    return E.right(JSON.parse(text) as unknown);
  } catch {
    return broken;
  }
};

/** An application without parameters has `null`, or no variable at all. */
const parameters = (text = 'null'): E.Either<string, ReadonlyMap<string, string>> => {
  const parsed = parse(text === '' ? 'null' : text);
  if (E.isLeft(parsed)) return parsed;
  const list = parsed.right ?? [];
  if (!isList(list)) return broken;
  const entries = list.map((each) => {
    const name = isMap(each) ? each['name'] : undefined;
    return isMap(each) && typeof name === 'string' ? ([name, textOf(each)] as const) : undefined;
  });
  if (entries.includes(undefined)) return broken;
  // A form that was left empty says nothing.
  const given = entries.flatMap((entry) =>
    entry?.[1] === undefined || entry[1] === '' ? [] : [[entry[0], entry[1]] as const],
  );
  return E.right(new Map(given));
};

/** Argo CD puts a prefix before the names of an application's own variables. */
const OPERATORS = 'INJECT_SHM_';
const APPLICATIONS = `ARGOCD_ENV_${OPERATORS}`;

const variables = (env: Env, prefix: string): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(env).flatMap(([name, value = '']) =>
      name.startsWith(prefix) && value !== '' ? [[name.slice(prefix.length), value] as const] : [],
    ),
  );

/** A Service named inject-shm gives every pod variables of this prefix: only those that mean something are looked at. */
const known = (entries: ReadonlyMap<string, string>): ReadonlyMap<string, string> => {
  const names = new Set([...fields, ...own].map(({ name }) => snake(name)));
  return new Map([...entries].filter(([name]) => names.has(name)));
};

const operators = ({ flags, env }: Given): readonly Layer[] => [
  {
    noun: 'flag',
    spell: kebab,
    prefix: '--',
    entries: new Map(Object.entries(flags)),
    by: 'operator',
    rendering: true,
  },
  {
    noun: 'variable',
    spell: snake,
    prefix: OPERATORS,
    entries: known(variables(env, OPERATORS)),
    by: 'operator',
    rendering: true,
  },
];

const applications = (
  { env }: Given,
  file: ReadonlyMap<string, string>,
  given: ReadonlyMap<string, string>,
): readonly Layer[] => [
  {
    noun: 'field',
    spell: (name) => name,
    prefix: `${configName}: `,
    entries: file,
    by: 'application',
    rendering: false,
  },
  {
    noun: 'variable',
    spell: snake,
    prefix: APPLICATIONS,
    entries: variables(env, APPLICATIONS),
    by: 'application',
    rendering: true,
  },
  {
    noun: 'parameter',
    spell: (name) => name,
    prefix: '',
    entries: given,
    by: 'application',
    rendering: true,
  },
];

/**
 * Where settings come from, the weakest first: the plugin's flags and the sidecar's environment, which are the operator's,
 * then the application's own file, its environment and its parameters.
 */
export const layersOf = (given: Given): E.Either<readonly string[], readonly Layer[]> =>
  pipe(
    fieldsIn(given.file, flagText),
    E.flatMap((file) =>
      pipe(
        parameters(given.env['ARGOCD_APP_PARAMETERS']),
        E.bimap(
          (problem): readonly string[] => [problem],
          (parameter) => [...operators(given), ...applications(given, file, parameter)],
        ),
      ),
    ),
  );
