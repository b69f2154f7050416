import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { spec } from '../spec.ts';
import { type Workbench, workbench } from '../workbench.ts';
import { type Files, run, write } from './tools.ts';

const test = spec('action');

const made: { bench?: Workbench; count: number } = { count: 0 };

const bench = (): Workbench => (made.bench ??= workbench());

test.after(() => made.bench?.remove());

interface Step {
  readonly run: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: { readonly steps: readonly [Step, Step] };
}

const { inputs, runs }: Action = parse(readFileSync('action.yml', 'utf8'));

type Inputs = Readonly<Record<string, string>>;

const valueOf = (given: Inputs, expression: string): string => {
  const [, input = ''] = /^\$\{\{ inputs\.(\w+) \}\}$/.exec(expression) ?? [];
  const value = given[input] ?? inputs[input]?.default;
  if (value === undefined) throw new Error(`no input: ${expression}`);
  return value;
};

/** Plays GitHub's runner: each step in a bash of its own, with the inputs in its environment. */
const act = (given: Inputs, files: Files) => {
  const folder = join(bench().folder, `action-${made.count++}`);
  mkdirSync(folder);
  write(folder, { ...files, outputs: '', paths: '' });
  const [output, path] = ['outputs', 'paths'].map((name) => join(folder, name));
  const bash = ({ run: script, env = {} }: Step, cwd: string, search: string) => {
    const values = Object.entries(env).map(([name, value]) => `${name}=${valueOf(given, value)}`);
    const runner = [`RUNNER_TEMP=${folder}`, `GITHUB_OUTPUT=${output}`, `GITHUB_PATH=${path}`];
    const shell = ['bash', '--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', script];
    return run(cwd, 'env', [...runner, ...values, `PATH=${search}`, ...shell]);
  };
  const [install, work] = runs.steps;
  const search = process.env['PATH'] ?? '';
  const installed = bash(install, bench().folder, search);
  assert.is(installed.status, 0, installed.stderr);
  const added = readFileSync(join(folder, 'paths'), 'utf8').trim();
  return { folder, ...bash(work, folder, `${added}:${search}`) };
};

const pod = (memory: string): string => `apiVersion: v1
kind: Pod
metadata:
  name: app
spec:
  containers:
    - name: app
      image: app
      resources:
        limits:
          memory: ${memory}
`;

test('checks, and shows what is to be done in the pull request', () => {
  const { status, stdout } = act({ paths: 'deploy' }, { 'deploy/app.yaml': pod('1Gi') });
  assert.is(status, 1);
  assert.match(stdout, /^::error .*file=deploy\/app\.yaml,line=\d+.*512Mi/m);
});

test('writes, with flags, into files and folders with blanks in their names; then checks', () => {
  const given = { paths: 'my app.yaml\ndeploy\n', flags: '--ratio=0.25\n--exclude-kinds=Job' };
  const files = { 'my app.yaml': pod('1Gi'), 'deploy/app.yaml': pod('2Gi') };
  const { status, stderr, folder } = act({ ...given, mode: 'write' }, files);
  assert.is(status, 0, stderr);
  const written = ['my app.yaml', 'deploy/app.yaml'].map((file) =>
    readFileSync(join(folder, file), 'utf8'),
  );
  assert.match(written[0] ?? '', 'sizeLimit: 256Mi');
  assert.match(written[1] ?? '', 'sizeLimit: 512Mi');
  const [one = '', other = ''] = written;
  assert.is(act(given, { 'my app.yaml': one, 'deploy/app.yaml': other }).status, 0);
});

test('writes SARIF for the step that uploads it', () => {
  const given = { paths: 'deploy', format: 'sarif' };
  const { status, folder } = act(given, { 'deploy/app.yaml': pod('1Gi') });
  assert.is(status, 1);
  const [, sarif = ''] = /^sarif=(.*)$/m.exec(readFileSync(join(folder, 'outputs'), 'utf8')) ?? [];
  assert.is(JSON.parse(readFileSync(sarif, 'utf8')).runs[0].results[0].ruleId, 'would-change');
});

test('takes nothing of its inputs for commands, and refuses an unknown mode', () => {
  const { folder } = act({ paths: '$(touch a); touch b' }, {});
  assert.not.ok(existsSync(join(folder, 'a')) || existsSync(join(folder, 'b')));
  const { status, stdout } = act({ paths: 'deploy', mode: 'fix' }, {});
  assert.is(status, 1);
  assert.match(stdout, '::error::mode must be check or write, got "fix"');
});

test.run();
