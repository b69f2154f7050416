import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import * as assert from 'uvu/assert';
import { time } from '../../bench/measure.mjs';
import { median } from '../../bench/statistics.mjs';
import { resourceList } from '../../bench/resources.mjs';
import { skip, spec } from '../spec.ts';
import { type Workbench, workbench } from '../workbench.ts';

const test = spec('executable');

const made: { bench?: Workbench } = {};

test.after(() => made.bench?.remove());

/**
 * Of a busy machine as well: docs/performance.md has what a quiet one shows. Without its bytecode the executable takes
 * twice as long to start, and fails.
 */
const limits = [
  { count: 1, atMost: 0.95 },
  { count: 100, atMost: 1.25 },
];

const rounds = 15;

for (const { count, atMost } of limits) {
  test(`takes less time than the bundle on Node: resources: ${count}`, () => {
    if (process.env['INJECT_SHM_BIN']) skip('both are compared elsewhere');
    if (!existsSync('dist/inject-shm')) skip('`npm run exe` has not been run');
    const bench = (made.bench ??= workbench());
    const input = { count, text: resourceList(count) };
    const measure = (command: readonly string[]): number =>
      time({ name: command.join(' '), command }, input);
    const round = (): number =>
      measure([resolve('dist/inject-shm')]) / measure([process.execPath, bench.executable]);
    round();
    const ratio = median(Array.from({ length: rounds }, round));
    assert.ok(ratio <= atMost, `it takes ${ratio.toFixed(2)} of it, ${atMost} are allowed`);
  });
}

test.run();
