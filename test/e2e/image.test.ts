import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { resourceList } from '../../bench/resources.mjs';
import { inject } from '../../src/inject.ts';
import { containersOf } from '../../src/plan/pod.ts';
import { manifestsIn } from '../cluster/manifests.ts';
import { spec } from '../spec.ts';
import { container, pod } from '../webhook/pods.ts';
import { responseIn, review } from '../webhook/reviews.ts';
import { call, makeCertificates, probe, startService, stopService } from '../webhook/service.ts';
import { workbench } from '../workbench.ts';
import { contained, image } from './images.ts';
import { run } from './tools.ts';

const test = spec('image');

const podman = (options: readonly string[], args: readonly string[], input = '') =>
  run('.', 'podman', [...contained(image('function'), ...options), ...args], input);

const hundred = resourceList(100);
const thousand = resourceList(1000);

/** Whatever is taken from it, it gives what the function gives. */
const ways: readonly (readonly [name: string, options: readonly string[], input: string])[] = [
  ['as kpt and kustomize run it', ['--user=nobody'], hundred],
  ['as whom the image says', [], hundred],
  [
    'as anybody, without HOME, capabilities or anywhere to write',
    [
      '--user=12345:54321',
      '--unsetenv=HOME',
      '--cap-drop=all',
      '--read-only',
      '--read-only-tmpfs=false',
    ],
    hundred,
  ],
  ['1,000 resources in 128 MiB', ['--memory=128m', '--memory-swap=128m'], thousand],
];

ways.forEach(([name, options, input]) =>
  test(name, () => {
    const { stdout, stderr, status } = podman(options, [], input);
    assert.equal([stderr, status], ['', 0]);
    assert.ok(stdout === inject(input).stdout);
  }),
);

test('its exit code and its words come through', () => {
  const empty = podman([], []);
  assert.match(empty.stderr, /^stdin: error: the input is empty; /);
  assert.equal([empty.stdout, empty.status], ['', 2]);
  const flag = podman([], ['--ratoi', '1']);
  assert.match(flag.stderr, 'unknown flag --ratoi (did you mean "--ratio"?)');
  assert.equal([flag.stdout, flag.status], ['', 3]);
});

test('kpt fn doc shows its help', () => {
  const { stdout, status } = run('.', 'kpt', ['fn', 'doc', '--image', image('function')], '', {
    KPT_FN_RUNTIME: 'podman',
  });
  assert.is(status, 0);
  assert.is(stdout.trim(), podman([], ['--help']).stdout.trim());
});

interface Inspected {
  readonly Config: {
    readonly User: string;
    readonly Entrypoint: readonly string[];
    readonly Cmd?: readonly string[] | null;
    readonly Labels: Readonly<Record<string, string>>;
  };
}

test('it runs as nobody, by its entrypoint alone, and says what it is', () => {
  const { stdout } = run('.', 'podman', ['image', 'inspect', image('function')]);
  const [{ Config }] = JSON.parse(stdout) as readonly [Inspected];
  assert.equal(
    [Config.User, Config.Entrypoint, Config.Cmd ?? []],
    ['65534', ['/usr/local/bin/inject-shm'], []],
  );
  assert.is(Config.Labels['org.opencontainers.image.title'], 'inject-shm');
  assert.is(Config.Labels['org.opencontainers.image.licenses'], 'Apache-2.0');
});

/** The image as the program that serves, as deploy/base runs it; what it reads is at the same path in it. */
const asProgram = (folder: string): string => {
  const [deployment] = manifestsIn(readFileSync('deploy/base/deployment.yaml', 'utf8'));
  const [deployed] = containersOf(Object(deployment?.['spec']).template.spec);
  const variables = deployed?.value['env'] as readonly Readonly<Record<string, string>>[];
  const options = [
    '--network=host',
    '--read-only',
    '--read-only-tmpfs=false',
    '--cap-drop=all',
    '--memory=384m',
    '--memory-swap=384m',
    `--volume=${folder}:${folder}:ro`,
    ...variables.map(({ name, value }) => `--env=${name}=${value}`),
  ];
  const program = join(folder, 'webhook.sh');
  const line = ['exec', 'podman', ...contained(image('function'), ...options)].join(' ');
  writeFileSync(program, `#!/bin/sh\n${line.replace('--network=none ', '')} "$@"\n`, {
    mode: 0o755,
  });
  return program;
};

test('it serves the webhook, in the memory that it has, whatever comes at once', async () => {
  const { folder, executable, remove } = workbench();
  const certificates = join(folder, 'certificates');
  makeCertificates(executable, certificates);
  // As in a Secret's volume, whose group is the pod's.
  chmodSync(join(certificates, 'tls.key'), 0o644);
  chmodSync(folder, 0o755);
  const service = await startService(asProgram(certificates), certificates);
  try {
    const large = review(pod([container('a', '1Gi')], { padding: 'x'.repeat(6 * 1024 * 1024) }));
    const bodies = [...Array.from({ length: 12 }, () => large), review()];
    const replies = await Promise.all(bodies.map((body) => call(service, body)));
    assert.ok(replies.every(({ body }) => responseIn(body).patch !== undefined));
    assert.is((await probe(service, '/readyz')).status, 200);
  } finally {
    await stopService(service, 'SIGTERM');
    remove();
  }
});

test.run();
