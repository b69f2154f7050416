import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as assert from 'uvu/assert';

/** Compares with a file of test/report, or writes it where GOLDEN=write. */
export const isExpected = (file: string, text: string): void => {
  const path = join('test/report', file);
  if (process.env['GOLDEN'] === 'write') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  assert.fixture(text, readFileSync(path, 'utf8'), file);
};
