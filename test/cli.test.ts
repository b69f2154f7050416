import * as E from 'fp-ts/lib/Either.js';
import * as assert from 'uvu/assert';
import { pipe } from 'fp-ts/lib/function.js';
import { readCommandLine } from '../src/cli.ts';
import { readRun, type Run } from '../src/cli/run.ts';
import { unmatched } from '../src/cli/unmatched.ts';
import { spec } from './spec.ts';

const test = spec('command line');

const usual: Run = {
  paths: [],
  action: 'print',
  format: 'text',
  results: undefined,
  flags: {},
  fnConfig: undefined,
  isDiscovered: true,
  exclude: [],
  stdinFilename: undefined,
  verbosity: 'usual',
  logToStderr: false,
};

/** Files and folders that are there. */
const present = new Set(['check.d', 'web', 'web.yaml', 'ledger']);

const read = (argv: string) =>
  readCommandLine(
    argv.split(' ').filter((word) => word !== ''),
    (path) => present.has(path),
  );

const runOf = (argv: string): E.Either<string, Run> =>
  pipe(
    read(argv),
    E.flatMap(({ given }) => readRun(given)),
  );

const understood: readonly (readonly [argv: string, run: Partial<Run>])[] = [
  ['', {}],
  ['-', {}],
  ['--ratio 0.25', { flags: { ratio: '0.25' } }],
  ['--ratio=0.25 a.yaml b', { paths: ['a.yaml', 'b'], flags: { ratio: '0.25' } }],
  ['a.yaml --log-to-stderr', { paths: ['a.yaml'], logToStderr: true }],
  ['--diff', { action: 'diff' }],
  ['--write a', { action: 'write', paths: ['a'] }],
  ['--check', { action: 'check', flags: { mode: 'check' } }],
  ['--check --mode check', { action: 'check', flags: { mode: 'check' } }],
  ['--mode check', { action: 'print', flags: { mode: 'check' } }],
  ['--mode check a', { action: 'check', paths: ['a'], flags: { mode: 'check' } }],
  ['--mode remove --write a', { action: 'write', paths: ['a'], flags: { mode: 'remove' } }],
  [
    '--check --format sarif a',
    { action: 'check', format: 'sarif', paths: ['a'], flags: { mode: 'check' } },
  ],
  ['--results r.yaml', { results: 'r.yaml' }],
  ['--fn-config c.yaml a', { fnConfig: 'c.yaml', paths: ['a'] }],
  ['-- --odd.yaml', { paths: ['--odd.yaml'] }],
  ['-- version', { paths: ['version'] }],
  ['./version', { paths: ['./version'] }],
  ['web', { paths: ['web'] }],
  ['ledger', { paths: ['ledger'] }],
  ['nothing-like-it', { paths: ['nothing-like-it'] }],
  ['--names web.yaml a.yaml', { flags: { names: 'web.yaml' }, paths: ['a.yaml'] }],
  ['--names web', { flags: { names: 'web' } }],
  ['--no-config a', { isDiscovered: false, paths: ['a'] }],
  ['--exclude b --exclude=c a', { exclude: ['b', 'c'], paths: ['a'] }],
  ['--stdin-filename a.yaml', { stdinFilename: 'a.yaml' }],
  ['--quiet', { verbosity: 'quiet' }],
  ['--verbose', { verbosity: 'verbose' }],
];

understood.forEach(([argv, run]) =>
  test(`understood: ${argv === '' ? 'nothing' : argv}`, () =>
    assert.equal(runOf(argv), E.right({ ...usual, ...run }))),
);

const help_ = '; `inject-shm --help` lists what there is';

const refused: readonly (readonly [argv: string, message: string])[] = [
  ['--frobnicate', `unknown flag --frobnicate${help_}`],
  ['--rato 1', `unknown flag --rato (did you mean "--ratio"?)${help_}`],
  ['-x', `unknown flag -x${help_}`],
  ['--ratio', `Option '--ratio <value>' argument missing${help_}`],
  ['--ratio 0.5 --ratio 0.6', '--ratio is given twice'],
  ['--diff=1 a', `Option '--diff' does not take an argument${help_}`],
  ['--diff --write a', '--diff and --write exclude each other'],
  ['--write --check a', '--write and --check exclude each other'],
  ['--check --mode remove a', '--check and --mode remove exclude each other'],
  ['--diff --mode check a', '--diff has nothing to show with --mode check, which changes nothing'],
  ['--write', '--write needs the files or folders to change'],
  ['--write -', '--write needs the files or folders to change'],
  ['- a.yaml', '`-` stands for stdin and cannot be read together with files'],
  ['--format json a', '--format is for --check'],
  [
    '--check --format xml a',
    '`--format` must be one of text, json, sarif, github, junit, got "xml"',
  ],
  ['--write --exclude a', '--write needs the files or folders to change'],
  ['--exclude a', '--exclude is for files and folders, not for stdin'],
  ['--stdin-filename a b', '--stdin-filename is for stdin, not for files'],
  ['--quiet --verbose', '--quiet and --verbose exclude each other'],
  ['check', `unknown command "check" (did you mean "--check"?)${help_}`],
  ['remove a', `unknown command "remove" (did you mean "--mode remove"?)${help_}`],
  ['hlep', `unknown command "hlep" (did you mean "help"?)${help_}`],
  ['argocd', `"argocd" needs one of generate, parameters behind it${help_}`],
  ['argocd genrate', `unknown command "argocd genrate" (did you mean "argocd generate"?)${help_}`],
  ['argocd generate x', 'unexpected argument "x"; see `inject-shm help argocd generate`'],
  [
    'argocd generate --write',
    '--write is not for `inject-shm argocd generate`; `inject-shm help argocd generate` lists its flags',
  ],
  [
    'init --ratio 1',
    '--ratio is not for `inject-shm init`; `inject-shm help init` lists its flags',
  ],
  ['--ratio t.yaml', '--ratio needs a value, got the file t.yaml: write --ratio RATIO t.yaml'],
  ['--ratio web', '--ratio needs a value, got the file web: write --ratio RATIO web'],
  [
    '--names web.yaml',
    '--names needs a value, got the file web.yaml: write --names NAMES web.yaml',
  ],
];

refused.forEach(([argv, message]) =>
  test(`refused: ${argv}`, () => assert.equal(runOf(argv), E.left(message))),
);

const named: readonly (readonly [argv: string, command: string, args: readonly string[]])[] = [
  ['', '', []],
  ['a b', '', ['a', 'b']],
  ['argocd generate --ratio 1', 'argocd generate', []],
  ['--ratio 0.5 argocd generate', 'argocd generate', []],
  ['argocd parameters', 'argocd parameters', []],
  ['help config', 'help', ['config']],
  ['--help', 'help', []],
  ['-h a', 'help', []],
  ['argocd generate --help', 'help', ['argocd', 'generate']],
  ['init --help --write', 'help', ['init']],
  ['version', 'version', []],
  ['a --version', 'version', []],
  ['init deploy', 'init', ['deploy']],
  ['completion zsh', 'completion', ['zsh']],
];

named.forEach(([argv, name, args]) =>
  test(`names ${name === '' ? 'no command' : name}: ${argv}`, () =>
    assert.equal(
      pipe(
        read(argv),
        E.map(({ command, given }) => [command.name, given.args]),
      ),
      E.right([name, args]),
    )),
);

const notKind = (word: string, meant: string): string =>
  `--exclude-kinds names "${word}", which is not in the table of kinds (did you mean "${meant}"?)`;

const warned: readonly (readonly [argv: string, warnings: readonly string[]])[] = [
  ['--exclude-kinds Job,Pod', []],
  ['--exclude-kinds Jobs', [notKind('Jobs', 'Job')]],
  ['--exclude-kinds job,Pdo', [notKind('job', 'Job'), notKind('Pdo', 'Pod')]],
  ['--exclude-kinds batch/Jbo', [notKind('batch/Jbo', 'batch/Job')]],
  ['--exclude-kinds batch/Deployment', [notKind('batch/Deployment', 'apps/Deployment')]],
  ['--exclude-kinds Gadget', []],
  ['--exclude-kinds Jobs --quiet', []],
  ['--kinds Pod', []],
];

warned.forEach(([argv, warnings]) =>
  test(`warns ${warnings.length}: ${argv}`, () =>
    assert.equal(
      pipe(
        read(argv),
        E.map((found) => found.warnings),
      ),
      E.right(warnings),
    )),
);

const seen = { names: ['web', 'db-0'], namespaces: [], containers: ['main', 'main', 'proxy'] };

const matches: readonly (readonly [
  flags: Readonly<Record<string, string>>,
  warnings: readonly string[],
])[] = [
  [{}, []],
  [{ names: '*', namespaces: '*', containers: 'm*' }, []],
  [{ 'exclude-names': 'db-*' }, []],
  [
    { 'exclude-names': 'wbe,db-0' },
    ['no workload matches "wbe" of --exclude-names (did you mean "web"?)'],
  ],
  [
    { containers: 'mian', 'exclude-containers': 'x*' },
    ['no container matches "mian" of --containers (did you mean "main"?)'],
  ],
  [{ namespaces: 'prod' }, ['no namespace matches "prod" of --namespaces']],
];

matches.forEach(([flags, warnings]) =>
  test(`unmatched: ${JSON.stringify(flags)}`, () => assert.equal(unmatched(flags, seen), warnings)),
);

test.run();
