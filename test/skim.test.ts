import fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import { EVENT_ID, parseEvents, SCALAR_STYLE } from 'js-yaml';
import * as assert from 'uvu/assert';
import { parseAllDocuments } from 'yaml';
import { type Item, isLocated, textOf } from '../src/inject/item.ts';
import { open } from '../src/inject/open.ts';
import { readWhole } from '../src/inject/parse.ts';
import { skim } from '../src/inject/skim.ts';
import { textSurface } from '../src/inject/surface.ts';
import { defaults } from '../src/config.ts';
import type { Node } from '../src/yaml/node.ts';
import { moveEvents } from '../src/yaml/source.ts';
import { cases } from './arbitrary/case.ts';
import { readBare } from './arbitrary/read.ts';
import { FEATURES, type Feature } from './arbitrary/style.ts';
import { spec } from './spec.ts';
import { caseLaw, law, run, same } from './support.ts';

const test = spec('skim');

/** Nodes with their offsets in the whole text. */
const shifted = (node: Node, by: number): unknown => ({
  ...node,
  start: node.start + by,
  end: node.end + by,
  ...('entries' in node && {
    entries: node.entries.map(({ start, key, name, value }) => ({
      start: start + by,
      key: key && shifted({ ...key, value: name }, by),
      name,
      value: shifted(value, by),
    })),
  }),
});

/** What is known of an item: what it is, its nodes, and what it means. */
const known = (items: readonly Item[]): readonly unknown[] => {
  return items
    .map(textSurface(defaults).read)
    .map(({ item, resource: { object }, tree, shift }) => ({
      apiVersion: item.apiVersion,
      kind: item.kind,
      nodes: shifted(tree.root, shift),
      object,
    }));
};

/** Text that was not parsed must mean the same to both parsers; keys that are there twice are left to them. */
const isClear = (text: string): void => {
  const errorsOf = (uniqueKeys: boolean) =>
    parseAllDocuments(text, { schema: 'failsafe', uniqueKeys, logLevel: 'silent' }).flatMap(
      ({ errors }) => errors,
    );
  same(errorsOf(false), []);
  if (errorsOf(true).length === 0) same(readBare.yaml(text), readBare.jsYaml(text));
};

/** What the walk over a slice notes must be what the parser has for that slice alone. */
const isNotedRight = (item: Item): void => {
  const { place } = item;
  if (isLocated(place)) return;
  const around = place.isItem ? 2 : 1;
  const events = parseEvents(textOf(item), {}).slice(around, -around);
  moveEvents(events, 0, events.length, place.start);
  for (const event of events)
    // The parser looks for more behind a comment, and then does not know that there was none.
    if (event.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN)
      event.fast = event.valueStart !== -1;
  same(open(item).tree.source.events, events);
};

/** What is read in passing must be valid for both parsers, and have the resources that they find. */
const agrees = (text: string): boolean => {
  const skimmed = skim({ file: undefined, text });
  if (skimmed === undefined) return false;
  const whole = readWhole({ file: undefined, text });
  if (E.isLeft(whole)) throw new Error(`js-yaml refuses it: ${whole.left.message}`);
  for (const item of skimmed.items) if (!isLocated(item.place)) isClear(textOf(item));
  skimmed.items.forEach(isNotedRight);
  same(known(skimmed.items), known(whole.right.items));
  same(skimmed.list === undefined, whole.right.list === undefined);
  return true;
};

const EVERYDAY: readonly Feature[] = FEATURES.filter(
  (feature) => !['crlf', 'bom', 'anchors', 'merges', 'tabs'].includes(feature),
);

caseLaw(
  test,
  { name: 'a text read in passing has the resources that a parser finds' },
  cases({ features: EVERYDAY, forms: ['stream', 'ResourceList'] }),
  ({ text }) => agrees(text),
);

caseLaw(
  test,
  {
    name: 'what comes out does not depend on how it was read: a byte order mark has all of it parsed',
  },
  cases({ features: EVERYDAY, forms: ['stream', 'ResourceList'] }),
  ({ text, flags }) => {
    same(run(`\ufeff${text}`, flags).stdout, `\ufeff${run(text, flags).stdout}`);
    return skim({ file: undefined, text }) !== undefined;
  },
);

const MARKS = 'abk :-#|>\'"[]{},&*!?%@`\\\t\n.0~<=+$\u00e9\u0085\u2028'.split('');
const SNIPPETS = [
  '- ',
  ': ',
  '\n',
  '\n  ',
  '\n- ',
  '\n---\n',
  ' #',
  '|\n',
  '>-\n',
  "''",
  '""',
  '{}',
  '[a, b]',
  '&a ',
  '*a',
  '<<: ',
  '? ',
  '\n...\n',
  'items:\n',
  'kind: List\n',
];

interface Change {
  readonly at: number;
  readonly gone: number;
  readonly put: string;
}

const changes: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    gone: fc.constantFrom(0, 0, 1, 1, 2, 8),
    put: fc.constantFrom('', ...MARKS, ...SNIPPETS),
  }),
  { minLength: 1, maxLength: 3 },
);

const changed = (text: string, [first, ...rest]: readonly Change[]): string => {
  if (first === undefined) return text;
  const at = Math.floor(first.at * text.length);
  return changed(text.slice(0, at) + first.put + text.slice(at + first.gone), rest);
};

law(
  test,
  {
    name: 'no broken text is taken for a valid one: texts with a few characters changed',
    times: 4,
  },
  fc
    .tuple(cases({ features: ['comments', 'blanks'], forms: ['stream', 'ResourceList'] }), changes)
    .map(([{ text }, made]) => changed(text, made)),
  agrees,
);

const HEADS = ['', '', '- ', '- ', '- - ', '-   '] as const;
const KEYS = [
  '',
  'a: ',
  'b: ',
  'kind: ',
  'a:',
  'b:',
  '"c": ',
  "'d': ",
  'e.f/g: ',
  '.h:',
  'a : ',
  '? ',
  'a:  ',
] as const;
const VALUES = [
  '',
  '',
  'x',
  'x y',
  '-1',
  "'x'",
  '"y\\n"',
  "'it''s'",
  '"',
  "'",
  '|',
  '>-',
  '|+',
  '|2',
  '[]',
  '{}',
  '[a, "b"]',
  '{a: b}',
  '[{a: [b]}]',
  '[a',
  '{a}',
  '&n x',
  '*n',
  '!t x',
  'x: y',
  'x:y',
  'x#y',
  '- x',
  '-',
  '~',
  '%x',
  '@x',
  '# c',
  'x # c',
  '---',
  '...',
  '\t',
  'x\ty',
] as const;

const line: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(0, 0, 0, 1, 2, 2, 2, 3, 4, 4, 6),
    fc.constantFrom(...HEADS),
    fc.constantFrom(...KEYS),
    fc.constantFrom(...VALUES),
  )
  .map(([indent, head, key, value]) => `${' '.repeat(indent)}${head}${key}${value}\n`);

law(
  test,
  { name: 'no broken text is taken for a valid one: lines at random', times: 8, share: 0.02 },
  fc
    .tuple(
      fc.constantFrom('', 'a:\n', '---\na:\n', 'kind: ResourceList\nitems:\n- kind: A\n'),
      fc.array(line, { minLength: 1, maxLength: 6 }),
    )
    .map(([head, lines]) => head + lines.join('')),
  agrees,
  JSON.stringify,
);

const list = (item: string): string => `kind: ResourceList\nitems:\n- kind: A\n${item}- kind: B\n`;

for (const [name, text, wanted] of [
  ['the items of a ResourceList', list('  a: 1\n'), ['A', 'B']],
  ['those of a List', 'apiVersion: v1\nkind: PodList\nitems:\n- a: b\n- kind: X\n', ['Pod', 'X']],
  ['documents', '# none\n---\nkind: A\n---\nkind: B\n', ['A', 'B']],
  ['an item that only a parser understands', list('  a: "b\n    c"\n'), ['A', 'B']],
  ['an alias', list('  a: &x b\n  c: *x\n'), undefined],
  [
    'empty lines behind the last item',
    `${list('  a: |-\n    b\n')}\n\n`.replace('- kind: B\n', ''),
    undefined,
  ],
  ['a comment behind the last item', `${list('')}# c\n`, undefined],
  [
    'a ResourceList among documents',
    'kind: A\n---\nkind: ResourceList\nitems:\n- kind: B\n',
    undefined,
  ],
] as const)
  test(`sees ${name}`, () => {
    const found = skim({ file: undefined, text });
    same(
      found?.items.map(({ kind }) => kind),
      wanted,
    );
    found?.items.forEach((item) => assert.match(textOf(item), /^(?:- |---\n)?[ak]/));
  });

test.run();
