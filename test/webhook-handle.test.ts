import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as E from 'fp-ts/lib/Either.js';
import * as assert from 'uvu/assert';
import type { Fields } from '../src/data/value.ts';
import { type Invocation, readCommandLine } from '../src/cli.ts';
import { commands } from '../src/cli/commands.ts';
import { type Result, toResult } from '../src/result.ts';
import { finding } from '../src/plan/findings.ts';
import { readConfig } from '../src/webhook/config.ts';
import { certificates, webhook } from '../src/webhook.ts';
import { follow } from '../src/webhook/follow.ts';
import { type Admit, handle, type Policy } from '../src/webhook/handle.ts';
import { readServeOptions } from '../src/webhook/options.ts';
import { auditOf, warningsOf } from '../src/webhook/tell.ts';
import { spec } from './spec.ts';
import { same } from './support.ts';
import { configOf, container, pod, sizesOf } from './webhook/pods.ts';
import { applyPatch } from './webhook/apply-patch.ts';
import { patchIn, responseIn, review, simple } from './webhook/reviews.ts';

const test = spec('webhook: handle');

const policyOf = (
  flags: Readonly<Record<string, string>> = {},
  onError: Policy['onError'] = 'admit',
): Policy => ({ config: configOf(flags), onError });

test('a pod is patched', () => {
  const { status, body, outcome, results } = handle(policyOf(), review());
  const response = responseIn(body);
  same(
    [status, outcome, response.uid, response.allowed, response.patchType],
    [200, 'patched', 'f0b1', true, 'JSONPatch'],
  );
  same(sizesOf(applyPatch(simple, patchIn(response)) as Fields), { a: '512Mi' });
  same(Object.keys(response.auditAnnotations ?? {}), ['injected']);
  same(
    results.map(({ resourceRef }) => resourceRef?.namespace),
    ['ml'],
  );
});

test('a pod without a name is called by what its name is made from', () => {
  const object = { ...pod([container('a')]), metadata: { generateName: 'web-' } };
  const { body, request } = handle(policyOf(), review(object));
  same(request?.name, 'web-');
  assert.match(responseIn(body).warnings?.[0] ?? '', /^inject-shm: web-: no memory limit/);
});

const ignored: readonly (readonly [name: string, more: Fields])[] = [
  ['an update', { operation: 'UPDATE' }],
  ['a deletion', { operation: 'DELETE', object: null }],
  ['another kind', { kind: { group: 'apps', version: 'v1', kind: 'Deployment' } }],
  ['a Pod of another group', { kind: { group: 'x.dev', version: 'v1', kind: 'Pod' } }],
  ['a subresource', { subResource: 'ephemeralcontainers' }],
];

ignored.forEach(([name, more]) =>
  test(`allowed as it is: ${name}`, () => {
    const { outcome, body } = handle(policyOf({}, 'reject'), review(simple, more));
    same([outcome, responseIn(body)], ['ignored', { uid: 'f0b1', allowed: true }]);
  }),
);

const garbage: readonly (readonly [name: string, body: string, error: string])[] = [
  ['nothing', '', 'the body is not JSON'],
  ['no JSON', '{', 'the body is not JSON'],
  ['a list', '[]', 'the body is not an AdmissionReview'],
  ['null', 'null', 'the body is not an AdmissionReview'],
  ['another kind', '{"kind":"Pod"}', 'the body is not an AdmissionReview'],
  [
    'another version',
    review().replace('/v1"', '/v1beta1"'),
    'apiVersion must be admission.k8s.io/v1, got "admission.k8s.io/v1beta1"',
  ],
  [
    'no request',
    '{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview"}',
    'the AdmissionReview has no request with a uid',
  ],
  ['no uid', review(simple, { uid: '' }), 'the AdmissionReview has no request with a uid'],
];

garbage.forEach(([name, body, error]) =>
  test(`refused: ${name}`, () => {
    const answer = handle(policyOf(), body);
    same([answer.status, answer.outcome, answer.body], [400, 'invalid', `${error}\n`]);
  }),
);

test('a nesting that is too deep for no one is no fault', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const body = review().replace('"image":"nginx"', `"image":"nginx","x":${deep}`);
  assert.not(['failed'].includes(handle(policyOf(), body).outcome));
});

const broken = pod([container('a', '1Gi')], { 'inject-shm.dev/ratio': '3' });

test('a broken annotation: admitted as it came, with a warning', () => {
  const { outcome, body } = handle(policyOf(), review(broken));
  const { allowed, patch, warnings, auditAnnotations } = responseIn(body);
  same([outcome, allowed, patch], ['broken', true, undefined]);
  same(warnings, ['inject-shm: web: `inject-shm.dev/ratio` must be in (0, 1], got "3"']);
  same(Object.keys(auditAnnotations ?? {}), ['invalid-annotation']);
});

test('a broken annotation with --on-error reject', () => {
  const { outcome, body } = handle(policyOf({}, 'reject'), review(broken));
  const { allowed, status } = responseIn(body);
  same([outcome, allowed, status?.code], ['rejected', false, 422]);
  same(status?.message, '`inject-shm.dev/ratio` must be in (0, 1], got "3"');
});

test('a severity that is raised counts as well', () => {
  const policy = policyOf({ severity: 'no-memory-limit=error' }, 'reject');
  same(handle(policy, review(pod([container('a')]))).outcome, 'rejected');
});

test('mode check: nothing is patched, it is told and counted', () => {
  for (const onError of ['admit', 'reject'] as const) {
    const { outcome, body, results } = handle(policyOf({ mode: 'check' }, onError), review());
    const { allowed, patch, warnings } = responseIn(body);
    same([outcome, allowed, patch], ['would-patch', true, undefined]);
    assert.match(warnings?.[0] ?? '', /needs a `\/dev\/shm` of 512Mi/);
    same(
      results.map(({ tags }) => tags.code),
      ['would-change'],
    );
  }
});

const fault: Admit = () => {
  throw new Error('out of order');
};

test('a fault of ours is told, and admits or refuses', () => {
  const admitted = handle(policyOf(), review(), fault);
  same([admitted.outcome, responseIn(admitted.body).allowed], ['failed', true]);
  assert.match(admitted.error ?? '', /out of order/);
  assert.not.match(admitted.body, /out of order/);
  const refused = handle(policyOf({}, 'reject'), review(), fault);
  same([refused.outcome, responseIn(refused.body).allowed], ['failed', false]);
});

const warning = (message: string): Result => ({
  ...toResult(finding({ code: 'invalid-annotation', message }, { severity: 'warning' })),
  tags: { code: 'no-memory-limit' },
});

test('warnings keep to what the API server passes on', () => {
  const many = Array.from({ length: 50 }, (_, at) => warning(`${at} ${'😀'.repeat(300)}\n`));
  const warnings = warningsOf('web', many);
  assert.ok(warnings.every((each) => each.length <= 256 && encodeURIComponent(each) !== ''));
  assert.ok(warnings.join('').length <= 4096);
  same(warnings.at(-1), 'inject-shm: 35 more warnings; see the log of the webhook');
  same(warningsOf(undefined, [warning('a\nb'), warning('a\nb')]), ['inject-shm: a\\u000ab']);
  same(warningsOf('a', [{ ...warning('b'), severity: 'info' }]), []);
  assert.ok((auditOf(many)['no-memory-limit']?.length ?? 0) <= 1024);
});

test('a config that is wrong', () => {
  const config = readConfig({ flags: { ratio: '3' }, fnConfig: undefined });
  if (E.isRight(config)) throw new Error('it is taken');
  assert.match(config.left, /^`--ratio` must be in .*$/);
});

/** What is wrong with a line, told by whoever reads it: the command line, or the command. */
const slips: readonly (readonly [line: string, found: RegExp])[] = [
  ['', /--cert-dir is needed/],
  ['--cert-dir d --port 70000', /`--port` must be a whole number from 0 to 65535, got "70000"/],
  ['--cert-dir d --port x', /`--port` must be/],
  ['--cert-dir d --on-error no', /must be admit or reject, got "no"/],
  ['--cert-dir d --cert-dir e', /--cert-dir is given twice/],
  ['--cert-dirs d', /unknown flag --cert-dirs \(did you mean "--cert-dir"\?\)/],
  ['--cert-dir d more', /more/],
  ['certificates --service a --namespace b', /--out is needed/],
  ['certificates --service A --namespace b --out d', /`--service` must be a DNS label/],
  ['certificates --service a --namespace b --out d --days 0', /`--days` must be/],
  ['certificates --cert-dir d', /--cert-dir is not for `inject-shm webhook certificates`/],
  ['--service a', /--service is not for `inject-shm webhook`/],
];

const read = (line: string) =>
  readCommandLine(['webhook', ...line.split(' ').filter((each) => each !== '')], () => false);

slips.forEach(([line, found]) =>
  test(`webhook ${line}`, async () => {
    const invocation = read(line);
    if (E.isLeft(invocation)) return assert.match(invocation.left, found);
    const { command, given } = invocation.right;
    const surface = command.name === 'webhook' ? webhook : certificates;
    const { stderr, exitCode } = await surface(given, { env: {}, commands });
    assert.match(stderr, found);
    same(exitCode, 3);
  }),
);

test('webhook with all that there is', () => {
  const line =
    '--cert-dir d --port 1 --metrics-port 2 --host ::1 --on-error reject --fn-config f --ratio 0.3';
  same(
    E.flatMap(({ given }: Invocation) => readServeOptions(given))(read(line)),
    E.right({
      certDir: 'd',
      host: '::1',
      port: 1,
      metricsPort: 2,
      onError: 'reject',
      flags: { ratio: '0.3' },
      fnConfig: 'f',
    }),
  );
});

/** As the kubelet does it: a folder with the files, a link to it that is swapped, and links through that. */
const publish = (folder: string, version: string, text: string): void => {
  mkdirSync(join(folder, version));
  writeFileSync(join(folder, version, 'file'), text);
  symlinkSync(version, join(folder, '..data_tmp'));
  renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
};

test('files are followed through the links of a volume; what cannot be used leaves the last', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'inject-shm-follow-'));
  publish(folder, '..1', 'one');
  symlinkSync('..data/file', join(folder, 'file'));
  const told: E.Either<string, string>[] = [];
  const followed = follow({
    files: [join(folder, 'file')],
    load: ([text = '']) => (text === 'bad' ? E.left('bad') : E.right(text)),
  });
  if (E.isLeft(followed)) throw new Error(followed.left);
  const { current, problem, listen, stop } = followed.right;
  listen((result) => told.push(result));
  const until = async (isDone: () => boolean) => {
    for (let at = 0; at < 400 && !isDone(); at++) await sleep(25);
    assert.ok(isDone());
  };
  try {
    same(current(), 'one');
    publish(folder, '..2', 'two');
    await until(() => current() === 'two');
    publish(folder, '..3', 'bad');
    await until(() => problem() === 'bad');
    same(current(), 'two');
    rmSync(join(folder, '..data'));
    await until(() => /ENOENT/.test(problem() ?? ''));
    publish(folder, '..4', 'four');
    await until(() => current() === 'four');
    same([problem(), told.length], [undefined, 4]);
  } finally {
    stop();
    rmSync(folder, { recursive: true });
  }
});

test.run();
