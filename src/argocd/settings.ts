import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { decodeFrom, defaults, fields, type Config } from '../config.ts';
import { layersOf, type Given, type Layer } from './layers.ts';
import { own, readRendering, type Rendering } from './rendering.ts';

/** What an application asks for. */
export interface Settings {
  readonly rendering: Rendering;
  /** The config, as flags. */
  readonly flags: Readonly<Record<string, string>>;
}

const isOwn = ({ spell, rendering }: Layer, name: string): boolean =>
  rendering && own.some((each) => spell(each.name) === name);

const has = ({ entries, spell }: Layer, name: string): boolean => entries.has(spell(name));

/** What decides which workloads are injected at all: locked where nobody may leave by annotation. */
const selecting: ReadonlySet<string> = new Set(
  'mode select kinds excludeKinds namespaces excludeNamespaces names excludeNames labelSelector podSpecs'.split(
    ' ',
  ),
);

const locksOf = (layers: readonly Layer[]): ReadonlySet<string> => {
  const { text = '' } = strongest(layers, 'lockedAnnotations') ?? {};
  const locked = new Set(text.split(',').map((name) => name.trim()));
  const isLocked = (name: string): boolean => locked.has(name) || locked.has('*');
  const byAnnotation = fields.filter(
    ({ annotation }) => annotation !== undefined && isLocked(annotation),
  );
  return new Set([
    ...byAnnotation.map(({ name }) => name),
    ...(isLocked('inject') ? selecting : []),
  ]);
};

/**
 * What an application sets and may not: what no annotation sets and the operator has set, and what is locked. A workload
 * may ask for the rest by annotation, so its application may as well.
 */
const overreach = (layers: readonly Layer[]): readonly string[] => {
  const operators = layers.filter(({ by }) => by === 'operator');
  const locks = locksOf(operators);
  const reason = ({ name, annotation }: (typeof fields)[number]): string | undefined => {
    if (locks.has(name)) return 'the operator has locked it';
    const isSet = operators.some((layer) => has(layer, name));
    return annotation === undefined && isSet ? 'the operator has set it' : undefined;
  };
  return layers
    .filter(({ by }) => by === 'application')
    .flatMap((layer) =>
      fields
        .filter(({ name }) => has(layer, name))
        .flatMap((field) => {
          const because = reason(field);
          const shown = layer.prefix + layer.spell(field.name);
          return because === undefined
            ? []
            : [`\`${shown}\` cannot be set by an application: ${because}`];
        }),
    );
};

/** The config that the layers make one upon the other, or what is wrong in any of them. */
const problemsIn = (layers: readonly Layer[]): readonly string[] => {
  const problems: string[] = [];
  layers.reduce<Config>((below, layer) => {
    const { noun, spell, prefix, entries } = layer;
    const also = layer.rendering ? own.map(({ name }) => spell(name)) : [];
    const source = { nameOf: ({ name }: { name: string }) => spell(name), also, noun, prefix };
    const given = [...entries].filter(([name]) => !isOwn(layer, name));
    const config = decodeFrom(source, given, below);
    if (E.isRight(config)) return config.right;
    problems.push(...config.left.map(({ message }) => message));
    return below;
  }, defaults);
  return problems;
};

/** What the layers say of a severity adds up, code by code: the last word on each counts. */
const added = (layers: readonly Layer[], name: string): string =>
  layers.flatMap(({ entries, spell }) => entries.get(spell(name)) ?? []).join(',');

/** The strongest layer's value of a name. */
const strongest = (layers: readonly Layer[], name: string) => {
  const layer = layers.findLast(({ entries, spell }) => entries.has(spell(name)));
  const text = layer?.entries.get(layer.spell(name));
  return layer === undefined || text === undefined
    ? undefined
    : { label: layer.prefix + layer.spell(name), text };
};

const settingsFrom = (layers: readonly Layer[]): E.Either<readonly string[], Settings> => {
  const problems = [...problemsIn(layers), ...overreach(layers)];
  const rendering = readRendering((name) => strongest(layers, name));
  if (E.isLeft(rendering)) return E.left([...problems, ...rendering.left]);
  if (problems.length > 0) return E.left(problems);
  const flags = fields.flatMap(({ name, flag }) => {
    const given = strongest(layers, name);
    if (given === undefined) return [];
    return [[flag, name === 'severity' ? added(layers, name) : given.text] as const];
  });
  return E.right({ rendering: rendering.right, flags: Object.fromEntries(flags) });
};

/** What the operator and the application say. Left: all that is wrong with it. */
export const settingsOf = (given: Given): E.Either<readonly string[], Settings> =>
  pipe(layersOf(given), E.flatMap(settingsFrom));
