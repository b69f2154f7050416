// The examples in the form of kpt's function catalog, run as its tests run them: twice, each time on a fresh copy.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { spec } from '../spec.ts';
import { image } from './images.ts';
import { committed, copyOf, needs, run, watch } from './tools.ts';

const test = spec('catalog');

/** As the examples call it. */
const name = 'localhost/inject-shm:v0.1';

const folder = mkdtempSync(join(tmpdir(), 'inject-shm-catalog-'));

const made = { count: 0 };

test.after(() => {
  rmSync(folder, { recursive: true });
  // Without the second name it would lose all that it has.
  run('.', 'podman', ['untag', name, name]);
});

const podman = (...args: readonly string[]) => {
  const { status, stderr } = run('.', 'podman', args);
  assert.is(status, 0, stderr);
};

interface Config {
  readonly testType?: 'eval' | 'render';
  readonly image?: string;
  readonly args?: Readonly<Record<string, string>>;
}

const configOf = (example: string): Config => {
  const file = join('examples', example, '.expected/config.yaml');
  return existsSync(file) ? parse(readFileSync(file, 'utf8')) : {};
};

const command = ({ testType = 'render', image: of = '', args = {} }: Config) =>
  testType === 'render'
    ? { before: ['fn', 'render'], after: [] }
    : {
        before: ['fn', 'eval', '--image', of],
        after: ['--', ...Object.entries(args).map(([key, value]) => `${key}=${value}`)],
      };

/** Runs kpt on a package. */
const kpt = (example: string, target: string) => {
  const { before, after } = command(configOf(example));
  const results = join(folder, `results-${made.count++}`);
  const options = ['--image-pull-policy=never', '--results-dir', results];
  const ran = run(folder, 'kpt', [...before, target, ...options, ...after], '', {
    KPT_FN_RUNTIME: 'podman',
  });
  assert.is(ran.status, 0, ran.stderr);
  return { ...ran, results: readFileSync(join(results, 'results.yaml'), 'utf8') };
};

const examples = readdirSync('examples').filter((example) => example.startsWith('inject-shm-'));

examples.forEach((example) =>
  test(`${example} gives what is expected, twice, and run again on that nothing`, () => {
    needs('kpt', 'git');
    podman('tag', image('function'), name);
    const expected = (file: string): string => join('examples', example, '.expected', file);
    const [first] = ['first', 'second'].map((time) => {
      const target = copyOf(join('examples', example), join(folder, time, example));
      const { changes } = watch(target);
      const { results } = kpt(example, target);
      const patch = changes();
      assert.is(patch, committed(expected('diff.patch'), patch));
      assert.is(results, committed(expected('results.yaml'), results));
      return { target, patch, changes };
    });
    const again = kpt(example, first?.target ?? '');
    assert.is(first?.changes(), first?.patch);
    assert.not.match(again.stderr, 'Results:');
  }),
);

test('there are a simple, an imperative and an advanced one', () => {
  assert.equal(
    examples.toSorted(),
    ['advanced', 'imperative', 'simple'].map((kind) => `inject-shm-${kind}`),
  );
});

test.run();
