// node scripts/record.mjs CODE CACHE: runs a program's text as its launcher does, and keeps what was compiled of it.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';

const [text = '', cache = ''] = process.argv.splice(2);
const program = new Script(readFileSync(text, 'utf8'), { filename: text });
process.on('exit', () => writeFileSync(cache, program.createCachedData()));
program.runInThisContext()({}, createRequire(import.meta.url), {}, text, '');
