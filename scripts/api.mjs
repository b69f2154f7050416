// npm run api: the documents of the library, as Markdown in docs/api, from the doc comments of what src/index.ts exports.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { model } from './types.mjs';

const out = 'docs/api';
mkdirSync('.test-build', { recursive: true });
const folder = mkdtempSync('.test-build/api-');
try {
  model(join(folder, 'inject-shm.api.json'));
  rmSync(out, { recursive: true, force: true });
  const documenter = 'node_modules/@microsoft/api-documenter/bin/api-documenter';
  const args = ['markdown', '--input-folder', folder, '--output-folder', out];
  execFileSync(process.execPath, [documenter, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
} finally {
  rmSync(folder, { recursive: true });
}
console.log(`${out}/index.md and ${readdirSync(out).length - 1} pages`);
