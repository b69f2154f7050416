import { readFileSync, writeFileSync } from 'node:fs';
import * as E from 'fp-ts/lib/Either.js';
import * as assert from 'uvu/assert';
import { parseAllDocuments } from 'yaml';
import { type Config, decode, decodeFlags, defaults, fields } from '../src/config.ts';
import { policyCommand, type PolicyFlags } from '../src/policy/command.ts';
import { type PolicyOptions, policyOf } from '../src/policy.ts';
import { readConfig } from '../src/webhook/config.ts';
import { spec } from './spec.ts';

const test = spec('policy');

type Flags = Readonly<Record<string, string>>;

const OPTIONS: PolicyOptions = { name: 'inject-shm', target: 'kubernetes', namespaces: 'enabled' };

const configOf = (flags: Flags): Config => {
  const config = decodeFlags(flags, defaults);
  if (E.isLeft(config)) throw new Error(JSON.stringify(config.left));
  return config.right;
};

const messages = (config: Config, options: Partial<PolicyOptions> = {}): readonly string[] => {
  const printed = policyOf(config, { ...OPTIONS, ...options });
  return E.isLeft(printed) ? printed.left.map(({ message }) => message) : [];
};

const printed = (flags: Flags, options: Partial<PolicyOptions> = {}): string => {
  const found = policyOf(configOf(flags), { ...OPTIONS, ...options });
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left));
  return found.right;
};

const GOLDENS: readonly (readonly [name: string, flags: Flags, options: Partial<PolicyOptions>])[] =
  [
    ['default', {}, {}],
    [
      'everything',
      {
        ratio: '0.3',
        'size-from': 'min',
        'min-size': '128Mi',
        'max-size': '4Gi',
        'default-memory-limit': '1500M',
        'max-memory-limit': '2Gi',
        'missing-limit': 'request',
        containers: 'app,db-*',
        'exclude-containers': '*-exporter',
        'init-containers': 'false',
        select: 'annotated',
        namespaces: 'team-*,on',
        'exclude-namespaces': 'team-b',
        'label-selector': 'app=yes,tier notin (a,b),!canary,on',
        'volume-name': 'on',
      },
      { name: 'on', namespaces: 'all' },
    ],
    [
      'unknown',
      {
        'fallback-size': '1Gi',
        'min-size': '128Mi',
        'default-memory-limit': 'fromSize',
        'missing-limit': 'error',
        'size-from': 'db',
        'locked-annotations': 'size-from',
      },
      {},
    ],
    ['locked', { size: '1.5Gi', 'locked-annotations': '*' }, {}],
    ['kyverno', { 'locked-annotations': '*' }, { target: 'kyverno' }],
    ['check', { mode: 'check', severity: 'oom-risk=ignore' }, { name: 'inject-shm-check' }],
  ];

for (const [name, flags, options] of GOLDENS)
  test(`is printed as it was: ${name}`, () => {
    const file = `test/policies/${name}.yaml`;
    const text = printed(flags, options);
    if (process.env['GOLDEN'] === 'write') writeFileSync(file, text);
    assert.is(text, readFileSync(file, 'utf8'));
  });

for (const [name, flags, options] of GOLDENS)
  test(`is the same to readers of YAML 1.1 and 1.2: ${name}`, () => {
    const text = printed(flags, options);
    const read = (version: '1.1' | '1.2') =>
      parseAllDocuments(text, { version }).map((document) => {
        if (!('toJS' in document)) throw new Error('empty');
        return document.toJS() as unknown;
      });
    assert.equal(read('1.1'), read('1.2'));
  });

const REFUSED: readonly (readonly [flags: Flags, wanted: readonly string[]])[] = [
  [{ kinds: 'Deployment', mode: 'check' }, []],
  [
    { kinds: 'RayCluster', mode: 'check' },
    [
      '`kinds` must leave a built-in kind to check; use inject-shm at render time; got "RayCluster"',
    ],
  ],
  [{ 'exclude-kinds': 'Job', mode: 'check' }, []],
  [
    { 'label-selector': 'age>3' },
    [
      '`labelSelector` must not compare by < or >, which selectors of the API server do not know; use the webhook; got "age>"',
    ],
  ],
  [
    { select: 'needed', needs: 'trainer*,*-serve' },
    [
      '`select` must be all or annotated: what needs it is told by more signs than expressions can follow; use the webhook; got "needed"',
      '`needs` must be empty: a policy does not look at images; use the webhook; got "trainer*,*-serve"',
    ],
  ],
  [
    { select: 'needed', mode: 'check' },
    [
      '`select` must be all or annotated: what needs it is told by more signs than expressions can follow; use the webhook; got "needed"',
    ],
  ],
  [
    { existing: 'complete' },
    [
      '`existing` must be keep: at admission a volume of the author\'s is left alone; use inject-shm at render time; got "complete"',
    ],
  ],
  [{ existing: 'complete', mode: 'check' }, []],
  [
    { severity: 'oom-risk=error' },
    [
      '`severity` must not be error for any code: a policy that injects reports nothing; use the webhook; got "oom-risk=error"',
    ],
  ],
  [{ severity: 'oom-risk=ignore' }, []],
  [
    {
      mode: 'check',
      severity:
        'oom-risk=ignore,unbounded=info,disk-backed=ignore,unaligned-size=ignore,needs-shm=ignore',
    },
    [
      '`severity` must leave a warning to give; got "oom-risk=ignore,unbounded=info,disk-backed=ignore,unaligned-…"',
    ],
  ],
  [{ ratio: '0.123456789' }, []],
  [
    { ratio: '0.1234567891' },
    ['`ratio` must have at most 9 decimals; use the webhook; got "0.1234567891"'],
  ],
];

for (const [flags, wanted] of REFUSED)
  test(`what cannot be expressed: ${JSON.stringify(flags)}`, () => {
    assert.equal(messages(configOf(flags)), wanted);
  });

const KINDLESS = 'at admission, where a Pod does not tell what made it';
const MADE_UP = 'at admission, where names of Pods are made up';
const SELECT =
  'select by labels of namespaces, by `labelSelector`, or by inject-shm.dev/inject on the pod template';

/** What a Pod cannot know: the same of a policy and of the webhook. */
const UNKNOWN: readonly (readonly [flags: Flags, wanted: readonly string[]])[] = [
  [
    { kinds: 'Deployment,Job' },
    [`\`kinds\` must have * ${KINDLESS}; ${SELECT}; got "Deployment,Job"`],
  ],
  [{ kinds: 'Pod' }, [`\`kinds\` must have * ${KINDLESS}; ${SELECT}; got "Pod"`]],
  [{ kinds: '*,RayCluster' }, []],
  [
    { 'exclude-kinds': 'Job', 'exclude-names': 'web' },
    [
      `\`excludeKinds\` must be empty ${KINDLESS}; ${SELECT}; got "Job"`,
      `\`excludeNames\` must be empty ${MADE_UP}; ${SELECT}; got "web"`,
    ],
  ],
  [{ names: 'web-*' }, [`\`names\` must have * ${MADE_UP}; ${SELECT}; got "web-*"`]],
  [{ names: 'web-*,*' }, []],
  [
    { 'pod-specs': 'example.com/Trainer:spec.pod' },
    [
      '`podSpecs` must be empty at admission, which sees the Pods of every kind; leave it out; got "Trainer"',
    ],
  ],
  [
    { mode: 'remove' },
    [
      '`mode` must be inject or check at admission, where a new Pod has nothing to take back; leave Pods out by inject-shm.dev/inject: "false" on the pod template; got "remove"',
    ],
  ],
];

for (const [flags, wanted] of UNKNOWN)
  test(`what a Pod cannot know: ${JSON.stringify(flags)}`, () => {
    assert.equal(messages(configOf(flags)), wanted);
    const read = readConfig({ flags, fnConfig: undefined });
    assert.equal(E.isLeft(read) ? read.left.split('\n') : [], wanted);
  });

test('a name that no object can have, and a check for Kyverno', () => {
  assert.equal(messages(configOf({ mode: 'check' }), { name: 'On!', target: 'kyverno' }), [
    '`name` must be the name of an object; got "On!"',
    '`mode` must be inject for Kyverno; leave out its name to check; got "check"',
  ]);
});

/** Names of the variables that are printed. */
const variablesOf = (flags: Flags): readonly string[] =>
  [...printed(flags).matchAll(/^ {4}- name: (\w+)\n/gm)].map(([, name = '']) => name);

const USED: readonly (readonly [flags: Flags, variable: string, isThere: boolean])[] = [
  [{}, 'ratio', true],
  [{ 'locked-annotations': 'ratio' }, 'ratio', false],
  [{}, 'fixed', true],
  [{ 'locked-annotations': 'size' }, 'fixed', false],
  [{}, 'sizeFrom', true],
  [{ 'locked-annotations': 'size-from' }, 'sizeFrom', false],
  [{}, 'defaults', false],
  [{ 'default-memory-limit': '1Gi' }, 'defaults', true],
  [{ 'default-memory-limit': '1Gi', size: '1Gi' }, 'defaults', true],
  [{ 'default-memory-limit': '1Gi', size: '1Gi', 'locked-annotations': 'size' }, 'defaults', false],
  [{ 'default-memory-limit': 'fromSize' }, 'defaults', true],
  [{ 'default-memory-limit': 'fromSize', 'locked-annotations': 'size' }, 'defaults', false],
  [{}, 'accelerated', true],
  [{ size: '1Gi', 'locked-annotations': 'size,fallback-size' }, 'accelerated', false],
  [{ 'size-from': 'db', 'locked-annotations': 'size-from' }, 'accelerated', false],
  [{ 'size-from': 'db', 'locked-annotations': 'size-from' }, 'requests', false],
  [
    { 'size-from': 'db', 'missing-limit': 'request', 'locked-annotations': 'size-from' },
    'requests',
    true,
  ],
  [{}, 'measured', true],
  [{ 'locked-annotations': 'size-from' }, 'measured', false],
  [{}, 'fallback', true],
  [{ 'locked-annotations': 'fallback-size' }, 'fallback', false],
  [{}, 'unknownAlone', false],
  [{ 'default-memory-limit': '1Gi' }, 'unknownAlone', true],
  [{}, 'refused', false],
  [{ 'missing-limit': 'error' }, 'refused', true],
];

for (const [flags, variable, isThere] of USED)
  test(`${isThere ? 'has' : 'has no'} ${variable}: ${JSON.stringify(flags)}`, () => {
    assert.is(variablesOf(flags).includes(variable), isThere);
  });

test('every variable is used, and defined before', () => {
  for (const [name, flags, options] of GOLDENS) {
    const [, below = ''] = printed(flags, options).split('\n  variables:\n');
    const [variables = '', use = ''] = below.split(/\n {2}(?:mutations|validations):\n/);
    const blocks = variables.split(/^ {4}- name: /m).slice(1);
    const names = blocks.map((block) => block.slice(0, block.indexOf('\n')));
    const usedIn = (text: string) =>
      [...text.matchAll(/variables\.(\w+)/g)].map(([, word]) => word);
    for (const [at, block] of blocks.entries())
      for (const used of usedIn(block))
        assert.ok(names.slice(0, at).includes(used ?? ''), `${name}: ${names[at]} uses ${used}`);
    const used = new Set([...usedIn(variables), ...usedIn(use)]);
    assert.equal(
      names.filter((each) => !used.has(each)),
      [],
      name,
    );
  }
});

const COMMANDS: readonly (readonly [flags: PolicyFlags, wanted: RegExp])[] = [
  [{}, /^kind: MutatingAdmissionPolicy$[^]*\n {2}name: inject-shm\n/m],
  [{ for: 'kyverno' }, /^kind: MutatingPolicy$/m],
  [{ namespaces: 'all' }, /NotIn/],
  [{ name: 'other' }, /\n {2}name: other\n/],
  [{ for: 'opa' }, /^`--for` must be kubernetes or kyverno, got "opa"$/],
  [{ namespaces: 'none' }, /^`--for-namespaces` must be enabled or all, got "none"$/],
];

for (const [flags, wanted] of COMMANDS)
  test(`the command with ${JSON.stringify(flags)}`, () => {
    assert.match(E.toUnion(policyCommand(defaults, flags)), wanted);
  });

test('the command checks under a name of its own, and says all that is wrong', () => {
  const check = decode({ kind: 'ConfigMap', apiVersion: 'v1', data: { mode: 'check' } });
  const text = E.isRight(check) ? E.toUnion(policyCommand(check.right)) : '';
  assert.match(text, /\n {2}name: inject-shm-check\n/);
  const wrong = policyCommand(configOf({ mode: 'remove', names: 'x' }));
  assert.is(E.isLeft(wrong) && wrong.left.split('\n').length, 2);
});

/** A value for each field that is not its default. */
const samples: Flags = {
  ratio: '0.25',
  'size-from': 'min',
  'min-size': '64Mi',
  'max-size': '1Gi',
  size: '256Mi',
  'default-memory-limit': '1Gi',
  'max-memory-limit': '2Gi',
  'missing-limit': 'request',
  'fallback-size': '128Mi',
  existing: 'enforce',
  'init-containers': 'false',
  containers: 'main',
  'exclude-containers': 'proxy',
  select: 'annotated',
  needs: 'torch',
  kinds: 'Deployment',
  'exclude-kinds': 'Job',
  namespaces: 'team-*',
  'exclude-namespaces': 'dev',
  names: 'web',
  'exclude-names': 'db',
  'label-selector': 'app=web',
  'pod-specs': 'example.com/Foo:spec.podSpec',
  severity: 'unbounded=error',
  'locked-annotations': 'ratio',
  'volume-name': 'shm',
  mode: 'check',
};

for (const { flag } of fields)
  test(`a policy follows --${flag}, or refuses it`, () => {
    const value = samples[flag];
    if (value === undefined) throw new Error(`--${flag} has no sample`);
    const base = flag === 'max-memory-limit' ? { 'default-memory-limit': '4Gi' } : {};
    const found = policyOf(configOf({ ...base, [flag]: value }), OPTIONS);
    if (E.isRight(found)) assert.is.not(found.right, printed(base));
  });

test.run();
