import { execFileSync } from 'node:child_process';
import * as assert from 'uvu/assert';
import { skip, spec } from './spec.ts';
import { type Workbench, workbench } from './workbench.ts';

const test = spec('package', { long: 'packs the package' });

/** What must be in the npm package, and all that may be. */
const wanted = [
  /^LICENSE$/,
  /^README\.md$/,
  /^package\.json$/,
  /^dist\/THIRD-PARTY-LICENSES\.txt$/,
  /^dist\/index\.cjs$/,
  /^dist\/index\.js$/,
  /^dist\/inject-shm\.cjs$/,
  /^dist\/program\/(?:commands|stream)\.cjs$/,
  /^dist\/index\.d\.cts$/,
  /^dist\/index\.d\.ts$/,
  /^fn-config\/.+\.(?:yaml|json)$/,
];

const made: { bench?: Workbench } = {};

test.after(() => made.bench?.remove());

const pack = (...args: readonly string[]): string => {
  if (process.env['INJECT_SHM_BIN']) skip('the executable is not of the package');
  made.bench ??= workbench();
  return execFileSync('npm', ['pack', '--dry-run', ...args], {
    cwd: made.bench.folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
};

test('npm pack takes what users need, and nothing else', () => {
  const [{ files, size }] = JSON.parse(pack('--ignore-scripts', '--json'));
  const paths = (files as readonly { readonly path: string }[]).map(({ path }) => path);
  const isWanted = (path: string): boolean => wanted.some((pattern) => pattern.test(path));
  assert.equal(
    [
      paths.filter((path) => !isWanted(path)),
      wanted.filter((pattern) => !paths.some((path) => pattern.test(path))),
    ],
    [[], []],
  );
  assert.ok(size < 700_000, `${size} bytes`);
});

test('npm pack builds, and prints the name of the package alone: pre-commit goes by it', () => {
  assert.match(pack(), /^inject-shm-[\d.]+\.tgz\n$/);
});

test.run();
