import fc from 'fast-check';
import type { Range } from './container.ts';
import { type Flags, anyFlags } from './flags.ts';
import { asKptSends, item } from './item.ts';
import { type Feature, FEATURES, type Style, styles } from './style.ts';
import { type Printed, printJson, printStream } from './text.ts';
import { type Fields, type Value, at, list } from './value.ts';

export type Form = 'stream' | 'ResourceList' | 'json';

/** A text for the function, what it means, and the flags to run with. */
export interface Case {
  readonly form: Form;
  readonly text: string;
  /** The text's items, in order. */
  readonly items: readonly Value[];
  readonly flags: Flags;
  readonly style: Style;
}

export interface Options {
  readonly range?: Range;
  readonly features?: readonly Feature[];
  readonly flags?: fc.Arbitrary<Flags>;
  readonly forms?: readonly Form[];
  readonly items?: fc.Arbitrary<Fields>;
}

const FORMS: readonly Form[] = ['stream', 'stream', 'ResourceList', 'json'];

const FUNCTION_CONFIGS: readonly (Fields | undefined)[] = [
  undefined,
  undefined,
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'function-input' }, data: {} },
];

export const cases = (options: Options = {}): fc.Arbitrary<Case> =>
  fc
    .record({
      form: fc.constantFrom(...(options.forms ?? FORMS)),
      found: fc.array(options.items ?? item(options.range ?? 'all'), {
        minLength: 1,
        maxLength: 3,
      }),
      flags: options.flags ?? anyFlags,
      style: styles(options.features ?? FEATURES),
      kpt: fc.boolean(),
      functionConfig: fc.constantFrom(...FUNCTION_CONFIGS),
      before: fc.boolean(),
    })
    .map(({ form, found, flags, style, kpt, functionConfig, before }) => {
      const items = kpt ? found.map(asKptSends) : found;
      const wrapper = resourceList(items, functionConfig, before);
      const printed = printed_(form, style, items, wrapper, kpt);
      return { form, text: printed.text, items: itemsOf(printed.documents), flags, style };
    });

const printed_ = (
  form: Form,
  style: Style,
  items: readonly Fields[],
  wrapper: Fields,
  wrap: boolean,
): Printed => {
  if (form === 'stream') return printStream(style, items);
  if (form === 'ResourceList') return printStream(style, [wrapper]);
  return printJson(style, wrap ? wrapper : (items[0] ?? wrapper));
};

const resourceList = (
  items: readonly Fields[],
  functionConfig: Fields | undefined,
  before: boolean,
): Fields => ({
  apiVersion: 'config.kubernetes.io/v1',
  kind: 'ResourceList',
  ...(functionConfig !== undefined && before ? { functionConfig } : {}),
  items,
  ...(functionConfig !== undefined && !before ? { functionConfig } : {}),
});

/** The items of a ResourceList, else the documents; empty ones are none. */
export const itemsOf = (documents: readonly Value[]): readonly Value[] =>
  documents
    .filter((document) => document !== null)
    .flatMap((document) =>
      at(document, 'kind') === 'ResourceList' ? list(at(document, 'items')) : [document],
    );

/** A case as a failure shows it. */
export const show = ({ text, flags, style, form }: Case): string =>
  [
    `${form}, flags ${JSON.stringify(flags)}, style ${[...style.on].join(' ') || 'plain'}`,
    `as a string: ${JSON.stringify(text)}`,
    text,
  ].join('\n');
