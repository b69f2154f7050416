import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
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
const act = (given: Inputs, files: Files, event: Readonly<Record<string, string>> = {}) => {
  const folder = join(bench().folder, `action-${made.count++}`);
  mkdirSync(folder);
  write(folder, { ...files, outputs: '', paths: '', summary: '' });
  if (existsSync(join(folder, 'bin/gh'))) chmodSync(join(folder, 'bin/gh'), 0o755);
  const [output, path] = ['outputs', 'paths'].map((name) => join(folder, name));
  const bash = ({ run: script, env = {} }: Step, cwd: string, search: string) => {
    const values = Object.entries(env).map(([name, value]) => `${name}=${valueOf(given, value)}`);
    const runner = Object.entries({
      RUNNER_TEMP: folder,
      GITHUB_OUTPUT: output,
      GITHUB_PATH: path,
      GITHUB_STEP_SUMMARY: join(folder, 'summary'),
      GITHUB_ACTION_PATH: bench().folder,
      GITHUB_REPOSITORY: 'octo/shop',
      ...event,
    }).map(([name, value]) => `${name}=${value}`);
    const shell = ['bash', '--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', script];
    return run(cwd, 'env', [...runner, ...values, `PATH=${folder}/bin:${search}`, ...shell]);
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
  assert.match(stdout, '::error::mode must be check, write or report, got "fix"');
});

/** Stands in for GitHub's program: it notes what it is asked for, and knows one comment of ours if `COMMENTS` says so. */
const gh = `#!/bin/sh
echo "$@" >> "$RUNNER_TEMP/asked"
case "$1 $2" in
  'pr view') [ -z "$COMMENTS" ] || echo "https://example.com/octo/shop/pull/7#issuecomment-42" ;;
  'pr comment' | 'api --silent') [ -z "$READ_ONLY" ] || { echo 'HTTP 403' >&2; exit 1; } ;;
  *) exit 1 ;;
esac
`;

/** A pull request of one file, checked out with a remote that has its base. */
const pullRequest = (event: Readonly<Record<string, string>>, given: Inputs = {}) => {
  const origin = join(bench().folder, `origin-${made.count}`);
  write(origin, { 'deploy/app.yaml': pod('1Gi') });
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
  run(origin, 'git', ['init', '--quiet', '--initial-branch', 'main']);
  run(origin, 'git', ['add', '--all']);
  run(origin, 'git', [...who, 'commit', '--quiet', '--message', 'base']);
  const files = {
    'deploy/app.yaml': pod('4Gi'),
    '.git/HEAD': 'ref: refs/heads/topic\n',
    '.git/config': `[core]\nrepositoryformatversion = 0\n[remote "origin"]\nurl = ${origin}\n`,
    '.git/objects/x': '',
    '.git/refs/x': '',
    'bin/gh': gh,
  };
  const install = { ...event, GITHUB_BASE_REF: 'main', GITHUB_REF: 'refs/pull/7/merge' };
  const done = act({ paths: 'deploy', mode: 'report', ...given }, files, install);
  const read = (name: string) =>
    existsSync(join(done.folder, name)) ? readFileSync(join(done.folder, name), 'utf8') : '';
  return { ...done, summary: read('summary'), asked: read('asked').trim().split('\n') };
};

test('reports on a pull request: a comment, and the summary of the job', () => {
  const { status, stderr, summary, asked } = pullRequest({});
  assert.is(status, 0, stderr);
  assert.match(summary, /^<!-- inject-shm -->\n/);
  assert.match(summary, '512Mi → 2Gi');
  assert.is(asked.length, 2);
  assert.match(asked[1] ?? '', /^pr comment 7 --repo octo\/shop --body-file .*inject-shm\.md$/);
});

test('a report updates its comment, and no other', () => {
  const { asked } = pullRequest({ COMMENTS: 'yes' });
  assert.match(
    asked[0] ?? '',
    'select(.viewerDidAuthor and (.body | startswith("<!-- inject-shm -->")))',
  );
  assert.match(
    asked[1] ?? '',
    /^api --silent --method PATCH repos\/octo\/shop\/issues\/comments\/42 -F body=@/,
  );
});

test('a report that may not comment warns; above a budget it fails', () => {
  const { status, stdout, summary } = pullRequest({ READ_ONLY: 'yes' });
  assert.is(status, 0);
  assert.match(stdout, '::warning::the comment cannot be posted');
  assert.match(summary, '<!-- inject-shm -->');
  const over = pullRequest({}, { flags: '--budget=1Gi', comment: 'false' });
  assert.equal([over.status, over.asked], [1, ['']]);
  assert.match(over.stderr, 'above the budget of 1Gi');
});

test.run();
