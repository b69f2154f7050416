import { readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { skip, spec } from '../spec.ts';
import { run } from './tools.ts';

const test = spec('proofs');

test('what docs/proofs.md says comes out on this kernel too', () => {
  const { status, stdout, stderr } = run('.', process.execPath, ['scripts/proofs.mjs', '--check']);
  if (status === 3) skip(stderr.trim());
  assert.is(status, 0, stdout + stderr);
  const proved = stdout.split('\n').filter((line) => line.startsWith('proved: '));
  const rows: readonly unknown[] = JSON.parse(readFileSync('docs/proofs.json', 'utf8')).rows;
  assert.is(proved.length, rows.length);
});

test.run();
