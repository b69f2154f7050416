import * as assert from 'uvu/assert';
import { resourceList } from '../../bench/resources.mjs';
import { inject } from '../../src/inject.ts';
import { spec } from '../spec.ts';
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
  const flag = podman([], ['--ratoi', '1'], hundred);
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

test.run();
