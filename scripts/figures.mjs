// npm run figures [-- --rounds 15]: what docs/images.md says. It needs dist/ (`npm run build && npm run exe`) and, for
// the image, podman and what `npm run e2e -- image` leaves behind.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { time } from '../bench/measure.mjs';
import { median } from '../bench/statistics.mjs';
import { resourceList } from '../bench/resources.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } });
const rounds = Number(values.rounds);
const inputs = [1, 100, 1000].map((count) => ({ count, text: resourceList(count) }));

/** @param {string} name @param {readonly string[]} command */
const contender = (name, command) => ({ name, command });

/** @typedef {ReturnType<typeof contender>} Contender */

/** Medians of rounds in which each has its turn. @param {readonly [Contender, Contender]} pair */
const compare = (pair) =>
  inputs.map((input) => {
    pair.forEach((each) => time(each, input));
    const times = Array.from({ length: rounds }, () => pair.map((each) => time(each, input)));
    const of = (/** @type {(pair: readonly number[]) => number} */ value) =>
      median(times.map(value));
    return {
      count: input.count,
      first: of(([first = NaN]) => first),
      second: of(([, second = NaN]) => second),
      ratio: of(([first = NaN, second = NaN]) => first / second),
      difference: of(([first = NaN, second = NaN]) => first - second),
    };
  });

/** @param {number} bytes */
const mb = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;

/** @param {readonly [Contender, Contender]} pair */
const show = (pair) => {
  const [first, second] = pair;
  console.log(`${first.name} against ${second.name}, medians of ${rounds} paired runs`);
  compare(pair).forEach((row) =>
    console.log(
      `  ${String(row.count).padStart(5)} resources: ${row.first.toFixed(0)} and ${row.second.toFixed(0)} ms, ratio ${row.ratio.toFixed(2)}, difference ${row.difference.toFixed(0)} ms`,
    ),
  );
};

const executable = contender('executable', ['dist/inject-shm']);
show([executable, contender('bundle on Node', [process.execPath, 'dist/inject-shm.cjs'])]);
console.log(`  size: ${mb(statSync('dist/inject-shm').size)}`);

/** @param {readonly string[]} args */
const podman = (args) => spawnSync('podman', args, { maxBuffer: 2 ** 30 });

/** @param {string} image */
const contained = (image) =>
  contender(image, ['podman', 'run', '--rm', '-i', '--network=none', '--user=nobody', image]);

const images = ['localhost/inject-shm-e2e:function', 'localhost/inject-shm-e2e/cat'];
const [ours = '', cat = ''] = images;
if (images.every((image) => podman(['image', 'exists', image]).status === 0)) {
  show([contained(ours), contained(cat)]);
  const size = Number(podman(['image', 'inspect', '--format={{.Size}}', ours]).stdout.toString());
  const packed = gzipSync(podman(['save', ours]).stdout).length;
  console.log(`  size: ${mb(size)}, with gzip ${mb(packed)}`);
} else console.log(`no figures of the image: \`npm run e2e -- image\` makes it and ${cat}`);
