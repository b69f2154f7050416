// Writes fn-config/inject-shm.schema.json from the fields of the config; a test checks that it is up to date.
import { writeFileSync } from 'node:fs';
import { sources } from './sources.mjs';

const { configSchema } = await sources('schema', `export { configSchema } from './src/config.ts';`);
writeFileSync('fn-config/inject-shm.schema.json', `${JSON.stringify(configSchema(), null, 2)}\n`);
