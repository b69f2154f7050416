// The same, and each manifest is parsed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEvents } from 'js-yaml';

/** @param {string} path */
const parse = (path) => {
  try {
    return parseEvents(readFileSync(path, 'utf8'), {}).length;
  } catch {
    return 0; // no YAML
  }
};

/** @param {string} folder @returns {number} */
const read = (folder) => {
  let size = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) size += read(path);
    else if (/\.(?:ya?ml|json)$/.test(entry.name)) size += parse(path);
  }
  return size;
};

console.log(read(process.argv[2] ?? '.'));
