// What was measured of this build of the program, over several runs.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** @typedef {import('./measure.mjs').Measured} Measured */

const root = new URL('../', import.meta.url);
const file = new URL('.test-build/bench.json', root);

const build = () => {
  const hash = createHash('sha256');
  for (const name of ['dist/program/stream.cjs', 'dist/program/commands.cjs', 'dist/inject-shm'])
    if (existsSync(new URL(name, root))) hash.update(readFileSync(new URL(name, root)));
  return hash.digest('hex');
};

/** @returns {Record<string, Measured>} */
export const kept = () => {
  if (!existsSync(file)) return {};
  const found = JSON.parse(readFileSync(file, 'utf8'));
  return found.build === build() ? found.measured : {};
};

/** @param {Readonly<Record<string, Measured>>} measured */
export const keep = (measured) => {
  mkdirSync(fileURLToPath(new URL('.', file)), { recursive: true });
  writeFileSync(file, JSON.stringify({ build: build(), measured }));
};
