import * as assert from 'uvu/assert';
import { explainCommand } from '../src/report/explain-command.ts';
import { isExpected } from './report/expected.ts';
import { context, given } from './report/given.ts';
import { spec } from './spec.ts';

const test = spec('explain');

const FILES = 'test/explain/files';

const explain = async (...args: readonly string[]) =>
  explainCommand(given('explain', ...args), context);

/** One of every outcome; what is left out, and why, among them. */
const cases: readonly (readonly [golden: string, ...args: readonly string[]])[] = [
  ['own-config', 'trainer'],
  ['needs-and-has-no-limit', 'server'],
  ['config-in-a-file', 'server', '--fn-config', 'test/explain/ratio.yaml', '--max-size', '1Gi'],
  ['no-own-config', 'statefulset/notebook', '--no-config'],
  ['namespace-disabled', 'sleeper'],
  ['opted-out', 'opted-out'],
  ['opted-out-later', 'opted-out-later'],
  ['to-be-asked-for', 'ray'],
  ['asked-for', 'raycluster/ray', '--kinds', '*,RayCluster'],
  ['never', 'orders'],
  ['unknown-kind', 'robot'],
  ['no-pods', 'recipe'],
  ['no-template', 'hollow'],
  ['owned', 'web-5d9c'],
  ['local', 'local'],
  ['other-namespace', 'deploy/trainer', '--quiet', '--namespaces', 'prod-*'],
  ['other-kind', 'trainer', '--exclude-kinds', 'Deployment'],
  ['not-annotated', 'trainer', '--select', 'annotated'],
  ['not-needed', 'ipc', '--select', 'needed'],
  ['host-ipc', 'ipc'],
  ['broken', 'broken', 'test/report/workloads.yaml'],
  ['kept-at-risk', 'postgres', 'test/report/workloads.yaml'],
  ['done', 'done', 'test/report/workloads.yaml'],
  ['autoscaled', 'shop', 'test/report/workloads.yaml'],
  ['two-pods', 'lws/llm', 'test/report/workloads.yaml'],
];

for (const [golden, name, ...more] of cases)
  test(golden, async () => {
    const paths = more.some((each) => each.startsWith('test/report')) ? [] : [FILES];
    const { stdout, stderr, exitCode } = await explain(name ?? '', ...paths, ...more);
    assert.equal([stderr, exitCode], ['', 0]);
    isExpected(`../explain/${golden}.txt`, stdout);
  });

const refused: readonly (readonly [
  name: string,
  args: readonly string[],
  exitCode: number,
  stderr: string,
])[] = [
  [
    'a name that is not there',
    ['trayner', FILES],
    1,
    'no workload is named "trayner" (did you mean "Deployment/trainer"?)',
  ],
  [
    'a name of another kind',
    ['sts/trainer', FILES],
    1,
    'no workload is named "sts/trainer" (did you mean "Deployment/trainer"?)',
  ],
  ['no name', [], 3, '`explain` needs the name of a workload'],
  ['a mode', ['trainer', FILES, '--mode', 'remove'], 3, 'it has no --mode remove'],
  ['a broken config', ['trainer', FILES, '--ratio', '7'], 3, 'must be in (0, 1]'],
  ['a folder that is not there', ['trainer', 'nowhere'], 2, 'there is no such file or folder'],
];

for (const [name, args, code, message] of refused)
  test(name, async () => {
    const { stdout, stderr, exitCode } = await explain(...args);
    assert.equal([stdout, exitCode], ['', code]);
    assert.match(stderr, message);
  });

test.run();
