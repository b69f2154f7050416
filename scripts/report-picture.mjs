// npm run picture: docs/report.png, the page of `inject-shm report` for test/report/workloads.yaml as Chromium shows it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'report-picture-'));
try {
  const input = ['report', '--format', 'html', 'test/report/workloads.yaml'];
  const html = execFileSync(process.execPath, ['dist/inject-shm.cjs', ...input]);
  writeFileSync(join(folder, 'report.html'), html);
  execFileSync('chromium', [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',
    `--user-data-dir=${join(folder, 'profile')}`,
    '--window-size=1100,769',
    `--screenshot=${resolve('docs/report.png')}`,
    `file://${join(folder, 'report.html')}`,
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
