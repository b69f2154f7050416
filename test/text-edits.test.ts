import * as E from 'fp-ts/lib/Either.js';
import * as assert from 'uvu/assert';
import { drop, keyOf, mapItems, put } from '../src/data/change.ts';
import { isList, isMap, type Fields, type Value } from '../src/data/value.ts';
import { roots } from '../src/yaml/cursor.ts';
import { reconcile } from '../src/yaml/reconcile.ts';
import { scan, type Tree } from '../src/yaml/scan.ts';
import { parse } from '../src/yaml/source.ts';
import { inOrder, splice, withoutBreak } from '../src/yaml/splice.ts';
import { endsInBlockScalar } from '../src/yaml/text.ts';
import { verify } from '../src/yaml/verify.ts';
import { spec } from './spec.ts';

const test = spec('text edits');

type Change = (value: Value) => Value;

const fieldsOf = (value: Value): Fields => (isMap(value) ? value : {});

/** Changes what stands at a path. */
const at =
  (path: readonly (string | number)[], change: Change): Change =>
  (value) => {
    const [step, ...rest] = path;
    if (step === undefined) return change(value);
    if (typeof step === 'number')
      return mapItems(value, (item, place) => (place === step ? at(rest, change)(item) : item));
    return put(fieldsOf(value), step, at(rest, change)(fieldsOf(value)[step]));
  };

const set = (path: readonly (string | number)[], to: Value): Change => at(path, () => to);

const without = (path: readonly (string | number)[], name: string): Change =>
  at(path, (value) => drop(fieldsOf(value), name));

const append = (path: readonly (string | number)[], item: Value): Change =>
  at(path, (value) => [...(isList(value) ? value : []), item]);

const take = (path: readonly (string | number)[], place: number): Change =>
  at(path, (value) => (isList(value) ? value.filter((_, index) => index !== place) : value));

const both =
  (first: Change, second: Change): Change =>
  (value) =>
    second(first(value));

const treeOf = (text: string): Tree => {
  const source = parse(text);
  if (E.isLeft(source)) throw new Error(source.left.message);
  return scan(source.right, roots(source.right)[0] ?? -1);
};

/** The text after a change, or why it cannot be made. */
const edited = (text: string, change: Change): string => {
  const tree = treeOf(text);
  assert.equal(tree.problems, []);
  const wanted = change(tree.root.value);
  const found = E.map(inOrder)(reconcile(tree, wanted, keyOf));
  if (E.isLeft(found)) return `refused at ${found.left.offset}: ${found.left.message}`;
  assert.equal(verify([{ tree, edits: found.right, wanted }]), [true]);
  const missing = tree.source.text.slice(text.length);
  return splice(text, withoutBreak(text, missing, found.right, endsInBlockScalar));
};

const item = { name: 'b', value: 1 };

type Row = readonly [name: string, text: string, change: Change, expected: string];

const rows: readonly Row[] = [
  ['nothing', 'a: 1 # one\n', (value) => value, 'a: 1 # one\n'],
  ['a scalar in its quotes', "a: 'x' # c\n", set(['a'], 'y'), "a: 'y' # c\n"],
  ['a string that would read as a number', 'a: x\n', set(['a'], '1'), "a: '1'\n"],
  ['a key behind the last', 'a: 1\nb:\n  c: 2\n', set(['b', 'd'], 3), 'a: 1\nb:\n  c: 2\n  d: 3\n'],
  [
    'a map in the steps of the others',
    'a:\n    b: 1\n',
    set(['c'], { d: 2 }),
    'a:\n    b: 1\nc:\n    d: 2\n',
  ],
  ['a list as deep as the others', 'a:\n  - 1\n', set(['b'], [2]), 'a:\n  - 1\nb:\n  - 2\n'],
  ['an item', 'a:\n- name: a\n', append(['a'], item), 'a:\n- name: a\n- name: b\n  value: 1\n'],
  [
    'an item in brackets',
    'a: [{name: a}]\n',
    append(['a'], item),
    'a: [{name: a}, {name: b, value: 1}]\n',
  ],
  ['an item in empty brackets', 'a: []\n', append(['a'], item), 'a: [{name: b, value: 1}]\n'],
  ['a null that is not written', 'a: # none\nb: 1\n', append(['a'], 1), 'a: # none\n- 1\nb: 1\n'],
  ['a null that is', 'a: null\n', append(['a'], 1), 'a: [1]\n'],
  [
    'behind comments of what is above',
    'a:\n  b: 1\n  # c\nd: 2\n',
    set(['a', 'e'], 3),
    'a:\n  b: 1\n  # c\n\n  e: 3\nd: 2\n',
  ],
  ['without a last line break', 'a: 1', set(['b'], 2), 'a: 1\nb: 2'],
  ['the last line gone, without a last line break', 'a: 1\nb: 2', without([], 'b'), 'a: 1'],
  [
    'the last lines gone one by one, without a last line break',
    'a: 1\nb: 2\nc: 3',
    both(without([], 'b'), without([], 'c')),
    'a: 1',
  ],
  ['in front of an open block scalar', 'a: 1\nb: |\n  x', set(['c'], 2), 'a: 1\nc: 2\nb: |\n  x'],
  ['CRLF', 'a:\r\n  b: 1\r\n', set(['a', 'c'], 2), 'a:\r\n  b: 1\r\n  c: 2\r\n'],
  ['JSON', '{"a": [1]}\n', set(['b'], 'x'), '{"a": [1], "b": "x"}\n'],
  ['JSON without blanks', '{"a":[1]}\n', set(['b'], { c: true }), '{"a":[1],"b":{"c":true}}\n'],
  ['a key gone', 'a: 1\nb: 2 # two\nc: 3\n', without([], 'b'), 'a: 1\nc: 3\n'],
  [
    'the first key of an item gone',
    '- a: 1\n  b: 2\n'
      .replace(/^/gm, '  ')
      .replace(/^ {2}$/m, '')
      .replace(/^/, 'x:\n'),
    without(['x', 0], 'a'),
    'x:\n  - b: 2\n',
  ],
  ['an item gone', 'a:\n- 1\n- 2\n- 3\n', take(['a'], 1), 'a:\n- 1\n- 3\n'],
  ['an item gone from brackets', 'a: [1, 2, 3]\n', take(['a'], 0), 'a: [2, 3]\n'],
  ['all of a block', 'a:\n- 1\nb: 2\n', set(['a'], undefined), 'a:\nb: 2\n'],
  [
    'an alias of what changes: written out',
    'a: &x {b: 1}\nc: *x\n',
    set(['a', 'b'], 2),
    'a: &x {b: 2}\nc: {b: 1}\n',
  ],
  [
    'an alias that changes as its anchor does',
    'a: &x {b: 1}\nc: *x\n',
    both(set(['a', 'b'], 2), set(['c', 'b'], 2)),
    'a: &x {b: 2}\nc: *x\n',
  ],
  [
    'an alias of annotations that an orchestrator has added to: its own stay where they are',
    'a: &x\n  team: web\n  config.kubernetes.io/path: p\n  internal.config.kubernetes.io/index: "0"\n  config.k8s.io/id: "1"\nc: *x\n',
    set(['a', 'b'], 2),
    'a: &x\n  team: web\n  config.kubernetes.io/path: p\n  internal.config.kubernetes.io/index: "0"\n  config.k8s.io/id: "1"\n  b: 2\nc: {team: web}\n',
  ],
  [
    'the same in the metadata, where they belong',
    't: &x {config.kubernetes.io/path: p}\nmetadata:\n  annotations: *x\n',
    set(['metadata', 'annotations', 'b'], 2),
    't: &x {config.kubernetes.io/path: p}\nmetadata:\n  annotations: {config.kubernetes.io/path: p, b: 2}\n',
  ],
  [
    'the same further in',
    'm: &x\n  labels: {a: b}\n  annotations: {config.kubernetes.io/path: p, team: web}\nt: *x\n',
    set(['m', 'labels', 'a'], 'c'),
    'm: &x\n  labels: {a: c}\n  annotations: {config.kubernetes.io/path: p, team: web}\nt: {labels: {a: b}, annotations: {team: web}}\n',
  ],
  [
    'a merge overridden',
    'a: &x {b: 1}\nc:\n  <<: *x\n',
    set(['c', 'b'], 2),
    'a: &x {b: 1}\nc:\n  <<: *x\n  b: 2\n',
  ],
  [
    'a quoted scalar in the column of its key',
    "a:\n  b: 'x\n  y'\n",
    set(['c'], 1),
    "a:\n  b: 'x\n  y'\nc: 1\n",
  ],
  [
    'a block scalar',
    'a: |\n  x\n',
    set(['a'], 'y'),
    'refused at 5: a block scalar would have to change',
  ],
  [
    'a map where a scalar stands',
    'a: x\n',
    set(['a', 'b'], 1),
    'refused at 3: a scalar stands where a map or list is needed',
  ],
  [
    'a key that a merge brings in',
    'a: &x {b: 1, d: 2}\nc:\n  <<: *x\n',
    without(['c'], 'b'),
    'refused at 24: a key that a merge brings in would have to go',
  ],
  [
    'items in another order',
    'a: [{name: a}, {name: b}]\n',
    at(['a'], (value) => (isList(value) ? value.toReversed() : value)),
    'refused at 3: an element of this list would have to move',
  ],
];

rows.forEach(([name, text, change, expected]) =>
  test(name, () => assert.is(edited(text, change), expected)),
);

/** Quoted scalars that go on no deeper than their keys, and what they mean. */
const shallow: readonly (readonly [name: string, text: string, value: Value])[] = [
  ['double quotes, folded', 'a:\n  b: "x\n  y"\n', { a: { b: 'x y' } }],
  ['single quotes, left of the key', "a:\n  b: 'x\n y\n\n z'\n", { a: { b: 'x y\nz' } }],
  ['in the first column', 'a: "x\ny"\nb: 1\n', { a: 'x y', b: 1 }],
  ['escaped line breaks', 'a:\n- "x \\\n\n  y \\\n  z"\n- 1\n', { a: ['x y z', 1] }],
  ['several', "a: 'x\ny'\nb: 'z\n\nw'\n", { a: 'x y', b: 'z\nw' }],
  ['CRLF', 'a:\r\n  b: "x\r\n  y"\r\n', { a: { b: 'x y' } }],
  ['with what would be a comment elsewhere', 'a:\n  b: "x\n  # y"\n', { a: { b: 'x # y' } }],
];

shallow.forEach(([name, text, value]) =>
  test(`a quoted scalar with shallow lines: ${name}`, () =>
    assert.equal(treeOf(text).root.value, value)),
);

for (const [name, text] of [
  ['a quote that is not closed', 'a:\n  b: "x\nc: d\n'],
  ['a document mark in quotes', 'a: "x\n... y"\n'],
  ['a key on two lines', 'a:\n  "x\n  y": 1\n'],
  ['a plain scalar', 'a:\n  b: x\n  y\n'],
] as const)
  test(`is refused: ${name}`, () => assert.ok(E.isLeft(parse(text))));

test('many quoted scalars with shallow lines are read or refused in bounded time', () => {
  const started = process.cpuUsage().user;
  parse('- "x\ny"\n'.repeat(40_000));
  assert.ok(process.cpuUsage().user - started < 60e6);
});

test.run();
