import * as fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import * as assert from 'uvu/assert';
import { type Config, defaults } from '../src/config.ts';
import {
  type Identity,
  anyGlob,
  glob,
  matchesLabels,
  parseLabelSelector,
  selects,
} from '../src/select.ts';
import { isInLine } from './growth.ts';
import { spec } from './spec.ts';

const test = spec('select');

const globs: readonly (readonly [string, string, boolean])[] = [
  ['*', '', true],
  ['*', 'anything', true],
  ['', '', true],
  ['', 'a', false],
  ['app', 'app', true],
  ['app', 'apps', false],
  ['app', 'an app', false],
  ['app*', 'app', true],
  ['app*', 'app-1', true],
  ['*app', 'my-app', true],
  ['*app', 'my-app-1', false],
  ['a*a', 'a', false],
  ['a*a', 'aa', true],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['a**c', 'ac', true],
  ['team-?', 'team-a', true],
  ['team-?', 'team-', false],
  ['team-?', 'team-ab', false],
  ['?*', '', false],
  ['*?b*', 'aab', true],
  ['*?b*', 'b', false],
  ['web.v1', 'web-v1', false],
  ['[ab]', 'a', false],
  ['(a+)+', '(a+)+', true],
];

globs.forEach(([pattern, name, expected]) => {
  test(`"${pattern}" ${expected ? 'matches' : 'does not match'} "${name}"`, () => {
    assert.is(glob(pattern)(name), expected);
    assert.is(anyGlob(['no', pattern], name), expected);
  });
});

test('no pattern matches nothing', () => assert.not(anyGlob([], '')));

/** The definition, exponential. */
const reference = (pattern: string, name: string): boolean => {
  if (pattern === '') return name === '';
  if (pattern.startsWith('*'))
    return reference(pattern.slice(1), name) || (name !== '' && reference(pattern, name.slice(1)));
  const isSame = name !== '' && (pattern.startsWith('?') || pattern[0] === name[0]);
  return isSame && reference(pattern.slice(1), name.slice(1));
};

test('globs mean what the definition says', () => {
  const textOf = (...chars: readonly string[]) =>
    fc.array(fc.constantFrom(...chars), { maxLength: 8 }).map((all) => all.join(''));
  const property = fc.property(textOf('a', 'b', '*', '?'), textOf('a', 'b'), (pattern, name) =>
    assert.is(glob(pattern)(name), reference(pattern, name)),
  );
  fc.assert(property, { numRuns: 5000 });
});

['*a*a*a*a*b', '*a?a*a?a*b', '?*a?a*?b'].forEach((pattern) => {
  test(`the time of ${pattern} grows in line with the name`, () => {
    assert.ok(
      isInLine(20_000, (count) => {
        assert.not(glob(pattern)('a'.repeat(count)));
        assert.ok(glob(pattern)(`${'a'.repeat(count)}b`));
      }),
    );
  });
});

/** A selector, labels that it selects, labels that it does not. */
const selectors: readonly (readonly [string, readonly object[], readonly object[]])[] = [
  ['', [{}, { a: 'b' }], []],
  ['a', [{ a: '' }, { a: 'b' }, { a: null }], [{}, { b: 'a' }]],
  ['!a', [{}, { b: 'a' }], [{ a: '' }]],
  ['! a', [{}], [{ a: '' }]],
  ['a=b', [{ a: 'b' }], [{}, { a: 'c' }]],
  ['a==b', [{ a: 'b' }], [{}, { a: 'c' }]],
  ['a=', [{ a: '' }, { a: null }], [{}, { a: 'c' }]],
  ['a!=b', [{}, { a: 'c' }], [{ a: 'b' }]],
  ['a != b', [{}, { a: 'c' }], [{ a: 'b' }]],
  ['a!=', [{}, { a: 'c' }], [{ a: '' }]],
  ['a in (b,c)', [{ a: 'b' }, { a: 'c' }], [{}, { a: 'd' }]],
  ['a in(b)', [{ a: 'b' }], [{}]],
  ['a in ( b , c )', [{ a: 'c' }], [{ a: ' c' }]],
  ['a in (b,)', [{ a: 'b' }, { a: '' }], [{}]],
  ['a notin (b,c)', [{}, { a: 'd' }], [{ a: 'b' }, { a: 'c' }]],
  ['a>1', [{ a: '2' }, { a: '10' }], [{}, { a: '1' }, { a: 'x' }]],
  ['a < 10', [{ a: '2' }], [{}, { a: '10' }, { a: '-' }]],
  ['in in (in)', [{ in: 'in' }], [{ in: 'notin' }]],
  [
    'a=b,!c,d in (e,f),g',
    [{ a: 'b', d: 'e', g: '' }],
    [
      { a: 'b', d: 'e' },
      { a: 'b', c: '', d: 'e', g: '' },
    ],
  ],
  ['app.kubernetes.io/name=web', [{ 'app.kubernetes.io/name': 'web' }], [{ name: 'web' }]],
  ['v=1', [{ v: 1 }], [{ v: 2 }]],
  ['v=true', [{ v: true }], [{ v: false }]],
  ['v=', [{ v: { toString: 1 } }, { v: [] }], [{ v: 0 }]],
  ['toString', [], [{}]],
  ['Constructor,!hasOwnProperty', [{ Constructor: '' }], [{}]],
];

selectors.forEach(([text, selected, others]) => {
  test(`selector "${text}"`, () => {
    const selector = parseLabelSelector(text);
    if (E.isLeft(selector)) throw new Error(selector.left);
    selected.forEach((labels) => assert.ok(matchesLabels(selector.right, { ...labels })));
    others.forEach((labels) => assert.not(matchesLabels(selector.right, { ...labels })));
  });
});

const broken: readonly (readonly [string, string])[] = [
  [',', "a label's name is missing"],
  ['a,', "a label's name is missing"],
  ['a,,b', "a label's name is missing"],
  ['!', "a label's name is missing"],
  ['=b', `found "=" where a label's name belongs`],
  ['!!a', `found "!!" where a label's name belongs`],
  ['-a', `found "-a" where a label's name belongs`],
  ['a/b/c', `found "a/b/c" where a label's name belongs`],
  ['Example.com/a', `found "Example.com/a" where a label's name belongs`],
  ['/a', `found "/a" where a label's name belongs`],
  ['x'.repeat(64), `found "${'x'.repeat(60)}…" where a label's name belongs`],
  ['a b', 'found "b" where =, !=, in, notin, <, > or a comma belongs'],
  ['a => b', 'found "=>" where =, !=, in, notin, <, > or a comma belongs'],
  ['a In (b)', 'found "In" where =, !=, in, notin, <, > or a comma belongs'],
  ['!a=b', 'found "=" where a comma or the end belongs'],
  ['a=b=c', 'found "=" where a comma or the end belongs'],
  ['a=b c', 'found "c" where a comma or the end belongs'],
  ['a in (b) c', 'found "c" where a comma or the end belongs'],
  ['a=-b', '"-b" is no value of a label'],
  ['a=(b)', '"(b)" is no value of a label'],
  ['a in (b c)', '"b c" is no value of a label'],
  ['a in', '"in" needs values in parentheses behind it, such as (a,b)'],
  ['a in b', '"in" needs values in parentheses behind it, such as (a,b)'],
  ['a notin ()', '"notin" needs values in parentheses behind it, such as (a,b)'],
  ['a in (b', '"in" needs values in parentheses behind it, such as (a,b)'],
  ['a>', '">" needs an integer behind it'],
  ['a<b', '"<" needs an integer behind it'],
];

broken.forEach(([text, expected]) => {
  test(`broken selector "${text}"`, () => assert.equal(parseLabelSelector(text), E.left(expected)));
});

test('any text is a selector or is explained', () => {
  const text = fc
    .array(fc.constantFrom(...'ab=!(),<>/-. '.split(''), ' in ', ' notin '))
    .map((all) => all.join(''));
  fc.assert(
    fc.property(fc.oneof(text, fc.string()), (any) => {
      const selector = parseLabelSelector(any);
      if (E.isRight(selector)) matchesLabels(selector.right, { a: 'b' });
    }),
    { numRuns: 2000 },
  );
});

const deployment: Identity = {
  apiGroup: 'apps',
  kind: 'Deployment',
  namespace: 'team-a',
  name: 'web',
  labels: { app: 'web' },
};
const pod: Identity = { ...deployment, apiGroup: '', kind: 'Pod' };
const gizmo: Identity = { ...deployment, apiGroup: 'example.com', kind: 'Gizmo' };
const bare: Identity = { ...deployment, namespace: undefined, name: undefined, labels: {} };
const row = {};
const optIn = { optIn: 'its operator brings its own' };
const app = [{ key: 'app', operator: 'in', values: ['web'] }] as const;
const podSpecs = [{ group: 'example.com', kind: 'Gizmo', path: 'spec' }];

type Row = { readonly optIn?: string } | undefined;

const selections: readonly (readonly [string, Partial<Config>, Identity, Row, boolean])[] = [
  ['a kind of the table', {}, deployment, row, true],
  ['a kind outside the table', {}, gizmo, undefined, false],
  ['an opt-in kind', {}, gizmo, optIn, false],
  ['an opt-in kind by name', { kinds: ['*', 'Gizmo'] }, gizmo, optIn, true],
  ['an opt-in kind by group and name', { kinds: ['example.com/Gizmo'] }, gizmo, optIn, true],
  ['an opt-in kind of another group', { kinds: ['*', 'example.org/Gizmo'] }, gizmo, optIn, false],
  ['an opt-in kind by podSpecs', { podSpecs }, gizmo, optIn, true],
  ['a kind that podSpecs adds', { podSpecs }, gizmo, undefined, true],
  [
    'a kind of another group than podSpecs adds',
    { podSpecs },
    { ...gizmo, apiGroup: 'a' },
    undefined,
    false,
  ],
  [
    'a kind that podSpecs adds and kinds leaves out',
    { podSpecs, kinds: ['Job'] },
    gizmo,
    undefined,
    false,
  ],
  ['a kind that is not named', { kinds: ['Job', 'batch/CronJob'] }, deployment, row, false],
  ['the core group', { kinds: ['core/Pod'] }, pod, row, true],
  ['the core group is not any group', { kinds: ['core/Deployment'] }, deployment, row, false],
  ['an excluded kind', { excludeKinds: ['Job', 'Deployment'] }, deployment, row, false],
  ['a kind excluded by group', { excludeKinds: ['apps/Deployment'] }, deployment, row, false],
  [
    'a kind excluded in another group',
    { excludeKinds: ['extensions/Deployment'] },
    deployment,
    row,
    true,
  ],
  [
    'excluded wins',
    { kinds: ['Deployment'], excludeKinds: ['Deployment'] },
    deployment,
    row,
    false,
  ],
  ['all excluded', { excludeKinds: ['*'] }, deployment, row, false],
  ['a namespace', { namespaces: ['team-?'] }, deployment, row, true],
  ['another namespace', { namespaces: ['team-b'] }, deployment, row, false],
  ['an excluded namespace', { excludeNamespaces: ['team-*'] }, deployment, row, false],
  ['no namespace and *', {}, bare, row, true],
  ['no namespace and a list with *', { namespaces: ['a', '*'] }, bare, row, true],
  ['no namespace and a glob', { namespaces: ['?*', '**'] }, bare, row, false],
  ['no namespace and another excluded', { excludeNamespaces: ['kube-*'] }, bare, row, true],
  ['no namespace and all excluded', { excludeNamespaces: ['*'] }, bare, row, false],
  ['a name', { names: ['w*'] }, deployment, row, true],
  ['another name', { names: ['db'] }, deployment, row, false],
  ['an excluded name', { excludeNames: ['web'] }, deployment, row, false],
  ['no name', { names: ['web'] }, bare, row, false],
  ['labels', { labelSelector: app }, deployment, row, true],
  ['no labels', { labelSelector: app }, bare, row, false],
];

selections.forEach(([name, config, object, of, expected]) => {
  test(name, () => assert.is(selects({ ...defaults, ...config }, object, of), expected));
});

test.run();
