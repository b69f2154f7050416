import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { spec } from '../spec.ts';
import { type Workbench, workbench } from '../workbench.ts';
import { copyOf, kustomize, needs, run, write } from './tools.ts';

const test = spec('flux');

const example = 'examples/flux';

const made: { bench?: Workbench; readonly folders: string[] } = { folders: [] };

test.after(() => {
  made.bench?.remove();
  made.folders.forEach((folder) => rmSync(folder, { recursive: true }));
});

interface Step {
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const stepsOf = (workflow: string): readonly Step[] => {
  const { jobs } = parse(readFileSync(join(example, 'workflows', workflow), 'utf8'));
  const [job] = Object.values<{ readonly steps: readonly Step[] }>(jobs);
  return job?.steps ?? [];
};

/** Says what it is told to do, and does nothing. */
const flux = '#!/bin/sh\necho "$@" >> "$RUNNER_TEMP/flux"\n';

/** The example's app on `main` of a repository, a clone of it, and the programs that a runner has. */
const repository = (): string => {
  needs('git', 'bash');
  made.bench ??= workbench();
  const folder = mkdtempSync(join(tmpdir(), 'inject-shm-flux-'));
  made.folders.push(folder);
  copyOf(join(example, 'app'), join(folder, 'origin/app'));
  write(folder, { 'bin/flux': flux, summary: '' });
  chmodSync(join(folder, 'bin/flux'), 0o755);
  symlinkSync(made.bench.executable, join(folder, 'bin/inject-shm'));
  symlinkSync(kustomize(), join(folder, 'bin/kustomize'));
  const script = `cd origin; git init -q -b main; git add .
    git -c user.name=a -c user.email=a@b commit -qm app; git clone -q . ../work`;
  assert.is(run(folder, 'bash', ['-ec', script]).status, 0);
  return folder;
};

/** Plays GitHub's runner for the steps that run a script, up to the first that fails. */
const play = (workflow: string, folder: string): number => {
  const runner = `export RUNNER_TEMP=$PWD GITHUB_STEP_SUMMARY=$PWD/summary PATH=$PWD/bin:$PATH
    export GITHUB_BASE_REF=main GITHUB_REF_NAME=main GITHUB_SHA=abc GITHUB_SERVER_URL=https://git.example.com
    export GITHUB_REPOSITORY=shop/renderer; cd work`;
  return stepsOf(workflow).reduce((status, { run: script, env = {} }) => {
    if (status !== 0 || script === undefined) return status;
    const values = Object.entries(env).map(([name, value]) => `export ${name}='${value}'`);
    const lines = [runner, ...values, script].join('\n');
    return run(folder, 'bash', ['-e', '-o', 'pipefail', '-c', lines]).status ?? 1;
  }, 0);
};

const change = (folder: string, from: string, to: string): void => {
  const file = join(folder, 'work/app/renderer.yaml');
  write(folder, { 'work/app/renderer.yaml': readFileSync(file, 'utf8').replace(from, to) });
};

test('publish: pushes what it has rendered and injected, and tags it', () => {
  const folder = repository();
  assert.is(play('publish.yaml', folder), 0);
  assert.match(readFileSync(join(folder, 'work/rendered/renderer.yaml'), 'utf8'), 'sizeLimit: 1Gi');
  const [push = '', tag = ''] = readFileSync(join(folder, 'flux'), 'utf8').split('\n');
  assert.match(
    push,
    'push artifact oci://registry.example.com/manifests/renderer:abc --path rendered',
  );
  assert.match(tag, '--tag prod');
});

test('publish: pushes nothing where a limit is missing', () => {
  const folder = repository();
  change(folder, 'memory: 2Gi', 'ephemeral-storage: 2Gi');
  assert.is(play('publish.yaml', folder), 1);
  assert.not.ok(existsSync(join(folder, 'flux')));
});

test('check: shows what changes against the base branch', () => {
  const folder = repository();
  change(folder, 'memory: 2Gi', 'memory: 3Gi');
  assert.is(play('check.yaml', folder), 0);
  const summary = readFileSync(join(folder, 'summary'), 'utf8');
  assert.match(summary, /^```diff\n/);
  assert.match(summary, /^- {10}sizeLimit: 1Gi\n\+ {10}sizeLimit: 1536Mi$/m);
});

test.run();
