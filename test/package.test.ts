import { execFileSync } from 'node:child_process';
import * as assert from 'uvu/assert';
import { skip, spec } from './spec.ts';
import { workbench } from './workbench.ts';

const test = spec('package');

/** What must be in the npm package, and all that may be. */
const wanted = [
  /^LICENSE$/,
  /^README\.md$/,
  /^package\.json$/,
  /^dist\/THIRD-PARTY-LICENSES\.txt$/,
  /^dist\/index\.cjs$/,
  /^dist\/index\.js$/,
  /^dist\/inject-shm\.cjs$/,
  /^dist\/types\/index\.d\.ts$/,
  /^dist\/types\/.+\.d\.ts$/,
  /^fn-config\/.+\.(?:yaml|json)$/,
];

test('npm pack takes what users need, and nothing else', () => {
  if (process.env['INJECT_SHM_BIN']) skip('the executable is not of the package');
  const bench = workbench();
  try {
    const [{ files, size }] = JSON.parse(
      execFileSync('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], {
        cwd: bench.folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
    const paths = (files as readonly { readonly path: string }[]).map(({ path }) => path);
    const isWanted = (path: string): boolean => wanted.some((pattern) => pattern.test(path));
    assert.equal(
      [
        paths.filter((path) => !isWanted(path)),
        wanted.filter((pattern) => !paths.some((path) => pattern.test(path))),
      ],
      [[], []],
    );
    assert.ok(size < 500_000, `${size} bytes`);
  } finally {
    bench.remove();
  }
});

test.run();
