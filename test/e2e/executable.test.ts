import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import * as assert from 'uvu/assert';
import { median, time } from '../../bench/measure.mjs';
import { resourceList } from '../../bench/resources.mjs';
import { skip, spec } from '../spec.ts';
import { type Workbench, workbench } from '../workbench.ts';

const test = spec('executable');

const made: { bench?: Workbench } = {};

test.after(() => made.bench?.remove());

/** 0.6 is promised; the rest is the margin of a busy machine. */
const atMost = 0.8;

test('with 100 resources it takes at most 0.6 of the time that the bundle takes on Node', () => {
  if (process.env['INJECT_SHM_BIN']) skip('both are compared elsewhere');
  if (!existsSync('dist/inject-shm')) skip('`npm run exe` has not been run');
  const bench = (made.bench ??= workbench());
  const input = { count: 100, text: resourceList(100) };
  const measure = (command: readonly string[]): number =>
    time({ name: command.join(' '), command, upTo: Infinity, isRight: () => true }, input);
  const round = (): number =>
    measure([resolve('dist/inject-shm')]) / measure([process.execPath, bench.executable]);
  round();
  const ratio = median(Array.from({ length: 15 }, round));
  assert.ok(ratio <= atMost, `it takes ${ratio.toFixed(2)} of it`);
});

test.run();
