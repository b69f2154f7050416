// npm's `prepare`: builds dist/. `npm install --global` of a git repository, which is how pre-commit installs a hook, hands
// `--global` on to the npm that prepares the clone, and that brings no packages to build with. Here they are brought.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const npm = process.env['npm_execpath'];
if (!existsSync('node_modules/esbuild') && npm !== undefined)
  execFileSync(process.execPath, [
    npm,
    'ci',
    '--no-global',
    '--include=dev',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
  ]);
await import('./build.mjs');
