// npm run bench:admission [-- --only api,direct,memory --rounds 12]: what admission takes, of time and memory, on a real API server.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

// In the checkout, so that packages are found.
mkdirSync('.test-build', { recursive: true });
const folder = mkdtempSync('.test-build/admission-');
try {
  const outfile = join(folder, 'run.mjs');
  await build({
    entryPoints: ['bench/admission/run.ts'],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: 'inline',
    logLevel: 'warning',
    banner: {
      js: `import { createRequire as c_ } from 'node:module'; const require = c_(import.meta.url);`,
    },
  });
  const args = ['--enable-source-maps', outfile, ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
