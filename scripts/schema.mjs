// Writes fn-config/inject-shm.schema.json from the fields of the config; a test checks that it is up to date.
import { writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const { outputFiles } = await build({
  entryPoints: ['src/config.ts'],
  bundle: true,
  write: false,
  platform: 'node',
  format: 'esm',
  logLevel: 'warning',
});
const code = Buffer.from(outputFiles[0]?.contents ?? '').toString('base64');
const { configSchema } = await import(`data:text/javascript;base64,${code}`);
writeFileSync('fn-config/inject-shm.schema.json', `${JSON.stringify(configSchema(), null, 2)}\n`);
