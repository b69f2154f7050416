// npm run exe: dist/inject-shm, one executable for this machine that needs no Node.
// `npm run exe -- linux-arm64 darwin-x64` makes dist/inject-shm-linux-arm64 and so on; Bun downloads what it needs.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { program } from './bundle.mjs';
import { compile } from './engine.mjs';

mkdirSync('dist', { recursive: true });
mkdirSync('.test-build', { recursive: true });
const folder = mkdtempSync('.test-build/exe-');
try {
  await program(folder);
  const source = join(folder, 'stream.cjs');
  const targets = process.argv.slice(2);
  if (targets.length === 0) compile(source, 'dist/inject-shm');
  for (const target of targets) compile(source, `dist/inject-shm-${target}`, target);
} finally {
  rmSync(folder, { recursive: true });
}
