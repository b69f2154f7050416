import * as E from 'fp-ts/lib/Either.js';
import type { Run } from '../cli/run.ts';
import { fields, prefix, type Field } from '../config.ts';
import { flagText } from '../config/flag-text.ts';
import type { Resource } from '../core/resource.ts';
import { isMap, type Fields } from '../data/value.ts';
import { configFinder } from '../files/config-file.ts';
import { shown } from '../files/folders.ts';
import { topsOf } from '../files/tops.ts';
import { functionConfigOf } from '../inject/configure.ts';
import type { Item } from '../inject/item.ts';
import type { Place } from '../kinds.ts';
import { annotationsOf } from '../plan/annotations.ts';
import { templateAnnotations } from '../plan/scope.ts';
import { functionConfigIn } from '../process/options.ts';
import type { Setting } from './explain.ts';
import type { Reading } from './read.ts';

/** What one place sets. */
interface Layer {
  readonly valueOf: (field: Field) => unknown;
  readonly from: Setting['from'];
  readonly nameOf: (field: Field) => string | undefined;
}

const none: Fields = {};

/** The fields of a functionConfig, by their names. */
const fieldsIn = (functionConfig: unknown): Fields => {
  if (!isMap(functionConfig)) return none;
  const found = functionConfig[functionConfig['kind'] === 'ConfigMap' ? 'data' : 'spec'];
  return isMap(found) ? found : none;
};

const annotations = (resource: Resource, place: Place | undefined): Layer => {
  const own = annotationsOf(resource.object);
  const all =
    place === undefined ? own : { ...own, ...templateAnnotations(resource.object, place) };
  return {
    valueOf: ({ annotation }) => (annotation === undefined ? undefined : all[prefix + annotation]),
    from: 'annotation',
    nameOf: ({ annotation = '' }) => prefix + annotation,
  };
};

const flags = ({ flags: given }: Run): Layer => ({
  valueOf: ({ flag }) => given[flag],
  from: 'flag',
  nameOf: ({ flag }) => `--${flag}`,
});

const file = (run: Run, { sources }: Reading, { of }: Item): readonly Layer[] => {
  const source = sources.find((each) => each.file === of.file);
  if (source?.found === undefined || source.config === undefined) return [];
  const found = configFinder(topsOf(run.paths))(source.found.real);
  if (E.isLeft(found) || found.right === undefined) return [];
  const { path, text } = found.right;
  const data = fieldsIn(E.getOrElse((): unknown => undefined)(functionConfigIn(path, text)));
  return [{ valueOf: ({ name }) => data[name], from: 'file', nameOf: () => shown(path) }];
};

const functionConfig = (run: Run, { input, options }: Reading): Layer => {
  const data = fieldsIn(options.functionConfig ?? functionConfigOf(input));
  return {
    valueOf: ({ name }) => data[name],
    from: 'functionConfig',
    nameOf: () => run.fnConfig,
  };
};

/** Those that every decision looks at; the others where somebody sets them. */
const usual: ReadonlySet<string> = new Set(['ratio', 'sizeFrom']);

/** Where each value of the config is from, for one pod: every one that is set, and the usual ones. */
export const settingsOf = (
  run: Run,
  reading: Reading,
  item: Item,
  resource: Resource,
  place: Place | undefined,
): readonly Setting[] => {
  // The strongest first.
  const layers = [
    annotations(resource, place),
    flags(run),
    ...file(run, reading, item),
    functionConfig(run, reading),
  ];
  return fields.flatMap((field): readonly Setting[] => {
    const layer = layers.find(({ valueOf }) => (valueOf(field) ?? undefined) !== undefined);
    const { name, defaultText } = field;
    if (name === 'mode') return [];
    if (layer !== undefined)
      return [
        {
          field: name,
          value: flagText(layer.valueOf(field)),
          from: layer.from,
          name: layer.nameOf(field),
        },
      ];
    return usual.has(name) ? [{ field: name, value: defaultText, from: 'default' }] : [];
  });
};
