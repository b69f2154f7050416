import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { decodeFrom, defaults, fields, type Config } from '../config.ts';
import { layersOf, type Layer } from './layers.ts';
import { own, readRendering, type Rendering } from './rendering.ts';

/** What an application asks for. */
export interface Settings {
  readonly rendering: Rendering;
  /** The config, as flags. */
  readonly flags: Readonly<Record<string, string>>;
}

const isOwn = ({ spell }: Layer, name: string): boolean =>
  own.some((each) => spell(each.name) === name);

/** What an operator bounds applications with: where the operator sets it, no application does. */
const bounds = ['maxSize', 'maxMemoryLimit', 'lockedAnnotations'];

const has = ({ entries, spell }: Layer, name: string): boolean => entries.has(spell(name));

const overreach = (layers: readonly Layer[]): readonly string[] => {
  const set = bounds.filter((name) =>
    layers.some((layer) => layer.by === 'operator' && has(layer, name)),
  );
  return layers
    .filter(({ by }) => by === 'application')
    .flatMap((layer) =>
      set
        .filter((name) => has(layer, name))
        .map((name) => {
          const shown = layer.prefix + layer.spell(name);
          return `\`${shown}\` cannot be set by an application: the operator has set it`;
        }),
    );
};

/** The config that the layers make one upon the other, or what is wrong in any of them. */
const problemsIn = (layers: readonly Layer[]): readonly string[] => {
  const problems: string[] = [];
  layers.reduce<Config>((below, layer) => {
    const { noun, spell, prefix, entries } = layer;
    const also = own.map(({ name }) => spell(name));
    const source = { nameOf: ({ name }: { name: string }) => spell(name), also, noun, prefix };
    const given = [...entries].filter(([name]) => !isOwn(layer, name));
    const config = decodeFrom(source, given, below);
    if (E.isRight(config)) return config.right;
    problems.push(...config.left.map(({ message }) => message));
    return below;
  }, defaults);
  return problems;
};

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
    return given === undefined ? [] : [[flag, given.text] as const];
  });
  return E.right({ rendering: rendering.right, flags: Object.fromEntries(flags) });
};

/** What the plugin's flags, the environment and the application's parameters say. Left: all that is wrong with it. */
export const settingsOf = (
  flags: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string | undefined>>,
): E.Either<readonly string[], Settings> =>
  pipe(
    layersOf(flags, env),
    E.mapLeft((problem): readonly string[] => [problem]),
    E.flatMap(settingsFrom),
  );
